import { useState } from "preact/hooks";
import type { Breach } from "../../api/generate";
import type { Gap } from "../../api/rota";
import { ruleName } from "../../domain/activities";
import { dayOf, inWords } from "../../domain/calendar";
import { gapPlace, gapReason } from "../../domain/rota";
import { WaysOut } from "../ways-out/WaysOut";

const GAPS_AT_ONCE = 8;

interface Missing {
  head: string;
  words: string;
  /** What is short; a rule that is broken otherwise has no ways out to look for. */
  gap: Gap | null;
}

interface Props {
  runId: string;
  gaps: Gap[];
  broken: Breach[];
  siteName: (code: string) => string;
}

/** What is missing, each with its reason and with ways out for who wants to see them. */
export function GapList({ runId, gaps, broken, siteName }: Props) {
  const missing: Missing[] = [
    ...gaps.map((gap) => ({
      head: `${gapPlace(gap)}, ${ruleName(gap.rule).toLowerCase()}${gap.site ? ` at ${siteName(gap.site)}` : ""}`,
      words: `need ${gap.need}, have ${gap.have}. ${gapReason(gap)}`,
      gap,
    })),
    ...broken.map((breach) => ({
      head: `${breach.date ? inWords(dayOf(breach.date)) : "Whole period"} ${breach.half ?? ""}, ${ruleName(breach.rule).toLowerCase()}`,
      words: breach.because,
      gap: null,
    })),
  ];
  if (missing.length === 0) return <p class="no-gaps">No gaps: every session has what it needs.</p>;
  const [first, more] = [missing.slice(0, GAPS_AT_ONCE), missing.slice(GAPS_AT_ONCE)];
  return (
    <div class="gap-list">
      <h3>What is missing</h3>
      <MissingLines runId={runId} lines={first} />
      {more.length > 0 && (
        <details>
          <summary>and {more.length} more</summary>
          <MissingLines runId={runId} lines={more} />
        </details>
      )}
    </div>
  );
}

function MissingLines({ runId, lines }: { runId: string; lines: Missing[] }) {
  return (
    <ul>
      {lines.map(({ head, words, gap }) => (
        <li key={head + words}>
          <strong>{head}</strong>: {words}
          {gap?.date && <LazyWaysOut runId={runId} gap={gap} />}
        </li>
      ))}
    </ul>
  );
}

/** Looking for ways out takes the solver's time, so it begins when somebody asks. */
function LazyWaysOut({ runId, gap }: { runId: string; gap: Gap }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="ask-ways" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Ways out<span class="hidden"> of this gap: {gapPlace(gap)}</span>
      </summary>
      {open && <WaysOut runId={runId} gap={gap} />}
    </details>
  );
}
