import { sameAt, stateWords } from "../../domain/edits";
import { sessionInWords } from "../../domain/rota";
import { chosenWords } from "../editing/acts";
import type { PickUp } from "../editing/usePickUp";
import { targetInWords } from "../rota-grid/TargetMark";
import type { Place } from "../rota-grid/places";

/** What is picked up, and what dropping it at the cell at hand would do. Null when nothing is. */
export function pickedInWords(pick: PickUp, at: Place | null, nameOf: (code: string) => string): string | null {
  const { picked } = pick;
  if (!picked) return null;
  const isOne = picked.block.length === 1;
  const what = isOne
    ? `${nameOf(picked.code)}, ${sessionInWords(picked.day, picked.half)}, ${stateWords(picked.state).toLowerCase()}`
    : chosenWords(picked.block);
  const held = `${picked.act === "move" ? "Picked up" : "To be swapped"}: ${what}.`;
  if (!at?.person) return `${held} Only a person’s session can take it.`;
  if (sameAt(picked, { code: at.person.code, day: at.day, half: at.half })) return `${held} Here it was picked up.`;
  if (picked.act === "swap" || !isOne) return `${held} ${pick.preview ?? "Looking what that would do here…"}`;
  const target = pick.targetAt(at.person.code, at.day, at.half);
  return `${held} ${target ? targetInWords(target) : "Looking where it may go…"}`;
}
