import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { reasonsOf } from "../../api/client";
import { type CellChange, previewEdit, readTargets } from "../../api/edits";
import { isoOf } from "../../domain/calendar";
import { atOf, breachCount, type Held, sameAt, signed, spotOf } from "../../domain/edits";
import { slotOf } from "../../domain/rota";
import type { Target, TargetRow } from "../rota-grid/editing";
import type { Carrying } from "./carrying";

/** The cell somebody took hold of; `block`: all that goes with it, itself included. */
export interface Picked extends Held {
  act: "move" | "swap";
  block: readonly Held[];
}

export interface PickUp {
  picked: Picked | null;
  /** For one that moves: what each cell in sight would make of it. */
  targets: ReadonlyMap<string, TargetRow> | null;
  /** For a swap, and for several that move: what the cell at hand would make of it, in words. */
  preview: string | null;
  pick(held: Held, act: Picked["act"], block?: readonly Held[]): void;
  putBack(): void;
  targetAt(code: string, day: number, half: 0 | 1): Target | undefined;
}

const SETTLES_MS = 120;

/** A cell that is picked up, and every place in sight where it may be put. */
export function usePickUp(
  start: number,
  inSight: { first: number; last: number },
  at: Held | null,
  turn: number,
  carrying: Carrying,
  onFailed: (reasons: string[]) => void,
): PickUp {
  const [picked, setPicked] = useState<Picked | null>(null);
  const [targets, setTargets] = useState<ReadonlyMap<string, TargetRow> | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const asked = useRef(new Set<number>());

  const pick = useCallback((held: Held, act: Picked["act"], block: readonly Held[] = [held]): void => {
    asked.current = new Set();
    setTargets(null);
    setPreview(null);
    setPicked({ ...held, act, block });
  }, []);
  const putBack = useCallback((): void => setPicked(null), []);

  // Where it may go is asked again, and what is painted stays until the answer is there.
  useEffect(() => {
    asked.current = new Set();
  }, [turn]);

  useEffect(() => {
    if (picked?.act !== "move" || picked.block.length > 1) return setTargets(null);
    const known = asked.current;
    const missing = range(inSight.first, inSight.last).filter((week) => !known.has(week));
    const [first] = missing;
    if (first === undefined) return;
    const weeks = (missing.at(-1) as number) - first + 1;
    for (const week of missing) known.add(week);
    readTargets(spotOf(picked), isoOf(start + first * 7), weeks)
      .then(({ rows }) => {
        if (asked.current !== known) return;
        setTargets((was) => withRows(was, rows));
      })
      .catch((error) => {
        if (asked.current === known) onFailed(reasonsOf(error).map(({ message }) => message));
      });
  }, [picked, inSight.first, inSight.last, start, turn]);

  const key = at ? JSON.stringify(at) : "";
  useEffect(() => {
    setPreview(null);
    if (!picked || !at || sameAt(at, picked) || (picked.act === "move" && picked.block.length === 1)) return;
    const { cells, against } = carrying.landing(picked, at);
    if (against) return setPreview(`Not possible here: ${against}`);
    if (cells.length === 0) return;
    let isAsked = true;
    const timer = setTimeout(async () => {
      const words = await previewWords(picked.act === "move" ? "Drop here" : "Swap here", cells);
      if (isAsked) setPreview(words);
    }, SETTLES_MS);
    return () => {
      isAsked = false;
      clearTimeout(timer);
    };
  }, [picked, key]);

  const targetAt = (code: string, day: number, half: 0 | 1) => targets?.get(code)?.get(slotOf(day, half));
  return { picked, targets, preview, pick, putBack, targetAt };
}

async function previewWords(act: string, cells: CellChange[]): Promise<string> {
  try {
    const { allowed, reasons, breaches, fairness } = await previewEdit(cells, "hand");
    if (!allowed) return `Not possible: ${reasons.map(({ message }) => message).join(" ")}`;
    const shares = fairness.map(({ name, before, after }) => `${name} ${signed(after - before)}`).join(", ");
    return [`${act}: ${breachCount(breaches)?.toLowerCase() ?? "breaks nothing"}`, shares].filter(Boolean).join("; ");
  } catch (error) {
    return reasonsOf(error)
      .map(({ message }) => message)
      .join(" ");
  }
}

function withRows(
  was: ReadonlyMap<string, TargetRow> | null,
  rows: Awaited<ReturnType<typeof readTargets>>["rows"],
): ReadonlyMap<string, TargetRow> {
  const people = new Map([...(was ?? [])].map(([code, row]) => [code, new Map(row)]));
  for (const [code, date, half, allowed, cover, fairness, reason] of rows) {
    const { day, half: at } = atOf({ code, date, half });
    const row = people.get(code) ?? new Map<number, Target>();
    row.set(slotOf(day, at), { allowed: allowed === 1, cover, fairness, reason });
    people.set(code, row);
  }
  return people;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}
