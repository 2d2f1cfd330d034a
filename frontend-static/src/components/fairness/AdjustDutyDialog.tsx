import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Adjusted, adjustDuty, type DutyBalance } from "../../api/fairness";
import { pointsOf, signedHalfDays } from "../../domain/duty";
import { PostActs, Why } from "../adjust/Posting";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

const FIELDS = {
  code: "duty-person",
  points: "duty-points",
  counter: "duty-counter",
  reason: "duty-reason",
};

interface Props {
  /** Everybody who is in the ledger. */
  people: DutyBalance[];
  code: string;
  onPosted(adjusted: Adjusted): void;
  onClose(): void;
}

/** Moves a balance against one other's or everybody else's, and says beforehand where that leaves people. */
export function AdjustDutyDialog({ people, code: given, onPosted, onClose }: Props) {
  const [code, setCode] = useState(given);
  const [amount, setAmount] = useState("");
  const [counter, setCounter] = useState("");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const wrong = new Set(reasons.map(({ field }) => field));

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const points = pointsOf(amount);
    if (points === null)
      return setReasons([{ field: "points", message: "Write a number of half-days, as 1.5 or −2." }]);
    setBusy(true);
    try {
      onPosted(await adjustDuty({ code, points, reason, counter: counter || null }));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title="Adjust a balance of duty" onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        <Choose
          id={FIELDS.code}
          label="Whose balance"
          none="Choose somebody"
          people={people}
          value={code}
          invalid={wrong.has("code")}
          onChoose={setCode}
        />
        <div class="field">
          <label for={FIELDS.points}>By how many half-days</label>
          <input
            id={FIELDS.points}
            class="short"
            autocomplete="off"
            value={amount}
            aria-invalid={wrong.has("points")}
            aria-describedby="duty-points-hint duty-comes-to"
            onInput={(event) => setAmount(event.currentTarget.value)}
          />
          <span id="duty-points-hint" class="hint">
            Above nought for somebody who did more than the rota shows, as 1.5; −2 for less.
          </span>
        </div>
        <Choose
          id={FIELDS.counter}
          label="Balanced by"
          none="Everybody else, by what they work"
          people={people.filter((person) => person.code !== code)}
          value={counter}
          invalid={wrong.has("counter")}
          onChoose={setCounter}
        />
        <p id="duty-comes-to" class="muted comes-to" role="status">
          {comesTo(people, code, counter, pointsOf(amount))}
        </p>
        <Why
          id={FIELDS.reason}
          hint="Everybody who signs in can read it, with your name. Do not write why somebody was away."
          reason={reason}
          invalid={wrong.has("reason")}
          onWrite={setReason}
        />
        <PostActs busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface ChooseProps {
  id: string;
  label: string;
  none: string;
  people: DutyBalance[];
  value: string;
  invalid: boolean;
  onChoose(code: string): void;
}

function Choose({ id, label, none, people, value, invalid, onChoose }: ChooseProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-invalid={invalid} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{none}</option>
        {people.map((person) => (
          <option key={person.code} value={person.code}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** "Dr Ash: +0.5 → +2. Dr Beech: −0.5 → −2." */
function comesTo(people: DutyBalance[], code: string, counter: string, points: number | null): string {
  const said = (whose: string, by: number): string => {
    const person = people.find((each) => each.code === whose);
    if (!person) return "";
    return `${person.name}: ${signedHalfDays(person.balance)} → ${signedHalfDays(person.balance + by)}.`;
  };
  if (!code || !points) return "Nothing moves yet.";
  const others = counter ? said(counter, -points) : `Everybody else together: ${signedHalfDays(-points)}.`;
  return `${said(code, points)} ${others}`;
}
