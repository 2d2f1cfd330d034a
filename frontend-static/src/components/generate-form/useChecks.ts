import { useEffect, useState } from "preact/hooks";
import { type Checks, checkRun, type RunRequest } from "../../api/generate";

const SETTLE_MS = 400;

/** What the server would say to a request, asked a moment after it last changed; null while that is not known. */
export function useChecks(request: RunRequest | null): { checks: Checks | null; waiting: boolean } {
  const [checks, setChecks] = useState<Checks | null>(null);
  const [waiting, setWaiting] = useState(false);
  const asked = request && JSON.stringify(request);

  useEffect(() => {
    if (!asked) {
      setChecks(null);
      return;
    }
    let live = true;
    setWaiting(true);
    const timer = setTimeout(() => {
      // It only informs; the server says no again when the run is asked for.
      checkRun(JSON.parse(asked) as RunRequest)
        .then((answer) => live && setChecks(answer))
        .catch(() => live && setChecks(null))
        .finally(() => live && setWaiting(false));
    }, SETTLE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return { checks, waiting };
}
