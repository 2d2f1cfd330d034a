import { useEffect, useRef, useState } from "preact/hooks";
import { acceptInvitation, lookAtInvitation, type WelcomeLook } from "../api/accounts";
import { type Reason, reasonsOf } from "../api/client";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { NewPassword } from "../components/new-password/NewPassword";
import { OutsidePage, show } from "../components/outside-page/OutsidePage";
import { takeToken } from "../components/outside-page/token";
import { momentInWords } from "../domain/calendar";

function Welcome({ token }: { token: string }) {
  const [look, setLook] = useState<WelcomeLook | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    lookAtInvitation(token || "-").then(setLook, (error) => setReasons(reasonsOf(error)));
  }, []);

  if (look) return <Accept token={token} look={look} />;
  return (
    <OutsidePage title="Your invitation" foot="You have an account already?">
      {reasons.length > 0 ? (
        <>
          <ErrorSummary title="This link does not work" reasons={reasons} />
          <p class="below">
            <a href="/sign-in.html">Sign in</a>
          </p>
        </>
      ) : (
        <p role="status">One moment…</p>
      )}
    </OutsidePage>
  );
}

function Accept({ token, look }: { token: string; look: WelcomeLook }) {
  const [name, setName] = useState(look.display_name);
  const [password, setPassword] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => form.current?.querySelector<HTMLInputElement>(name ? "#password" : "#name")?.focus(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await acceptInvitation(token, name, password);
      location.replace("/rota.html");
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  return (
    <OutsidePage title={`Welcome to ${look.practice ?? "RotaCC"}`}>
      <form class="sign-in-form" onSubmit={submit} ref={form} noValidate>
        <p>
          {look.invited_by ?? "Your rota administrator"} has invited you. You will sign in with{" "}
          <strong class="address">{look.email}</strong>
          {look.person ? ` and see the sessions of ${look.person.name} as yours` : ""}.
        </p>
        <ErrorSummary
          title="Your account is not made yet"
          reasons={reasons}
          fields={{ display_name: "name", password: "password" }}
        />
        <div class="field">
          <label for="name">Your name, as colleagues say it</label>
          <input
            id="name"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
            autocomplete="name"
            maxLength={100}
            aria-invalid={wrong("display_name")}
          />
        </div>
        <NewPassword
          id="password"
          label="Choose a password"
          value={password}
          onInput={setPassword}
          wrong={wrong("password")}
          username={look.email}
        />
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? "One moment…" : "Make my account and sign in"}
        </button>
        <p class="muted">This link works until {momentInWords(look.expires_at)}.</p>
      </form>
    </OutsidePage>
  );
}

show(<Welcome token={takeToken()} />);
