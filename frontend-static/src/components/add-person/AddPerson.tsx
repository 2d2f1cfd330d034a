import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { addPerson, type PersonPage, type Staff, type Work } from "../../api/people";
import { isoOf, today } from "../../domain/calendar";
import { workOf } from "../../domain/people";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { DateField } from "../term-form/TermForm";
import { WORK_FIELDS, WorkFields } from "../term-form/WorkFields";

interface Props {
  staff: Staff;
  onAdded(person: PersonPage): void;
  onClose(): void;
}

const FIELDS = {
  ...WORK_FIELDS,
  code: "person-code",
  name: "person-name",
  email: "person-email",
  groups: "person-name",
  starts: "person-starts",
  ends: "person-ends",
};

/** Somebody new, with their first term. */
export function AddPerson({ staff, onAdded, onClose }: Props) {
  const [name, setName] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [email, setEmail] = useState("");
  const [starts, setStarts] = useState(isoOf(today()));
  const [ends, setEnds] = useState("");
  const [work, setWork] = useState<Work>(() => workOf(null, staff.sites[0]?.code));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const wrong = (field: string): boolean => reasons.some((each) => each.field === field);
  const given = code ?? codeFor(name, staff);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const term = { ...work, starts: starts || null, ends: ends || null };
      onAdded(await addPerson({ code: given, name, email: email.trim() || null, note: "", groups: [], term }));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title="Add somebody" onClose={onClose}>
      <form class="dialog-form term-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        <div class="term-row">
          <Text id="person-name" label="Name" value={name} wrong={wrong("name")} onInput={setName} />
          <Text
            id="person-code"
            label="Code"
            hint="Short; it stays for good"
            value={given}
            wrong={wrong("code")}
            onInput={setCode}
          />
          <Text id="person-email" label="Email" value={email} wrong={wrong("email")} onInput={setEmail} />
        </div>
        <h3>First working term</h3>
        <div class="term-row">
          <DateField
            id="person-starts"
            label="First day"
            hint="Empty: always has been"
            value={starts}
            wrong={wrong("starts")}
            onInput={setStarts}
          />
          <DateField
            id="person-ends"
            label="Last day"
            hint="Empty: without end"
            value={ends}
            wrong={wrong("ends")}
            onInput={setEnds}
          />
        </div>
        <WorkFields
          work={work}
          sites={staff.sites}
          fullTimeDays={Number(staff.full_time_days_per_week)}
          wrong={wrong}
          onChange={(part) => setWork((was) => ({ ...was, ...part }))}
        />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Adding…" : "Add them"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface TextProps {
  id: string;
  label: string;
  hint?: string;
  value: string;
  wrong: boolean;
  onInput(value: string): void;
}

function Text({ id, label, hint, value, wrong, onInput }: TextProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        autocomplete="off"
        aria-invalid={wrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** Initials nobody has yet: "Dr Dina Patel" is DP, or DP2. */
function codeFor(name: string, staff: Staff): string {
  const words = name.replace(/^(Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+/i, "").split(/[^\p{L}]+/u);
  const initials = words
    .map((word) => word.normalize("NFD").charAt(0).toUpperCase())
    .filter((letter) => /[A-Z]/.test(letter))
    .join("");
  if (!initials) return "";
  const taken = new Set(staff.people.map((person) => person.code));
  let found = initials;
  for (let n = 2; taken.has(found); n += 1) found = `${initials}${n}`;
  return found;
}
