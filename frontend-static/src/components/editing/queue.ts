/** Acts on their way to the server: drawn at once, sent one after the other, taken back where it says no. */

import type { CellChange } from "../../api/edits";
import { fallen, reversed } from "../../domain/edits";

export interface Act {
  cells: readonly CellChange[];
  send(): Promise<void>;
  /** It was refused, or it stood on one that was. */
  failed(error: unknown): void;
}

type Draw = (changes: readonly CellChange[]) => void;

export class Queue {
  private acts: Act[] = [];
  private sending = false;
  private readonly idlers: (() => void)[] = [];

  constructor(private readonly draw: Draw) {}

  /** What is drawn and not acknowledged, in the order it was done. */
  drawn(): readonly CellChange[] {
    return this.acts.flatMap(({ cells }) => cells);
  }

  get isIdle(): boolean {
    return this.acts.length === 0;
  }

  /** Resolves once nothing is on its way. */
  idle(): Promise<void> {
    return this.isIdle ? Promise.resolve() : new Promise((resolve) => this.idlers.push(resolve));
  }

  add(act: Act): void {
    this.draw(act.cells);
    this.acts.push(act);
    if (!this.sending) void this.run();
  }

  private async run(): Promise<void> {
    this.sending = true;
    for (let act = this.acts[0]; act; act = this.acts[0]) {
      try {
        await act.send();
        this.acts.shift();
      } catch (error) {
        this.takeBack(act, error);
      }
    }
    this.sending = false;
    for (const resolve of this.idlers.splice(0)) resolve();
  }

  /** Put back what was drawn from this act on, and draw again those that do not stand on it. */
  private takeBack(refused: Act, error: unknown): void {
    for (const act of [...this.acts].reverse()) this.draw(reversed(act.cells));
    const { kept, dropped } = fallen(this.acts, refused);
    this.acts = kept;
    for (const act of kept) this.draw(act.cells);
    for (const act of [refused, ...dropped]) act.failed(error);
  }
}
