import type { Gap } from "../../api/rota";
import { ruleName } from "../../domain/activities";
import { gapCount } from "../../domain/runs";
import { gapPlace, gapReason } from "../../domain/rota";

/** The gaps a publication leaves: how many, and those by name that nobody has seen yet. */
export function GapsLeft({ gaps, fresh }: { gaps: Gap[]; fresh: Gap[] }) {
  if (gaps.length === 0) return null;
  return (
    <div class="notice danger gaps-left">
      <p>
        <strong>It has {gapCount(gaps.length)}</strong>
        {fresh.length > 0 && <>, {fresh.length === gaps.length ? "all of them new" : `${fresh.length} of them new`}</>}.
        They stay named on the rota.
      </p>
      <details open={fresh.length > 0}>
        <summary>{fresh.length > 0 ? "The new ones" : "Which"}</summary>
        <ul>
          {(fresh.length > 0 ? fresh : gaps).map((gap) => (
            <li key={`${gap.rule}${gap.date}${gap.half}${gap.site}`}>
              <strong>
                {gapPlace(gap)}, {ruleName(gap.rule).toLowerCase()}
              </strong>
              : need {gap.need}, have {gap.have}. {gapReason(gap)}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
