/** Where a key leads in the booking calendar. Weekends are stepped over. */

import { mondayOf, monthOf, weekdayOf } from "../../domain/calendar";
import { dayOfSlot, halfOfSlot, type Slot, workingDay } from "../../domain/leave";

/** The next half-day, or null when the key does not move. Whole days: the halves of a day are one step. */
export function moved(key: string, ctrl: boolean, slot: Slot, wholeDays: boolean): Slot | null {
  const [day, half] = [dayOfSlot(slot), halfOfSlot(slot)];
  const at = (to: number): Slot => to * 2 + half;
  switch (key) {
    case "ArrowLeft":
      return at(stepped(day, -1));
    case "ArrowRight":
      return at(stepped(day, 1));
    case "ArrowUp":
      return wholeDays ? at(day - 7) : half === 1 ? slot - 1 : (day - 7) * 2 + 1;
    case "ArrowDown":
      return wholeDays ? at(day + 7) : half === 0 ? slot + 1 : (day + 7) * 2;
    case "Home":
      return ctrl ? workingDay(monthOf(day).first) * 2 : at(mondayOf(day));
    case "End":
      return ctrl ? lastWorkingDay(monthOf(day).last) * 2 + 1 : at(mondayOf(day) + 4);
    case "PageUp":
      return at(inMonth(day, -1));
    case "PageDown":
      return at(inMonth(day, 1));
    default:
      return null;
  }
}

function stepped(day: number, by: 1 | -1): number {
  const next = day + by;
  if (weekdayOf(next) < 5) return next;
  return by > 0 ? mondayOf(next) + 7 : mondayOf(next) + 4;
}

function lastWorkingDay(day: number): number {
  return Math.min(day, mondayOf(day) + 4);
}

/** The same date of another month, or its nearest working day within that month. */
function inMonth(day: number, months: number): number {
  const wanted = monthOf(day, months);
  const same = Math.min(wanted.first + (day - monthOf(day).first), wanted.last);
  const next = workingDay(same);
  return next <= wanted.last ? next : lastWorkingDay(same);
}

/** The Mondays of the weeks that hold a working day of the month of this day. */
export function weeksOfMonth(day: number): number[] {
  const { first, last } = monthOf(day);
  const mondays = [];
  for (let monday = mondayOf(workingDay(first)); monday <= last; monday += 7) mondays.push(monday);
  return mondays;
}

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["Arrow keys", "Move by one day or one half-day"],
  ["Enter or Space", "Choose the first, then the last half-day"],
  ["Shift + arrow keys", "Make the stretch longer or shorter"],
  ["Home, End", "Monday, Friday of the week"],
  ["Page up, Page down", "The month before, the month after"],
  ["Esc", "Choose nothing"],
];
