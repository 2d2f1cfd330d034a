import type { CalendarHalf } from "../../api/leave";
import { activityWords } from "../../domain/activities";
import { dayOfMonth, inWords, monthName } from "../../domain/calendar";
import { type Chosen, dayOfSlot, type LeaveDays, type Slot } from "../../domain/leave";
import { slotWords } from "./words";

interface CellProps {
  days: LeaveDays;
  slot: Slot;
  wholeDay: boolean;
  chosen: Chosen | null;
  active: boolean;
  today: number;
  /** The column's number in the grid, for those who listen. */
  column: number;
}

/** A half-day or a day that can be chosen. What it shows, its label says in words. */
export function DayCell({ days, slot, wholeDay, chosen, active, today, column }: CellProps) {
  const last = wholeDay ? slot + 1 : slot;
  const selected = chosen !== null && slot >= chosen.first && last <= chosen.last;
  const parts = wholeDay ? [days.half(slot), days.half(slot + 1)] : [days.half(slot)];
  const classes = ["slot"];
  if (parts.every((half) => half?.closed)) classes.push("closed");
  if (parts.some((half) => half && isBarred(half))) classes.push("barred");
  if (selected) classes.push("chosen");
  if (selected && slot === chosen?.first) classes.push("first");
  if (selected && last === chosen?.last) classes.push("last");
  if (dayOfSlot(slot) === today) classes.push("today");
  const words = slotWords(days, slot, wholeDay);
  return (
    <td
      role="gridcell"
      class={classes.join(" ")}
      data-slot={slot}
      tabIndex={active ? 0 : -1}
      aria-selected={selected}
      aria-colindex={column}
    >
      <span class="hidden">{words}</span>
      <span class="halves" aria-hidden="true">
        {parts.map((half, at) => (
          <HalfMark key={at} half={half} />
        ))}
      </span>
    </td>
  );
}

/** They would work then, and cannot ask for it. */
function isBarred(half: CalendarHalf): boolean {
  return half.activity !== null && !half.closed && !half.may_ask && !half.away;
}

function HalfMark({ half }: { half: CalendarHalf | undefined }) {
  if (!half) return <span class="half-mark unknown" />;
  if (half.closed) return <span class="half-mark shut">closed</span>;
  if (half.away) {
    return <span class={`half-mark mine ${half.away}`}>{half.away === "approved" ? "off" : "asked"}</span>;
  }
  return (
    <span class={`half-mark ${half.activity ? heat(half.places) : "free"}`}>
      {half.activity ? (
        <span class="what">
          <span class={`activity ${activityWords(half.activity).style}`}>{activityWords(half.activity).letter}</span>
        </span>
      ) : (
        <span class="not-working">–</span>
      )}
      {half.activity && half.places !== null && <span class="places">{half.places}</span>}
      {isBarred(half) && <span class="bar-mark">×</span>}
    </span>
  );
}

/** How warm a place count is; the count itself always stands beside the tint. */
export function heat(places: number | null): string {
  if (places === null) return "no-limit";
  if (places <= 0) return "none-left";
  return places === 1 ? "one-left" : "some-left";
}

interface HeadProps {
  days: LeaveDays;
  day: number;
  month: string;
  today: number;
  column: number;
}

/** A date above its halves, with the name of what closes it. */
export function DateHead({ days, day, month, today, column }: HeadProps) {
  const known = days.days.get(day);
  const closed = known?.bank_holiday ?? known?.halves.find((half) => half.closed)?.closed;
  const other = monthName(day) !== month;
  return (
    <th
      role="columnheader"
      scope="col"
      class={`date${other ? " other-month" : ""}${day === today ? " today" : ""}`}
      aria-colindex={column}
    >
      <span class="hidden">{inWords(day)}</span>
      <span aria-hidden="true">
        <span class="number">{dayOfMonth(day)}</span>
        {other && <small> {monthName(day)}</small>}
      </span>
      {closed && <small class="closed-name">{closed}</small>}
      {!closed && known && known.locked.length > 0 && <small class="closed-name">{known.locked[0]}</small>}
    </th>
  );
}
