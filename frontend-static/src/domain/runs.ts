/** A run in words, and its progress as it happens. */

import { useEffect, useRef, useState } from "preact/hooks";
import { isOver, type Mode, type Progress, progressAddress, type Run, type RunStatus, readRun } from "../api/generate";

/** How a rota can be made, and what becomes of what is there. Said in the order from the gentlest. */
export const MODES: readonly { mode: Mode; words: string; means: string }[] = [
  {
    mode: "fill",
    words: "Fill the gaps",
    means: "Everything on the rota stays. What is missing is added, and a clinic becomes duty where duty is short.",
  },
  {
    mode: "repair",
    words: "Repair",
    means: "As few changes as can be, only to close gaps.",
  },
  {
    mode: "stay-close",
    words: "Stay close",
    means: "What is published changes where cover needs it, and for little else.",
  },
  {
    mode: "rebalance",
    words: "Rebalance duty",
    means: "Duty moves from those who have held most to those who have held least, counting earlier weeks.",
  },
  {
    mode: "afresh",
    words: "Make afresh",
    means: "As if nothing were published; only what was decided by hand stays.",
  },
];

export function modeWords(mode: Mode): string {
  return MODES.find((each) => each.mode === mode)?.words ?? mode;
}

export function isMode(text: string | null): text is Mode {
  return MODES.some((each) => each.mode === text);
}

const STATUS_WORDS: Record<RunStatus, string> = {
  queued: "Waiting",
  running: "Running",
  done: "Draft ready",
  stopped: "Stopped, best kept",
  failed: "Failed",
  refused: "Refused",
};

export function statusWords(run: Run): string {
  if (run.published) return "Published";
  if (run.set_aside) return "Set aside";
  if (run.status === "stopped" && run.has_draft === false) return "Stopped";
  return STATUS_WORDS[run.status];
}

export function statusStyle(run: Run): string {
  if (run.published) return "good";
  if (run.status === "failed" || run.status === "refused") return "danger";
  return isOver(run.status) ? "" : "person";
}

/** "2 gaps", "1 gap", "no gaps" */
export function gapCount(gaps: number): string {
  if (gaps === 0) return "no gaps";
  return gaps === 1 ? "1 gap" : `${gaps} gaps`;
}

/** "proved best possible", "within 0.4 % of the best possible" */
export function closeness(percent: number, proved: boolean): string {
  if (proved || percent <= 0) return "proved: no better rota exists";
  return `within ${percent.toFixed(1)} % of the best possible`;
}

const LOOK_AGAIN_MS = 3000;

export interface Watched {
  run: Run | null;
  points: Progress[];
  error: unknown;
  /** Look at the run once more, now. */
  refresh(): void;
}

/** A run, followed until it is over. Connections that break are taken up again where they were. */
export function useRun(id: string | null): Watched {
  const [run, setRun] = useState<Run | null>(null);
  const [points, setPoints] = useState<Progress[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (shown.current !== id) {
      shown.current = id;
      setRun(null);
      setPoints([]);
      setError(null);
    }
    if (!id) return;
    let live = true;
    let timer = 0;
    let source: EventSource | null = null;

    const look = async (): Promise<void> => {
      try {
        const now = await readRun(id);
        if (!live) return;
        setRun(now);
        setError(null);
        if (isOver(now.status)) source?.close();
        else {
          listen();
          timer = window.setTimeout(look, LOOK_AGAIN_MS);
        }
      } catch (failure) {
        if (!live) return;
        setError(failure);
        timer = window.setTimeout(look, LOOK_AGAIN_MS);
      }
    };

    const listen = (): void => {
      if (source && source.readyState !== EventSource.CLOSED) return;
      source = new EventSource(progressAddress(id));
      source.addEventListener("progress", (event) => {
        const point = JSON.parse(event.data) as Progress;
        setRun((was) => (was?.status === "queued" ? { ...was, status: "running" } : was));
        setPoints((was) => [...was.filter((p) => p.seconds < point.seconds), point]);
      });
      source.addEventListener("done", () => {
        source?.close();
        clearTimeout(timer);
        void look();
      });
    };

    void look();
    return () => {
      live = false;
      clearTimeout(timer);
      source?.close();
    };
  }, [id, turn]);

  return { run, points, error, refresh: () => setTurn((n) => n + 1) };
}
