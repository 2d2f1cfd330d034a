import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CellChange, CellState } from "../../api/edits";
import {
  asLocum,
  type Copied,
  EMPTY,
  emptied,
  given,
  type Held,
  moved,
  pasted,
  pinned,
  sameAt,
  swapped,
  toLocum,
} from "../../domain/edits";
import type { Person, Rota } from "../../domain/rota";
import type { GridEditing } from "../rota-grid/editing";
import { columnOf, HEAD_ROWS, type Place, placeAt } from "../rota-grid/places";
import { boundsOf, cellsOf, holds, only, type Selection } from "../rota-grid/selection";
import { say } from "../toast/toast";
import { type Acts, chosenWords, skippedWords } from "./acts";
import { type KeyAct, keyAct } from "./keys";
import { usePickUp } from "./usePickUp";
import type { WorkingCopy } from "./useWorkingCopy";

interface Wanted {
  on: boolean;
  rota: Rota;
  people: readonly Person[];
  /** The first Monday, and how many half-days there are. */
  start: number;
  columns: number;
  inSight: { first: number; last: number };
  /** The cell at hand, whether by keyboard or by mouse. */
  at: Place | null;
  working: WorkingCopy;
  /** Moves on when the published rota has changed: what could be done before may not be possible now. */
  turn: number;
  /** Open the panel with the acts of a cell. */
  onGive(place: Place): void;
  /** Put the focus into the grid, from a button elsewhere. */
  onGrid(): void;
}

const NONE: Selection = [];
const MOST_AT_ONCE = 500;

