/** What the grid needs to know while its cells are being changed. Without it the grid is for reading. */

import type { Place } from "./places";
import type { Selection } from "./selection";

/** Whether what is picked up may be dropped on a cell, and what that would do. */
export interface Target {
  allowed: boolean;
  /** People of cover gained, or lost. */
  cover: number;
  /** Half-days of duty beyond fair parts; less is better. */
  fairness: number;
  /** Why it is not possible; empty where it is. */
  reason: string;
}

/** By slot, for one person. */
export type TargetRow = ReadonlyMap<number, Target>;

export interface GridEditing {
  selection: Selection;
  onSelect(selection: Selection): void;
  /** A tap goes on with the rectangle, as with Shift held. */
  extending: boolean;
  /** The cells that are picked up. */
  picked: Selection | null;
  targets: ReadonlyMap<string, TargetRow> | null;
  /** Keys before the grid's own. True: it was for this. */
  onKey(event: KeyboardEvent, place: Place): boolean;
  /** A cell was pointed at. True: something was dropped there, so it is not opened. */
  onPoint(place: Place): boolean;
  /** A cell was dragged, with a mouse, from one place to another. */
  onDrag(from: Place): boolean;
}
