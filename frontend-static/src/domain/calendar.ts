/** Dates as day numbers (whole days since 1 January 1970), so that clock changes cannot touch them. */

export type Half = 0 | 1;
export const HALVES = ["AM", "PM"] as const;
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const DAY_MS = 86_400_000;

export function dayOf(iso: string): number {
  return Math.floor(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

export function isIsoDate(text: string | null | undefined): text is string {
  return !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Monday. Day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function mondayOf(day: number): number {
  return day - weekdayOf(day);
}

function parts(day: number): { d: number; m: number; y: number } {
  const date = new Date(day * DAY_MS);
  return {
    d: date.getUTCDate(),
    m: date.getUTCMonth(),
    y: date.getUTCFullYear(),
  };
}

/** "Mon 4 Jan" */
export function inWords(day: number): string {
  const { d, m } = parts(day);
  return `${WEEKDAYS[weekdayOf(day)]} ${d} ${MONTHS[m]}`;
}

/** "Mon 4 Jan 2027" */
export function inFullWords(day: number): string {
  return `${inWords(day)} ${parts(day).y}`;
}

/** "4" */
export function dayOfMonth(day: number): string {
  return String(parts(day).d);
}

/** "Jan" */
export function monthName(day: number): string {
  return MONTHS[parts(day).m] ?? "";
}

/** "January 2027" */
export function monthInWords(day: number): string {
  const { m, y } = parts(day);
  return `${LONG_MONTHS[m]} ${y}`;
}

/** "4 – 29 Jan 2027", "25 Jan – 19 Feb 2027"; one day: "Mon 4 Jan 2027" */
export function rangeInWords(first: number, last: number): string {
  if (first === last) return inFullWords(first);
  const a = parts(first);
  const b = parts(last);
  const end = `${b.d} ${MONTHS[b.m]} ${b.y}`;
  if (a.y !== b.y) return `${a.d} ${MONTHS[a.m]} ${a.y} – ${end}`;
  if (a.m !== b.m) return `${a.d} ${MONTHS[a.m]} – ${end}`;
  return `${a.d} – ${end}`;
}

/** The first and the last day of the month `months` away from the one that holds `day`. */
export function monthOf(day: number, months = 0): { first: number; last: number } {
  const { m, y } = parts(day);
  return {
    first: Math.floor(Date.UTC(y, m + months, 1) / DAY_MS),
    last: Math.floor(Date.UTC(y, m + months + 1, 0) / DAY_MS),
  };
}

const LONDON_DATE = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/London",
});
const LONDON_TIME = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** Today where the practice is, whatever the time zone of this computer. */
export function today(): number {
  return dayOf(LONDON_DATE.format(new Date()));
}

/** "Mon 23 Nov 2026, 10:12" */
export function momentInWords(moment: string | Date): string {
  return LONDON_TIME.format(typeof moment === "string" ? new Date(moment) : moment).replace(/^(\w+),/, "$1");
}

/** "0:07", "2:30" */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