export function useGridEditing(wanted: Wanted): { grid: GridEditing | undefined; acts: Acts | null } {
  const { on, rota, people, start, columns, at, working } = wanted;
  const [selection, onSelect] = useState<Selection>(NONE);
  const [extending, setExtending] = useState(false);
  const [copied, setCopied] = useState<Copied | null>(null);
  const [dialog, setDialog] = useState<Acts["dialog"]>(null);

  const heldAt = useCallback(
    ({ person, day, half }: Place): Held | null =>
      person ? { code: person.code, day, half, state: rota.state(person.code, day, half) } : null,
    [rota],
  );
  const hand = at ? heldAt(at) : null;
  const pick = usePickUp(start, wanted.inSight, hand, wanted.turn, (reasons) => say(reasons.join(" ")));
  const size = { rows: HEAD_ROWS.length + people.length, columns };
  const chosen = cellsOf(selection, size)
    .map((cell) => heldAt(placeAt(start, people, cell)))
    .filter((held) => held !== null);

  // Other rows or another rota: what was chosen would be something else.
  useEffect(() => onSelect(NONE), [people, on]);
  useEffect(() => {
    if (!on) pick.putBack();
  }, [on]);

  const personOf = (code: string): Person | undefined => rota.people.get(code);
  const nobody = ({ code, day, half }: Held): boolean =>
    rota.closed(day, half, personOf(code)?.site) !== null || rota.cell(code, day, half)?.kind === "away";
  const siteOf = ({ code, state }: Held): string => state.site ?? personOf(code)?.site ?? "";

  const stage = (cells: CellChange[]): void => {
    if (cells.length > MOST_AT_ONCE) say(`At most ${MOST_AT_ONCE} sessions can be changed at once.`);
    else working.stage(cells);
  };

  const give = (activity: string): void => {
    // One cell is asked for as it is, so that the answer says why not; of several those that can be are done.
    const can = chosen.length > 1 ? chosen.filter((held) => !nobody(held)) : chosen;
    if (can.length < chosen.length) say(skippedWords(chosen.length - can.length));
    stage(given(can, activity, siteOf));
  };

  const pickUp = (act: "move" | "swap"): void => {
    const from = chosen.at(-1) ?? hand;
    if (!from) return;
    if (act === "move" && from.state.activity === null) return say("There is nothing here to move.");
    setExtending(false);
    pick.pick(from, act);
    wanted.onGrid();
  };

  const swap = (): void => {
    const [a, b] = chosen;
    if (chosen.length !== 2 || !a || !b) return pickUp("swap");
    const cells = swapped(a, b);
    if (cells.length === 0) return say("There is nothing here to swap.");
    stage(cells);
  };

  const dropOn = (place: Place): void => {
    const { picked } = pick;
    const to = heldAt(place);
    if (!picked || !to) return;
    if (sameAt(picked, to)) return pick.putBack();
    const target = pick.targetAt(to.code, to.day, to.half);
    if (picked.act === "move" && target && !target.allowed) return say(`Not possible here: ${target.reason}`);
    // What it is now, not what it was when it was picked up: somebody else may have been there.
    const from = { ...picked, state: rota.state(picked.code, picked.day, picked.half) };
    pick.putBack();
    onSelect(
      only({
        row: HEAD_ROWS.length + people.indexOf(place.person as Person),
        column: columnOf(start, to.day, to.half),
      }),
    );
    const cells = picked.act === "move" ? moved(from, to) : swapped(from, to);
    if (cells.length === 0) return say("That changes nothing.");
    stage(cells);
  };

  const ask = (what: "locum" | "sick"): void => {
    const held = chosen.at(-1) ?? hand;
    if (held) setDialog({ what, held });
  };

  const copy = (): void => {
    const box = boundsOf(selection);
    if (!box) return;
    const rows: CellState[][] = [];
    for (let row = box.top; row <= box.bottom; row++) {
      const line: CellState[] = [];
      for (let column = box.left; column <= box.right; column++) {
        const held = holds(selection, { row, column }) && heldAt(placeAt(start, people, { row, column }));
        line.push(held ? held.state : EMPTY);
      }
      rows.push(line);
    }
    const words = chosenWords(chosen);
    setCopied({ rows, words });
    say(`Copied: ${words}.`);
  };

  const paste = (): void => {
    const box = boundsOf(selection);
    if (!box) return;
    if (!copied) return say("Nothing is copied yet.");
    const under = (row: number, column: number): Held | null =>
      box.left + column < columns
        ? heldAt(placeAt(start, people, { row: box.top + row, column: box.left + column }))
        : null;
    const { cells, skipped } = pasted(copied, under, nobody);
    if (skipped > 0) say(skippedWords(skipped));
    else if (cells.length === 0) say("That changes nothing.");
    stage(cells);
  };

  const escape = (): boolean => {
    if (pick.picked) pick.putBack();
    else if (chosen.length > 1 || extending) {
      setExtending(false);
      onSelect(NONE);
    } else return false;
    return true;
  };

  const acts: Acts = {
    chosen,
    extending,
    canPaste: copied?.words ?? null,
    pick,
    dialog,
    give,
    placeAtSite: (site) =>
      stage(
        chosen
          .filter(({ state }) => state.activity !== null)
          .flatMap((held) => given([held], held.state.activity as string, () => site)),
      ),
    remove: () => (emptied(chosen).length > 0 ? stage(emptied(chosen)) : say("Nobody works here.")),
    pin: () => (pinned(chosen).length > 0 ? stage(pinned(chosen)) : say("There is nothing here to pin.")),
    pickUp,
    swap,
    ask,
    closeDialog: () => setDialog(null),
    markLocum: (locum) => dialog && stage(asLocum(dialog.held, locum)),
    giveToLocum(to, work, locum) {
      if (!dialog) return;
      const { day, half } = dialog.held;
      stage(toLocum(dialog.held, { code: to, day, half, state: rota.state(to, day, half) }, work, locum));
    },
    copy,
    paste,
    extend: setExtending,
    clear: () => onSelect(NONE),
  };

  const byKey: Record<KeyAct, (place: Place) => boolean | undefined | void> = {
    move: () => pickUp("move"),
    swap,
    pin: acts.pin,
    locum: () => ask("locum"),
    sick: () => ask("sick"),
    remove: acts.remove,
    give: wanted.onGive,
    undo: () => working.undo(),
    redo: () => working.redo(),
    copy,
    paste,
    drop: (place) => (pick.picked ? dropOn(place) : false),
    escape,
  };

  const onKey = (event: KeyboardEvent, place: Place): boolean => {
    const act = keyAct(event);
    if (!act) return false;
    const always = act === "undo" || act === "redo" || act === "escape";
    if (!place.person && !always) return false;
    // While something is picked up, only where it goes is to be said.
    if (pick.picked && act !== "drop" && !always) return true;
    return byKey[act](place) !== false;
  };

  const keys = useRef(onKey);
  keys.current = onKey;
  const drop = useRef(dropOn);
  drop.current = dropOn;
  const { picked, targets } = pick;
  const grid = useMemo<GridEditing | undefined>(
    () =>
      on
        ? {
            selection,
            onSelect,
            extending,
            picked,
            targets,
            onKey: (event, place) => keys.current(event, place),
            onPoint(place) {
              if (!picked) return false;
              drop.current(place);
              return true;
            },
            onDrag(place) {
              const held = heldAt(place);
              if (!held || held.state.activity === null) return false;
              pick.pick(held, "move");
              return true;
            },
          }
        : undefined,
    [on, selection, extending, picked, targets, heldAt],
  );
  return { grid, acts: on ? acts : null };
}
