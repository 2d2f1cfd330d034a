/** How many alerts are active, asked for once a page and quietly: whoever shows it can do without. */

import { useEffect, useState } from "preact/hooks";
import { type Counts, readAlertCounts } from "../../api/alerts";
import { isAdministrator, type Me } from "../../api/auth";

const CHANGED = "rotacc-alerts";
let asked: Promise<Counts | null> | null = null;

function counts(): Promise<Counts | null> {
  asked ??= readAlertCounts().catch(() => null);
  return asked;
}

/** Have every badge ask again: something was dismissed, or the rota has changed. */
export function alertsChanged(): void {
  asked = null;
  dispatchEvent(new Event(CHANGED));
}

/** Null until known, when it cannot be known, and for those whose business it is not. */
export function useAlertCounts(me: Me): Counts | null {
  const [known, setKnown] = useState<Counts | null>(null);
  const mine = isAdministrator(me.account);
  useEffect(() => {
    if (!mine) return;
    let live = true;
    const look = (): void => void counts().then((found) => live && setKnown(found));
    look();
    addEventListener(CHANGED, look);
    return () => {
      live = false;
      removeEventListener(CHANGED, look);
    };
  }, [mine]);
  return known;
}

/** "1 critical, 2 warnings" */
export function countWords({ critical, warning }: Counts): string {
  const parts = [critical && `${critical} critical`, warning && `${warning} ${warning === 1 ? "warning" : "warnings"}`];
  return parts.filter(Boolean).join(", ");
}
