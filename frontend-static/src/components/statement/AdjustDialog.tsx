import { useState } from "preact/hooks";
import { type AdjustmentKind, type AmountUnit, adjust, type Posted } from "../../api/entitlement";
import type { LeaveYear, PersonBalance } from "../../api/leave";
import { type Reason, reasonsOf } from "../../api/client";
import { amountOf, figure, minutesOf, signed, UNITS } from "../../domain/amount";
import { PostActs, Why } from "../adjust/Posting";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

const KINDS: readonly (readonly [AdjustmentKind, string, string])[] = [
  ["toil", "Time off in lieu", "Extra work, to be taken as time off. A minus takes some back, as when it is paid out."],
  ["sick-compensation", "Sick compensation", "Gives back leave that somebody was ill in."],
  ["adjustment", "Adjustment", "Anything else, up or down: an opening balance, a mistake put right."],
];

/** Whose leave, and what they have of it. */
export type Adjustable = Pick<PersonBalance, "person" | "left" | "session_minutes">;

interface Props {
  year: LeaveYear;
  /** Several to choose from, or one. */
  people: Adjustable[];
  code: string;
  onPosted(posted: Posted, who: Adjustable): void;
  onClose(): void;
}

/** Adds to, or takes off, what somebody has; says at once what it comes to in sessions, hours and days. */
export function AdjustDialog({ year, people, code: given, onPosted, onClose }: Props) {
  const [code, setCode] = useState(given);
  const [kind, setKind] = useState<AdjustmentKind>("toil");
  const [amount, setAmount] = useState("");
  const [unit, setUnit] = useState<AmountUnit>("sessions");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const who = people.find(({ person }) => person.code === code);
  const wrong = new Set(reasons.map(({ field }) => field));

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!who) return setReasons([{ field: "person", message: "Choose whose leave it is." }]);
    setBusy(true);
    try {
      onPosted(await adjust(code, { year: year.start, kind, amount, unit, reason }), who);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={`Adjust leave in ${year.words}`} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary
          reasons={reasons}
          fields={{ person: "adjust-person", amount: "adjust-amount", reason: "adjust-reason" }}
        />
        {people.length > 1 ? (
          <div class="field">
            <label for="adjust-person">Whose leave</label>
            <select
              id="adjust-person"
              value={code}
              aria-invalid={wrong.has("person")}
              onChange={(event) => setCode(event.currentTarget.value)}
            >
              <option value="">Choose somebody</option>
              {people.map(({ person }) => (
                <option key={person.code} value={person.code}>
                  {person.name}
                </option>
              ))}
            </select>
          </div>
        ) : (
          <p>For {who?.person.name}.</p>
        )}
        <fieldset class="field adjust-kinds">
          <legend>What it is</legend>
          {KINDS.map(([value, words, explains]) => (
            <label key={value} class="check">
              <input
                type="radio"
                name="adjust-kind"
                value={value}
                checked={kind === value}
                onChange={() => setKind(value)}
              />
              <span>
                {words} <span class="hint">{explains}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="adjust-amount">
          <div class="field">
            <label for="adjust-amount">How much</label>
            <input
              id="adjust-amount"
              inputMode="text"
              autocomplete="off"
              value={amount}
              aria-invalid={wrong.has("amount")}
              aria-describedby="adjust-comes-to"
              onInput={(event) => setAmount(event.currentTarget.value)}
            />
          </div>
          <fieldset>
            <legend class="hidden">In</legend>
            <div class="segments">
              {UNITS.map((option) => (
                <label key={option}>
                  <input
                    type="radio"
                    name="adjust-unit"
                    value={option}
                    checked={unit === option}
                    onChange={() => setUnit(option)}
                  />
                  {option}
                </label>
              ))}
            </div>
          </fieldset>
        </div>
        <p id="adjust-comes-to" class="muted comes-to" role="status">
          {comesTo(amount, unit, who)}
        </p>
        <Why
          id="adjust-reason"
          hint="Printed on the statement, with your name."
          reason={reason}
          invalid={wrong.has("reason")}
          onWrite={setReason}
        />
        <PostActs busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** "+1.5 sessions = +6.25 h = +0.75 days. Left after it: 41.5 sessions." */
function comesTo(typed: string, unit: AmountUnit, who: Adjustable | undefined): string {
  if (!who) return "Choose whose leave it is, and see what it comes to.";
  const length = who.session_minutes;
  const now = `${who.person.name} has ${figure(who.left.sessions)} sessions left, of ${length} minutes each.`;
  if (!typed.trim()) return now;
  const minutes = minutesOf(typed, unit, length);
  if (minutes === null) return `Write a number, as 1.5 or −2. ${now}`;
  const said = amountOf(minutes, length);
  const after = amountOf(who.left.minutes + minutes, length);
  return (
    `${signed(said.sessions)} sessions = ${signed(said.hours)} h = ${signed(said.days)} days. ` +
    `Left after it: ${figure(after.sessions)} sessions.`
  );
}
