import { useState } from "preact/hooks";
import type { Me } from "../../api/auth";
import { type Reason, reasonsOf } from "../../api/client";
import { adjust } from "../../api/entitlement";
import { approve, ask, type LeaveRequest, type PersonName } from "../../api/leave";
import { HALVES, type Half, inFullWords, isoOf } from "../../domain/calendar";
import { stretchWords } from "../../domain/leave";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { RepairDialog } from "../repair/RepairDialog";
import { say } from "../toast/toast";
import { creditFaults, type Credit, faultsOf, lastOf, type Until } from "./until";
import "./sick.css";

interface Props {
  me: Me;
  person: PersonName;
  /** The session they are first off sick, as domain/calendar.ts counts days. */
  day: number;
  half: Half;
  onClose(): void;
  /** It is recorded, or a repair of it waits or is published: what is on show is old. */
  onDone(): void;
}

const FIELDS = { end: "sick-end", amount: "sick-credit", reason: "sick-why", note: "sick-note" };

/** Records that somebody is off sick, gives leave back where that is wanted, and goes on to repair the rota. */
export function SickDialog({ me, person, day, half, onClose, onDone }: Props) {
  const [until, setUntil] = useState<Until>({ choice: "day", end: isoOf(day), endHalf: "PM" });
  const [note, setNote] = useState("");
  const [credit, setCredit] = useState<Credit>({ wanted: false, amount: "1", reason: "" });
  const [recorded, setRecorded] = useState<LeaveRequest | null>(null);
  const [repairing, setRepairing] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const start = { start: isoOf(day), start_half: HALVES[half] };
  const by = `Off sick; recorded by ${me.account.display_name}.`;

  const record = async (): Promise<LeaveRequest> => {
    const asked = { person_code: person.code, kind: "sick", ...start, ...lastOf(until, day, half) };
    const { request } = await ask({ ...asked, part_minutes: null, note: note.trim(), buddy_code: null });
    // Sickness is no matter of choice: where the checks would have a person decide, whoever records it is that person.
    return request.status === "requested" ? (await approve(request, note.trim() || by)).request : request;
  };

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong = [...(recorded ? [] : faultsOf(until, day, half)), ...creditFaults(credit)];
    setReasons(wrong);
    if (wrong.length > 0 || busy) return;
    setBusy(true);
    try {
      const request = recorded ?? (await record());
      if (!recorded) {
        setRecorded(request);
        onDone();
      }
      if (credit.wanted) await giveBack(person.code, request, credit);
      say(`${person.name} is off sick, ${stretchWords(request)}.`);
      setRepairing(true);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  if (recorded && repairing)
    return (
      <RepairDialog
        start={recorded.start}
        end={recorded.end}
        absence={{
          code: person.code,
          start: recorded.start,
          start_half: recorded.start_half,
          end: recorded.end,
          end_half: recorded.end_half,
        }}
        onClose={onClose}
        onApplied={onDone}
      />
    );
  return (
    <Dialog title={`Mark ${person.name} sick`} onClose={onClose}>
      <form class="dialog-form sick-form" onSubmit={submit} noValidate>
        <ErrorSummary
          title={recorded ? "The sickness is recorded; no leave was given back" : "It was not recorded"}
          reasons={reasons}
          fields={FIELDS}
        />
        {recorded ? (
          <p class="notice">Off sick, {stretchWords(recorded)}: recorded, and taken off the rota.</p>
        ) : (
          <UntilFields until={until} day={day} half={half} onChange={setUntil} />
        )}
        <CreditFields credit={credit} onChange={setCredit} />
        {!recorded && (
          <div class="field">
            <label for="sick-note">Note (you may leave it out)</label>
            <textarea
              id="sick-note"
              rows={2}
              maxLength={1000}
              value={note}
              aria-describedby="sick-note-hint"
              onInput={(event) => setNote(event.currentTarget.value)}
            />
            <p class="hint" id="sick-note-hint">
              Only they and administrators see it. Colleagues see “away”, and never why.
            </p>
          </div>
        )}
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            {recorded ? "Close" : "Leave it as it is"}
          </button>
          {recorded && (
            <button class="button" type="button" onClick={() => setRepairing(true)}>
              Go on without
            </button>
          )}
          <button class="button primary" type="submit" disabled={busy}>
            {busy ? "One moment…" : "Record, and see what is short"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

async function giveBack(code: string, request: LeaveRequest, credit: Credit): Promise<void> {
  const why = credit.reason.trim() || `Off sick, ${stretchWords(request)}.`;
  await adjust(code, {
    year: request.start,
    kind: "sick-compensation",
    amount: credit.amount.trim(),
    unit: "sessions",
    reason: why,
  });
}

interface UntilProps {
  until: Until;
  day: number;
  half: Half;
  onChange(until: Until): void;
}

function UntilFields({ until, day, half, onChange }: UntilProps) {
  const choices: [Until["choice"], string][] = [
    ["session", `This session only: ${inFullWords(day)} ${HALVES[half]}`],
    ["day", half === 0 ? `All of ${inFullWords(day)}` : ""],
    ["later", "Until another day"],
  ];
  const shown = choices.filter(([, words]) => words);
  const chosen = until.choice === "day" && half === 1 ? "session" : until.choice;
  return (
    <fieldset class="field">
      <legend>Off sick</legend>
      {shown.map(([choice, words]) => (
        <label key={choice} class="check">
          <input
            type="radio"
            name="sick-until"
            checked={chosen === choice}
            onChange={() => onChange({ ...until, choice })}
          />
          {words}
        </label>
      ))}
      {chosen === "later" && (
        <div class="sick-end">
          <label for="sick-end">Last day</label>
          <input
            id="sick-end"
            type="date"
            value={until.end}
            min={isoOf(day)}
            onInput={(event) => onChange({ ...until, end: event.currentTarget.value })}
          />
          <select
            aria-label="Last session"
            value={until.endHalf}
            onChange={(event) => onChange({ ...until, endHalf: event.currentTarget.value === "AM" ? "AM" : "PM" })}
          >
            <option value="AM">morning included</option>
            <option value="PM">afternoon included</option>
          </select>
        </div>
      )}
    </fieldset>
  );
}

function CreditFields({ credit, onChange }: { credit: Credit; onChange(credit: Credit): void }) {
  return (
    <fieldset class="field">
      <legend>Leave given back</legend>
      <p class="hint">Annual leave it falls in is given back by itself. Give more where your rules say so.</p>
      <label class="check">
        <input
          type="checkbox"
          checked={credit.wanted}
          onChange={(event) => onChange({ ...credit, wanted: event.currentTarget.checked })}
        />
        Give leave back besides, as sick compensation
      </label>
      {credit.wanted && (
        <div class="sick-credit">
          <div class="field">
            <label for="sick-credit">How many sessions</label>
            <input
              id="sick-credit"
              inputMode="decimal"
              autocomplete="off"
              value={credit.amount}
              onInput={(event) => onChange({ ...credit, amount: event.currentTarget.value })}
            />
          </div>
          <div class="field">
            <label for="sick-why">Why, for the statement (you may leave it out)</label>
            <input
              id="sick-why"
              maxLength={500}
              value={credit.reason}
              onInput={(event) => onChange({ ...credit, reason: event.currentTarget.value })}
            />
          </div>
        </div>
      )}
    </fieldset>
  );
}
