import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { readCalendar } from "../../api/leave";
import { isoOf } from "../../domain/calendar";
import { LeaveDays } from "../../domain/leave";

const CHUNK_WEEKS = 8;
const CHUNK_DAYS = CHUNK_WEEKS * 7;
const A_MONDAY = 4; // 5 January 1970

export interface LeaveCalendar {
  days: LeaveDays;
  revision: number;
  error: unknown;
  /** Have the weeks from one Monday to another, both included. */
  want(first: number, last: number): void;
}

/** The booking calendar of one person and kind, fetched eight weeks at a time as they come into sight. */
export function useLeaveDays(kind: string | null, code: string | undefined, generation: number): LeaveCalendar {
  const whose = `${kind}/${code}/${generation}`;
  const kept = useRef({ whose: "", days: new LeaveDays(), asked: new Set<number>() });
  const [revision, setRevision] = useState(0);
  const [error, setError] = useState<unknown>(null);
  if (kept.current.whose !== whose) kept.current = { whose, days: new LeaveDays(), asked: new Set() };
  useEffect(() => setError(null), [whose]);

  const want = useCallback(
    (first: number, last: number): void => {
      if (kind === null) return;
      const mine = kept.current;
      for (let chunk = chunkOf(first); chunk <= chunkOf(last); chunk++) {
        if (mine.asked.has(chunk)) continue;
        mine.asked.add(chunk);
        readCalendar(isoOf(A_MONDAY + chunk * CHUNK_DAYS), CHUNK_WEEKS, kind, code)
          .then((answer) => {
            mine.days.merge(answer.days);
            setRevision((n) => n + 1);
          })
          .catch((failure) => {
            if (mine === kept.current) setError(failure);
          });
      }
    },
    [whose],
  );
  return { days: kept.current.days, revision, error, want };
}

function chunkOf(monday: number): number {
  return Math.floor((monday - A_MONDAY) / CHUNK_DAYS);
}
