import { useEffect, useMemo, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Run, requestRun } from "../../api/generate";
import { readStaff, type Staff } from "../../api/people";
import type { Practice } from "../../api/practice";
import type { RotaVersion } from "../../api/rota";
import { dayOf, inWords, isIsoDate, mondayOf, rangeInWords, weekdayOf } from "../../domain/calendar";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { BeforeStart } from "./BeforeStart";
import "./generate-form.css";
import { ModeChoice } from "./ModeChoice";
import { useChecks } from "./useChecks";
import {
  begin,
  type Chosen,
  decideOf,
  FIELDS,
  faultsOf,
  isToTheEnd,
  keep,
  modeOf,
  overlapping,
  requestOf,
  usualWeeks,
  type Wanted,
  weeksOf,
} from "./wanted";
import { WhomChoice } from "./WhomChoice";

interface Props {
  practice: Practice;
  versions: RotaVersion[];
  onStarted(run: Run): void;
}

const SECONDS: readonly (readonly [string, string])[] = [
  ["10", "10 seconds"],
  ["20", "20 seconds"],
  ["60", "1 minute"],
  ["120", "2 minutes"],
  ["300", "5 minutes"],
];

/** Which weeks, whose, what to decide and how. What was typed survives a reload and an ended sign-in. */
export function GenerateForm({ practice, versions, onStarted }: Props) {
  const [wanted, setWanted] = useState<Wanted>(() => begin(practice));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [sending, setSending] = useState(false);
  const [staff, setStaff] = useState<Staff | null>(null);
  useEffect(() => keep(wanted), [wanted]);
  const chooses = wanted.whom !== null;
  useEffect(() => {
    if (chooses && !staff) readStaff().then(setStaff, (error) => setReasons(reasonsOf(error)));
  }, [chooses]);

  const set = (change: Partial<Wanted>): void => setWanted((was) => ({ ...was, ...change }));
  const published = useMemo(
    () => overlapping(versions, { ...wanted, weeks: wanted.weeks ?? usualWeeks(practice) }).length > 0,
    [versions, wanted.start, wanted.weeks],
  );
  const mode = modeOf(wanted, published);
  const decide = decideOf(wanted, mode);
  const chosen: Chosen = { ...wanted, weeks: weeksOf(wanted, mode, versions, practice) };
  const isSound = faultsOf(chosen, mode).length === 0;
  const { checks, waiting } = useChecks(isSound ? requestOf(chosen, mode) : null);
  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const faults = faultsOf(chosen, mode);
    setReasons(faults);
    if (faults.length > 0 || sending) return;
    setSending(true);
    try {
      onStarted(await requestRun(requestOf(chosen, mode), crypto.randomUUID()));
      // Agreed to for this run, not for the next.
      set({ replace: false, acknowledged: false, reason: "" });
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setSending(false);
  };

  return (
    <form class="card generate-form" onSubmit={submit} noValidate aria-label="Generate">
      <div class="inside">
        <ErrorSummary title="It was not started" reasons={reasons} fields={FIELDS} />
        <div class="generate-fields">
          <div class="field from">
            <label for="start">From</label>
            <input
              id="start"
              type="date"
              value={wanted.start}
              aria-invalid={wrong("start") || wrong("since")}
              aria-describedby="start-hint"
              onInput={(e) => set({ start: e.currentTarget.value })}
            />
            <p class="hint" id="start-hint">
              {whenInWords(chosen, isToTheEnd(wanted, mode, versions))}
            </p>
          </div>
          <div class="field">
            <label for="weeks">Weeks</label>
            <input
              id="weeks"
              type="number"
              min="1"
              max="53"
              value={chosen.weeks}
              aria-invalid={wrong("weeks")}
              onInput={(e) => set({ weeks: e.currentTarget.value })}
            />
          </div>
          <fieldset class="field">
            <legend>Decide</legend>
            <div class="checks-row">
              <label class="check">
                <input
                  id="decide-days"
                  type="checkbox"
                  checked={decide.days}
                  onChange={(e) => set({ decide: { ...decide, days: e.currentTarget.checked } })}
                />
                Working days
              </label>
              <label class="check">
                <input
                  type="checkbox"
                  checked={decide.duty}
                  onChange={(e) => set({ decide: { ...decide, duty: e.currentTarget.checked } })}
                />
                Duty
              </label>
            </div>
          </fieldset>
          <WhomChoice staff={staff} whom={wanted.whom} onChoose={(whom) => set({ whom })} />
        </div>
        <ModeChoice mode={mode} published={published} onChoose={(mode) => set({ mode, decide: null })} />
        <BeforeStart checks={checks} waiting={waiting} mode={mode} wanted={wanted} onSet={set} />
        <div class="generate-end">
          <div class="field">
            <label for="seconds">Try for</label>
            <select id="seconds" value={wanted.seconds} onChange={(e) => set({ seconds: e.currentTarget.value })}>
              {SECONDS.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <button class="button primary start" type="submit" disabled={sending}>
            {sending ? "Starting…" : "Start"}
          </button>
        </div>
      </div>
    </form>
  );
}

/** The weeks that are meant, and what of the first one stays. */
function whenInWords({ start, weeks }: Chosen, toTheEnd: boolean): string {
  if (!isIsoDate(start) || !(Number(weeks) >= 1)) return "";
  const day = dayOf(start);
  const monday = mondayOf(day);
  const end = toTheEnd ? ", to the end of what is published" : "";
  const range = rangeInWords(monday, monday + Number(weeks) * 7 - 3) + end;
  if (weekdayOf(day) === 0 || weekdayOf(day) > 4) return `${range}.`;
  return `${range}. Nothing changes before ${inWords(day)}.`;
}
