import { useState } from "preact/hooks";
import { type Invitation, invite, type PersonRef, type Role } from "../../api/accounts";
import { type Reason, reasonsOf } from "../../api/client";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { FIELDS, PersonSelect, RoleBoxes, TextField } from "./Fields";

interface Props {
  people: PersonRef[];
  superuser: boolean;
  onInvited(invitation: Invitation): void;
  onClose(): void;
}

/** Whom to invite, as what. */
export function InviteDialog({ people, superuser, onInvited, onClose }: Props) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<Role[]>(["clinician"]);
  const [person, setPerson] = useState<string | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      onInvited(await invite({ email, display_name: name, roles, person_code: person }));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };
  const choosePerson = (code: string | null): void => {
    const before = people.find((each) => each.code === person)?.name ?? "";
    setPerson(code);
    if (name === before) setName(people.find((each) => each.code === code)?.name ?? "");
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <p class="muted">They get a link that works once, for seven days, and choose a password of their own by it.</p>
        <ErrorSummary title="The invitation is not sent" reasons={reasons} fields={FIELDS} />
        <TextField
          id="email"
          label="Email address"
          type="email"
          value={email}
          onInput={setEmail}
          wrong={wrong("email")}
        />
        <PersonSelect people={people} value={person} onChange={choosePerson} wrong={wrong("person_code")} />
        <TextField
          id="display-name"
          label="Name"
          value={name}
          onInput={setName}
          wrong={wrong("display_name")}
          hint="As colleagues say it. They may change it."
        />
        <RoleBoxes roles={roles} onChange={setRoles} superusers={superuser} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose} disabled={busy}>
            Not now
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "One moment…" : "Send the invitation"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
