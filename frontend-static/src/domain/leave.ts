/** Leave in words: stretches, amounts, statuses. Half-days are numbered, so that choosing a stretch is arithmetic. */

import type { Amount, CalendarDay, CalendarHalf, HalfName, LeaveYear, Status, Stretch } from "../api/leave";
import { dayOf, HALVES, type Half, inFullWords, inWords, isoOf, mondayOf, weekdayOf } from "./calendar";

/** A half-day by its number: the day's number twice, and one more for the afternoon. */
export type Slot = number;

export function slotOf(date: string, half: HalfName): Slot {
  return dayOf(date) * 2 + (half === "PM" ? 1 : 0);
}

export function dayOfSlot(slot: Slot): number {
  return Math.floor(slot / 2);
}

export function halfOfSlot(slot: Slot): Half {
  return (((slot % 2) + 2) % 2) as Half;
}

export function halfName(slot: Slot): HalfName {
  return HALVES[halfOfSlot(slot)];
}

/** First and last half-day chosen, both included. */
export interface Chosen {
  first: Slot;
  last: Slot;
}

export function chosenOf(stretch: Stretch): Chosen {
  return { first: slotOf(stretch.start, stretch.start_half), last: slotOf(stretch.end, stretch.end_half) };
}

export function stretchOf({ first, last }: Chosen): Stretch {
  return {
    start: isoOf(dayOfSlot(first)),
    start_half: halfName(first),
    end: isoOf(dayOfSlot(last)),
    end_half: halfName(last),
  };
}

/** Widened to what can be booked: from Monday to Friday, whole days, or as it is. */
export function widened({ first, last }: Chosen, unit: "week" | "day" | "session"): Chosen {
  if (unit === "session") return { first, last };
  const [a, b] = [dayOfSlot(first), dayOfSlot(last)];
  if (unit === "day") return { first: a * 2, last: b * 2 + 1 };
  return { first: mondayOf(a) * 2, last: (mondayOf(b) + 4) * 2 + 1 };
}

/** "Tue 16 Feb AM", "Mon 15 – Fri 19 Feb 2027", "Mon 15 Feb PM – Wed 17 Feb AM 2027". */
export function stretchWords(stretch: Stretch): string {
  const [a, b] = [dayOf(stretch.start), dayOf(stretch.end)];
  const whole = stretch.start_half === "AM" && stretch.end_half === "PM";
  if (a === b) return whole ? inFullWords(a) : `${inFullWords(a)} ${stretch.start_half}`;
  const [from, to] = [stretch.start_half === "PM" ? " PM" : "", stretch.end_half === "AM" ? " AM" : ""];
  const sameYear = stretch.start.slice(0, 4) === stretch.end.slice(0, 4);
  const sameMonth = stretch.start.slice(0, 7) === stretch.end.slice(0, 7);
  const first = sameMonth && !from ? inWords(a).replace(/ \w+$/, "") : sameYear ? inWords(a) : inFullWords(a);
  return `${first}${from} – ${inFullWords(b)}${to}`;
}

/** "1 session", "8 sessions", "0.5 sessions". */
export function sessionsWords(sessions: string): string {
  return `${sessions} ${sessions === "1" || sessions === "-1" ? "session" : "sessions"}`;
}

/** "37.5 h, 4.5 days" */
export function besideWords({ hours, days }: Amount): string {
  return `${hours} h, ${days} ${days === "1" ? "day" : "days"}`;
}

/** "9 sessions (37.5 h, 4.5 days)" */
export function amountWords(amount: Amount): string {
  return `${sessionsWords(amount.sessions)} (${besideWords(amount)})`;
}

export const STATUSES: Record<Status, { words: string; style: string; mark: "clock" | "tick" | "close" | "undone" }> = {
  requested: { words: "Waits for a decision", style: "person", mark: "clock" },
  approved: { words: "Approved", style: "good", mark: "tick" },
  declined: { words: "Declined", style: "danger", mark: "close" },
  cancelled: { words: "Cancelled", style: "", mark: "undone" },
};

/** A calendar that grows as weeks arrive: half-days by their number, days by theirs. */
export class LeaveDays {
  readonly days = new Map<number, CalendarDay>();
  private readonly halves = new Map<Slot, CalendarHalf>();

  merge(days: CalendarDay[]): void {
    for (const day of days) {
      this.days.set(dayOf(day.date), day);
      for (const half of day.halves) this.halves.set(slotOf(day.date, half.half), half);
    }
  }

  half(slot: Slot): CalendarHalf | undefined {
    return this.halves.get(slot);
  }

  /** The fewest places left on working half-days of this week; null: no limit or nothing to ask for. */
  fewestPlaces(monday: number): number | null {
    let fewest: number | null = null;
    for (let at = 0; at < 10; at++) {
      const half = this.halves.get(monday * 2 + at);
      if (!half || half.closed || half.places === null) continue;
      fewest = fewest === null ? half.places : Math.min(fewest, half.places);
    }
    return fewest;
  }

  knows(monday: number): boolean {
    return this.days.has(monday);
  }
}

/** "no place left", "1 place left", "3 places left". */
export function placesWords(places: number): string {
  if (places <= 0) return "no place left";
  return places === 1 ? "1 place left" : `${places} places left`;
}

/** A working day that is at or after this one. */
export function workingDay(day: number): number {
  return weekdayOf(day) < 5 ? day : mondayOf(day) + 7;
}

/** The leave year that holds a day; the nearest, for a day before the first or after the last. */
export function yearOf(years: LeaveYear[], iso: string): LeaveYear | undefined {
  const first = years[0];
  if (first && iso < first.start) return first;
  return years.find((year) => year.start <= iso && iso <= year.end) ?? years.at(-1);
}
