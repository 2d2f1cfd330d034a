import type { Breach } from "../../api/generate";
import { ruleName } from "../../domain/activities";
import { dayOf, inWords } from "../../domain/calendar";
import type { Rota } from "../../domain/rota";
import { Fold } from "./Fold";

/** Soft breaches, folded by rule, the dearest rule first. */
export function Warnings({ breaches, names }: { breaches: Breach[]; names: Rota }) {
  const byRule = new Map<string, Breach[]>();
  for (const breach of breaches) byRule.set(breach.rule, [...(byRule.get(breach.rule) ?? []), breach]);
  const points = (list: Breach[]): number => list.reduce((sum, breach) => sum + breach.points, 0);
  const rules = [...byRule].sort(([, a], [, b]) => points(b) - points(a));
  if (rules.length === 0) return null;
  return (
    <div class="warnings">
      <h3>Less than ideal</h3>
      {rules.map(([rule, list]) => (
        <Fold
          key={rule}
          title={ruleName(rule)}
          note={`${list.length} ${list.length === 1 ? "time" : "times"}, ${points(list)} points`}
        >
          {() =>
            list.map((breach) => (
              <li key={`${breach.date}${breach.half}${breach.code}${breach.because}`}>
                {breach.date && <strong>{inWords(dayOf(breach.date))} </strong>}
                {breach.code &&
                  !breach.because.includes(names.people.get(breach.code)?.name ?? "") &&
                  `${breach.code}: `}
                {breach.because}
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}
