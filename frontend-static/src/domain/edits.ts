/** What can be done to cells of the grid, as changes the server understands. Pure: nothing here draws or sends. */

import type { Breach, Breaches, CellChange, CellState, Edit, FairnessChange, Locum, Spot } from "../api/edits";
import { activityWords, ruleName } from "./activities";
import { dayOf, HALVES, type Half, inWords, isoOf, momentInWords } from "./calendar";

export const EMPTY: CellState = { activity: null, site: null, pinned: false, locum: null };
export const KEPT_OFF: CellState = { ...EMPTY, pinned: true };

/** What a person may be given by hand. Study leave and days in court come with their leave, and go with it. */
export const GIVEN_BY_HAND = ["clinic", "duty", "visits", "admin", "tutorial", "education", "self-directed"] as const;

/** A cell of the grid that belongs to somebody. */
export interface At {
  code: string;
  day: number;
  half: Half;
}

/** A cell with what it is. */
export interface Held extends At {
  state: CellState;
}

export function spotOf({ code, day, half }: At): Spot {
  return { code, date: isoOf(day), half: HALVES[half] };
}

export function atOf({ code, date, half }: Spot): At {
  return { code, day: dayOf(date), half: half === "PM" ? 1 : 0 };
}

export function sameAt(a: At, b: At): boolean {
  return a.code === b.code && a.day === b.day && a.half === b.half;
}

/** One word for a cell, so that it can be a key. */
export function keyOf({ code, date, half }: Spot): string {
  return `${code} ${date} ${half}`;
}

export function sameState(a: CellState, b: CellState): boolean {
  return a.activity === b.activity && a.site === b.site && a.pinned === b.pinned && sameLocum(a.locum, b.locum);
}

function sameLocum(a: Locum | null, b: Locum | null): boolean {
  if (!a || !b) return a === b;
  return a.covers === b.covers && a.cost_pence === b.cost_pence && a.agency === b.agency;
}

export function changed(held: Held, now: CellState): CellChange[] {
  return sameState(held.state, now) ? [] : [{ ...spotOf(held), was: held.state, now }];
}

function sameWork(a: CellState, b: CellState): boolean {
  return a.activity === b.activity && a.site === b.site;
}

/** The same where other work is done; somebody who does it already is not pinned by being given it. */
function changedWork(held: Held, now: CellState): CellChange[] {
  return sameWork(held.state, now) ? [] : changed(held, now);
}

/** Give each cell this activity. Without a site people stay where they were, or are at their own. */
export function given(cells: Held[], activity: string, siteOf: (cell: Held) => string): CellChange[] {
  return cells.flatMap((cell) =>
    changedWork(cell, { activity, site: siteOf(cell), pinned: true, locum: cell.state.locum }),
  );
}

/** Take people off. Where nobody worked there is nothing to take off. */
export function emptied(cells: Held[]): CellChange[] {
  return cells.filter(({ state }) => state.activity !== null).flatMap((cell) => changed(cell, KEPT_OFF));
}

/** Pin what is not pinned; once all of it is, unpin it. A session kept off can only be given free again. */
export function pinned(cells: Held[]): CellChange[] {
  const kept = cells.filter(({ state }) => state.activity !== null || state.pinned);
  const pin = kept.some(({ state }) => state.activity !== null && !state.pinned);
  return kept
    .filter(({ state }) => state.activity !== null || !pin)
    .flatMap((cell) => changed(cell, { ...cell.state, pinned: pin }));
}

/** The session goes from one cell to another. Whoever gave it up is kept off; what stood there goes. */
export function moved(from: Held, to: Held): CellChange[] {
  if (from.state.activity === null || sameAt(from, to)) return [];
  return [...changed(from, KEPT_OFF), ...changed(to, taken(from, to))];
}

/** Two cells change hands. An empty one stays empty for the other: kept off. */
export function swapped(a: Held, b: Held): CellChange[] {
  if (a.state.activity === null && b.state.activity === null) return [];
  return [...changed(a, taken(b, a)), ...changed(b, taken(a, b))];
}

/** One cell's work in another. That a locum works it is said of a person, and stays with them. */
export function taken(from: Held, to: Held): CellState {
  const { activity, site, locum } = from.state;
  return { activity, site, pinned: true, locum: from.code === to.code ? locum : null };
}

/** Say that a locum works it, or (null) that none does. */
export function asLocum(cell: Held, locum: Locum | null): CellChange[] {
  return cell.state.activity === null ? [] : changed(cell, { ...cell.state, pinned: true, locum });
}

/** The session goes to a locum on the list, in somebody's place. */
export function toLocum(from: Held | null, to: Held, work: { activity: string; site: string }, locum: Locum) {
  const leaves = from && !sameAt(from, to) ? emptied([from]) : [];
  return [...leaves, ...changed(to, { ...work, pinned: true, locum })];
}

/** A rectangle of cells to be put elsewhere: rows of people, columns of sessions. */
export interface Copied {
  rows: CellState[][];
  /** "6 sessions of 2 people" */
  words: string;
}

/** The cells under a copied rectangle whose first stands at a place. Pins and locums stay behind: the work is copied. */
export function pasted(
  copied: Copied,
  at: (row: number, column: number) => Held | null,
  cannot: (cell: Held) => boolean,
): { cells: CellChange[]; skipped: number } {
  let skipped = 0;
  const cells = copied.rows.flatMap((columns, row) =>
    columns.flatMap((state, column) => {
      const to = at(row, column);
      const leaves = state.activity !== null && !(GIVEN_BY_HAND as readonly string[]).includes(state.activity);
      if (!to || leaves || cannot(to)) {
        skipped += to && state.activity === null && to.state.activity === null ? 0 : 1;
        return [];
      }
      if (state.activity === null) return emptied([to]);
      return changedWork(to, { activity: state.activity, site: state.site, pinned: true, locum: null });
    }),
  );
  return { cells, skipped };
}

