import type { Checks, Mode } from "../../api/generate";
import { dayOf, inFullWords } from "../../domain/calendar";
import type { Wanted } from "./wanted";

interface Props {
  checks: Checks | null;
  waiting: boolean;
  mode: Mode;
  wanted: Wanted;
  onSet(change: Partial<Wanted>): void;
}

/** Refusals that have their own place in the form, or that are said as soon as Start is pressed. */
const ASKED_HERE = ["would-replace", "fixed-period", "reason-needed"];

/** What is on the rota already and what stays of it, what has to be agreed to, and what is worth knowing. */
export function BeforeStart({ checks, waiting, mode, wanted, onSet }: Props) {
  const others = checks?.refusals.filter((each) => !ASKED_HERE.includes(each.code ?? "")) ?? [];
  return (
    <div class="before" aria-busy={waiting}>
      {others.length > 0 && (
        <div class="notice danger">
          <div>
            <strong>It cannot be started like this yet.</strong>
            <Lines lines={others.map((each) => each.message)} />
          </div>
        </div>
      )}
      {checks?.existing && checks.existing.sessions + checks.existing.off > 0 && (
        <div class="on-the-rota">
          <h3>On the rota already</h3>
          <Lines lines={checks.existing.words} />
          {mode === "afresh" && checks.existing.free > 0 && (
            <label class="check">
              <input
                id="replace"
                type="checkbox"
                checked={wanted.replace}
                onChange={(event) => onSet({ replace: event.currentTarget.checked })}
              />
              {checks.existing.free === 1
                ? "This session may be replaced"
                : `These ${checks.existing.free} sessions may be replaced`}
            </label>
          )}
        </div>
      )}
      {checks && checks.fixed_sessions > 0 && checks.fixed_until && (
        <FixedPeriod until={checks.fixed_until} sessions={checks.fixed_sessions} wanted={wanted} onSet={onSet} />
      )}
      <WorthKnowing checks={checks} />
    </div>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul>
      {lines.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

interface FixedProps {
  until: string;
  sessions: number;
  wanted: Wanted;
  onSet(change: Partial<Wanted>): void;
}

/** People plan by what is fixed: to change it is agreed to by name, with a reason that stays with the run. */
function FixedPeriod({ until, sessions, wanted, onSet }: FixedProps) {
  return (
    <div class="notice person">
      <div class="fixed-period">
        <p>
          <strong>The rota is fixed until {inFullWords(dayOf(until))}.</strong>{" "}
          {sessions === 1 ? "1 session that people know of" : `${sessions} sessions that people know of`} could change
          before then. Start later, or agree to it here.
        </p>
        <label class="check">
          <input
            id="acknowledge"
            type="checkbox"
            checked={wanted.acknowledged}
            onChange={(event) => onSet({ acknowledged: event.currentTarget.checked })}
          />
          The fixed period may change
        </label>
        {wanted.acknowledged && (
          <div class="field">
            <label for="fixed-reason">Why, for the record</label>
            <textarea
              id="fixed-reason"
              rows={2}
              maxLength={500}
              value={wanted.reason}
              onInput={(event) => onSet({ reason: event.currentTarget.value })}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function WorthKnowing({ checks }: { checks: Checks | null }) {
  const warnings = checks?.warnings ?? [];
  const count =
    warnings.length === 0 ? "nothing to warn of" : warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  return (
    <details class="before-start">
      <summary>Checks before the start: {checks ? count : "fill the form in first"}</summary>
      <ul>
        {warnings.map(({ message }) => (
          <li key={message} class="warns">
            <strong>Warning: </strong>
            {message}
          </li>
        ))}
        {checks?.notes.map((words) => (
          <li key={words}>{words}</li>
        ))}
        {checks && <li>Nothing of the published rota changes before you publish the draft.</li>}
      </ul>
    </details>
  );
}
