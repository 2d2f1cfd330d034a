import { askConflict, type ConflictAnswer, type ConflictQuestion, readConflict } from "../../api/conflicts";
import type { Gap } from "../../api/rota";
import { Failed, Waiting } from "../why/Unanswered";
import { useAnswer } from "../why/useAnswer";
import "./ways-out.css";

interface Props {
  /** The run whose draft has the gap; null: the rota as it is published. */
  runId: string | null;
  gap: Gap;
}

const ASKING = { ask: askConflict, read: readConflict };
const LISTED_AT_MOST = 6;

/** Which rules cannot hold together where something is short, and the cheapest ways to close the gap. */
export function WaysOut({ runId, gap }: Props) {
  const { asked, again } = useAnswer(questionOf(runId, gap), ASKING);
  return (
    <div class="ways-out">
      <p class="hidden" role="status">
        {asked.phase === "answered" && asked.answer.sentence}
      </p>
      {asked.phase === "waiting" && <Waiting words="Looking for ways out; it takes a few seconds." />}
      {asked.phase === "failed" && <Failed reasons={asked.reasons} onAgain={again} />}
      {asked.phase === "answered" && <Answer answer={asked.answer} />}
    </div>
  );
}

function questionOf(runId: string | null, { rule, date, half, site }: Gap): ConflictQuestion | null {
  return date === null ? null : { run_id: runId, rule, date, half, site };
}

function Answer({ answer }: { answer: ConflictAnswer }) {
  return (
    <>
      <p>
        {answer.sentence} {!answer.proved && answer.members.length > 0 && <span class="badge person">Estimate</span>}
      </p>
      {answer.members.length > 0 && <Rules answer={answer} />}
      {answer.ways_out.length > 0 && (
        <ol class="ways">
          {answer.ways_out.map(({ words, cost }) => (
            <li key={words}>
              <strong>{words}</strong>
              <span class="cost">{sentence(cost)}</span>
            </li>
          ))}
        </ol>
      )}
      <p class="footing">
        {answer.sentences.join(" ")} Worked out in {Math.max(answer.seconds, 0.1).toFixed(1)} s from {answer.solves}{" "}
        {answer.solves === 1 ? "question" : "questions"} to the solver.
      </p>
    </>
  );
}

/** The rules one by one: a few at once, many for who wants to see them. */
function Rules({ answer }: { answer: ConflictAnswer }) {
  const list = (
    <ul class="rules">
      {answer.members.map(({ kind, words }) => (
        <li key={kind + words}>{sentence(words)}</li>
      ))}
    </ul>
  );
  if (answer.members.length <= LISTED_AT_MOST) return list;
  return (
    <details>
      <summary>The {answer.members.length} rules</summary>
      {list}
    </details>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
