import "./rota.css";
import { render } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Practice, readPractice } from "../api/practice";
import { type RotaVersion, readVersions } from "../api/rota";
import { CellPanel } from "../components/cell-panel/CellPanel";
import { DayList } from "../components/day-list/DayList";
import { Dialog } from "../components/dialog/Dialog";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { ActivityKey, KeyDialog } from "../components/key-list/KeyList";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { PrintSheets } from "../components/print-sheets/PrintSheets";
import { type GridControl, type Place, RotaGrid } from "../components/rota-grid/RotaGrid";
import { RotaToolbar } from "../components/rota-toolbar/RotaToolbar";
import { say } from "../components/toast/toast";
import { BAND_NAMES, bandOf } from "../domain/activities";
import { inFullWords, isoOf, momentInWords, mondayOf, monthInWords, rangeInWords, today } from "../domain/calendar";
import {
  asCsv,
  cellInWords,
  doctorWords,
  dutyWords,
  gapWords,
  peopleInBands,
  type Rota,
  sessionInWords,
} from "../domain/rota";
import { closeness } from "../domain/runs";
import { type Span, spanOf, useTimeline } from "../domain/timeline";
import { keepInAddress, stepped, type View, viewFromAddress, weeksOf } from "../domain/view";

const NOW = today();

function RotaPage({ me }: { me: Me }) {
  const [practice, setPractice] = useState<Practice | null>(null);
  const [versions, setVersions] = useState<RotaVersion[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    Promise.all([readPractice().catch(noneYet), readVersions()])
      .then(([p, v]) => {
        setPractice(p);
        setVersions(v);
      })
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);

  const span = useMemo(() => spanOf(versions ?? []), [versions]);
  if (reasons.length > 0) {
    return (
      <Page me={me} current="rota">
        <div class="empty">
          <h1>The rota cannot be shown</h1>
          <ErrorSummary title="What happened" reasons={reasons} />
        </div>
      </Page>
    );
  }
  if (!versions)
    return (
      <Page me={me} current="rota" fills>
        {null}
      </Page>
    );
  if (!span || !practice)
    return (
      <Page me={me} current="rota">
        <NoRota me={me} practice={practice} />
      </Page>
    );
  return (
    <Page me={me} current="rota" fills>
      <RotaView me={me} practice={practice} versions={versions} span={span} />
    </Page>
  );
}

/** A system that knows no practice yet answers 404; anything else is an error. */
function noneYet(error: { status?: number }): null {
  if (error.status === 404) return null;
  throw error;
}

