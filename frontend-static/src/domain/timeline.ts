/** The weeks one can scroll through, and the fetching of those that come into sight. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type RotaVersion, readRota } from "../api/rota";
import { dayOf, isoOf, mondayOf } from "./calendar";
import { Rota } from "./rota";

const CHUNK_WEEKS = 13;

export interface Span {
  start: number;
  weeks: number;
}

/** From the first published Monday to the last published week; null when nothing is published. */
export function spanOf(versions: RotaVersion[]): Span | null {
  if (versions.length === 0) return null;
  const start = mondayOf(Math.min(...versions.map((version) => dayOf(version.start))));
  const end = Math.max(...versions.map((version) => dayOf(version.end)));
  return { start, weeks: Math.floor((end - start) / 7) + 1 };
}

export interface Timeline {
  rota: Rota;
  /** Grows whenever weeks arrive. */
  revision: number;
  error: unknown;
  /** Make sure the weeks from `first` to `last` are there, and their neighbours. */
  want(first: number, last: number): void;
}

export function useTimeline(span: Span | null): Timeline {
  const rota = useRef(new Rota());
  const asked = useRef(new Set<number>());
  const [revision, setRevision] = useState(0);
  const [error, setError] = useState<unknown>(null);

  const fetchChunk = useCallback(async (start: number, weeks: number): Promise<void> => {
    try {
      rota.current.merge(await readRota(isoOf(start), weeks));
      setError(null);
      setRevision((n) => n + 1);
    } catch (failure) {
      asked.current.delete(start);
      setError(failure);
    }
  }, []);

  const want = useCallback(
    (first: number, last: number): void => {
      if (!span) return;
      const from = Math.max(0, Math.floor((first - 2) / CHUNK_WEEKS));
      const to = Math.min(Math.ceil(span.weeks / CHUNK_WEEKS) - 1, Math.floor((last + 2) / CHUNK_WEEKS));
      for (let chunk = from; chunk <= to; chunk++) {
        const start = span.start + chunk * CHUNK_WEEKS * 7;
        if (asked.current.has(start)) continue;
        asked.current.add(start);
        void fetchChunk(start, Math.min(CHUNK_WEEKS, span.weeks - chunk * CHUNK_WEEKS));
      }
    },
    [span, fetchChunk],
  );

  useEffect(() => {
    rota.current = new Rota();
    asked.current.clear();
  }, [span]);

  return { rota: rota.current, revision, error, want };
}
