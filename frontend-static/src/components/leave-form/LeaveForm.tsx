import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Assessment, ask, type Kind, type LeaveRequest } from "../../api/leave";
import { dayOf, isoOf, mondayOf, today } from "../../domain/calendar";
import { chosenOf, dayOfSlot, widened, workingDay } from "../../domain/leave";
import { AssessmentView } from "../assessment/AssessmentView";
import { BookingCalendar } from "../booking-calendar/BookingCalendar";
import { CalendarKey } from "../booking-calendar/CalendarKey";
import { HeatStrip } from "../booking-calendar/HeatStrip";
import { weeksOfMonth } from "../booking-calendar/moves";
import { useLeaveDays } from "../booking-calendar/useLeaveDays";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { WhatIf } from "../what-if/WhatIf";
import { ChosenLine } from "./ChosenLine";
import { DateFields } from "./DateFields";
import { KindChoice } from "./KindChoice";
import { useAssessment } from "./useAssessment";
import {
  asked as askedIn,
  chosenIn,
  faultsOf,
  FIELDS,
  fromAddress,
  toAddress,
  type Wanted,
  withChosen,
} from "./wanted";
import "./leave-form.css";

interface Props {
  kinds: Kind[];
  /** On behalf of somebody; left out, for oneself. */
  person?: { code: string; name: string };
  /** Grows when leave changed elsewhere, so that the calendar is read again. */
  generation: number;
  onAsked(request: LeaveRequest, assessment: Assessment): void;
  /** The day the chosen stretch begins on, so that its leave year can be shown. */
  onDay?(iso: string): void;
}

const NOW = today();
const STRIP_WEEKS = 26;

