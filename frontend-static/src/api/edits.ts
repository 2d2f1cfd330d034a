import { call, query, type Reason } from "./client";

/** A session worked by a locum: whose place it is, what it costs, who sent them. */
export interface Locum {
  covers: string | null;
  cost_pence: number | null;
  agency: string;
}

/** What a cell of the grid is. Without an activity nobody works; pinned then means: kept off by hand. */
export interface CellState {
  activity: string | null;
  site: string | null;
  pinned: boolean;
  locum: Locum | null;
}

/** A session of somebody, as the server names it. */
export interface Spot {
  code: string;
  date: string;
  half: "AM" | "PM";
}

export interface CellChange extends Spot {
  was: CellState;
  now: CellState;
}

export type Cause = "hand" | "swap" | "repair" | "roll-back";

/** One act of somebody, of one or many sessions, that waits to be published. */
export interface Edit {
  id: number;
  at: string;
  by: string | null;
  by_name: string | null;
  mine: boolean;
  words: string;
  cause: Cause;
  cells: CellChange[];
  /** Cells the rota underneath has moved away from since. */
  overtaken: (Spot & { because: string })[];
}

/** A rule that is not kept, in one place. */
export interface Breach {
  rule: string;
  severity: string;
  date: string | null;
  half: "AM" | "PM" | null;
  code: string | null;
  site: string | null;
  need: number | null;
  have: number | null;
  because: string;
}

export interface Breaches {
  new: Breach[];
  mended: Breach[];
}

export interface Waiting {
  stamp: number;
  /** Grows whenever the published rota underneath has changed: by a publication, by leave. */
  published: number;
  edits: Edit[];
  /** Undone last, newest first: they can be done again. */
  undone: Edit[];
  alerts: Breaches;
}

export interface FairnessChange {
  code: string;
  name: string;
  before: number;
  after: number;
}

export interface Staged {
  edit: Edit;
  stamp: number;
  breaches: Breaches;
  fairness: FairnessChange[];
}

export interface EditPreview {
  allowed: boolean;
  reasons: Reason[];
  breaches: Breaches;
  fairness: FairnessChange[];
}

/** What stands in the way of a change: the cells as they are now, and who made them so. */
export interface NewerCells {
  cells: (Spot & { now: CellState; by_name: string | null; at: string | null })[];
}

export type TargetRow = [
  code: string,
  date: string,
  half: "AM" | "PM",
  allowed: 0 | 1,
  cover: number,
  fairness: number,
  reason: string,
];

export function readEdits(): Promise<Waiting> {
  return call("GET", "/rota/edits");
}

/** Everything that waits if it is not what it was at `stamp`; else only the stamp, which is quick. */
export function readEditsAfter(stamp: number): Promise<Waiting | { stamp: number; edits: null }> {
  return call("GET", `/rota/edits${query({ after: stamp })}`);
}

export function stageEdit(cells: CellChange[], cause: Cause, causeId: string | null = null): Promise<Staged> {
  return call("POST", "/rota/edits", { body: { cells, cause, cause_id: causeId } });
}

export function previewEdit(cells: CellChange[], cause: Cause): Promise<EditPreview> {
  return call("POST", "/rota/edits/previews", { body: { cells, cause, cause_id: null } });
}

export function readTargets(from: Spot, start: string, weeks: number): Promise<{ rows: TargetRow[] }> {
  return call("POST", "/rota/edits/targets", { body: { ...from, start, weeks } });
}

export function undoEdit(id: number): Promise<{ stamp: number }> {
  return call("PUT", `/rota/edits/${id}/undoing`);
}

export function redoEdit(id: number): Promise<{ stamp: number }> {
  return call("DELETE", `/rota/edits/${id}/undoing`);
}

/** Undo all that waits, of everybody; refused where something waits that is newer than what was seen. */
export function discardEdits(newest: number | undefined): Promise<{ stamp: number; undone: number[] }> {
  return call("DELETE", `/rota/edits${query({ newest })}`);
}
