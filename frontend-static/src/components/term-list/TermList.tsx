import type { PersonPage, Staff, Term } from "../../api/people";
import { dayOf, today } from "../../domain/calendar";
import { datesInWords, FLAGS } from "../../domain/people";
import { LETTER_STYLE, type Letter } from "../pattern-editor/pattern";
import "../pattern-editor/pattern-editor.css";
import "./term-list.css";

interface Props {
  person: PersonPage;
  staff: Staff;
  onChange(term: Term): void;
  onCorrect(term: Term): void;
  onEnd(term: Term): void;
  onDelete(term: Term): void;
}

/** Somebody's terms along a line, and each in full below it. */
export function TermList({ person, staff, onChange, onCorrect, onEnd, onDelete }: Props) {
  if (person.terms.length === 0)
    return <p class="muted">No terms yet. Without one nobody is on the rota: add the first.</p>;
  return (
    <>
      <Line terms={person.terms} />
      <ol class="term-list">
        {person.terms.map((term) => (
          <li key={term.id} class={`card ${term.state}`}>
            <header>
              <div>
                <h3>
                  {term.role}, {datesInWords(term.starts, term.ends)}
                </h3>
                <p class="muted">{summary(term, staff)}</p>
              </div>
              <span class={term.state === "current" ? "badge good" : "badge"}>{STATES[term.state]}</span>
            </header>
            <div class="inside">
              <Letters term={term} />
              {term.flags.length > 0 && <p class="flags">{term.flags.map(flagWords).join(" · ")}</p>}
              {term.note && <p>{term.note}</p>}
              <div class="term-actions">
                {term.state !== "past" && (
                  <button type="button" class="button" onClick={() => onChange(term)}>
                    Change from a date…
                  </button>
                )}
                <button type="button" class="button" onClick={() => onEnd(term)}>
                  Last day…
                </button>
                <button type="button" class="button quiet" onClick={() => onCorrect(term)}>
                  Put right…
                </button>
                {term.state === "future" && (
                  <button type="button" class="button quiet" onClick={() => onDelete(term)}>
                    Delete…
                  </button>
                )}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

const STATES = { past: "Past", current: "Now", future: "To come" };

function summary(term: Term, staff: Staff): string {
  const site = staff.sites.find((each) => each.code === term.site)?.name ?? term.site;
  const flexible = term.flexible_days_per_week ? `, ${term.flexible_days_per_week} days a week in all` : "";
  return `${site}, WTE ${term.wte}, ${term.weekly_sessions} sessions a week${flexible}, annual leave ${term.annual_leave_sessions} sessions, ${term.session_minutes} minutes a session`;
}

function flagWords(flag: string): string {
  return FLAGS.find(([known]) => known === flag)?.[1] ?? flag;
}

/** The letters as they stand, two to a day. */
function Letters({ term }: { term: Term }) {
  return (
    <div class="letters">
      {[term.pattern, term.pattern_b].map(
        (week, n) =>
          week && (
            // The same letters are said in full for those who do not see them side by side.
            <p key={`${n}${week}`}>
              {term.pattern_b && <span class="muted">Week {"AB"[n]} </span>}
              <span class="hidden">{week}</span>
              <span class="pattern-editor letter-row" aria-hidden="true">
                {[0, 1, 2, 3, 4].map((day) => (
                  <span key={day} class="letter-day">
                    {[...week.slice(day * 2, day * 2 + 2)].map((letter, half) => (
                      <span key={half} class={`cell small ${LETTER_STYLE[letter as Letter]}`}>
                        {letter}
                      </span>
                    ))}
                  </span>
                ))}
              </span>
            </p>
          ),
      )}
    </div>
  );
}

const MARGIN_DAYS = 90;

/** Terms as bars along time, today as a mark. The list below says the same in words. */
function Line({ terms }: { terms: Term[] }) {
  const now = today();
  const known = terms.flatMap((term) => [term.starts, term.ends]).filter((day) => day !== null);
  const days = [...known.map(dayOf), now];
  const first = Math.min(...days) - MARGIN_DAYS;
  const last = Math.max(...days) + MARGIN_DAYS;
  const at = (day: number): number => ((day - first) / (last - first)) * 100;
  return (
    <div class="term-line" aria-hidden="true">
      {terms.map((term) => {
        const from = term.starts === null ? 0 : at(dayOf(term.starts));
        const to = term.ends === null ? 100 : at(dayOf(term.ends) + 1);
        return (
          <span
            key={term.id}
            class={`bar-of-term ${term.state}`}
            style={{ left: `${from}%`, width: `${Math.max(to - from, 0.5)}%` }}
          >
            {term.role} {term.wte}
          </span>
        );
      })}
      <span class="today-mark" style={{ left: `${at(now)}%` }} />
    </div>
  );
}