/** Ask for leave: kind, dates in a calendar or in fields, what it would mean, and the asking. */
export function LeaveForm({ kinds, person, generation, onAsked, onDay }: Props) {
  const [wanted, setWanted] = useState<Wanted>(() => startingWith(kinds));
  const [month, setMonth] = useState(() => monthToShow(wanted));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [sending, setSending] = useState(false);
  const kind = kinds.find((k) => k.kind === wanted.kind) ?? kinds[0];
  const unit = kind?.unit ?? "session";
  const calendar = useLeaveDays(kind?.kind ?? null, person?.code, generation);
  const chosen = chosenIn(wanted);
  const asked = askedIn(wanted, person?.code ?? null);
  const assessed = useAssessment(asked);

  const strip = mondayOf(Math.max(workingDay(NOW), 0));
  useEffect(() => {
    const weeks = weeksOfMonth(month);
    calendar.want(weeks[0] ?? month, weeks.at(-1) ?? month);
    calendar.want(strip, strip + (STRIP_WEEKS - 1) * 7);
  }, [calendar.want, month]);
  useEffect(() => toAddress(wanted), [wanted]);
  useEffect(() => {
    if (chosen) onDay?.(isoOf(dayOfSlot(chosen.first)));
  }, [chosen?.first]);

  const change = (next: Partial<Wanted>): void => setWanted((was) => ({ ...was, ...next }));
  const changeDates = (next: Partial<Wanted>): void => {
    change(next);
    const first = chosenIn({ ...wanted, ...next })?.first;
    if (first !== undefined && next.start) setMonth(dayOfSlot(first));
  };
  const changeKind = (name: string): void => {
    const next = kinds.find((k) => k.kind === name);
    setWanted((was) => {
      const old = chosenIn(was);
      return { ...(old && next ? withChosen(was, widened(old, next.unit)) : was), kind: name };
    });
  };
  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const faults = faultsOf(wanted);
    setReasons(faults);
    if (faults.length > 0 || asked === null || sending) return;
    setSending(true);
    try {
      const answer = await ask(asked);
      setWanted((was) => ({ ...withChosen(was, null), part: "", note: "", buddy: "" }));
      onAsked(answer.request, answer.assessment);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setSending(false);
  };

  const buddies = assessed.assessment?.buddies ?? [];
  const whose = person ? `Booking calendar of ${person.name}` : "Booking calendar";
  return (
    <form class="card leave-form" onSubmit={submit} noValidate aria-labelledby="leave-form-title">
      <header>
        <h2 id="leave-form-title">{person ? `Record leave for ${person.name}` : "Ask for leave"}</h2>
      </header>
      <div class="inside">
        <ErrorSummary title="It was not asked for" reasons={reasons} fields={FIELDS} />
        <KindChoice kinds={kinds} kind={wanted.kind} onChoose={changeKind} />
        <div class="leave-columns">
          <div class="leave-when">
            {calendar.error !== null && (
              <ErrorSummary title="The calendar cannot be fetched" reasons={reasonsOf(calendar.error)} />
            )}
            <DateFields wanted={wanted} unit={unit} wrong={wrong} onChange={changeDates} />
            <BookingCalendar
              days={calendar.days}
              revision={calendar.revision}
              month={month}
              unit={unit}
              chosen={chosen}
              today={NOW}
              label={whose}
              onMonth={setMonth}
              onChoose={(next) => setWanted((was) => withChosen(was, next))}
            />
            {chosen && <ChosenLine chosen={chosen} assessed={assessed} />}
            <CalendarKey wholeWeeks={unit === "week"} />
            <HeatStrip
              days={calendar.days}
              revision={calendar.revision}
              start={strip}
              weeks={STRIP_WEEKS}
              month={chosen ? dayOfSlot(chosen.first) : month}
              onWeek={setMonth}
            />
          </div>
          <section class="leave-meaning" aria-labelledby="meaning-title">
            <h3 id="meaning-title" tabIndex={-1}>
              What it would mean
            </h3>
            {asked === null && (
              <p class="muted">Choose the dates. What it uses, what is left, cover and who is away are shown here.</p>
            )}
            <Meaning assessed={assessed} mine={!person} />
            {asked !== null && assessed.assessment && assessed.assessment.verdict !== "refused" && (
              <WhatIf
                question={{ ...asked, note: "" }}
                onChoose={(dates) => {
                  const better = chosenOf(dates);
                  setWanted((was) => withChosen(was, better));
                  setMonth(dayOf(dates.start));
                }}
              />
            )}
            {buddies.length > 0 && (
              <div class="field">
                <label for="leave-buddy">
                  {person ? "Who looks after their" : "Who looks after your"} results, letters and tasks
                </label>
                <select
                  id="leave-buddy"
                  value={wanted.buddy}
                  aria-invalid={wrong("buddy_code")}
                  onChange={(event) => change({ buddy: event.currentTarget.value })}
                >
                  <option value="">Nobody named</option>
                  {buddies.map((buddy) => (
                    <option key={buddy.code} value={buddy.code}>
                      {buddy.name}
                    </option>
                  ))}
                </select>
              </div>
            )}
            <div class="field">
              <label for="leave-note">Note (you may leave it out)</label>
              <textarea
                id="leave-note"
                rows={2}
                maxLength={1000}
                value={wanted.note}
                aria-describedby="leave-note-hint"
                onInput={(event) => change({ note: event.currentTarget.value })}
              />
              <p class="hint" id="leave-note-hint">
                {person ? "Only they and administrators see it." : "Only you and administrators see it."}
              </p>
            </div>
            <button class="button primary ask" type="submit" disabled={sending}>
              {sending ? "One moment…" : person ? "Record" : "Ask"}
            </button>
          </section>
        </div>
      </div>
    </form>
  );
}

function Meaning({ assessed, mine }: { assessed: ReturnType<typeof useAssessment>; mine: boolean }) {
  const { assessment, reasons, stale } = assessed;
  return (
    <div class="meaning" aria-busy={stale}>
      <p class="verdict-line" role="status">
        {stale ? "Checking…" : assessment && VERDICTS[assessment.verdict]}
      </p>
      {reasons.length > 0 && (
        <ul class="assessed-reasons stops">
          {reasons.map((reason) => (
            <li key={reason.message}>{reason.message}</li>
          ))}
        </ul>
      )}
      {assessment && <AssessmentView assessment={assessment} whose={mine ? "mine" : "theirs"} />}
    </div>
  );
}

const VERDICTS: Record<Assessment["verdict"], string> = {
  "approved-at-once": "It would be approved at once.",
  "needs-a-decision": "It would wait for a decision.",
  refused: "It cannot be asked for like this.",
};

function startingWith(kinds: Kind[]): Wanted {
  const wanted = fromAddress();
  return kinds.some((kind) => kind.kind === wanted.kind) ? wanted : { ...wanted, kind: kinds[0]?.kind ?? "" };
}

/** The month of what is chosen, else this month. */
function monthToShow(wanted: Wanted): number {
  const chosen = chosenIn(wanted);
  return chosen ? dayOfSlot(chosen.first) : workingDay(NOW);
}
