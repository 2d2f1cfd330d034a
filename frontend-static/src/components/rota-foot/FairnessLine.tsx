import { useEffect, useState } from "preact/hooks";
import { readFairness, readFairnessAhead } from "../../api/fairness";
import { dayOf, inFullWords } from "../../domain/calendar";
import { signed } from "../../domain/edits";
import { surname } from "../../domain/rota";

const POINTS_A_HALF_DAY = 100;
const SHOWN = 12;

interface Balances {
  /** "to Fri 8 Jan 2027" */
  when: string;
  people: { code: string; name: string; balance: number; active: boolean }[];
}

/** Who has held more or less duty than their part, in one line; the page behind it shows the working. */
export function FairnessLine() {
  const [now, setNow] = useState<Balances | null>(null);
  useEffect(() => {
    // The rota is what one came for: without an answer the line is left out.
    balances().then(setNow, () => undefined);
  }, []);
  if (!now) return null;
  const people = now.people.filter(({ active }) => active);
  return (
    <p class="fairness-line">
      <a href="/fairness.html">Fairness</a>{" "}
      {people.length > 0 ? (
        <>
          <span class="muted">{now.when}, half-days beyond one’s part:</span>{" "}
          {people.slice(0, SHOWN).map(({ code, name, balance }) => (
            <span class="share" key={code}>
              {surname(name)} {signed(balance / POINTS_A_HALF_DAY)}
            </span>
          ))}
          {people.length > SHOWN && <span class="muted">and {people.length - SHOWN} more</span>}
        </>
      ) : (
        <span class="muted">no week of duty is behind us yet</span>
      )}
    </p>
  );
}

/** As they are; while no week of duty is behind us, as the published rota will leave them. */
async function balances(): Promise<Balances> {
  const { as_of, people } = await readFairness();
  if (as_of) return { when: `to ${inFullWords(dayOf(as_of))}`, people };
  const ahead = await readFairnessAhead();
  if (!ahead.until) return { when: "", people: [] };
  return { when: `as published, by ${inFullWords(dayOf(ahead.until))}`, people: ahead.people };
}
