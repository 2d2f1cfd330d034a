/** The cells that are chosen to be changed together: rectangles of rows and half-days. */

import type { Position, Size } from "./moves";
import { HEAD_ROWS } from "./places";

/** All sides included. */
export interface Rect {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export type Selection = readonly Rect[];

const FIRST_PERSON = HEAD_ROWS.length;

/** The rectangle between two cells. The rows above the people are never part of one. */
export function between(a: Position, b: Position): Rect {
  return {
    top: Math.max(FIRST_PERSON, Math.min(a.row, b.row)),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

/** One cell; nothing for a cell above the people. */
export function only(at: Position): Selection {
  return at.row < FIRST_PERSON ? [] : [between(at, at)];
}

/** Some cells, each by itself. */
export function placesOf(cells: readonly Position[]): Selection {
  return cells.flatMap(only);
}

export function holds(selection: Selection, { row, column }: Position): boolean {
  return selection.some(
    ({ top, left, bottom, right }) => top <= row && row <= bottom && left <= column && column <= right,
  );
}

/** Whether a cell is chosen, and others with it. */
export function isPartOfSeveral(selection: Selection, at: Position): boolean {
  const [first] = selection;
  const isOne = selection.length === 1 && first && first.top === first.bottom && first.left === first.right;
  return !isOne && holds(selection, at);
}

/** A cell is added to what is chosen, or taken away where it was one of several single ones. */
export function toggled(selection: Selection, at: Position): Selection {
  if (at.row < FIRST_PERSON) return selection;
  const single = ({ top, left, bottom, right }: Rect): boolean =>
    top === at.row && bottom === at.row && left === at.column && right === at.column;
  const without = selection.filter((rect) => !single(rect));
  return without.length < selection.length ? without : [...selection, between(at, at)];
}

/** Every cell once, row by row. */
export function cellsOf(selection: Selection, { rows, columns }: Pick<Size, "rows" | "columns">): Position[] {
  const found: Position[] = [];
  const box = boundsOf(selection);
  if (!box) return found;
  for (let row = box.top; row <= Math.min(box.bottom, rows - 1); row++)
    for (let column = box.left; column <= Math.min(box.right, columns - 1); column++)
      if (holds(selection, { row, column })) found.push({ row, column });
  return found;
}

/** The same shape elsewhere. */
export function shifted(selection: Selection, rows: number, columns: number): Selection {
  return selection.map(({ top, left, bottom, right }) => ({
    top: Math.max(FIRST_PERSON, top + rows),
    left: left + columns,
    bottom: bottom + rows,
    right: right + columns,
  }));
}

export const NOTHING: Selection = [];

/** What is chosen in one row: always the same nothing where it is not touched, so that it is not drawn again. */
export function ofRow(selection: Selection, row: number): Selection {
  return selection.some(({ top, bottom }) => top <= row && row <= bottom) ? selection : NOTHING;
}

/** The smallest rectangle around all of it. */
export function boundsOf(selection: Selection): Rect | null {
  if (selection.length === 0) return null;
  return {
    top: Math.min(...selection.map(({ top }) => top)),
    left: Math.min(...selection.map(({ left }) => left)),
    bottom: Math.max(...selection.map(({ bottom }) => bottom)),
    right: Math.max(...selection.map(({ right }) => right)),
  };
}

/** Which of the ten half-days of a row's week are chosen, one bit each: a plain number tells cells whether to draw again. */
export function maskOf(selection: Selection, row: number, week: number): number {
  let mask = 0;
  for (const { top, left, bottom, right } of selection) {
    if (row < top || bottom < row) continue;
    for (let at = Math.max(0, left - week * 10); at <= Math.min(9, right - week * 10); at++) mask |= 1 << at;
  }
  return mask;
}
