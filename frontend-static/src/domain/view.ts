/** What the rota page shows, kept in its address so that it can be sent to somebody or come back to. */

import { dayOf, isIsoDate, isoOf, mondayOf, monthOf } from "./calendar";

export type Span = "day" | "week" | "4weeks" | "month";

export interface View {
  /** The first day shown; a Monday but for the day view. Null: wherever today is. */
  start: number | null;
  span: Span;
  mine: boolean;
  site: string;
  role: string;
  find: string;
  /** Administrators change the working copy; everybody else reads. */
  edit: boolean;
}

const SPANS: readonly Span[] = ["day", "week", "4weeks", "month"];
const NARROW = "(max-width: 639px)";

export function viewFromAddress(): View {
  const params = new URLSearchParams(location.search);
  const start = params.get("start");
  const span = params.get("view") as Span;
  return {
    start: isIsoDate(start) ? dayOf(start) : null,
    span: SPANS.includes(span) ? span : matchMedia(NARROW).matches ? "day" : "4weeks",
    mine: params.get("who") === "mine",
    site: params.get("site") ?? "",
    role: params.get("role") ?? "",
    find: params.get("find") ?? "",
    edit: params.get("edit") === "1",
  };
}

export function keepInAddress(view: View): void {
  const params = new URLSearchParams();
  if (view.start !== null) params.set("start", isoOf(view.start));
  params.set("view", view.span);
  if (view.edit) params.set("edit", "1");
  if (view.mine) params.set("who", "mine");
  for (const name of ["site", "role", "find"] as const) if (view[name]) params.set(name, view[name]);
  history.replaceState(null, "", `?${params}`);
}

/** How many weeks of columns fit the window's width. */
export function weeksOf(view: View): number {
  if (view.span === "week" || view.span === "day") return 1;
  if (view.span === "4weeks") return 4;
  const { first, last } = monthOf(monthDay(view.start ?? 0));
  return (mondayOf(last) - mondayOf(first)) / 7 + 1;
}

/** A day that is surely in the month a Monday stands for: its Friday. */
function monthDay(monday: number): number {
  return mondayOf(monday) + 4;
}

/** The first day shown after a step back (-1) or on (+1). */
export function stepped(view: View, start: number, by: 1 | -1): number {
  if (view.span === "day") return nextWorkingDay(start, by);
  if (view.span === "month") return mondayOf(firstWorkingDay(monthOf(monthDay(start), by).first));
  return start + by * (view.span === "week" ? 7 : 28);
}

/** A month that begins on a Saturday or Sunday is first seen on the Monday after. */
function firstWorkingDay(day: number): number {
  const late = day - mondayOf(day) - 4;
  return late > 0 ? day + 3 - late : day;
}

function nextWorkingDay(day: number, by: 1 | -1): number {
  let next = day + by;
  while (next - mondayOf(next) > 4) next += by;
  return next;
}
