import { type Chosen, sessionsWords, stretchOf, stretchWords } from "../../domain/leave";
import { Verdict } from "../verdict/Verdict";
import type { Assessed } from "./useAssessment";

interface Props {
  chosen: Chosen;
  assessed: Assessed;
}

/** What is chosen, in one line that stays in sight below the calendar; on a small screen the rest is further down. */
export function ChosenLine({ chosen, assessed: { assessment, stale } }: Props) {
  const left = assessment?.uses_entitlement ? assessment.years.at(-1)?.left_after : undefined;
  return (
    <div class="chosen-line">
      <p>
        <strong>{stretchWords(stretchOf(chosen))}</strong>
        {assessment && !stale && (
          <>
            {" = "}
            {sessionsWords(assessment.amount.sessions)}
            {left && `, ${left.sessions} left after`}
          </>
        )}
      </p>
      {assessment && !stale && <Verdict colour={assessment.cover.verdict} />}
      <a
        href="#meaning-title"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("meaning-title")?.scrollIntoView();
          document.getElementById("meaning-title")?.focus({ preventScroll: true });
        }}
      >
        What it means
      </a>
    </div>
  );
}
