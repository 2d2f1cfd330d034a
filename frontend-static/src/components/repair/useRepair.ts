import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { askRepair, type RepairAnswer, type RepairQuestion, readRepair } from "../../api/repair";

export type Asked =
  | { phase: "waiting"; seconds: number }
  | { phase: "answered"; answer: RepairAnswer }
  | { phase: "failed"; reasons: Reason[] };

const FIRST_LOOK_MS = 200;
const LONGEST_PAUSE_MS = 700;
const PATIENCE_MS = 30_000;
const TOO_LATE: Reason = { message: "No answer came. The server may be restarting." };

/** Asks how these days could be repaired, and looks for the answer until it is there. */
export function useRepair(question: RepairQuestion): { asked: Asked; again(): void } {
  const [asked, setAsked] = useState<Asked>({ phase: "waiting", seconds: 0 });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(question);

  useEffect(() => {
    const watch = new AbortController();
    const began = Date.now();
    const tell = (now: Asked): void => {
      if (!watch.signal.aborted) setAsked(now);
    };
    const passed = (): number => (Date.now() - began) / 1000;
    const timer = setInterval(() => setAsked((was) => ticked(was, passed())), 500);
    setAsked({ phase: "waiting", seconds: 0 });
    answered(JSON.parse(key) as RepairQuestion, watch.signal)
      .then(tell, (error) => tell({ phase: "failed", reasons: reasonsOf(error) }))
      .finally(() => clearInterval(timer));
    return () => {
      watch.abort();
      clearInterval(timer);
    };
  }, [key, turn]);
  return { asked, again: () => setTurn((was) => was + 1) };
}

function ticked(was: Asked, seconds: number): Asked {
  return was.phase === "waiting" ? { phase: "waiting", seconds } : was;
}

async function answered(question: RepairQuestion, signal: AbortSignal): Promise<Asked> {
  let answer = await askRepair(question);
  const until = Date.now() + PATIENCE_MS;
  for (let wait = FIRST_LOOK_MS; !signal.aborted && Date.now() < until; wait = Math.min(wait * 1.3, LONGEST_PAUSE_MS)) {
    if (answer.status === "done") return { phase: "answered", answer };
    if (answer.status === "failed") return { phase: "failed", reasons: inReasons(answer.sentences) };
    await new Promise((resolve) => setTimeout(resolve, wait));
    answer = await readRepair(answer.id);
  }
  return { phase: "failed", reasons: [TOO_LATE] };
}

function inReasons(sentences: string[]): Reason[] {
  return sentences.length > 0 ? sentences.map((message) => ({ message })) : [TOO_LATE];
}
