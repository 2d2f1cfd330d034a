/** Where what is picked up lands, in the grid as it is drawn: rows of people, columns of half-days. */

import { carried, type Landing, landed } from "../../domain/blocks";
import { type Held, moved, swapped } from "../../domain/edits";
import type { Person, Rota } from "../../domain/rota";
import type { Position } from "../rota-grid/moves";
import { columnOf, HEAD_ROWS, placeAt } from "../rota-grid/places";
import type { Picked } from "./usePickUp";

export class Carrying {
  constructor(
    private readonly rota: Rota,
    private readonly people: readonly Person[],
    private readonly start: number,
    private readonly columns: number,
  ) {}

  /** What somebody has in a session, as it is now. */
  held(code: string, day: number, half: 0 | 1): Held {
    return { code, day, half, state: this.rota.state(code, day, half) };
  }

  positionOf({ code, day, half }: Held): Position {
    const row = this.people.findIndex((person) => person.code === code);
    return { row: HEAD_ROWS.length + row, column: columnOf(this.start, day, half) };
  }

  /** How far it is from one cell to another. */
  way(from: Held, to: Held): { rows: number; columns: number } {
    const [a, b] = [this.positionOf(from), this.positionOf(to)];
    return { rows: b.row - a.row, columns: b.column - a.column };
  }

  /** What dropping it there changes, or why it cannot be. */
  landing({ act, block, ...picked }: Picked, to: Held): Landing {
    // What it is now, not what it was when it was picked up: somebody else may have been there.
    const now = ({ code, day, half }: Held): Held => this.held(code, day, half);
    if (act === "swap") return { cells: swapped(now(picked), to), against: null };
    if (block.length === 1) return { cells: moved(now(picked), to), against: null };
    const by = this.way(picked, to);
    const nameOf = (code: string): string => this.rota.people.get(code)?.name ?? code;
    return landed(carried(block.map(now)), (cell) => this.further(cell, by), nameOf);
  }

  /** The cell so far from another; null outside the grid. */
  private further(cell: Held, by: { rows: number; columns: number }): Held | null {
    const at = this.positionOf(cell);
    const column = at.column + by.columns;
    if (column < 0 || this.columns <= column || at.row + by.rows < HEAD_ROWS.length) return null;
    const { person, day, half } = placeAt(this.start, this.people, { row: at.row + by.rows, column });
    return person && this.held(person.code, day, half);
  }
}
