/** Rows and columns of the grid, and whose session stands there. */

import type { Half } from "../../domain/calendar";
import type { Person } from "../../domain/rota";
import type { Position } from "./moves";

/** The rows above the people. */
export const HEAD_ROWS = ["duty", "gaps", "doctors"] as const;

/** A cell of the grid. `person` is null in the rows above the people. */
export interface Place {
  row: (typeof HEAD_ROWS)[number] | "person";
  person: Person | null;
  day: number;
  half: Half;
}

/** What stands at a row and column. */
export function placeAt(start: number, people: readonly Person[], { row, column }: Position): Place {
  const day = start + Math.floor(column / 10) * 7 + (column % 10 >> 1);
  const half = (column & 1) as Half;
  const head = HEAD_ROWS[row];
  if (head) return { row: head, person: null, day, half };
  return { row: "person", person: people[row - HEAD_ROWS.length] ?? null, day, half };
}

/** The column of a day and half. */
export function columnOf(start: number, day: number, half: Half): number {
  const offset = day - start;
  return Math.floor(offset / 7) * 10 + (offset % 7) * 2 + half;
}

/** The row and column of the cell an event happened in. */
export function located(event: Event): Position | null {
  const found = (event.target as HTMLElement).closest<HTMLElement>("[data-c]");
  return found ? { row: Number(found.dataset.r), column: Number(found.dataset.c) } : null;
}
