import type { Marks } from "../../domain/rota";

/** Badges of a cell, by text and shape. Those who listen hear them in the cell's label. */
export function CellMarks({ marks, isWork }: { marks: Marks; isWork: boolean }) {
  return (
    <>
      {marks.pinned && isWork && <span class="mark mark-pinned" aria-hidden="true" />}
      {marks.off && !isWork && (
        <span class="mark mark-off" aria-hidden="true">
          off
        </span>
      )}
      {marks.locum && (
        <span class="mark mark-locum" aria-hidden="true">
          L
        </span>
      )}
      {marks.sick && (
        <span class="mark mark-sick" aria-hidden="true">
          +
        </span>
      )}
      {marks.part !== undefined && (
        <span class="mark mark-part" aria-hidden="true">
          ½
        </span>
      )}
      {marks.synced && <span class="mark mark-synced" aria-hidden="true" />}
    </>
  );
}

/** Every badge with its name, for the key. */
export const MARK_NAMES: readonly (readonly [marks: Marks, isWork: boolean, name: string])[] = [
  [{ pinned: true }, true, "Pinned"],
  [{ off: true }, false, "Kept off"],
  [{ locum: { covers: null, cost_pence: null, agency: "" } }, true, "Locum"],
  [{ sick: true }, false, "Sick"],
  [{ part: 60 }, true, "Away for a part"],
  [{ synced: true }, true, "In the clinical system"],
];
