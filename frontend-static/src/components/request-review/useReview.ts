import { useEffect, useState } from "preact/hooks";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { type RequestDetails, readRequest } from "../../api/leave";

export interface Review {
  details: RequestDetails | null;
  /** Why it cannot be shown, or why what was tried did not happen. */
  reasons: Reason[];
  /** Somebody else was quicker; what is shown is the newer state. */
  raced: boolean;
  busy: boolean;
  /**
   * Try something; answers what came of it, or null when somebody else was quicker: then the newer state is shown. Any
   * other refusal is thrown to whoever asked, where what was typed still stands, or shown here when nobody takes it.
   */
  attempt<T>(act: () => Promise<T>, refused?: "thrown"): Promise<T | null>;
}

/** One request with its assessment and history, and the way to act on it. */
export function useReview(id: string, generation: number): Review {
  const [details, setDetails] = useState<RequestDetails | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [raced, setRaced] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let live = true;
    setDetails((was) => (was?.request.id === id ? was : null));
    setReasons([]);
    setRaced(false);
    readRequest(id)
      .then((answer) => live && setDetails(answer))
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [id, generation]);

  const attempt = async <T>(act: () => Promise<T>, refused?: "thrown"): Promise<T | null> => {
    if (busy) return null;
    setBusy(true);
    setReasons([]);
    setRaced(false);
    try {
      return await act();
    } catch (error) {
      const lost = error instanceof ApiProblem && error.status === 409;
      if (refused === "thrown" && !lost) throw error;
      setReasons(reasonsOf(error));
      setRaced(lost);
      if (lost) await readRequest(id).then(setDetails, () => undefined);
      return null;
    } finally {
      setBusy(false);
    }
  };
  // Until another request is there, nothing is shown of the one before.
  const shown = details?.request.id === id ? details : null;
  return { details: shown, reasons, raced, busy, attempt };
}
