import type { Reason } from "../../api/client";
import type { ChosenDates, WhatIfAnswer, WhatIfDates, WhatIfFairness, WhatIfQuestion } from "../../api/whatIf";
import { useWhatIf } from "./useWhatIf";
import { VerdictMark } from "./VerdictMark";
import "./what-if.css";
import { gapLines, type Line, linesOf, stretchInWords, VERDICTS } from "./words";

interface Props {
  /** Asked anew whenever it says something else. */
  question: WhatIfQuestion;
  /** Somebody prefers other dates; without it, nearby dates are words and no buttons. */
  onChoose?: ((dates: ChosenDates) => void) | undefined;
}

/** What a leave would do to the rota: a verdict from a re-solve, who would take what, and other dates. */
export function WhatIf({ question, onChoose }: Props) {
  const { asked, leave, again } = useWhatIf(question);
  return (
    <section class="what-if card" aria-labelledby="what-if-title">
      <header>
        <h2 id="what-if-title">What it would do to the rota</h2>
      </header>
      <div class="inside">
        <p class="hidden" role="status">
          {asked.phase === "answered" && spoken(asked.answer)}
        </p>
        {asked.phase === "waiting" && <Waiting onLeave={leave} />}
        {asked.phase === "left" && <Again words="You did not wait for the answer." onAgain={again} />}
        {asked.phase === "failed" && <Failed reasons={asked.reasons} onAgain={again} />}
        {asked.phase === "answered" && <Answer answer={asked.answer} onChoose={onChoose} />}
      </div>
    </section>
  );
}

function spoken(answer: WhatIfAnswer): string {
  const said = answer.verdict ? `${VERDICTS[answer.verdict].word}. ` : "";
  return `${said}${answer.sentences[0] ?? ""}`;
}

function Waiting({ onLeave }: { onLeave(): void }) {
  return (
    <div class="waiting">
      <p id="what-if-waiting">
        Making the rota again with this leave in it. It takes up to three seconds; you can go on.
      </p>
      <progress aria-labelledby="what-if-waiting" />
      <button class="button" type="button" onClick={onLeave}>
        Do not wait
      </button>
    </div>
  );
}

function Again({ words, onAgain }: { words: string; onAgain(): void }) {
  return (
    <p class="notice">
      {words}
      <button class="button" type="button" onClick={onAgain}>
        Ask again
      </button>
    </p>
  );
}

function Failed({ reasons, onAgain }: { reasons: Reason[]; onAgain(): void }) {
  return (
    <div class="notice danger" role="alert">
      <ul>
        {reasons.map((reason) => (
          <li key={reason.message}>{reason.message}</li>
        ))}
      </ul>
      <button class="button" type="button" onClick={onAgain}>
        Ask again
      </button>
    </div>
  );
}

function Answer({ answer, onChoose }: { answer: WhatIfAnswer } & Pick<Props, "onChoose">) {
  return (
    <>
      {answer.verdict && <Verdict answer={answer} verdict={answer.verdict} />}
      <Lines title="What would be left short" lines={gapLines(answer.gaps)} />
      <Lines title="What would change" lines={linesOf(answer.moves)} />
      {answer.fairness.length > 0 && <Fairness people={answer.fairness} />}
      {answer.verdict !== "green" && answer.nearby.length > 0 && <Nearby dates={answer.nearby} onChoose={onChoose} />}
    </>
  );
}

function Verdict({ answer, verdict }: { answer: WhatIfAnswer; verdict: keyof typeof VERDICTS }) {
  const { word, means } = VERDICTS[verdict];
  const [first, ...rest] = answer.sentences;
  return (
    <div class={`verdict ${verdict}`}>
      <VerdictMark verdict={verdict} />
      <p class="verdict-words">
        <span>
          <strong>{word}</strong>: {means}
        </span>
        {answer.estimate && <span class="badge">Estimate</span>}
      </p>
      <div class="verdict-because">
        {[first, ...rest].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}

const FOLDED_AFTER = 6;

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  if (lines.length === 0) return null;
  const [shown, folded] = [lines.slice(0, FOLDED_AFTER), lines.slice(FOLDED_AFTER)];
  return (
    <div class="lines">
      <h3>{title}</h3>
      <LineList lines={shown} />
      {folded.length > 0 && (
        <details>
          <summary>{folded.length} more</summary>
          <LineList lines={folded} />
        </details>
      )}
    </div>
  );
}

function LineList({ lines }: { lines: Line[] }) {
  return (
    <ul>
      {lines.map(({ when, words }) => (
        <li key={when + words}>
          <span class="when">{when}</span> <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

function Fairness({ people }: { people: WhatIfFairness[] }) {
  return (
    <div class="fairness">
      <h3 id="what-if-fairness">Duty in the rota’s period, in ordinary days</h3>
      <table aria-labelledby="what-if-fairness">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
            <th scope="col">Fair part then</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.code}>
              <th scope="row">{person.name}</th>
              <td>{person.before}</td>
              <td>{person.after}</td>
              <td>{person.fair_after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nearby({ dates, onChoose }: { dates: WhatIfDates[] } & Pick<Props, "onChoose">) {
  return (
    <div class="nearby">
      <h3>Nearby dates for which nobody has to change</h3>
      <ul>
        {dates.map((each) => (
          <li key={each.start}>
            {onChoose ? (
              <button class="button" type="button" onClick={() => onChoose(chosen(each))}>
                <VerdictMark verdict={each.verdict} />
                {stretchInWords(each)}
              </button>
            ) : (
              stretchInWords(each)
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function chosen({ start, start_half, end, end_half }: WhatIfDates): ChosenDates {
  return { start, start_half, end, end_half };
}
