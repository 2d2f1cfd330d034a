import { useEffect, useState } from "preact/hooks";
import { askForReset, lookAtReset, type ResetLook, resetPassword } from "../api/accounts";
import { type Reason, reasonsOf } from "../api/client";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { NewPassword } from "../components/new-password/NewPassword";
import { OutsidePage, show } from "../components/outside-page/OutsidePage";
import { takeToken } from "../components/outside-page/token";
import { momentInWords } from "../domain/calendar";

function Reset({ token }: { token: string }) {
  const [look, setLook] = useState<ResetLook | null>(null);
  const [faults, setFaults] = useState<Reason[]>([]);

  useEffect(() => {
    if (token) lookAtReset(token).then(setLook, (error) => setFaults(reasonsOf(error)));
  }, []);

  if (look) return <Choose token={token} look={look} />;
  if (token && faults.length === 0) {
    return (
      <OutsidePage title="Choose a new password">
        <p role="status">One moment…</p>
      </OutsidePage>
    );
  }
  return <Ask faults={faults} />;
}

/** Ask for a link. The answer is the same whether the address is known or not. */
function Ask({ faults }: { faults: Reason[] }) {
  const [email, setEmail] = useState("");
  const [reasons, setReasons] = useState<Reason[]>(faults);
  const [sent, setSent] = useState("");
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!email.trim()) return setReasons([{ field: "email", message: "Enter your email address." }]);
    setBusy(true);
    try {
      setSent(await askForReset(email.trim()));
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  if (sent) {
    return (
      <OutsidePage title="Look in your mail">
        <div class="sign-in-form">
          <p role="status">{sent}</p>
          <a href="/sign-in.html">Back to signing in</a>
        </div>
      </OutsidePage>
    );
  }
  return (
    <OutsidePage
      title="Forgotten your password?"
      foot="Without an address in your account, ask your rota administrator."
    >
      <form class="sign-in-form" onSubmit={submit} noValidate>
        <ErrorSummary
          title={faults.length > 0 && reasons === faults ? "This link does not work" : "No link was sent"}
          reasons={reasons}
          fields={{ email: "email" }}
        />
        <p>We send you a link by which you choose a new one.</p>
        <div class="field">
          <label for="email">Email address</label>
          <input
            id="email"
            type="email"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={reasons.some((reason) => reason.field === "email")}
          />
        </div>
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? "One moment…" : "Send the link"}
        </button>
        <a href="/sign-in.html">Back to signing in</a>
      </form>
    </OutsidePage>
  );
}

function Choose({ token, look }: { token: string; look: ResetLook }) {
  const [password, setPassword] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await resetPassword(token, password);
      setDone(true);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  if (done) {
    return (
      <OutsidePage title="Your password is changed">
        <div class="sign-in-form">
          <p role="status">You are signed out everywhere. Sign in with the new password.</p>
          <a class="button primary" href="/sign-in.html">
            Sign in
          </a>
        </div>
      </OutsidePage>
    );
  }
  return (
    <OutsidePage title="Choose a new password">
      <form class="sign-in-form" onSubmit={submit} noValidate>
        <p>
          For {look.display_name}, who signs in as <strong class="address">{look.username}</strong>.
        </p>
        <ErrorSummary title="Your password is not changed" reasons={reasons} fields={{ password: "password" }} />
        <NewPassword
          id="password"
          label="New password"
          value={password}
          onInput={setPassword}
          wrong={reasons.some((reason) => reason.field === "password")}
          username={look.username}
        />
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? "One moment…" : "Change my password"}
        </button>
        <p class="muted">This link works until {momentInWords(look.expires_at)}.</p>
      </form>
    </OutsidePage>
  );
}

show(<Reset token={takeToken()} />);
