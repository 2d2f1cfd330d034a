import type { NewerCells } from "../../api/edits";
import type { RepairOption } from "../../api/repair";
import type { Gap } from "../../api/rota";
import { ruleName } from "../../domain/activities";
import { dayOf, inWords } from "../../domain/calendar";

/** What the solver is at, as far as one can say from the time that has passed. */
export function progressWords(seconds: number): string {
  if (seconds < 1) return "Looking at what is short…";
  if (seconds < 2.5) return "Counting how few changes are enough…";
  return "Looking for other options…";
}

/** "1 person", "2 people" */
export function people(count: number): string {
  return `${count} ${count === 1 ? "person" : "people"}`;
}

/** "1 session", "2 sessions" */
export function sessions(count: number): string {
  return `${count} ${count === 1 ? "session" : "sessions"}`;
}

/** "Closes the gap", "Closes both gaps", "Closes 2 of 3 gaps", "Leaves all 4 gaps" */
export function closedWords({ closed, gaps_left: left }: RepairOption, gaps: number): string {
  if (gaps === 0) return "Keeps every rule again";
  const all = gaps === 1 ? "the gap" : gaps === 2 ? "both gaps" : `all ${gaps} gaps`;
  if (left.length === 0) return `Closes ${all}`;
  return closed === 0 ? `Leaves ${all}` : `Closes ${closed} of ${gaps} gaps`;
}

/** "Mon 8 Feb AM: duty, need 1, have 0" */
export function gapWords(gap: Gap): string {
  const when = gap.date ? `${inWords(dayOf(gap.date))}${gap.half ? ` ${gap.half}` : ""}` : "These weeks";
  return `${when}: ${ruleName(gap.rule).toLowerCase()}, need ${gap.need}, have ${gap.have}`;
}

/** "about £450" */
export function costWords(pence: number): string {
  return `about £${(pence / 100).toLocaleString("en-GB", { maximumFractionDigits: 0 })}`;
}

/** What waits already, in the way of an option. */
export function overtakenWords({ cells }: NewerCells): string {
  const places = cells.map(({ code, date, half, by_name: by }) => {
    const who = by ? `, changed by ${by}` : "";
    return `${code} on ${inWords(dayOf(date))} ${half}${who}`;
  });
  return `Changes that wait to be published, or a rota published meanwhile, touch the same sessions: ${places.join("; ")}. Publish or undo what waits first, then ask again.`;
}
