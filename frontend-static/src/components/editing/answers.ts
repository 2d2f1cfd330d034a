/** What the server said of an act, or would have, had its answer come. */

import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { type CellChange, type Edit, type NewerCells, readEdits, type Staged } from "../../api/edits";
import { dayOf, momentInWords } from "../../domain/calendar";
import { isWhatWasAsked, stateWords } from "../../domain/edits";
import { sessionInWords } from "../../domain/rota";

/** Why the last act was not done. */
export interface Refusal {
  title: string;
  reasons: Reason[];
}

type Newer = NewerCells["cells"][number];

/** The cells that somebody else was quicker in, as they are now. */
export function newerCells(error: unknown): readonly Newer[] {
  return (error instanceof ApiProblem && (error.newer as NewerCells | null)?.cells) || [];
}

export function refusalOf(title: string, error: unknown, nameOf: (code: string) => string): Refusal {
  const newer = newerCells(error);
  if (newer.length === 0) return { title, reasons: reasonsOf(error) };
  return {
    title: "Somebody was quicker. Your change was not made, and nothing of theirs was overwritten",
    reasons: newer.map((cell) => ({ message: newerWords(cell, nameOf) })),
  };
}

/** "Dr Ash, Tue 5 Jan AM is duty now: changed by Priya, Mon 4 Jan 2027, 10:12." */
function newerWords(cell: Newer, nameOf: (code: string) => string): string {
  const where = `${nameOf(cell.code)}, ${sessionInWords(dayOf(cell.date), cell.half === "PM" ? 1 : 0)}`;
  const what = stateWords(cell.now).toLowerCase();
  const when = cell.at ? `, ${momentInWords(cell.at)}` : "";
  return `${where} is ${what} now${cell.by_name ? `: changed by ${cell.by_name}${when}` : ""}.`;
}

/** A change that was sent and never answered, if it did arrive; what it breaks and mends is said with the alerts. */
export async function arrived(
  cells: readonly CellChange[],
  known: readonly Edit[],
): Promise<Pick<Staged, "edit" | "breaches" | "fairness"> | null> {
  const before = new Set(known.map(({ id }) => id));
  const { edits } = await readEdits();
  const edit = edits.find((each) => each.mine && !before.has(each.id) && isWhatWasAsked(each, cells));
  return edit ? { edit, breaches: { new: [], mended: [] }, fairness: [] } : null;
}
