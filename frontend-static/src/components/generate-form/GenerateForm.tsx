import { useEffect, useMemo, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Mode, type Run, requestRun } from "../../api/generate";
import { readTermWarnings } from "../../api/people";
import type { Practice } from "../../api/practice";
import { type RotaAnswer, type RotaVersion, readRota } from "../../api/rota";
import { dayOf, inWords, isIsoDate, isoOf, mondayOf, rangeInWords, today, weekdayOf } from "../../domain/calendar";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import "./generate-form.css";

interface Props {
  practice: Practice;
  versions: RotaVersion[];
  /** Another run is being worked on. */
  busy: boolean;
  onStarted(run: Run): void;
}

interface Wanted {
  start: string;
  weeks: string;
  days: boolean;
  duty: boolean;
  mode: Mode | null;
  seconds: string;
}

const KEPT = "rotacc-generate";
const SECONDS: readonly (readonly [string, string])[] = [
  ["10", "10 seconds"],
  ["20", "20 seconds"],
  ["60", "1 minute"],
  ["120", "2 minutes"],
  ["300", "5 minutes"],
];
const FIELDS = {
  start: "start",
  weeks: "weeks",
  decide: "decide-days",
  mode: "mode-afresh",
  seconds: "seconds",
};

/** Which weeks, what to decide, how long to try. What was typed survives a reload and an ended sign-in. */
export function GenerateForm({ practice, versions, busy, onStarted }: Props) {
  const [wanted, setWanted] = useState<Wanted>(() => kept() ?? fresh(practice));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [sending, setSending] = useState(false);
  useEffect(() => sessionStorage.setItem(KEPT, JSON.stringify(wanted)), [wanted]);

  const set = (change: Partial<Wanted>): void => setWanted((was) => ({ ...was, ...change }));
  const covered = useMemo(() => overlapping(versions, wanted), [versions, wanted.start, wanted.weeks]);
  const mode = wanted.mode ?? (covered.length > 0 ? "stay-close" : "afresh");
  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const faults = check(wanted);
    setReasons(faults);
    if (faults.length > 0 || sending) return;
    setSending(true);
    const decide = [...(wanted.days ? ["days"] : []), ...(wanted.duty ? ["duty"] : [])];
    try {
      const request = {
        start: wanted.start,
        weeks: Number(wanted.weeks),
        seconds: Number(wanted.seconds),
        decide,
        mode,
      };
      onStarted(await requestRun(request, crypto.randomUUID()));
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setSending(false);
  };

  return (
    <form class="card generate-form" onSubmit={submit} noValidate aria-label="Generate">
      <div class="inside">
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        <div class="generate-fields">
          <div class="field">
            <label for="start">From (a Monday)</label>
            <input
              id="start"
              type="date"
              value={wanted.start}
              aria-invalid={wrong("start")}
              onInput={(e) => set({ start: e.currentTarget.value })}
            />
          </div>
          <div class="field">
            <label for="weeks">Weeks</label>
            <input
              id="weeks"
              type="number"
              min="1"
              max="53"
              value={wanted.weeks}
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
                  checked={wanted.days}
                  onChange={(e) => set({ days: e.currentTarget.checked })}
                />
                Working days
              </label>
              <label class="check">
                <input type="checkbox" checked={wanted.duty} onChange={(e) => set({ duty: e.currentTarget.checked })} />
                Duty
              </label>
            </div>
          </fieldset>
          <fieldset class="field">
            <legend>How</legend>
            <div class="segments">
              <label>
                <input
                  type="radio"
                  name="mode"
                  id="mode-afresh"
                  checked={mode === "afresh"}
                  onChange={() => set({ mode: "afresh" })}
                />
                Afresh
              </label>
              <label>
                <input
                  type="radio"
                  name="mode"
                  checked={mode === "stay-close"}
                  onChange={() => set({ mode: "stay-close" })}
                />
                Stay close to the published rota
              </label>
            </div>
          </fieldset>
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
        <Checks wanted={wanted} covered={covered} busy={busy} />
      </div>
    </form>
  );
}

function fresh(practice: Practice): Wanted {
  const start = practice.horizon?.start ?? isoOf(mondayOf(today() + 7));
  return {
    start,
    weeks: String(practice.horizon?.weeks ?? 13),
    days: true,
    duty: true,
    mode: null,
    seconds: "20",
  };
}

function kept(): Wanted | null {
  try {
    const text = sessionStorage.getItem(KEPT);
    return text ? (JSON.parse(text) as Wanted) : null;
  } catch {
    return null;
  }
}

