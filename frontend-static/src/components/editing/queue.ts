/** Acts on their way to the server: drawn at once, sent one after the other, taken back where it says no. */

import { isOutOfReach } from "../../api/client";
import type { CellChange } from "../../api/edits";
import { fallen, reversed } from "../../domain/edits";

export interface Act {
  cells: readonly CellChange[];
  /** `again`: it was sent before, and no answer came; it may have arrived. */
  send(again: boolean): Promise<void>;
  /** It was refused, or it stood on one that was. */
  failed(error: unknown): void;
}

type Draw = (changes: readonly CellChange[]) => void;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

export class Queue {
  private acts: Act[] = [];
  private sending = false;
  private held = false;
  private readonly idlers: (() => void)[] = [];

  /** `onHeld`: how many acts wait for a server that cannot be reached; none once it can be. */
  constructor(
    private readonly draw: Draw,
    private readonly onHeld: (acts: number) => void,
  ) {}

  /** What is drawn and not acknowledged, in the order it was done. */
  drawn(): readonly CellChange[] {
    return this.acts.flatMap(({ cells }) => cells);
  }

  get isIdle(): boolean {
    return this.acts.length === 0;
  }

  /** What is on its way waits for a server that cannot be reached. */
  get isHeld(): boolean {
    return this.held;
  }

  /** Resolves once nothing is on its way. */
  idle(): Promise<void> {
    return this.isIdle ? Promise.resolve() : new Promise((resolve) => this.idlers.push(resolve));
  }

  add(act: Act): void {
    this.draw(act.cells);
    this.acts.push(act);
    if (this.held) this.onHeld(this.acts.length);
    if (!this.sending) void this.run();
  }

  private async run(): Promise<void> {
    this.sending = true;
    for (let act = this.acts[0]; act; act = this.acts[0]) {
      try {
        await this.deliver(act);
        this.acts.shift();
      } catch (error) {
        this.takeBack(act, error);
      }
    }
    this.sending = false;
    for (const resolve of this.idlers.splice(0)) resolve();
  }

  /** Until there is an answer: a network that fails takes nothing from anybody's hands. */
  private async deliver(act: Act): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    try {
      for (let again = false; ; again = true) {
        try {
          return await act.send(again);
        } catch (error) {
          if (!isOutOfReach(error)) throw error;
        }
        this.held = true;
        this.onHeld(this.acts.length);
        await untilOnline(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    } finally {
      if (this.held) this.onHeld(0);
      this.held = false;
    }
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

/** A pause that ends early when the browser finds its network again. */
function untilOnline(most: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, most);
    addEventListener("online", end);
  });
}
