import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Unit } from "../../api/leave";
import { HALVES, monthInWords, monthName, monthOf, WEEKDAYS } from "../../domain/calendar";
import { type Chosen, dayOfSlot, halfOfSlot, type LeaveDays, type Slot, widened, workingDay } from "../../domain/leave";
import { Icon } from "../icon/Icon";
import { DateHead, DayCell } from "./DayCell";
import { moved, weeksOfMonth } from "./moves";
import { slotWords } from "./words";
import "../rota-grid/activities.css"; // the tints and patterns of what is done in a session
import "./booking-calendar.css";
import "./calendar-key.css";

interface Props {
  days: LeaveDays;
  /** Grows whenever weeks arrive, so that they are drawn. */
  revision: number;
  /** Any day of the month that is shown. */
  month: number;
  unit: Unit;
  chosen: Chosen | null;
  today: number;
  /** Whose, for those who listen: "Booking calendar of Dr Elder". */
  label: string;
  onMonth(day: number): void;
  onChoose(chosen: Chosen | null): void;
}

const WEEK = [0, 1, 2, 3, 4] as const;

/** A month of half-days to choose a stretch from: tap the first and the last, or walk it with the keyboard. */
export function BookingCalendar({ days, month, unit, chosen, today, label, onMonth, onChoose }: Props) {
  const wholeDays = unit !== "session";
  const weeks = weeksOfMonth(month);
  const [wanted, setActive] = useState<Slot>(() => (chosen ? chosen.first : firstOf(month, today)));
  /** The first half-day, while the last is still to be chosen. */
  const [anchor, setAnchor] = useState<Slot | null>(null);
  /** Where a stretch made with Shift began. */
  const shiftedFrom = useRef<Slot | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const takesFocus = useRef(false);

  // Exactly one cell is reached by Tab, and it is one of those drawn.
  const drawn = (slot: Slot): boolean => weeks.some((monday) => slot >= monday * 2 && slot < monday * 2 + 10);
  const seen = [wanted, chosen?.first].find((slot) => slot !== undefined && drawn(slot));
  const active = normal(seen ?? firstOf(month, today), wholeDays);

  useEffect(() => {
    if (chosen === null) setAnchor(null);
  }, [chosen]);

  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    table.current?.querySelector<HTMLElement>(`[data-slot="${active}"]`)?.focus();
  });

  const goTo = (slot: Slot): void => {
    takesFocus.current = true;
    setActive(slot);
    if (!drawn(slot)) onMonth(dayOfSlot(slot));
  };

  const stretch = (from: Slot, to: Slot): Chosen =>
    widened(
      wholeDays
        ? { first: Math.min(from, to), last: Math.max(from, to) + 1 }
        : { first: Math.min(from, to), last: Math.max(from, to) },
      unit,
    );

  const pick = (slot: Slot): void => {
    onChoose(anchor === null ? stretch(slot, slot) : stretch(anchor, slot));
    setAnchor(anchor === null ? slot : null);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || !(event.target as HTMLElement).dataset.slot) return;
    if (event.key === "Enter" || event.key === " ") pick(active);
    else if (event.key === "Escape" && (anchor !== null || chosen !== null)) {
      setAnchor(null);
      onChoose(null);
    } else {
      const next = moved(event.key, event.ctrlKey, active, wholeDays);
      if (next === null) return;
      if (event.shiftKey) shiftedFrom.current ??= active;
      else shiftedFrom.current = null;
      goTo(next);
      const from = anchor ?? shiftedFrom.current;
      if (from !== null) onChoose(stretch(from, normal(next, wholeDays)));
    }
    event.preventDefault();
  };

  const located = (event: Event): Slot | null => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-slot]");
    return cell ? Number(cell.dataset.slot) : null;
  };

  const name = monthName(monthOf(month).first);
  return (
    <div class="booking-calendar">
      <div class="calendar-head">
        <button
          class="button square"
          type="button"
          aria-label="Month before"
          onClick={() => onMonth(stepped(month, -1))}
        >
          <Icon name="left" />
        </button>
        <h3 aria-live="polite">{monthInWords(month)}</h3>
        <button class="button square" type="button" aria-label="Month after" onClick={() => onMonth(stepped(month, 1))}>
          <Icon name="right" />
        </button>
        <select
          aria-label="Go to month"
          value={monthOf(month).first}
          onChange={(event) => onMonth(workingDay(Number(event.currentTarget.value)))}
        >
          {monthsAround(month, today).map((first) => (
            <option key={first} value={first}>
              {monthInWords(first)}
            </option>
          ))}
        </select>
      </div>
      <table
        ref={table}
        role="grid"
        aria-label={`${label}, ${monthInWords(month)}`}
        aria-multiselectable="true"
        class={wholeDays ? "whole-days" : "half-days"}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const slot = located(event);
          if (slot === null) return;
          goTo(slot);
          pick(slot);
        }}
        onFocusIn={(event) => {
          const slot = located(event);
          if (slot !== null) setActive(slot);
        }}
      >
        <thead>
          <tr>
            {!wholeDays && (
              <th role="columnheader" scope="col" class="row-name" aria-colindex={1}>
                <span class="hidden">Half</span>
              </th>
            )}
            {WEEK.map((weekday) => (
              <th key={weekday} role="columnheader" scope="col" aria-colindex={weekday + 2}>
                {WEEKDAYS[weekday]}
              </th>
            ))}
          </tr>
        </thead>
        {weeks.map((monday) => (
          <tbody key={monday}>
            <tr class="dates">
              {!wholeDays && <td class="row-name" aria-hidden="true" />}
              {WEEK.map((weekday) => (
                <DateHead
                  key={weekday}
                  days={days}
                  day={monday + weekday}
                  month={name}
                  today={today}
                  column={weekday + 2}
                />
              ))}
            </tr>
            {(wholeDays ? ([0] as const) : ([0, 1] as const)).map((half) => (
              <tr key={half} class={half === 1 ? "pm" : "am"}>
                {!wholeDays && (
                  <th role="rowheader" scope="row" class="row-name" aria-colindex={1}>
                    {HALVES[half]}
                  </th>
                )}
                {WEEK.map((weekday) => {
                  const slot = (monday + weekday) * 2 + half;
                  return (
                    <DayCell
                      key={weekday}
                      days={days}
                      slot={slot}
                      wholeDay={wholeDays}
                      chosen={chosen}
                      active={slot === active}
                      today={today}
                      column={weekday + 2}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      <div class="calendar-says">
        <p aria-hidden="true">{slotWords(days, active, wholeDays)}</p>
        <p class="calendar-next" role="status">
          {anchor !== null ? "Now choose the last one. Esc chooses nothing." : ""}
        </p>
      </div>
    </div>
  );
}

const [MONTHS_BACK, MONTHS_AHEAD] = [3, 24];

/** The firsts of the months one can go to at once, the one shown among them. */
function monthsAround(month: number, today: number): number[] {
  const firsts = new Set([monthOf(month).first]);
  for (let by = -MONTHS_BACK; by <= MONTHS_AHEAD; by++) firsts.add(monthOf(today, by).first);
  return [...firsts].sort((a, b) => a - b);
}

function stepped(month: number, by: 1 | -1): number {
  return workingDay(monthOf(month, by).first);
}

/** Today when it is in the month, else the month's first working day. */
function firstOf(month: number, today: number): Slot {
  const { first, last } = monthOf(month);
  const day = workingDay(today);
  return (day >= first && day <= last ? day : workingDay(first)) * 2;
}

function normal(slot: Slot, wholeDays: boolean): Slot {
  return wholeDays ? slot - halfOfSlot(slot) : slot;
}
