import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { askWhatIf, readWhatIf, type WhatIfDates } from "../../api/whatIf";

const PAUSE_MS = 500;
const LONGEST_MS = 20_000;

export interface Nearby {
  /** Green dates near the ones asked for; null while they are looked for. */
  dates: WhatIfDates[] | null;
  /** The dates asked for are green themselves, so none were looked for. */
  isGreen: boolean;
  reasons: Reason[];
}

/** Dates near those of a request that would leave the rota as good as it is. */
export function useNearby(requestId: string): Nearby {
  const [nearby, setNearby] = useState<Nearby>({ dates: null, isGreen: false, reasons: [] });
  useEffect(() => {
    let live = true;
    const look = async (): Promise<void> => {
      const { id } = await askWhatIf({ request_id: requestId });
      const end = Date.now() + LONGEST_MS;
      while (live && Date.now() < end) {
        const answer = await readWhatIf(id);
        if (answer.status !== "working") {
          const dates = answer.nearby.filter((each) => each.verdict === "green");
          if (live) setNearby({ dates, isGreen: answer.verdict === "green", reasons: [] });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (live) setNearby({ dates: [], isGreen: false, reasons: [] });
    };
    look().catch((error) => live && setNearby({ dates: [], isGreen: false, reasons: reasonsOf(error) }));
    return () => {
      live = false;
    };
  }, [requestId]);
  return nearby;
}
