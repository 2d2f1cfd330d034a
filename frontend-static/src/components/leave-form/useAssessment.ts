import { useEffect, useState } from "preact/hooks";
import { type Assessment, assess, type LeaveAsked } from "../../api/leave";
import { type Reason, reasonsOf } from "../../api/client";

const SETTLE_MS = 250;

export interface Assessed {
  assessment: Assessment | null;
  /** Why it could not be assessed. */
  reasons: Reason[];
  /** Something was changed that has not been assessed yet. */
  stale: boolean;
}

/** What this leave would mean, asked for once choosing rests a moment. The last answer stays until the next one. */
export function useAssessment(asked: LeaveAsked | null): Assessed {
  const [known, setKnown] = useState<Assessed & { of: string }>({
    assessment: null,
    reasons: [],
    stale: false,
    of: "",
  });
  // What the note says changes nothing.
  const key = asked === null ? "" : JSON.stringify({ ...asked, note: "" });

  useEffect(() => {
    if (key === "") return;
    let live = true;
    const timer = setTimeout(() => {
      assess(JSON.parse(key) as LeaveAsked)
        .then((assessment) => live && setKnown({ assessment, reasons: [], stale: false, of: key }))
        .catch((error) => live && setKnown({ assessment: null, reasons: reasonsOf(error), stale: false, of: key }));
    }, SETTLE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [key]);

  if (key === "") return { assessment: null, reasons: [], stale: false };
  return { ...known, stale: known.of !== key };
}
