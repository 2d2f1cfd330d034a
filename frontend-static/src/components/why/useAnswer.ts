import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";

/** What the solver answers a question with, once it has. */
interface Answerable {
  id: string;
  status: "working" | "done" | "failed";
  sentences: string[];
}

/** Where a question is. `none`: nothing is asked. */
export type Asked<Answer> =
  | { phase: "none" | "waiting" }
  | { phase: "answered"; answer: Answer }
  | { phase: "failed"; reasons: Reason[] };

/** How one kind of question is asked, and its answer read. */
export interface Asking<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  read(id: string): Promise<Answer>;
}

const FIRST_LOOK_MS = 150;
const LONGEST_PAUSE_MS = 1000;
const PATIENCE_MS = 30_000;

const TOO_LATE: Reason = { message: "No answer came. The server may be restarting." };

/** Asks whenever the question says something else, and looks for the answer until it is there. Null: nothing to ask. */
export function useAnswer<Question, Answer extends Answerable>(
  question: Question | null,
  asking: Asking<Question, Answer>,
): { asked: Asked<Answer>; again(): void } {
  const [asked, setAsked] = useState<Asked<Answer>>({ phase: "none" });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(question);

  useEffect(() => {
    const asks = JSON.parse(key) as Question | null;
    if (asks === null) return setAsked({ phase: "none" });
    const watch = new AbortController();
    setAsked({ phase: "waiting" });
    void follow(asks, asking, watch.signal).then((now) => {
      if (!watch.signal.aborted) setAsked(now);
    });
    return () => watch.abort();
  }, [key, turn, asking]);

  return { asked, again: () => setTurn((was) => was + 1) };
}

async function follow<Question, Answer extends Answerable>(
  question: Question,
  asking: Asking<Question, Answer>,
  signal: AbortSignal,
): Promise<Asked<Answer>> {
  try {
    const until = Date.now() + PATIENCE_MS;
    let answer = await asking.ask(question);
    for (
      let wait = FIRST_LOOK_MS;
      !signal.aborted && Date.now() < until;
      wait = Math.min(wait * 1.3, LONGEST_PAUSE_MS)
    ) {
      if (answer.status === "done") return { phase: "answered", answer };
      if (answer.status === "failed") return { phase: "failed", reasons: inReasons(answer.sentences) };
      await new Promise((resolve) => setTimeout(resolve, wait));
      answer = await asking.read(answer.id);
    }
    return { phase: "failed", reasons: [TOO_LATE] };
  } catch (error) {
    return { phase: "failed", reasons: reasonsOf(error) };
  }
}

function inReasons(sentences: string[]): Reason[] {
  return sentences.length > 0 ? sentences.map((message) => ({ message })) : [TOO_LATE];
}
