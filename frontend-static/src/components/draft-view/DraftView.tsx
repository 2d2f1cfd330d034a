import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import {
  type Breach,
  type Change,
  type Difference,
  type DraftDocument,
  type Place as Held,
  problemAddress,
  type Run,
  readDifference,
  readDraft,
  readDraftRota,
} from "../../api/generate";
import type { Practice } from "../../api/practice";
import type { Gap, RotaVersion } from "../../api/rota";
import { activityWords, ruleName } from "../../domain/activities";
import { dayOf, inWords, rangeInWords, today } from "../../domain/calendar";
import { gapPlace, gapReason, peopleInBands, Rota, slotOf } from "../../domain/rota";
import { closeness, gapCount } from "../../domain/runs";
import { CellPanel } from "../cell-panel/CellPanel";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { ActivityKey, KeyDialog } from "../key-list/KeyList";
import { PublishDialog } from "../publish-dialog/PublishDialog";
import { type ChangedCells, type GridControl, type Place, RotaGrid } from "../rota-grid/RotaGrid";
import "./draft-view.css";

interface Props {
  run: Run;
  practice: Practice;
  versions: RotaVersion[];
  onPublished(): void;
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
export function DraftView({ run, practice, versions, onPublished }: Props) {
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
  const soft = draft.breaches.filter((breach) => breach.level === "soft");
  const broken = draft.breaches.filter((breach) => breach.level === "hard" && !isGap(breach, draft.gaps));
  const replaces = versions.some((v) => dayOf(v.start) < first + run.weeks * 7 && first <= dayOf(v.end));

  return (
    <section class="card draft" aria-labelledby="draft-title">
      <header>
        <div>
          <h2 id="draft-title">Draft for {range}</h2>
          <p class="muted">
            {gapCount(draft.gaps.length)}, {soft.length} {soft.length === 1 ? "warning" : "warnings"},{" "}
            {closeness(draft.gap_percent, draft.proved)}
            {replaces &&
              !run.published &&
              `, changes ${difference.changed} ${difference.changed === 1 ? "session" : "sessions"} for ${difference.people} ${difference.people === 1 ? "person" : "people"}`}
          </p>
        </div>
        <div class="end">
          <a class="button" href={problemAddress(run.id)} download={`problem-${run.id}.json`}>
            Download the problem
          </a>
          {run.published ? (
            <a class="button primary" href={`/rota.html?start=${run.start}`}>
              See the rota
            </a>
          ) : (
            <button class="button primary" type="button" onClick={() => setPublishing(true)}>
              Publish…
            </button>
          )}
        </div>
      </header>
      <div class="inside">
        <GapList gaps={draft.gaps} broken={broken} siteName={siteName} />
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
          run={run}
          range={range}
          gaps={draft.gaps.length}
          difference={difference}
          replaces={replaces}
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

function isGap(breach: Breach, gaps: Gap[]): boolean {
  return gaps.some(
    (g) => g.rule === breach.rule && g.date === breach.date && g.half === breach.half && g.site === breach.site,
  );
}

const GAPS_AT_ONCE = 8;

interface Missing {
  head: string;
  words: string;
}

function GapList({ gaps, broken, siteName }: { gaps: Gap[]; broken: Breach[]; siteName: (code: string) => string }) {
  const missing: Missing[] = [
    ...gaps.map((gap) => ({
      head: `${gapPlace(gap)}, ${ruleName(gap.rule).toLowerCase()}${gap.site ? ` at ${siteName(gap.site)}` : ""}`,
      words: `need ${gap.need}, have ${gap.have}. ${gapReason(gap)}`,
    })),
    ...broken.map((breach) => ({
      head: `${breach.date ? inWords(dayOf(breach.date)) : "Whole period"} ${breach.half ?? ""}, ${ruleName(breach.rule).toLowerCase()}`,
      words: breach.because,
    })),
  ];
  if (missing.length === 0) return <p class="no-gaps">No gaps: every session has what it needs.</p>;
  const [first, more] = [missing.slice(0, GAPS_AT_ONCE), missing.slice(GAPS_AT_ONCE)];
  return (
    <div class="gap-list">
      <h3>What is missing</h3>
      <MissingLines lines={first} />
      {more.length > 0 && (
        <details>
          <summary>and {more.length} more</summary>
          <MissingLines lines={more} />
        </details>
      )}
    </div>
  );
}

function MissingLines({ lines }: { lines: Missing[] }) {
  return (
    <ul>
      {lines.map(({ head, words }) => (
        <li key={head + words}>
          <strong>{head}</strong>: {words}
        </li>
      ))}
    </ul>
  );
}

/** Soft breaches, folded by rule, the dearest rule first. */
function Warnings({ breaches, names }: { breaches: Breach[]; names: Rota }) {
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

interface DraftGridProps {
  run: Run;
  rota: Rota;
  difference: Difference;
  /** There is a published rota to differ from. */
  outlined: boolean;
  range: string;
  siteName: (code: string) => string;
}

const FIT_WEEKS = 4;

/** The same grid as the rota page's; cells that differ from the published rota are outlined. */
function DraftGrid({ run, rota, difference, outlined, range, siteName }: DraftGridProps) {
  const [place, setPlace] = useState<Place | null>(null);
  const [help, setHelp] = useState(false);
  const control = useRef<GridControl | null>(null);
  const bands = useMemo(() => peopleInBands(rota, { mine: null, site: "", role: "", find: "" }), [rota]);
  const changed = useMemo(() => (outlined ? changedCells(difference, siteName) : undefined), [difference, outlined]);
  return (
    <>
      <div class="draft-grid">
        <RotaGrid
          rota={rota}
          revision={1}
          bands={bands}
          start={dayOf(run.start)}
          weeks={run.weeks}
          fit={Math.min(FIT_WEEKS, run.weeks)}
          today={today()}
          firstWeek={0}
          label={`Draft rota, ${range}`}
          {...(changed ? { changed } : {})}
          open={place}
          siteName={siteName}
          control={control}
          onWeeks={ignore}
          onFocus={(at) => setPlace((was) => was && at)}
          onOpen={setPlace}
          onClose={() => setPlace(null)}
          onHelp={() => setHelp(true)}
        />
        {place && (
          <CellPanel
            place={place}
            rota={rota}
            changed={changed}
            siteName={siteName}
            onClose={() => {
              setPlace(null);
              control.current?.focus();
            }}
          />
        )}
      </div>
      <ActivityKey />
      {outlined && <p class="muted">Cells with an orange outline differ from the published rota.</p>}
      {help && <KeyDialog onClose={() => setHelp(false)} />}
    </>
  );
}

function ignore(): void {
  // A draft has all its weeks from the start.
}

function heldWords(held: Held | null, siteName: (code: string) => string): string {
  return held ? `${activityWords(held.activity).label}, ${siteName(held.site)}` : "not working";
}

function changedCells(difference: Difference, siteName: (code: string) => string): ChangedCells {
  return new Map(
    difference.by_person.map(({ code, changes }) => [
      code,
      new Map(changes.map((c) => [slotOf(dayOf(c.date), c.half === "PM" ? 1 : 0), heldWords(c.was, siteName)])),
    ]),
  );
}

interface ChangesProps {
  difference: Difference;
  siteName: (code: string) => string;
}

function ByPerson({ difference, siteName }: ChangesProps) {
  if (difference.changed === 0) return <p class="muted">Nothing changes.</p>;
  return (
    <div class="changes">
      {difference.by_person.map(({ code, name, changes }) => (
        <Fold key={code} title={name} note={changeCount(changes.length)}>
          {() =>
            changes.map((c) => (
              <li key={`${c.date}${c.half}`}>
                <strong>
                  {inWords(dayOf(c.date))} {c.half}
                </strong>{" "}
                <WasAndNow change={c} siteName={siteName} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

function ByDay({ difference, siteName }: ChangesProps) {
  if (difference.changed === 0) return <p class="muted">Nothing changes.</p>;
  const on = (date: string) =>
    difference.by_person.flatMap(({ name, changes }) =>
      changes.filter((c) => c.date === date).map((c) => ({ name, ...c })),
    );
  return (
    <div class="changes">
      {difference.by_day.map(({ date, changes }) => (
        <Fold key={date} title={inWords(dayOf(date))} note={changeCount(changes)}>
          {() =>
            on(date).map((c) => (
              <li key={`${c.name}${c.half}`}>
                <strong>
                  {c.name}, {c.half}
                </strong>{" "}
                <WasAndNow change={c} siteName={siteName} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

function changeCount(changes: number): string {
  return changes === 1 ? "1 change" : `${changes} changes`;
}

function WasAndNow({ change, siteName }: { change: Change; siteName: (code: string) => string }) {
  return (
    <>
      {heldWords(change.was, siteName)} <span aria-hidden="true">→</span>
      <span class="hidden">becomes</span> {heldWords(change.now, siteName)}
    </>
  );
}

/** A list behind its title; its lines are made when it is opened, because there may be thousands. */
function Fold({ title, note, children }: { title: string; note: string; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span class="muted">{note}</span>
      </summary>
      {open && <ul>{children()}</ul>}
    </details>
  );
}
