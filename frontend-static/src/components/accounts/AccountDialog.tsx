import { useState } from "preact/hooks";
import {
  type AccountRow,
  changeAccount,
  makeAccount,
  type PersonRef,
  readAccount,
  type Role,
} from "../../api/accounts";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { NewPassword } from "../new-password/NewPassword";
import { FIELDS, PersonSelect, RoleBoxes, TextField } from "./Fields";
import { roleWords } from "./words";

interface Props {
  /** The account to edit; null to make one by hand. */
  account: AccountRow | null;
  people: PersonRef[];
  superuser: boolean;
  canMail: boolean;
  onSaved(account: AccountRow): void;
  onClose(): void;
}

/** An account: edited, or made by hand. */
export function AccountDialog({ account, people, superuser, canMail, onSaved, onClose }: Props) {
  const [version, setVersion] = useState(account?.version ?? 0);
  const [username, setUsername] = useState("");
  const [name, setName] = useState(account?.display_name ?? "");
  const [email, setEmail] = useState(account?.email ?? "");
  const [roles, setRoles] = useState<Role[]>(account?.roles ?? ["clinician"]);
  const [person, setPerson] = useState<string | null>(account?.person?.code ?? null);
  const [password, setPassword] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const save = (): Promise<AccountRow> => {
    const values = { display_name: name, email: email.trim() || null, roles, person_code: person };
    return account ? changeAccount(account.id, { ...values, version }) : makeAccount({ ...values, username, password });
  };

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      onSaved(await save());
    } catch (error) {
      setReasons(
        account && error instanceof ApiProblem && error.status === 409 ? await newer(account.id) : reasonsOf(error),
      );
      setBusy(false);
    }
  };

  /** Somebody was quicker. Nothing typed is lost: say what there is now, and let the next try go on from it. */
  const newer = async (id: string): Promise<Reason[]> => {
    try {
      const now = await readAccount(id);
      setVersion(now.version);
      const is = `${now.display_name}, ${roleWords(now.roles)}, ${now.person?.name ?? "nobody on the rota"}`;
      return [
        { message: `Somebody has changed this account meanwhile. It is now: ${is}. Save again to make it yours.` },
      ];
    } catch (error) {
      return reasonsOf(error);
    }
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  const pending = account?.pending_email;
  const hint = pending
    ? `${pending} waits to be confirmed.`
    : canMail
      ? "A new address is mailed a link, and counts once that was used."
      : "Mail is not set up, so a new address cannot be confirmed.";
  return (
    <Dialog title={account ? `Edit ${account.display_name}` : "Make an account by hand"} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        {!account && <p class="muted">You choose the first password and tell it to them. An invitation is safer.</p>}
        <ErrorSummary title="Nothing is saved yet" reasons={reasons} fields={FIELDS} />
        {!account && (
          <TextField
            id="username"
            label="User name"
            value={username}
            onInput={setUsername}
            wrong={wrong("username")}
            hint="Letters, digits and . _ @ + - '"
          />
        )}
        <TextField
          id="display-name"
          label="Name"
          value={name}
          onInput={setName}
          wrong={wrong("display_name")}
          hint="As colleagues say it."
        />
        <TextField
          id="email"
          label="Email address"
          type="email"
          value={email}
          onInput={setEmail}
          wrong={wrong("email")}
          hint={hint}
        />
        <PersonSelect
          people={people}
          linked={account?.person}
          value={person}
          onChange={setPerson}
          wrong={wrong("person_code")}
        />
        <RoleBoxes roles={roles} onChange={setRoles} superusers={superuser} />
        {!account && (
          <NewPassword
            id="password"
            label="First password"
            value={password}
            onInput={setPassword}
            wrong={wrong("password")}
          />
        )}
        <div class="actions">
          <button type="button" class="button" onClick={onClose} disabled={busy}>
            Leave it as it is
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "One moment…" : account ? "Save" : "Make the account"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
