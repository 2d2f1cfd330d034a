import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type PersonName, readAway, type Stretch } from "../../api/leave";
import { HALVES, inWords, isoOf, mondayOf, rangeInWords, today, WEEKDAYS } from "../../domain/calendar";
import { slotOf, workingDay } from "../../domain/leave";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { Icon } from "../icon/Icon";
import "./away-list.css";

const WEEKS = 4;
const NOW = today();

interface Props {
  /** Grows when leave changed elsewhere. */
  generation: number;
}

/** Who is away, week by week: everybody, and never why. */
export function AwayList({ generation }: Props) {
  const [monday, setMonday] = useState(mondayOf(workingDay(NOW)));
  const [away, setAway] = useState<(PersonName & Stretch)[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    let live = true;
    readAway(isoOf(monday), WEEKS)
      .then((list) => {
        if (!live) return;
        setAway(list);
        setReasons([]);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [monday, generation]);

  const weeks = Array.from({ length: WEEKS }, (_, week) => monday + week * 7);
  return (
    <section class="card" aria-labelledby="away-title">
      <header>
        <h2 id="away-title" aria-live="polite">
          Who is away, {rangeInWords(monday, monday + WEEKS * 7 - 3)}
        </h2>
        <div class="away-stepper">
          <button
            class="button square"
            type="button"
            aria-label="Four weeks earlier"
            onClick={() => setMonday(monday - WEEKS * 7)}
          >
            <Icon name="left" />
          </button>
          <button
            class="button square"
            type="button"
            aria-label="Four weeks later"
            onClick={() => setMonday(monday + WEEKS * 7)}
          >
            <Icon name="right" />
          </button>
          <button class="button quiet" type="button" onClick={() => setMonday(mondayOf(workingDay(NOW)))}>
            This week
          </button>
        </div>
      </header>
      <div class="inside">
        <ErrorSummary title="Who is away cannot be fetched" reasons={reasons} />
        {away === null && reasons.length === 0 && <div class="skeleton" aria-busy="true" />}
        {away && weeks.map((first) => <Week key={first} monday={first} away={away} />)}
      </div>
    </section>
  );
}

function Week({ monday, away }: { monday: number; away: (PersonName & Stretch)[] }) {
  const people = new Map<string, { name: string; off: boolean[] }>();
  for (const spell of away) {
    const [first, last] = [slotOf(spell.start, spell.start_half), slotOf(spell.end, spell.end_half)];
    if (last < monday * 2 || first > monday * 2 + 9) continue;
    const row = people.get(spell.code) ?? { name: spell.name, off: Array<boolean>(10).fill(false) };
    for (let at = 0; at < 10; at++) row.off[at] ||= monday * 2 + at >= first && monday * 2 + at <= last;
    people.set(spell.code, row);
  }
  const rows = [...people.entries()].sort(([, a], [, b]) => a.name.localeCompare(b.name, "en-GB"));
  const title = `Week of ${inWords(monday)}`;
  return (
    <section class="away-week" aria-label={title}>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="muted">Nobody is away.</p>
      ) : (
        <ul>
          {rows.map(([code, { name, off }]) => (
            <li key={code}>
              <span>{name}</span>
              <span class="away-days" aria-hidden="true">
                {off.map((is, at) => (
                  <span key={at} class={`${is ? "off" : ""}${at % 2 ? " pm" : ""}`} />
                ))}
              </span>
              <span class="muted">away {daysWords(off)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** "all week", "Mon, Tue AM, Thu" */
function daysWords(off: boolean[]): string {
  if (off.every(Boolean)) return "all week";
  const words = [];
  for (let weekday = 0; weekday < 5; weekday++) {
    const [am, pm] = [off[weekday * 2], off[weekday * 2 + 1]];
    if (am && pm) words.push(WEEKDAYS[weekday]);
    else if (am || pm) words.push(`${WEEKDAYS[weekday]} ${HALVES[am ? 0 : 1]}`);
  }
  return words.join(", ");
}
