/** How many alerts are active. */

import { type Counts, readAlertCounts } from "../../api/alerts";
import type { Me } from "../../api/auth";
import { askedOnce } from "../../domain/askedOnce";

const counts = askedOnce<Counts>("rotacc-alerts", readAlertCounts);

/** Have every badge ask again: something was dismissed, or the rota has changed. */
export function alertsChanged(): void {
  counts.changed();
}

export function useAlertCounts(me: Me): Counts | null {
  return counts.use(me);
}

/** "1 critical, 2 warnings" */
export function countWords({ critical, warning }: Counts): string {
  const parts = [critical && `${critical} critical`, warning && `${warning} ${warning === 1 ? "warning" : "warnings"}`];
  return parts.filter(Boolean).join(", ");
}
