import { dayOfMonth, inFullWords, mondayOf, monthName } from "../../domain/calendar";
import { type LeaveDays, placesWords } from "../../domain/leave";
import { heat } from "./DayCell";

interface Props {
  days: LeaveDays;
  revision: number;
  /** The first Monday and how many weeks. */
  start: number;
  weeks: number;
  /** A day of the month the calendar shows. */
  month: number;
  onWeek(monday: number): void;
}

/** On a small screen the strip is folded away until it is asked for. */
const NARROW = matchMedia("(max-width: 639px)");

/** Week by week the fewest places left, to see at a glance where there is room. */
export function HeatStrip({ days, start, weeks, month, onWeek }: Props) {
  const mondays = Array.from({ length: weeks }, (_, week) => start + week * 7);
  return (
    <details class="heat" open={!NARROW.matches}>
      <summary id="heat-title">Fewest places left, week by week</summary>
      <div class="heat-strip" role="group" aria-labelledby="heat-title">
        {mondays.map((monday, at) => {
          const places = days.fewestPlaces(monday);
          const newMonth = at === 0 || monthName(monday) !== monthName(monday - 7);
          const says = !days.knows(monday) ? "not known yet" : places === null ? "no limit" : placesWords(places);
          return [
            newMonth && (
              <span key={`m${monday}`} class="month" aria-hidden="true">
                {monthName(monday)}
              </span>
            ),
            <button
              key={monday}
              type="button"
              class={days.knows(monday) ? heat(places) : ""}
              aria-label={`${places ?? ""} Week of ${inFullWords(monday)}: ${says}`.trim()}
              aria-current={monday === mondayOf(month) ? "true" : undefined}
              title={`${dayOfMonth(monday)} ${monthName(monday)}: ${says}`}
              onClick={() => onWeek(monday)}
            >
              {places ?? "·"}
            </button>,
          ];
        })}
      </div>
    </details>
  );
}
