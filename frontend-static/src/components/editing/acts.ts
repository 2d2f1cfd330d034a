import type { Locum } from "../../api/edits";
import { type Held, stateWords } from "../../domain/edits";
import { sessionInWords } from "../../domain/rota";
import type { PickUp } from "./usePickUp";

/** What can be done to the chosen cells, by key, by button and by touch alike. */
export interface Acts {
  chosen: Held[];
  extending: boolean;
  canPaste: string | null;
  pick: PickUp;
  dialog: { what: "locum" | "sick"; held: Held } | null;
  give(activity: string): void;
  placeAtSite(site: string): void;
  remove(): void;
  pin(): void;
  pickUp(act: "move" | "swap"): void;
  swap(): void;
  ask(what: "locum" | "sick"): void;
  closeDialog(): void;
  markLocum(locum: Locum | null): void;
  giveToLocum(to: string, work: { activity: string; site: string }, locum: Locum): void;
  copy(): void;
  paste(): void;
  extend(on: boolean): void;
}

/** "Dr Ash, Tue 5 Jan AM: clinic", "6 sessions of 2 people" */
export function chosenWords(chosen: readonly Held[]): string {
  const [first] = chosen;
  if (!first) return "nothing";
  if (chosen.length === 1) return `${sessionInWords(first.day, first.half)}, ${stateWords(first.state).toLowerCase()}`;
  const people = new Set(chosen.map(({ code }) => code)).size;
  return `${chosen.length} sessions of ${people === 1 ? "one person" : `${people} people`}`;
}

export function skippedWords(count: number): string {
  return `${count} ${count === 1 ? "session was" : "sessions were"} left out: away, closed, or leave that cannot be copied.`;
}
