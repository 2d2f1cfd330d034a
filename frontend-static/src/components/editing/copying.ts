import type { CellState } from "../../api/edits";
import { EMPTY, type Held } from "../../domain/edits";
import type { Position } from "../rota-grid/moves";
import { boundsOf, holds, type Selection } from "../rota-grid/selection";

/** What stands in a selection, as the rectangle around it; what is not chosen in it is empty. */
export function rowsOf(selection: Selection, heldAt: (at: Position) => Held | null): CellState[][] {
  const box = boundsOf(selection);
  if (!box) return [];
  const across = box.right - box.left + 1;
  return Array.from({ length: box.bottom - box.top + 1 }, (_, down) =>
    Array.from({ length: across }, (__, right) => {
      const at = { row: box.top + down, column: box.left + right };
      return (holds(selection, at) && heldAt(at)?.state) || EMPTY;
    }),
  );
}
