import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import { reasonsOf } from "../../api/client";
import type { Practice } from "../../api/practice";
import type { RotaVersion } from "../../api/rota";
import { BAND_NAMES, bandOf } from "../../domain/activities";
import { inFullWords, isoOf, mondayOf, monthInWords, rangeInWords, today } from "../../domain/calendar";
import { peopleInBands, peopleOf } from "../../domain/rota";
import { asCsv } from "../../domain/rota-csv";
import { type Span, useTimeline } from "../../domain/timeline";
import { keepInAddress, stepped, type View, viewFromAddress, weeksOf } from "../../domain/view";
import { alertsChanged } from "../alerts/counts";
import { DayView } from "../day-list/DayView";
import { RefusalNotice } from "../edit-bar/RefusalNotice";
import { useGridEditing } from "../editing/useGridEditing";
import { useWorkingCopy } from "../editing/useWorkingCopy";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { ActivityKey, KeyDialog } from "../key-list/KeyList";
import { PrintDialog } from "../print-sheets/PrintDialog";
import { PrintSheets } from "../print-sheets/PrintSheets";
import { usePrintSheets } from "../print-sheets/usePrintSheets";
import { download } from "../rota-foot/download";
import { FairnessLine } from "../rota-foot/FairnessLine";
import { Says } from "../rota-foot/Says";
import { type GridControl, type Place, RotaGrid } from "../rota-grid/RotaGrid";
import { RotaToolbar } from "../rota-toolbar/RotaToolbar";
import { say } from "../toast/toast";
import { EditTools } from "./EditTools";
import { pickedInWords } from "./pickedInWords";
import { SidePanel } from "./SidePanel";

const NOW = today();

interface Props {
  me: Me;
  practice: Practice;
  versions: RotaVersion[];
  span: Span;
  onPublished(): Promise<void>;
}

