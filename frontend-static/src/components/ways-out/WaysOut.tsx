import { useState } from "preact/hooks";
import { askConflict, type ConflictAnswer, type ConflictQuestion, readConflict } from "../../api/conflicts";
import type { Gap } from "../../api/rota";
import { Failed, Waiting } from "../why/Unanswered";
import { useAnswer } from "../why/useAnswer";
import "./ways-out.css";

interface Props {
  /** The run whose draft has the gap; null: the rota as it is published, or with the changes that wait. */
  runId: string | null;
  withEdits?: boolean;
  gap: Gap;
}

const ASKING = { ask: askConflict, read: readConflict };
const LISTED_AT_MOST = 6;

/** Which rules cannot hold together where something is short, and the cheapest ways to close the gap. */
export function WaysOut({ runId, withEdits = false, gap }: Props) {
  const [longer, setLonger] = useState(false);
  const { asked, again } = useAnswer(questionOf({ runId, withEdits, gap }, longer), ASKING);
  const lookLonger = longer ? again : () => setLonger(true);
  const time = longer ? "it takes up to a quarter of a minute" : "it takes a few seconds";
  return (
    <div class="ways-out">
      <p class="hidden" role="status">
        {asked.phase === "answered" && asked.answer.sentence}
      </p>
      {asked.phase === "waiting" && <Waiting words={`Looking for ways out; ${time}.`} />}
      {asked.phase === "failed" && <Failed reasons={asked.reasons} onAgain={lookLonger} />}
      {asked.phase === "answered" && <Answer answer={asked.answer} />}
      {asked.phase === "answered" && asked.answer.cut_short && !longer && (
        <button class="button" type="button" onClick={lookLonger}>
          Look longer
        </button>
      )}
    </div>
  );
}

function questionOf({ runId, withEdits, gap }: Props, longer: boolean): ConflictQuestion | null {
  const { rule, date, half, site } = gap;
  const layer = withEdits ? "edits" : "published";
  return date === null ? null : { run_id: runId, layer, rule, date, half, site, longer };
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
