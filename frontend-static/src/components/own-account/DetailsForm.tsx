import { useEffect, useState } from "preact/hooks";
import { changeOwnAccount, type OwnAccount, readOwnAccount } from "../../api/accounts";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { TextField } from "../accounts/Fields";
import { roleWords } from "../accounts/words";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";

interface Props {
  account: OwnAccount;
  onChanged(account: OwnAccount): void;
}

/** One's own name and address. Another address needs the password, because it opens the account. */
export function DetailsForm({ account, onChanged }: Props) {
  const [name, setName] = useState(account.display_name);
  const [email, setEmail] = useState(account.email ?? "");
  const [password, setPassword] = useState("");
  const [version, setVersion] = useState(account.version);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => setVersion(account.version), [account.version]);
  const newEmail = email.trim().toLowerCase() !== (account.email ?? "");

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const changed = await changeOwnAccount({
        version,
        display_name: name,
        email: email.trim() || null,
        present_password: newEmail ? password : null,
      });
      setReasons([]);
      setVersion(changed.version);
      setEmail(changed.email ?? "");
      setPassword("");
      onChanged(changed);
      say(newEmail && changed.pending_email ? `A link is on its way to ${changed.pending_email}.` : "Saved.");
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 409) {
        setVersion((await readOwnAccount().catch(() => account)).version);
        setReasons([
          { message: "Your account was changed elsewhere meanwhile. Save again to make it as it stands here." },
        ]);
      } else setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  return (
    <form class="own-form" onSubmit={submit} noValidate>
      <ErrorSummary
        title="Nothing is saved yet"
        reasons={reasons}
        fields={{ display_name: "own-name", email: "own-email", present_password: "email-password" }}
      />
      <p class="muted">
        User name {account.username}. {roleWords(account.roles)}
        {account.person ? `, on the rota as ${account.person.name}` : ", not on the rota"}.
      </p>
      <TextField
        id="own-name"
        label="Your name, as colleagues say it"
        value={name}
        onInput={setName}
        wrong={wrong("display_name")}
        autocomplete="name"
      />
      <TextField
        id="own-email"
        label="Your email address"
        type="email"
        value={email}
        onInput={setEmail}
        wrong={wrong("email")}
        autocomplete="email"
        hint={
          account.pending_email
            ? `${account.pending_email} waits for you to use the link it was sent.`
            : "By it you mend a forgotten password. A new one is sent a link first."
        }
      />
      {newEmail && (
        <TextField
          id="email-password"
          label="Your password, to change the address"
          type="password"
          value={password}
          onInput={setPassword}
          wrong={wrong("present_password")}
          autocomplete="current-password"
        />
      )}
      <button type="submit" class="button primary" disabled={busy}>
        {busy ? "One moment…" : "Save"}
      </button>
    </form>
  );
}
