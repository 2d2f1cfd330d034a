import { useEffect, useState } from "preact/hooks";
import { readFairnessNow, type FairnessNow } from "../../api/rota";
import { dayOf, inFullWords } from "../../domain/calendar";
import { signed } from "../../domain/edits";
import { surname } from "../../domain/rota";

const POINTS_A_HALF_DAY = 100;
const SHOWN = 12;

/** Who has held more or less duty than their part, in one line; the page behind it shows the working. */
export function FairnessLine() {
  const [now, setNow] = useState<FairnessNow | null>(null);
  useEffect(() => {
    // The rota is what one came for: without an answer the line is left out.
    readFairnessNow().then(setNow, () => undefined);
  }, []);
  if (!now) return null;
  const people = now.people.filter(({ active }) => active);
  return (
    <p class="fairness-line">
      <a href="/fairness.html">Fairness</a>{" "}
      {now.as_of ? (
        <>
          <span class="muted">to {inFullWords(dayOf(now.as_of))}, half-days beyond one’s part:</span>{" "}
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
