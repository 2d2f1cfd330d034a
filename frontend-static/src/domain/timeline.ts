/** The weeks one can scroll through, and the fetching of those that come into sight. */

import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import type { CellChange } from "../api/edits";
import { type Layer, type RotaVersion, readRota } from "../api/rota";
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
  /** Grows whenever weeks arrive or something is drawn. */
  revision: number;
  error: unknown;
  /** Make sure the weeks from `first` to `last` are there, and their neighbours. */
  want(first: number, last: number): void;
  /**
   * Fetch these weeks again, by their Mondays; those not known yet come when they are wanted. What was drawn on meanwhile
   * is left as it is, and answered: its time comes when that is acknowledged.
   */
  refresh(mondays: readonly number[]): Promise<readonly number[]>;
  /** Fetch everything known again; what was drawn on meanwhile is answered. */
  refreshAll(): Promise<readonly number[]>;
  /** Draw changes at once. */
  draw(changes: readonly CellChange[]): void;
  /** Changes drawn but not acknowledged: drawn again over whatever arrives meanwhile. */
  keepDrawn(changes: () => readonly CellChange[]): void;
}

/** One layer of the rota, in pieces as they are asked for. */
class Source {
  readonly rota = new Rota();
  readonly asked = new Set<number>();
  hasCome = false;
  /** Counts what was drawn, so that an answer from before is known as one. */
  drawn = 0;

  constructor(
    readonly span: Span | null,
    readonly layer: Layer,
  ) {}
}

const NOTHING: readonly CellChange[] = [];

export function useTimeline(span: Span | null, layer: Layer = "published"): Timeline {
  const source = useMemo(() => new Source(span, layer), [span, layer]);
  // What was shown stays until the first of the new has come, so that a change of layer does not blink.
  const shown = useRef(source);
  if (source.hasCome || shown.current.span !== span) shown.current = source;
  const drawn = useRef<() => readonly CellChange[]>(() => NOTHING);
  const [revision, setRevision] = useState(0);
  const [error, setError] = useState<unknown>(null);

  /** Whether the answer could be taken in. */
  const fetchWeeks = useCallback(
    async (start: number, weeks: number): Promise<boolean> => {
      const before = source.drawn;
      const answer = await readRota(isoOf(start), weeks, layer);
      // What was drawn since may be missing in it; it is better than nothing, and worse than what is there.
      if (source.drawn !== before && source.rota.day(start)) return false;
      source.rota.merge(answer);
      source.rota.apply(drawn.current());
      source.hasCome = true;
      setRevision((n) => n + 1);
      return true;
    },
    [source, layer],
  );

  const want = useCallback(
    (first: number, last: number): void => {
      if (!span) return;
      const from = Math.max(0, Math.floor((first - 2) / CHUNK_WEEKS));
      const to = Math.min(Math.ceil(span.weeks / CHUNK_WEEKS) - 1, Math.floor((last + 2) / CHUNK_WEEKS));
      for (let chunk = from; chunk <= to; chunk++) {
        const start = span.start + chunk * CHUNK_WEEKS * 7;
        if (source.asked.has(start)) continue;
        source.asked.add(start);
        fetchWeeks(start, Math.min(CHUNK_WEEKS, span.weeks - chunk * CHUNK_WEEKS))
          .then(() => setError(null))
          .catch((failure) => {
            source.asked.delete(start);
            setError(failure);
          });
      }
    },
    [span, source, fetchWeeks],
  );

  const refresh = useCallback(
    async (mondays: readonly number[]): Promise<readonly number[]> => {
      const parts = stretches(mondays.filter((monday) => source.rota.day(monday)));
      const came = await Promise.all(parts.map(({ start, weeks }) => fetchWeeks(start, weeks).catch(() => true)));
      return parts.filter((_, at) => !came[at]).flatMap(mondaysOf);
    },
    [source, fetchWeeks],
  );

  const refreshAll = useCallback(async () => (span ? refresh(mondaysOf(span)) : []), [refresh, span]);

  const draw = useCallback(
    (changes: readonly CellChange[]): void => {
      source.rota.apply(changes);
      source.drawn++;
      setRevision((n) => n + 1);
    },
    [source],
  );

  const keepDrawn = useCallback((changes: () => readonly CellChange[]): void => {
    drawn.current = changes;
  }, []);

  return { rota: shown.current.rota, revision, error, want, refresh, refreshAll, draw, keepDrawn };
}

function mondaysOf({ start, weeks }: Span): number[] {
  return Array.from({ length: weeks }, (_, week) => start + week * 7);
}

/** Weeks that follow each other are asked for at once, as far as one answer goes. */
function stretches(mondays: readonly number[]): Span[] {
  const found: Span[] = [];
  for (const monday of [...mondays].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last.weeks < CHUNK_WEEKS && last.start + last.weeks * 7 === monday) last.weeks++;
    else found.push({ start: monday, weeks: 1 });
  }
  return found;
}