function NoRota({ me, practice }: { me: Me; practice: Practice | null }) {
  const may = isAdministrator(me.account);
  if (!practice?.name) {
    return (
      <div class="empty">
        <h1>No practice yet</h1>
        <p>
          {may
            ? "Set the practice up first: a few questions, or its settings, people and leave as three files."
            : "A rota administrator has to set the practice up first."}
        </p>
        {may && (
          <a class="button primary" href="/setup.html">
            Set the practice up
          </a>
        )}
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>No rota is published yet</h1>
      <p>
        {may
          ? "Generate one: choose the weeks, watch it being made, look at its gaps, and publish it."
          : "Once a rota administrator publishes one, it is shown here."}
      </p>
      {may && (
        <a class="button primary" href="/generate.html">
          Generate a rota
        </a>
      )}
    </div>
  );
}

interface ViewProps {
  me: Me;
  practice: Practice;
  versions: RotaVersion[];
  span: Span;
}

function RotaView({ me, practice, versions, span }: ViewProps) {
  const lastDay = span.start + span.weeks * 7 - 3;
  const clamp = useCallback((day: number) => Math.min(Math.max(day, span.start), lastDay), [span]);
  const [view, setView] = useState<View>(viewFromAddress);
  const [place, setPlace] = useState<Place | null>(null);
  const [focused, setFocused] = useState<Place | null>(null);
  const [dialog, setDialog] = useState<"keys" | "print" | null>(null);
  const control = useRef<GridControl | null>(null);
  const timeline = useTimeline(span);
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

  useEffect(() => want(firstWeek, firstWeek + fit + (isDay ? 6 : 0)), [want, firstWeek, fit, isDay]);
  useEffect(() => keepInAddress(view), [view]);

  const onWeeks = useCallback(
    (first: number, last: number, leading: number) => {
      want(first, last);
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
  const bands = useMemo(
    () =>
      peopleInBands(rota, {
        mine,
        site: view.site,
        role: view.role,
        find: view.find,
      }),
    [rota, revision, mine, view.site, view.role, view.find],
  );
  const roles = useMemo(() => {
    const known = new Set([...rota.people.values()].map((person) => bandOf(person.group)));
    return BAND_NAMES.filter((name) => known.has(name));
  }, [rota, revision]);

  const until = Math.min(monday + fit * 7 - 3, lastDay);
  const range = isDay
    ? inFullWords(startDay)
    : view.span === "month"
      ? monthInWords(monday + 4)
      : rangeInWords(monday, until);

  usePrintSheets(() => (
    <PrintSheets
      practice={practice.name}
      rota={rota}
      bands={bands}
      start={monday}
      weeks={Math.min(fit, span.weeks - firstWeek)}
    />
  ));

  const exportCsv = (): void => {
    const people = bands.flatMap((band) => band.people);
    const [from, to] = isDay ? [startDay, startDay] : [monday, until];
    download(asCsv(rota, people, from, to, siteName), `rota-${isoOf(from)}-to-${isoOf(to)}.csv`);
    say("Exported what is shown as CSV.");
  };

  const describe = place ?? focused;
  const count = bands.reduce((sum, band) => sum + band.people.length, 0);
  return (
    <>
      <RotaToolbar
        view={view}
        range={range}
        sites={practice.sites}
        roles={roles}
        hasPerson={me.account.person_code !== null}
        mayGenerate={isAdministrator(me.account)}
        onView={(next) => {
          change(next.span === "day" ? { start: startDay, ...next } : next);
          setPlace(null);
        }}
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
      {timeline.error !== null && (
        <ErrorSummary title="The rota cannot be fetched" reasons={reasonsOf(timeline.error)} />
      )}
      {isDay ? (
        // What scrolls must be reachable by keyboard
        <section class="scrolls" tabIndex={0} aria-label={`The rota of ${range}`}>
          <DayList
            rota={rota}
            day={startDay}
            today={NOW}
            bands={bands}
            me={rota.people.get(me.account.person_code ?? "") ?? null}
            siteName={siteName}
          />
        </section>
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
                label={`Rota of ${practice.name}, ${range}`}
                open={place}
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
            {revision > 0 && count === 0 && <p class="bar muted">Nobody matches. Clear the filters or the search.</p>}
            <footer class="rota-foot">
              <Says place={describe} rota={rota} siteName={siteName} versions={versions} day={monday} />
              <ActivityKey />
            </footer>
          </div>
          {place && (
            <CellPanel
              place={place}
              rota={rota}
              siteName={siteName}
              onClose={() => {
                setPlace(null);
                control.current?.focus();
              }}
            />
          )}
        </div>
      )}
      {dialog === "keys" && <KeyDialog onClose={() => setDialog(null)} />}
      {dialog === "print" && <PrintDialog range={range} sheets={Math.ceil(fit / 2)} onClose={() => setDialog(null)} />}
    </>
  );
}

interface SaysProps {
  place: Place | null;
  rota: Rota;
  siteName: (code: string) => string;
  versions: RotaVersion[];
  day: number;
}

/** The line under the grid: what the cell at hand is, else which version this is and how good. */
function Says({ place, rota, siteName, versions, day }: SaysProps) {
  if (place) {
    const { words, isGap } = placeInWords(place, rota, siteName);
    return <p class={isGap ? "says gap-here" : "says"}>{words}</p>;
  }
  const version = rota.versionOn(day);
  if (!version) return <p class="muted">Nothing is published for these weeks.</p>;
  const summary = versions.find((v) => v.number === version.number)?.summary;
  return (
    <p class="muted">
      Version {version.number}, published {momentInWords(version.published_at)}
      {summary?.gap_percent != null && `, ${closeness(summary.gap_percent, summary.proved ?? false)}`}
    </p>
  );
}

function placeInWords({ row, person, day, half }: Place, rota: Rota, siteName: (code: string) => string) {
  const session = sessionInWords(day, half);
  if (person)
    return {
      words: `${person.name}, ${session}: ${cellInWords(rota, person, day, half, siteName)}`,
      isGap: false,
    };
  if (row === "duty") return { words: `${session}. ${dutyWords(rota, day, half)}`, isGap: false };
  if (row === "gaps")
    return {
      words: `${session}. ${gapWords(rota, day, half)}`,
      isGap: rota.gaps(day, half).length > 0,
    };
  return {
    words: `${inFullWords(day)}. ${doctorWords(rota, day)}`,
    isGap: false,
  };
}

function PrintDialog({ range, sheets, onClose }: { range: string; sheets: number; onClose(): void }) {
  const print = (event: Event): void => {
    event.preventDefault();
    const paper = new FormData(event.currentTarget as HTMLFormElement).get("paper");
    document.getElementById("sheets")?.classList.toggle("a3", paper === "a3");
    onClose();
    // After the dialog has gone, so that the focus is back where it was when printing ends.
    setTimeout(() => window.print(), 0);
  };
  return (
    <Dialog title="Print the rota" onClose={onClose}>
      <form class="dialog-form" onSubmit={print}>
        <p>
          {range}, a fortnight a sheet: {sheets} {sheets === 1 ? "sheet" : "sheets"}, safe in black and white. Filters
          hold for paper too.
        </p>
        <fieldset class="field">
          <legend>Paper, landscape</legend>
          <div class="segments">
            <label>
              <input type="radio" name="paper" value="a4" defaultChecked />
              A4
            </label>
            <label>
              <input type="radio" name="paper" value="a3" />
              A3
            </label>
          </div>
        </fieldset>
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            Not now
          </button>
          <button class="button primary" type="submit">
            Print
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Paper is drawn at the moment of printing, beside the page, whichever way printing was asked for. */
function usePrintSheets(sheets: () => preact.ComponentChild): void {
  const latest = useRef(sheets);
  latest.current = sheets;
  useEffect(() => {
    const root = document.createElement("div");
    root.id = "sheets";
    document.body.append(root);
    const draw = (): void => render(latest.current(), root);
    const clear = (): void => render(null, root);
    addEventListener("beforeprint", draw);
    addEventListener("afterprint", clear);
    return () => {
      removeEventListener("beforeprint", draw);
      removeEventListener("afterprint", clear);
      root.remove();
    };
  }, []);
}

function download(text: string, name: string): void {
  // The mark at the front tells spreadsheets that the letters are UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

void startPage((me) => <RotaPage me={me} />);
