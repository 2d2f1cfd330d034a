/** Several cells of the grid that are moved as one. Pure. */

import type { CellChange, CellState } from "../api/edits";
import { changed, GIVEN_BY_HAND, type Held, KEPT_OFF, keyOf, sameAt, spotOf, stateWords, taken } from "./edits";
import { sessionInWords } from "./rota";

/** Where a block would land: what that changes, or why it cannot be. */
export interface Landing {
  cells: CellChange[];
  against: string | null;
}

const OFF_THE_EDGE = "Part of it would be outside the rota that is shown.";

/** Of some cells those that can be carried: work that is given by hand, and nothing that comes with a leave. */
export function carried(cells: readonly Held[]): Held[] {
  return cells.filter(({ state }) => (GIVEN_BY_HAND as readonly (string | null)[]).includes(state.activity));
}

/** Every cell of a block goes to its place, all at once. Who gives a session up is kept off; what nobody may drop on
 *  stays, and then the block goes nowhere. */
export function landed(
  block: readonly Held[],
  placeOf: (cell: Held) => Held | null,
  nameOf: (code: string) => string,
): Landing {
  const moves = block.map((from) => ({ from, to: placeOf(from) }));
  const leaving = new Set(block.map((cell) => keyOf(spotOf(cell))));
  const taking = new Map<string, { from: Held; to: Held }>();
  for (const { from, to } of moves) {
    if (!to) return { cells: [], against: OFF_THE_EDGE };
    const key = keyOf(spotOf(to));
    if (!leaving.has(key) && !givesWay(to.state, from.state)) return { cells: [], against: takenWords(to, nameOf) };
    taking.set(key, { from, to });
  }
  const left = block.filter((cell) => !taking.has(keyOf(spotOf(cell))));
  return {
    cells: [
      ...left.flatMap((cell) => changed(cell, KEPT_OFF)),
      ...[...taking.values()].flatMap(({ from, to }) => (sameAt(from, to) ? [] : changed(to, taken(from, to)))),
    ],
    against: null,
  };
}

/** "Dr Ash has clinic on Tue 5 Jan AM." */
function takenWords({ code, day, half, state }: Held, nameOf: (code: string) => string): string {
  return `${nameOf(code)} has ${stateWords(state).toLowerCase()} on ${sessionInWords(day, half)}.`;
}

/** Duty may take the place of a clinic; nothing else takes the place of anything. */
function givesWay(there: CellState, comes: CellState): boolean {
  return there.activity === null || (there.activity === "clinic" && comes.activity === "duty");
}
