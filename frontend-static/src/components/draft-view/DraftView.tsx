import { useCallback, useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import {
  type Breach,
  type Difference,
  type DraftDocument,
  type Run,
  readDifference,
  readDraft,
  readDraftRota,
} from "../../api/generate";
import type { Practice } from "../../api/practice";
import type { Gap, RotaVersion } from "../../api/rota";
import { dayOf, inWords, rangeInWords } from "../../domain/calendar";
import { Rota } from "../../domain/rota";
import { closeness, gapCount } from "../../domain/runs";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { PublishDialog } from "../publish-dialog/PublishDialog";
import { ByDay, ByPerson } from "./ChangeLists";
import { DraftActs } from "./DraftActs";
import { DraftGrid } from "./DraftGrid";
import "./draft-view.css";
import { GapList } from "./GapList";
import { Warnings } from "./Warnings";

interface Props {
  run: Run;
  practice: Practice;
  versions: RotaVersion[];
  onPublished(): void;
  /** Asked again, or set aside. */
  onRepeated(again: Run): void;
  onSetAside(run: Run): void;
}

interface Loaded {
  draft: DraftDocument;
  rota: Rota;
  difference: Difference;
}

type Show = "grid" | "person" | "day";
const SHOWS: readonly (readonly [Show, string])[] = [
  ["grid", "Grid"],
  ["person", "Changes by person"],
  ["day", "Changes by day"],
];

/** A finished draft: its gaps first, then what is less than ideal, then what it changes. */
export function DraftView({ run, practice, versions, onPublished, onRepeated, onSetAside }: Props) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [show, setShow] = useState<Show>("grid");
  const [publishing, setPublishing] = useState(false);
  const siteName = useCallback(
    (code: string) => practice.sites.find((site) => site.code === code)?.name ?? code,
    [practice],
  );

  useEffect(() => {
    let live = true;
    setLoaded(null);
    Promise.all([readDraft(run.id), readDraftRota(run.id), readDifference(run.id)])
      .then(([draft, answer, difference]) => {
        const rota = new Rota();
        rota.merge(answer);
        if (live) setLoaded({ draft, rota, difference });
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [run.id]);

  if (reasons.length > 0) return <ErrorSummary title="The draft cannot be shown" reasons={reasons} />;
  if (!loaded) return <div class="skeleton" aria-busy="true" />;
  const { draft, rota, difference } = loaded;
  const first = dayOf(run.start);
  const range = rangeInWords(first, first + run.weeks * 7 - 3);
  const soft = draft.breaches.filter((breach) => breach.level === "soft" && breach.rule !== "stability");
  const broken = draft.breaches.filter((breach) => breach.level === "hard" && !isGap(breach, draft.gaps));
  const replaces = versions.some((v) => dayOf(v.start) < first + run.weeks * 7 && first <= dayOf(v.end));

  return (
    <section class="card draft" aria-labelledby="draft-title">
      <header>
        <div class="draft-head">
          <h2 id="draft-title">Draft for {range}</h2>
          <p class="muted">
            {gapCount(draft.gaps.length)}, {soft.length} {soft.length === 1 ? "warning" : "warnings"},{" "}
            {closeness(draft.gap_percent, draft.proved)}
            {replaces && !run.published && `, ${changesWords(difference)}`}
          </p>
        </div>
        <DraftActs run={run} onPublish={() => setPublishing(true)} onRepeated={onRepeated} onSetAside={onSetAside} />
      </header>
      <div class="inside">
        <AskedFor run={run} />
        <GapList runId={run.id} gaps={draft.gaps} broken={broken} siteName={siteName} />
        <Warnings breaches={soft} names={rota} />
        {replaces && (
          <div>
            <fieldset class="segments">
              <legend class="hidden">Show the draft as</legend>
              {SHOWS.map(([value, words]) => (
                <label key={value}>
                  <input type="radio" name="show" checked={show === value} onChange={() => setShow(value)} />
                  {words}
                </label>
              ))}
            </fieldset>
          </div>
        )}
        {show === "grid" && (
          <DraftGrid
            run={run}
            rota={rota}
            difference={difference}
            outlined={replaces}
            range={range}
            siteName={siteName}
          />
        )}
        {show === "person" && <ByPerson difference={difference} siteName={siteName} />}
        {show === "day" && <ByDay difference={difference} siteName={siteName} />}
      </div>
      {publishing && (
        <PublishDialog
          subject={{ run: run.id }}
          range={range}
          onClose={() => setPublishing(false)}
          onPublished={() => {
            setPublishing(false);
            onPublished();
          }}
        />
      )}
    </section>
  );
}

/** What the draft was asked for, and what was agreed to for it. */
function AskedFor({ run }: { run: Run }) {
  const fixed = run.fixed_period;
  return (
    <div class="asked-for">
      <p>
        {run.words}.{" "}
        {run.repeats && (
          <>
            Repeats <a href={`?run=${run.repeats}`}>an earlier run</a>.
          </>
        )}
      </p>
      {fixed && (
        <p>
          <strong>In the fixed period, which was until {inWords(dayOf(fixed.until))}:</strong>{" "}
          {fixed.sessions === 1 ? "1 session" : `${fixed.sessions} sessions`} could change, because: {fixed.reason}
        </p>
      )}
    </div>
  );
}

/** "changes 38 sessions for 9 people", "changes nothing and adds 2 weeks that were not published before" */
function changesWords({ changed, people, new_weeks: added }: Difference): string {
  const sessions = `${changed} ${changed === 1 ? "session" : "sessions"}`;
  const changes =
    changed === 0 ? "changes nothing" : `changes ${sessions} for ${people} ${people === 1 ? "person" : "people"}`;
  if (added === 0) return changes;
  return `${changes} and adds ${added === 1 ? "1 week that was" : `${added} weeks that were`} not published before`;
}

function isGap(breach: Breach, gaps: Gap[]): boolean {
  return gaps.some(
    (g) => g.rule === breach.rule && g.date === breach.date && g.half === breach.half && g.site === breach.site,
  );
}
