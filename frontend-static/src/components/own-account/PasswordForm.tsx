import { useState } from "preact/hooks";
import { changeOwnPassword } from "../../api/accounts";
import { type Reason, reasonsOf } from "../../api/client";
import { TextField } from "../accounts/Fields";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { NewPassword } from "../new-password/NewPassword";
import { say } from "../toast/toast";

/** Another password. Ends every other sign-in. */
export function PasswordForm({ username, onChanged }: { username: string; onChanged(): void }) {
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await changeOwnPassword(present, password);
      setReasons([]);
      setPresent("");
      setPassword("");
      say("Your password is changed, and you are signed out everywhere else.");
      onChanged();
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  return (
    <form class="own-form" onSubmit={submit} noValidate>
      <ErrorSummary
        title="Your password is not changed"
        reasons={reasons}
        fields={{ present_password: "present-password", password: "new-password" }}
      />
      <TextField
        id="present-password"
        label="Present password"
        type="password"
        value={present}
        onInput={setPresent}
        wrong={wrong("present_password")}
        autocomplete="current-password"
      />
      <NewPassword
        id="new-password"
        label="New password"
        value={password}
        onInput={setPassword}
        wrong={wrong("password")}
        username={username}
      />
      <button type="submit" class="button primary" disabled={busy}>
        {busy ? "One moment…" : "Change the password"}
      </button>
    </form>
  );
}
