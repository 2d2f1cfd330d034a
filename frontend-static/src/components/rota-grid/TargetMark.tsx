import { signed } from "../../domain/edits";
import type { Target } from "./editing";

/** On a cell, while another is picked up: what dropping it here would do, or that it cannot be. */
export function TargetMark({ target, letter }: { target: Target; letter: string }) {
  if (!target.allowed)
    return (
      <span class="target no" aria-hidden="true">
        {letter}×
      </span>
    );
  return (
    <span class={target.cover < 0 ? "target yes" : "target yes well"} aria-hidden="true">
      {`${letter ? `${letter} ` : ""}${signed(target.cover)}\n${signed(target.fairness)}`}
    </span>
  );
}

/** The same for those who listen, and for the line below the grid. */
export function targetInWords(target: Target): string {
  if (!target.allowed) return `Not possible here: ${target.reason}`;
  return `Drop here: cover ${signed(target.cover)}, fairness ${signed(target.fairness)}`;
}