/** The published rota for everybody; for administrators who edit, the working copy and what can be done to it. */
export function RotaView({ me, practice, versions, span, onPublished }: Props) {
  const may = isAdministrator(me.account);
  const lastDay = span.start + span.weeks * 7 - 3;
  const clamp = useCallback((day: number) => Math.min(Math.max(day, span.start), lastDay), [span]);
  const [view, setView] = useState<View>(viewFromAddress);
  const [place, setPlace] = useState<Place | null>(null);
  const [focused, setFocused] = useState<Place | null>(null);
  const [dialog, setDialog] = useState<"keys" | "print" | null>(null);
  const [asked, setAsked] = useState(0);
  const [inSight, setInSight] = useState({ first: 0, last: 0 });
  const control = useRef<GridControl | null>(null);
  const edits = may && view.edit;
  const timeline = useTimeline(span, edits ? "edits" : "published");
  const { rota, revision, want } = timeline;

  const isDay = view.span === "day";
  const startDay = clamp(view.start ?? NOW);
  const monday = mondayOf(startDay);
  const fit = weeksOf({ ...view, start: monday });
  const firstWeek = (monday - span.start) / 7;
  const siteName = useCallback(
    (code: string) => practice.sites.find((site) => site.code === code)?.name ?? code,
    [practice],
  );
  const nameOf = useCallback((code: string) => rota.people.get(code)?.name ?? code, [rota]);

  useEffect(() => want(firstWeek, firstWeek + fit + (isDay ? 6 : 0)), [want, firstWeek, fit, isDay]);
  useEffect(() => keepInAddress(view), [view]);

  const onWeeks = useCallback(
    (first: number, last: number, leading: number) => {
      want(first, last);
      setInSight((was) => (was.first === first && was.last === last ? was : { first, last }));
      const start = span.start + leading * 7;
      setView((was) => (was.start === start || was.span === "day" ? was : { ...was, start }));
    },
    [want, span],
  );

  const change = (next: Partial<View>): void => setView((was) => ({ ...was, ...next }));
  const goTo = (day: number): void => {
    const to = clamp(day);
    change({ start: isDay ? to : mondayOf(to) });
    if (!isDay) control.current?.goTo((mondayOf(to) - span.start) / 7);
  };

  const mine = view.mine ? me.account.person_code : null;
  // Who is shown changes with weeks that arrive, not with every cell that is drawn.
  const known = rota.people.size;
  const found = useMemo(
    () => peopleInBands(rota, { mine, site: view.site, role: view.role, find: view.find }),
    [rota, known, view.site ? revision : 0, mine, view.site, view.role, view.find],
  );
  // Who works at a site is found anew with every cell; while it is the same people, what is chosen stays chosen.
  const inARow = peopleOf(found)
    .map(({ code }) => code)
    .join();
  const bands = useMemo(() => found, [rota, known, inARow]);
  const people = useMemo(() => peopleOf(bands), [bands]);
  const roles = useMemo(() => {
    const bandsHere = new Set([...rota.people.values()].map((person) => bandOf(person.group)));
    return BAND_NAMES.filter((name) => bandsHere.has(name));
  }, [rota, known]);

  const onMoved = useCallback((): void => {
    alertsChanged();
    void onPublished();
  }, [onPublished]);
  const working = useWorkingCopy({ on: edits, timeline, nameOf, onMoved });
  const { grid, acts } = useGridEditing({
    on: edits && !isDay,
    rota,
    people,
    start: span.start,
    columns: span.weeks * 10,
    inSight,
    at: focused ?? place,
    working,
    turn: working.waiting.published,
    onGive(at) {
      setPlace(at);
      setAsked((n) => n + 1);
    },
    onGrid: () => control.current?.focus(),
  });

  const onChanged = (): void => {
    alertsChanged();
    void Promise.all([onPublished(), timeline.refreshAll(), edits && working.reload()]);
  };

  const until = Math.min(monday + fit * 7 - 3, lastDay);
  const range = isDay
    ? inFullWords(startDay)
    : view.span === "month"
      ? monthInWords(monday + 4)
      : rangeInWords(monday, until);

  const weeksOnPaper = Math.min(fit, span.weeks - firstWeek);
  usePrintSheets(() => (
    <PrintSheets practice={practice.name} rota={rota} bands={bands} start={monday} weeks={weeksOnPaper} />
  ));

  const exportCsv = (): void => {
    const [from, to] = isDay ? [startDay, startDay] : [monday, until];
    download(asCsv(rota, people, from, to, siteName), `rota-${isoOf(from)}-to-${isoOf(to)}.csv`);
    say("Exported what is shown as CSV.");
  };

  const onView = (next: Partial<View>): void => {
    // The list of a day is for reading; what is changed is changed in the grid.
    if (next.edit && isDay) change({ ...next, span: "week", start: monday });
    else change(next.span === "day" ? { start: startDay, ...next } : next);
    setPlace(null);
  };

  const isPicking = acts?.pick.picked != null;
  const describe = isPicking ? (focused ?? place) : (place ?? focused);
  return (
    <>
      <RotaToolbar
        view={view}
        range={range}
        sites={practice.sites}
        roles={roles}
        hasPerson={me.account.person_code !== null}
        mayEdit={may}
        onView={onView}
        onStep={(by) => goTo(stepped(view, startDay, by))}
        onToday={() => {
          goTo(NOW);
          if (NOW < span.start || NOW > lastDay)
            say("Today is outside the published rota; this is the nearest day of it.");
        }}
        onPrint={() => setDialog("print")}
        onExport={exportCsv}
        onHelp={() => setDialog("keys")}
      />
      {edits && (
        <EditTools
          me={me}
          acts={acts}
          rota={rota}
          sites={practice.sites}
          working={working}
          nameOf={nameOf}
          onChanged={onChanged}
        />
      )}
      {timeline.error !== null && (
        <ErrorSummary title="The rota cannot be fetched" reasons={reasonsOf(timeline.error)} />
      )}
      {isDay ? (
        <DayView
          me={me}
          rota={rota}
          day={startDay}
          today={NOW}
          label={`The rota of ${range}`}
          bands={bands}
          siteName={siteName}
          onChanged={onChanged}
        />
      ) : (
        <div class="rota-body">
          <div class="rota-main">
            {revision > 0 && (
              <RotaGrid
                rota={rota}
                revision={revision}
                bands={bands}
                start={span.start}
                weeks={span.weeks}
                fit={fit}
                today={NOW}
                firstWeek={firstWeek}
                label={`${edits ? "Working copy of the rota" : "Rota"} of ${practice.name}, ${range}`}
                open={place}
                editing={grid}
                siteName={siteName}
                control={control}
                onWeeks={onWeeks}
                onHover={setFocused}
                onFocus={(at) => {
                  setFocused(at);
                  setPlace((was) => was && at);
                }}
                onOpen={setPlace}
                onClose={() => setPlace(null)}
                onHelp={() => setDialog("keys")}
              />
            )}
            {revision > 0 && people.length === 0 && (
              <p class="bar muted">Nobody matches. Clear the filters or the search.</p>
            )}
            {edits && <RefusalNotice refusal={working.refusal} onClose={working.forgetRefusal} />}
            <footer class="rota-foot">
              <Says
                place={describe}
                rota={rota}
                siteName={siteName}
                versions={versions}
                day={monday}
                picked={acts && pickedInWords(acts.pick, describe, nameOf)}
              />
              <FairnessLine />
              <ActivityKey marks={edits} />
            </footer>
          </div>
          {place && (
            <SidePanel
              me={me}
              place={place}
              rota={rota}
              sites={practice.sites}
              siteName={siteName}
              acts={acts}
              asked={asked}
              working={working}
              turn={versions.length}
              onChanged={onChanged}
              onClose={() => {
                setPlace(null);
                control.current?.focus();
              }}
            />
          )}
        </div>
      )}
      {dialog === "keys" && <KeyDialog edits={may} onClose={() => setDialog(null)} />}
      {dialog === "print" && <PrintDialog range={range} sheets={Math.ceil(fit / 2)} onClose={() => setDialog(null)} />}
    </>
  );
}