function check(wanted: Wanted): Reason[] {
  const faults: Reason[] = [];
  if (!isIsoDate(wanted.start))
    faults.push({
      field: "start",
      message: "Enter the date of the first Monday.",
    });
  else if (weekdayOf(dayOf(wanted.start)) !== 0) {
    const monday = mondayOf(dayOf(wanted.start));
    faults.push({
      field: "start",
      message: `${inWords(dayOf(wanted.start))} is not a Monday; ${inWords(monday)} or ${inWords(monday + 7)} is.`,
    });
  }
  const weeks = Number(wanted.weeks);
  if (!Number.isInteger(weeks) || weeks < 1)
    faults.push({
      field: "weeks",
      message: "Enter how many weeks: a whole number from 1.",
    });
  if (!wanted.days && !wanted.duty)
    faults.push({
      field: "decide",
      message: "Choose what to decide: working days, duty or both.",
    });
  return faults;
}

function overlapping(versions: RotaVersion[], wanted: Wanted): RotaVersion[] {
  const weeks = Number(wanted.weeks);
  if (!isIsoDate(wanted.start) || !(weeks > 0)) return [];
  const first = dayOf(wanted.start);
  return versions.filter((version) => dayOf(version.start) < first + weeks * 7 && first <= dayOf(version.end));
}

interface Finding {
  warns: boolean;
  words: string;
}

const SETTLE_MS = 400;
const LONGEST_LOOKED_AT = 53;

/** What somebody would want to know before starting, found while they choose. */
function Checks({ wanted, covered, busy }: { wanted: Wanted; covered: RotaVersion[]; busy: boolean }) {
  const [rota, setRota] = useState<RotaAnswer | null>(null);
  const [terms, setTerms] = useState<string[]>([]);
  const weeks = Number(wanted.weeks);
  const sound =
    isIsoDate(wanted.start) && weekdayOf(dayOf(wanted.start)) === 0 && weeks >= 1 && weeks <= LONGEST_LOOKED_AT;

  useEffect(() => {
    setRota(null);
    setTerms([]);
    if (!sound) return;
    let live = true;
    const timer = setTimeout(() => {
      // The checks only inform; the server repeats those that matter when the run is asked for.
      readRota(wanted.start, weeks)
        .then((answer) => live && setRota(answer))
        .catch(() => undefined);
      readTermWarnings(wanted.start, weeks)
        .then((warnings) => live && setTerms(warnings.map((warning) => warning.words)))
        .catch(() => undefined);
    }, SETTLE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [sound, wanted.start, weeks]);

  const findings = sound ? findingsOf(wanted.start, weeks, covered, busy, rota, terms) : [];
  const warnings = findings.filter((finding) => finding.warns).length;
  return (
    <details class="before-start">
      <summary>
        Checks before the start:{" "}
        {warnings === 0 ? "nothing to warn of" : warnings === 1 ? "1 warning" : `${warnings} warnings`}
      </summary>
      <ul>
        {findings.map(({ warns, words }) => (
          <li key={words} class={warns ? "warns" : undefined}>
            {warns && <strong>Warning: </strong>}
            {words}
          </li>
        ))}
      </ul>
    </details>
  );
}

function findingsOf(
  start: string,
  weeks: number,
  covered: RotaVersion[],
  busy: boolean,
  rota: RotaAnswer | null,
  terms: string[],
): Finding[] {
  const first = dayOf(start);
  const last = first + weeks * 7 - 3;
  const found: Finding[] = [
    {
      warns: false,
      words: `${rangeInWords(first, last)}, ${weeks} ${weeks === 1 ? "week" : "weeks"}.`,
    },
  ];
  if (first < today())
    found.push({
      warns: true,
      words: `The range starts in the past, on ${inWords(first)}.`,
    });
  for (const version of covered) {
    found.push({
      warns: true,
      words: `Version ${version.number} is published for ${rangeInWords(dayOf(version.start), dayOf(version.end))}. Nothing of it changes before you publish the draft.`,
    });
  }
  if (busy)
    found.push({
      warns: true,
      words: "Another run is being worked on; this one waits for its turn.",
    });
  found.push(...terms.map((words) => ({ warns: true, words })));
  const closed = rota?.days.filter((day) => day.bank_holiday || day.closures.length > 0) ?? [];
  if (closed.length > 0) {
    const names = closed.map((day) => `${inWords(dayOf(day.date))} ${day.bank_holiday ?? closureWords(day.closures)}`);
    found.push({ warns: false, words: `Closed: ${names.join(", ")}.` });
  }
  const away = new Set(rota?.away.map(([person]) => person)).size;
  if (away > 0)
    found.push({
      warns: false,
      words: `${away} ${away === 1 ? "person has" : "people have"} approved leave in these weeks; it is kept.`,
    });
  return found;
}

function closureWords(closures: RotaAnswer["days"][number]["closures"]): string {
  return closures.map((closure) => [closure.label, closure.half].filter(Boolean).join(" ")).join(" and ");
}
