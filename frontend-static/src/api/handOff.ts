import { call } from "./client";

export interface Does {
  activity: string;
  site: string;
}

export interface Owner {
  id: string;
  name: string;
}

/** One session to be changed in the clinical system: `was` is what it has, `now` what it should have. */
export interface HandOffLine {
  code: string;
  name: string;
  date: string;
  half: "AM" | "PM";
  act: "add" | "remove" | "change";
  was: Does | null;
  now: Does | null;
  since: string;
  overdue: boolean;
  owner: Owner | null;
}

export interface HandOff {
  /** Null: no list is kept yet. */
  since: string | null;
  owner: Owner | null;
  lines: HandOffLine[];
  overdue: number;
  administrators: Owner[];
}

export type Baseline = "as-it-stands" | "nothing";

/** How many lines are ticked at once; the server takes a few more. */
const MOST = 200;

export const HAND_OFF_TABLE = "/api/v1/rota/hand-off.csv";

export function readHandOff(): Promise<HandOff> {
  return call("GET", "/rota/hand-off");
}

export function keepHandOff(owner: string | null, baseline: Baseline | null): Promise<HandOff> {
  return call("PUT", "/rota/hand-off", { body: { owner, baseline } });
}

/** Say that lines are written into the clinical system, or, with `undo`, that they are not after all. */
export async function tick(lines: HandOffLine[], undo = false): Promise<void> {
  for (let first = 0; first < lines.length; first += MOST) {
    const some = lines.slice(first, first + MOST);
    await call("POST", "/rota/hand-off/ticks", {
      body: {
        lines: some.map(({ code, date, half, was, now }) => ({ code, date, half, has: undo ? was : now, stands: now })),
      },
    });
  }
}

export function readOverdue(): Promise<{ overdue: number }> {
  return call("GET", "/rota/hand-off/overdue");
}

export function giveLines(lines: HandOffLine[], owner: string | null): Promise<HandOff> {
  return call("PUT", "/rota/hand-off/owners", {
    body: { lines: lines.map(({ code, date, half }) => ({ code, date, half })), owner },
  });
}
