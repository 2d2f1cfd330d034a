import { useId, useState } from "preact/hooks";
import type { WhatIfFairness } from "../../api/whatIf";
import { askWhyNot, type OneSession, type OtherPerson, readWhyNot, type WhyNotAnswer } from "../../api/why";
import { linesOf } from "../what-if/words";
import { Failed, Waiting } from "./Unanswered";
import { useAnswer } from "./useAnswer";

interface Props {
  session: OneSession;
  others: OtherPerson[];
}

const ASKING = { ask: askWhyNot, read: readWhyNot };

/** "Why not …?": what is in somebody's way, or what would follow if they had the session. */
export function WhyNot({ session, others }: Props) {
  const id = useId();
  const [code, setCode] = useState("");
  const other = others.find((each) => each.code === code);
  const { asked, again } = useAnswer(other?.possible ? { ...session, instead: other.code } : null, ASKING);
  return (
    <div class="why-not">
      <div class="field">
        <label for={id}>Why not …?</label>
        <select id={id} value={code} onChange={(event) => setCode(event.currentTarget.value)}>
          <option value="">Choose somebody</option>
          <People label="Could have it" people={others.filter(({ possible }) => possible)} />
          <People label="Could not" people={others.filter(({ possible }) => !possible)} />
        </select>
      </div>
      <div class="why-not-answer" aria-live="polite">
        {other && !other.possible && <NotPossible other={other} />}
        {asked.phase === "waiting" && <Waiting words="Trying it…" />}
        {asked.phase === "answered" && <Follows answer={asked.answer} />}
      </div>
      {asked.phase === "failed" && <Failed reasons={asked.reasons} onAgain={again} />}
    </div>
  );
}

function People({ label, people }: { label: string; people: OtherPerson[] }) {
  if (people.length === 0) return null;
  return (
    <optgroup label={label}>
      {people.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

function NotPossible({ other }: { other: OtherPerson }) {
  return (
    <div class="follows no">
      <p>
        <strong>Not possible</strong>
      </p>
      <ul class="reasons">
        {other.blockers.map(({ kind, words }) => (
          <li key={kind + words}>{sentence(words)}</li>
        ))}
      </ul>
    </div>
  );
}

function Follows({ answer }: { answer: WhyNotAnswer }) {
  const [first = "", ...rest] = answer.sentences;
  const [verdict, ...because] = first.split(": ");
  const lines = linesOf(answer.moves);
  const worse = answer.possible !== true || answer.gaps_more > 0 || answer.breaks.some(({ hard }) => hard);
  return (
    <div class={worse ? "follows no" : "follows yes"}>
      <p>
        <strong>{because.length > 0 ? verdict : first}</strong>
        {because.length > 0 && `: ${because.join(": ")}`}
      </p>
      {rest.length > 0 && (
        <ul class="reasons">
          {rest.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {lines.length > 1 && (
        <details>
          <summary>
            {lines.length} changes<span class="hidden"> that go with it</span>
          </summary>
          <ul class="reasons">
            {lines.map(({ when, words }) => (
              <li key={when + words}>
                {when}: {words}
              </li>
            ))}
          </ul>
        </details>
      )}
      {answer.people.length > 0 && <Days people={answer.people} />}
    </div>
  );
}

function Days({ people }: { people: WhatIfFairness[] }) {
  const id = useId();
  return (
    <table class="days" aria-labelledby={id}>
      <caption id={id}>Duty, in ordinary days</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Now</th>
          <th scope="col">Then</th>
          <th scope="col">Fair</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ code, name, before, after, fair_after }) => (
          <tr key={code}>
            <th scope="row">{name}</th>
            <td>{before}</td>
            <td>{after}</td>
            <td>{fair_after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
