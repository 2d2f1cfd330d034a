import type { FairnessAhead } from "../../api/fairness";
import { dayOf, inFullWords, isoOf, mondayOf, today } from "../../domain/calendar";

/** Where a draft is made in which duty follows the balances: of the published weeks from next Monday on. */
export function EvenOut({ ahead: { first_week, until } }: { ahead: FairnessAhead }) {
  const monday = Math.max(mondayOf(today()) + 7, first_week ? dayOf(first_week) : 0);
  if (!until || dayOf(until) < monday) return null;
  return (
    <section class="card even-out" aria-labelledby="even-out-title">
      <div>
        <h2 id="even-out-title">Even this out</h2>
        <p class="muted">
          Makes a draft from {inFullWords(monday)} on that goes by the balances of today: whoever is above nought holds
          less duty, whoever is below holds more. The published rota stays as it is until you publish the draft.
        </p>
      </div>
      <a class="button primary" href={`/generate.html?mode=rebalance&start=${isoOf(monday)}`}>
        Even this out
      </a>
    </section>
  );
}
