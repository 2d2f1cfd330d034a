/** How many lines of the hand-off are overdue. */

import { readOverdue } from "../../api/handOff";
import { askedOnce } from "../../domain/askedOnce";

const overdue = askedOnce("rotacc-hand-off", readOverdue);

/** Have the badge ask again: lines were ticked, or are back. */
export function handOffChanged(): void {
  overdue.changed();
}

export const useOverdue = overdue.use;
