import { useState } from "preact/hooks";
import { confirmEmail } from "../api/accounts";
import { type Reason, reasonsOf } from "../api/client";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { OutsidePage, show } from "../components/outside-page/OutsidePage";
import { takeToken } from "../components/outside-page/token";

/** Asks for a click: programs that look into mail open links, and none of them may confirm anything. */
function Confirm({ token }: { token: string }) {
  const [email, setEmail] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      setEmail(await confirmEmail(token || "-"));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  if (email) {
    return (
      <OutsidePage title="Your address is confirmed">
        <div class="sign-in-form">
          <p role="status">
            Mail goes to <strong class="address">{email}</strong> from now on, and you may sign in with it.
          </p>
          <a class="button primary" href="/rota.html">
            Go to the rota
          </a>
        </div>
      </OutsidePage>
    );
  }
  return (
    <OutsidePage title="Confirm your address">
      <form class="sign-in-form" onSubmit={submit} noValidate>
        <ErrorSummary title="This link does not work" reasons={reasons} />
        {reasons.length === 0 ? (
          <>
            <p>Confirm that the mail with this link came to you.</p>
            <button class="button primary" type="submit" disabled={busy}>
              {busy ? "One moment…" : "Yes, this is my address"}
            </button>
          </>
        ) : (
          <a href="/account.html">Go to your account</a>
        )}
      </form>
    </OutsidePage>
  );
}

show(<Confirm token={takeToken()} />);
