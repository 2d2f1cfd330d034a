import { useEffect, useRef, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { readYear, type SettingsDocument, type YearAnswer } from "../../api/settings";
import { dayOf, inWords, isIsoDate, isoOf, today, weekdayOf } from "../../domain/calendar";
import { type ClosedDay, close, closedDays, keepBesides, remove, workOrKeep } from "../../domain/closed-days";
import { idOf, read } from "../../domain/settings";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { Icon } from "../icon/Icon";
import { sitesOf } from "./controls";

interface Props {
  document: SettingsDocument;
  /** Goes up with each save, so that the counts are read again. */
  version: number;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
}

/** A year's bank holidays and closures as one list of days, each to be worked, kept, shut or opened. */
export function ClosedDays({ document, version, reasons, onChange }: Props) {
  const [year, setYear] = useState(() => Number(isoOf(today()).slice(0, 4)));
  const [answer, setAnswer] = useState<YearAnswer | null>(null);
  const [failure, setFailure] = useState<Reason[]>([]);
  const nation = String(read(document, "nation") ?? "england-and-wales");

  useEffect(() => {
    let live = true;
    readYear(year, nation)
      .then((found) => {
        if (!live) return;
        setAnswer(found);
        setFailure([]);
      })
      .catch((error: unknown) => live && setFailure(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [year, nation, version]);

  const days = answer && answer.year === year ? closedDays(document, answer) : null;
  return (
    <div class="closed-days" id={idOf("bank_holidays")} tabIndex={-1}>
      <div class="year-choice">
        <button type="button" class="button square" aria-label={`Show ${year - 1}`} onClick={() => setYear(year - 1)}>
          <Icon name="left" />
        </button>
        <strong aria-live="polite">{year}</strong>
        <button type="button" class="button square" aria-label={`Show ${year + 1}`} onClick={() => setYear(year + 1)}>
          <Icon name="right" />
        </button>
      </div>
      <ErrorSummary title="This year cannot be shown just now" reasons={failure} />
      {days === null && failure.length === 0 && <div class="skeleton" aria-hidden="true" />}
      {days && (
        <ol class="day-rows" id={idOf("closures")} tabIndex={-1}>
          {days.map((day) => (
            <DayRow key={day.key} day={day} document={document} reasons={reasons} onChange={onChange} />
          ))}
          {days.length === 0 && <li class="muted">No bank holiday and no closure in {year}.</li>}
        </ol>
      )}
      <ClosePractice document={document} onChange={onChange} onShow={setYear} />
      <KeepADay document={document} onChange={onChange} onShow={setYear} />
    </div>
  );
}

interface RowProps {
  day: ClosedDay;
  document: SettingsDocument;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
}

function DayRow({ day, document, reasons, onChange }: RowProps) {
  const words = inWords(dayOf(day.date));
  const wrong = reasons.filter((reason) => reason.field?.startsWith(day.path) && day.kind !== "nation");
  return (
    <li class={day.worked ? "worked" : undefined} id={idOf(day.path)} tabIndex={-1}>
      <span class="when">{words}</span>
      <span class="name">
        {day.name} <Badge day={day} document={document} />
        {wrong.map((reason) => (
          <span class="wrong" key={reason.message}>
            {reason.message} {reason.instead}
          </span>
        ))}
      </span>
      <span class="effect muted">{peopleWords(day)}</span>
      {day.kind === "nation" ? (
        <button type="button" class="button" onClick={() => onChange(workOrKeep(document, day.date))}>
          {day.worked ? "Keep it after all" : "We work this one"}
          <span class="hidden">: {words}</span>
        </button>
      ) : (
        <button type="button" class="button" onClick={() => onChange(remove(document, day))}>
          Remove
          <span class="hidden">
            : {day.name}, {words}
          </span>
        </button>
      )}
    </li>
  );
}

function Badge({ day, document }: { day: ClosedDay; document: SettingsDocument }) {
  if (day.kind === "nation") {
    return day.worked ? <span class="badge person">we work it</span> : <span class="badge">bank holiday</span>;
  }
  if (day.kind === "kept") return <span class="badge good">kept here besides</span>;
  const site = sitesOf(document).find((known) => known.value === day.site)?.words ?? day.site;
  const half = day.half === "AM" ? "morning" : day.half === "PM" ? "afternoon" : "whole day";
  return <span class="badge">{[`closed, ${half}`, site].filter(Boolean).join(", ")}</span>;
}

function peopleWords(day: ClosedDay): string {
  if (day.people === null) return "Not saved yet";
  if (day.people === 0) return "";
  return `${day.people} ${day.people === 1 ? "person is" : "people are"} on the published rota`;
}

interface FormProps {
  document: SettingsDocument;
  onChange(document: SettingsDocument): void;
  onShow(year: number): void;
}

function ClosePractice({ document, onChange, onShow }: FormProps) {
  const [label, setLabel] = useState("");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [half, setHalf] = useState("");
  const [site, setSite] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const first = useRef<HTMLInputElement>(null);

  const add = (): void => {
    const dates = weekdays(from, to || from);
    const faults: Reason[] = [];
    if (!isIsoDate(from)) faults.push({ field: "from", message: "Enter the first day it is shut." });
    else if (to && to < from) faults.push({ field: "to", message: "The last day is before the first." });
    else if (dates.length === 0)
      faults.push({ field: "from", message: "No rota is made on a Saturday or Sunday: choose a weekday." });
    setReasons(faults);
    if (faults.length > 0) return;
    onChange(close(document, { label: label.trim(), dates, half, site }));
    onShow(Number(from.slice(0, 4)));
    setFrom("");
    setTo("");
    first.current?.focus();
  };

  return (
    <fieldset class="entry">
      <legend>Shut the practice or a site</legend>
      <ErrorSummary reasons={reasons} fields={{ from: "close-from", to: "close-to" }} />
      <div class="entry-fields">
        <div class="field">
          <label for="close-label">Reason</label>
          <input
            id="close-label"
            ref={first}
            value={label}
            placeholder="Closed"
            autocomplete="off"
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <p class="hint">What the rota calls it, as Training afternoon.</p>
        </div>
        <div class="field">
          <label for="close-from">From</label>
          <input id="close-from" type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="close-to">To</label>
          <input id="close-to" type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
          <p class="hint">Leave it empty for one day.</p>
        </div>
        <div class="field">
          <label for="close-half">Half</label>
          <select id="close-half" value={half} onChange={(event) => setHalf(event.currentTarget.value)}>
            <option value="">The whole day</option>
            <option value="AM">Morning</option>
            <option value="PM">Afternoon</option>
          </select>
        </div>
        <div class="field">
          <label for="close-site">Site</label>
          <select id="close-site" value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            <option value="">Every site</option>
            {sitesOf(document).map((each) => (
              <option key={each.value} value={each.value}>
                {each.words}
              </option>
            ))}
          </select>
        </div>
      </div>
      <button type="button" class="button" onClick={add}>
        <Icon name="plus" />
        Add the closure
      </button>
    </fieldset>
  );
}

function KeepADay({ document, onChange, onShow }: FormProps) {
  const [date, setDate] = useState("");
  const [name, setName] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const add = (): void => {
    const faults: Reason[] = [];
    if (weekdays(date, date).length === 0)
      faults.push({ field: "date", message: "Enter a date from Monday to Friday." });
    if (!name.trim()) faults.push({ field: "name", message: "Enter what the rota should call the day." });
    setReasons(faults);
    if (faults.length > 0) return;
    onChange(keepBesides(document, date, name.trim()));
    onShow(Number(date.slice(0, 4)));
    setDate("");
    setName("");
  };
  return (
    <fieldset class="entry">
      <legend>Keep another day as a bank holiday</legend>
      <ErrorSummary reasons={reasons} fields={{ date: "keep-date", name: "keep-name" }} />
      <div class="entry-fields">
        <div class="field">
          <label for="keep-date">Date</label>
          <input id="keep-date" type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="keep-name">Name</label>
          <input
            id="keep-name"
            value={name}
            autocomplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p class="hint">
            Unlike a closure it counts as a bank holiday: more duty the day after, credit where pro rata.
          </p>
        </div>
      </div>
      <button type="button" class="button" onClick={add}>
        <Icon name="plus" />
        Keep the day
      </button>
    </fieldset>
  );
}

const LONGEST_CLOSURE_DAYS = 366;

function weekdays(from: string, to: string): string[] {
  if (!isIsoDate(from) || !isIsoDate(to)) return [];
  const last = Math.min(dayOf(to), dayOf(from) + LONGEST_CLOSURE_DAYS);
  const found: string[] = [];
  for (let day = dayOf(from); day <= last; day += 1) if (weekdayOf(day) < 5) found.push(isoOf(day));
  return found;
}
