import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { addTerm, changeTerm, correctTerm, type PersonPage, type Staff, type Term, type Work } from "../../api/people";
import { dayOf, inFullWords, isIsoDate, isoOf, today } from "../../domain/calendar";
import { datesInWords, hasBegun, nearestTerm, workOf } from "../../domain/people";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { PastFields } from "./PastFields";
import { WORK_FIELDS, WorkFields } from "./WorkFields";
import "./term-form.css";

export type TermTask = { kind: "add" } | { kind: "change"; term: Term } | { kind: "correct"; term: Term };

interface Props {
  task: TermTask;
  person: PersonPage;
  staff: Staff;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
  onClose(): void;
}

const FIELDS = {
  ...WORK_FIELDS,
  starts: "term-starts",
  ends: "term-ends",
  from: "term-starts",
  until: "term-ends",
  corrects_past: "term-past",
  reason: "term-reason",
};

const TITLES = { add: "Add a term", change: "Change the term from a date", correct: "Put the term right" };

/** A term: a new one, one as it is from a date on, or one that was wrong from the start. */
export function TermForm({ task, person, staff, onDone, onStale, onClose }: Props) {
  const term = task.kind === "add" ? null : task.term;
  const [work, setWork] = useState<Work>(() => workOf(term ?? nearestTerm(person.terms), staff.sites[0]?.code));
  const [starts, setStarts] = useState(() => firstDay(task, person));
  const [ends, setEnds] = useState(task.kind === "correct" ? (term?.ends ?? "") : "");
  const [past, setPast] = useState(false);
  const [reason, setReason] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Work>): void => setWork((was) => ({ ...was, ...part }));
  const wrong = (field: string): boolean => reasons.some((each) => each.field === field);
  const rewrites =
    term !== null &&
    (task.kind === "correct" ? hasBegun(term) : isIsoDate(starts) && dayOf(starts) < today() && hasBegun(term));

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const saying = { corrects_past: rewrites && past, reason: reason.trim() || null };
      onDone(await send(saying), SAID[task.kind]);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
      onStale();
    }
  };
  const send = (saying: { corrects_past: boolean; reason: string | null }): Promise<PersonPage> => {
    const version = person.version;
    if (task.kind === "add")
      return addTerm(person.code, { ...work, starts: starts || null, ends: ends || null, reason: saying.reason });
    if (task.kind === "change")
      return changeTerm(person.code, task.term.id, { ...work, ...saying, version, from: starts, until: ends || null });
    return correctTerm(person.code, task.term.id, {
      ...work,
      ...saying,
      version,
      starts: starts || null,
      ends: ends || null,
    });
  };

  return (
    <Dialog title={`${TITLES[task.kind]}: ${person.name}`} onClose={onClose}>
      <form class="dialog-form term-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        {term && (
          <p class="muted">
            {term.role} {datesInWords(term.starts, term.ends)}.
            {task.kind === "change" && " It stays as it is before the date, and is as written here from then on."}
          </p>
        )}
        <div class="term-row">
          <DateField
            id="term-starts"
            label={task.kind === "change" ? "From" : "First day"}
            hint={task.kind === "change" ? "" : "Empty: always has been"}
            value={starts}
            wrong={wrong("starts") || wrong("from")}
            onInput={setStarts}
          />
          <DateField
            id="term-ends"
            label={task.kind === "change" ? "Until, if for a while" : "Last day"}
            hint={task.kind === "change" ? "Afterwards as it was before" : "Empty: without end"}
            value={ends}
            wrong={wrong("ends") || wrong("until")}
            onInput={setEnds}
          />
        </div>
        <WorkFields
          work={work}
          sites={staff.sites}
          fullTimeDays={Number(staff.full_time_days_per_week)}
          wrong={wrong}
          onChange={change}
        />
        <PastFields rewrites={rewrites} past={past} reason={reason} onPast={setPast} onReason={setReason} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Saving…" : DOES[task.kind]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const DOES = { add: "Add the term", change: "Split and change", correct: "Put it right" };
const SAID = { add: "Term added.", change: "Term changed from that date.", correct: "Term put right." };

function firstDay(task: TermTask, person: PersonPage): string {
  if (task.kind === "correct") return task.term.starts ?? "";
  const last = person.terms.at(-1)?.ends;
  if (task.kind === "add" && last) return isoOf(dayOf(last) + 1);
  return "";
}

interface DateProps {
  id: string;
  label: string;
  hint: string;
  value: string;
  wrong: boolean;
  onInput(value: string): void;
}

export function DateField({ id, label, hint, value, wrong, onInput }: DateProps) {
  const words = isIsoDate(value) ? inFullWords(dayOf(value)) : hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        aria-invalid={wrong}
        aria-describedby={words ? `${id}-hint` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {words && (
        <span class="hint" id={`${id}-hint`}>
          {words}
        </span>
      )}
    </div>
  );
}
