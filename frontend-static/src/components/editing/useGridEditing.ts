import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CellChange } from "../../api/edits";
import { carried } from "../../domain/blocks";
import {
  asLocum,
  type Copied,
  emptied,
  given,
  type Held,
  pasted,
  pinned,
  sameAt,
  swapped,
  toLocum,
} from "../../domain/edits";
import type { Person, Rota } from "../../domain/rota";
import type { GridEditing } from "../rota-grid/editing";
import { HEAD_ROWS, type Place, placeAt } from "../rota-grid/places";
import { boundsOf, cellsOf, isPartOfSeveral, NOTHING, placesOf, type Selection, shifted } from "../rota-grid/selection";
import { say } from "../toast/toast";
import { type Acts, chosenWords, skippedWords } from "./acts";
import { Carrying } from "./carrying";
import { rowsOf } from "./copying";
import { type KeyAct, keyAct } from "./keys";
import { useUndoKeys } from "./undoKeys";
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

const MOST_AT_ONCE = 500;

export function useGridEditing(wanted: Wanted): { grid: GridEditing | undefined; acts: Acts | null } {
  const { on, rota, people, start, columns, at, working } = wanted;
  const [selection, onSelect] = useState<Selection>(NOTHING);
  const [extending, setExtending] = useState(false);
  const [copied, setCopied] = useState<Copied | null>(null);
  const [dialog, setDialog] = useState<Acts["dialog"]>(null);

  const carrying = useMemo(() => new Carrying(rota, people, start, columns), [rota, people, start, columns]);
  const heldAt = useCallback(
    ({ person, day, half }: Place): Held | null => person && carrying.held(person.code, day, half),
    [carrying],
  );
  const hand = at ? heldAt(at) : null;
  const pick = usePickUp(start, wanted.inSight, hand, wanted.turn, carrying, (reasons) => say(reasons.join(" ")));
  const { picked, targets } = pick;
  const pickedAt = useMemo(
    () => (picked ? placesOf(picked.block.map((held) => carrying.positionOf(held))) : NOTHING),
    [picked, carrying],
  );
  const size = { rows: HEAD_ROWS.length + people.length, columns };
  const chosen = cellsOf(selection, size)
    .map((cell) => heldAt(placeAt(start, people, cell)))
    .filter((held) => held !== null);

  // Other rows or another rota: what was chosen would be something else.
  useEffect(() => onSelect(NOTHING), [people, on]);
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
    const several = act === "move" && chosen.length > 1 ? carried(chosen) : [];
    const from = several.find((held) => hand && sameAt(held, hand)) ?? several[0] ?? chosen.at(-1) ?? hand;
    if (!from) return;
    if (act === "move" && from.state.activity === null) return say("There is nothing here to move.");
    setExtending(false);
    pick.pick(from, act, several.length > 0 ? several : [from]);
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
    const to = heldAt(place);
    if (!picked || !to) return;
    if (sameAt(picked, to)) return pick.putBack();
    const target = pick.targetAt(to.code, to.day, to.half);
    if (picked.act === "move" && target && !target.allowed) return say(`Not possible here: ${target.reason}`);
    const { cells, against } = carrying.landing(picked, to);
    if (against) return say(`Not possible here: ${against}`);
    const by = carrying.way(picked, to);
    pick.putBack();
    onSelect(shifted(pickedAt, by.rows, by.columns));
    if (cells.length === 0) return say("That changes nothing.");
    stage(cells);
  };

  const ask = (what: "locum" | "sick"): void => {
    const held = chosen.at(-1) ?? hand;
    if (held) setDialog({ what, held });
  };

  const copy = (): void => {
    const rows = rowsOf(selection, (at) => heldAt(placeAt(start, people, at)));
    if (rows.length === 0) return;
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
      onSelect(NOTHING);
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

  useUndoKeys(on, working.undo, working.redo);

  const keys = useRef(onKey);
  keys.current = onKey;
  const drop = useRef(dropOn);
  drop.current = dropOn;
  // Several that are carried are shown where they would land.
  const carriedTo = picked && picked.block.length > 1 && hand ? carrying.way(picked, hand) : null;
  const shown = useMemo(
    () => (carriedTo ? shifted(pickedAt, carriedTo.rows, carriedTo.columns) : selection),
    [selection, pickedAt, carriedTo?.rows, carriedTo?.columns],
  );
  const grid = useMemo<GridEditing | undefined>(
    () =>
      on
        ? {
            selection: shown,
            onSelect,
            extending,
            picked: picked && pickedAt,
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
              const several = isPartOfSeveral(selection, carrying.positionOf(held)) ? carried(chosen) : [held];
              pick.pick(held, "move", several);
              return several.length > 0;
            },
          }
        : undefined,
    [on, selection, shown, extending, picked, pickedAt, targets, carrying],
  );
  return { grid, acts: on ? acts : null };
}