/** The changes the other way round, newest first. */
export function reversed(cells: readonly CellChange[]): CellChange[] {
  return cells.map((cell) => ({ ...cell, was: cell.now, now: cell.was })).reverse();
}

/** Something drawn that the server has not acknowledged. */
export interface Drawn {
  cells: readonly CellChange[];
}

/** Which of the acts drawn after a refused one stand on it, and go with it; the others stay. */
export function fallen<T extends Drawn>(queue: readonly T[], refused: T): { kept: T[]; dropped: T[] } {
  const touched = new Set(refused.cells.map(keyOf));
  const kept: T[] = [];
  const dropped: T[] = [];
  for (const act of queue) {
    if (act === refused) continue;
    if (act.cells.some((cell) => touched.has(keyOf(cell)))) {
      for (const cell of act.cells) touched.add(keyOf(cell));
      dropped.push(act);
    } else kept.push(act);
  }
  return { kept, dropped };
}

/** Whether an edit of the list is what was asked for: its cells, perhaps with others that went with them. */
export function isWhatWasAsked(edit: Edit, cells: readonly CellChange[]): boolean {
  const made = new Map(edit.cells.map((cell) => [keyOf(cell), cell]));
  return cells.every((cell) => {
    const found = made.get(keyOf(cell));
    return found && sameState(found.was, cell.was) && sameWork(found.now, cell.now);
  });
}

/** Mondays of the weeks some changes touch. */
export function weeksTouched(cells: Iterable<Spot>, mondayOf: (day: number) => number): number[] {
  return [...new Set([...cells].map(({ date }) => mondayOf(dayOf(date))))].sort((a, b) => a - b);
}

/** What differs between two looks at the list: edits that came, and those that went. */
export function difference(was: readonly Edit[], now: readonly Edit[]): { came: Edit[]; went: Edit[] } {
  const before = new Set(was.map(({ id }) => id));
  const after = new Set(now.map(({ id }) => id));
  return { came: now.filter(({ id }) => !before.has(id)), went: was.filter(({ id }) => !after.has(id)) };
}

/** "12 changes wait: 8 yours, 4 by Priya" */
export function waitingWords(edits: readonly Edit[]): string {
  if (edits.length === 0) return "No changes wait";
  const all = edits.length === 1 ? "1 change waits" : `${edits.length} changes wait`;
  const others = new Map<string, number>();
  for (const edit of edits)
    if (!edit.mine) {
      const name = edit.by_name ?? "the system";
      others.set(name, (others.get(name) ?? 0) + 1);
    }
  const mine = edits.filter(({ mine }) => mine).length;
  const parts = [...others].map(([name, count]) => (mine || others.size > 1 ? `${count} by ${name}` : `by ${name}`));
  if (mine === edits.length) return `${all}: ${mine === 1 ? "yours" : "all yours"}`;
  return `${all}: ${[...(mine ? [`${mine} yours`] : []), ...parts].join(", ")}`;
}

/** "Breaks 2 rules, mends 1" for a list of alerts or breaches; null when there is neither. */
export function breachCount({ new: fresh, mended }: Breaches): string | null {
  const parts = [
    ...(fresh.length > 0 ? [`breaks ${fresh.length}`] : []),
    ...(mended.length > 0 ? [`mends ${mended.length}`] : []),
  ];
  if (parts.length === 0) return null;
  const words = parts.join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Duty, Thu 11 Feb PM: need 1, have 0" */
export function breachWords({ rule, date, half, need, have, because }: Breach): string {
  const when = date ? `, ${inWords(dayOf(date))}${half ? ` ${half}` : ""}` : "";
  const numbers = need !== null && have !== null ? `need ${need}, have ${have}` : because;
  return `${ruleName(rule)}${when}: ${numbers}`;
}

/** "Duty", "Clinic, pinned", "Not at work", "Kept off" */
export function stateWords({ activity, pinned: isPinned, locum }: CellState): string {
  if (activity === null) return isPinned ? "Kept off" : "Not at work";
  return `${activityWords(activity).label}${locum ? ", locum" : ""}`;
}

/** "+0.5", "−0.3", "+0": a sign always, and a minus that lines up. */
export function signed(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return `${rounded < 0 ? "−" : "+"}${Math.abs(rounded)}`;
}

const SPELT_OUT = 2;

/** What became worse, better and fairer, in one line: "Breaks Duty, Thu 11 Feb PM: need 1, have 0; Dr Ash −1, Dr Fir +1". */
export function outcomeWords(breaches: Breaches, fairness: readonly FairnessChange[]): string {
  const shares = fairness.map(({ name, before, after }) => `${name} ${signed(after - before)}`);
  return [
    listed("Breaks", breaches.new),
    listed("Mends", breaches.mended),
    shares.length > 0 ? `Half-days of duty: ${shares.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(". ");
}

function listed(verb: string, breaches: readonly Breach[]): string {
  if (breaches.length === 0) return "";
  const more = breaches.length - SPELT_OUT;
  const first = breaches.slice(0, SPELT_OUT).map(breachWords);
  return `${verb} ${first.join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** "Priya, Mon 23 Nov 2026, 10:12" */
export function byWhom(edit: { by_name: string | null; mine: boolean; at: string }): string {
  return `${edit.mine ? "You" : (edit.by_name ?? "The system")}, ${momentInWords(edit.at)}`;
}
