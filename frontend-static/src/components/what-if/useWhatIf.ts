import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { askWhatIf, readWhatIf, type WhatIfAnswer, type WhatIfQuestion } from "../../api/whatIf";

/** Where a question is. `left`: somebody did not want to wait for it. */
export type Asked =
  | { phase: "waiting" | "left" }
  | { phase: "answered"; answer: WhatIfAnswer }
  | { phase: "failed"; reasons: Reason[] };

// Somebody who is still choosing dates asks once, not with every key.
const SETTLES_MS = 300;
const FIRST_LOOK_MS = 200;
const LONGEST_PAUSE_MS = 1000;
const PATIENCE_MS = 30_000;

const TOO_LATE: Reason = { message: "No answer came. The server may be restarting." };

/** Asks whenever the question says something else, and looks for the answer until it is there or somebody leaves. */
export function useWhatIf(question: WhatIfQuestion): { asked: Asked; leave(): void; again(): void } {
  const [asked, setAsked] = useState<Asked>({ phase: "waiting" });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(question);

  useEffect(() => {
    const watch = new AbortController();
    setAsked({ phase: "waiting" });
    void follow(JSON.parse(key) as WhatIfQuestion, watch.signal, (now) => {
      if (!watch.signal.aborted) setAsked(now);
    });
    return () => watch.abort();
  }, [key, turn]);

  const stillWaiting = asked.phase === "waiting";
  return {
    asked,
    leave: () => stillWaiting && setAsked({ phase: "left" }),
    again: () => setTurn((was) => was + 1),
  };
}

async function follow(question: WhatIfQuestion, signal: AbortSignal, tell: (now: Asked) => void): Promise<void> {
  try {
    await pause(SETTLES_MS, signal);
    if (signal.aborted) return;
    tell(await answered(question, signal));
  } catch (error) {
    tell({ phase: "failed", reasons: reasonsOf(error) });
  }
}

async function answered(question: WhatIfQuestion, signal: AbortSignal): Promise<Asked> {
  const { id } = await askWhatIf(question);
  const until = Date.now() + PATIENCE_MS;
  for (let wait = FIRST_LOOK_MS; !signal.aborted && Date.now() < until; wait = Math.min(wait * 1.3, LONGEST_PAUSE_MS)) {
    const answer = await readWhatIf(id);
    if (answer.status === "done") return { phase: "answered", answer };
    if (answer.status === "failed") return { phase: "failed", reasons: inReasons(answer.sentences) };
    await pause(wait, signal);
  }
  return { phase: "failed", reasons: [TOO_LATE] };
}

function inReasons(sentences: string[]): Reason[] {
  return sentences.length > 0 ? sentences.map((message) => ({ message })) : [TOO_LATE];
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
