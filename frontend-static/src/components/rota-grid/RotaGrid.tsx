import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Half } from "../../domain/calendar";
import { type Band, type Person, type Rota, wteWords } from "../../domain/rota";
import { GridHead, HEAD_ROWS, type Segment, Skip } from "./GridHead";
import { moved } from "./moves";
import "./rota-grid.css";
import { WeekCells } from "./WeekCells";

/** For each person and session that changed: what it was, in words. */
export type ChangedCells = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** A cell of the grid. `person` is null in the rows above the people. */
export interface Place {
  row: "duty" | "gaps" | "doctors" | "person";
  person: Person | null;
  day: number;
  half: Half;
}

export interface GridControl {
  /** Scroll so that a week stands first. */
  goTo(week: number): void;
  /** Put the keyboard's focus back into the grid. */
  focus(): void;
  /** Put the keyboard's focus on a day, in the row it is in. */
  focusDay(day: number, half: Half): void;
}

interface Props {
  rota: Rota;
  revision: number;
  bands: Band[];
  /** The first Monday, and how many weeks there are to scroll through. */
  start: number;
  weeks: number;
  /** How many weeks should fit the width. */
  fit: number;
  today: number;
  firstWeek: number;
  label: string;
  changed?: ChangedCells;
  open: Place | null;
  siteName: (code: string) => string;
  control: RefObject<GridControl | null>;
  onWeeks(first: number, last: number, leading: number): void;
  onFocus(place: Place): void;
  /** The mouse rests on a cell. It may say what it is, no more: things move under a mouse that lies still. */
  onHover?(place: Place): void;
  onOpen(place: Place): void;
  onClose(): void;
  onHelp(): void;
}

const TALLEST_HEAD_SHARE = 0.5;

export function RotaGrid(props: Props) {
  const { rota, revision, bands, start, weeks, fit, today, open, siteName, control } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const active = useRef({ row: 0, column: Math.max(0, props.firstWeek) * 10 });
  const leading = useRef(props.firstWeek);
  const wantsFocus = useRef(false);
  const [width, setWidth] = useState(0);
  const [drawn, setDrawn] = useState(() => around(props.firstWeek, props.firstWeek + fit));
  const [activeWeek, setActiveWeek] = useState(props.firstWeek);

  const people = useMemo(() => bands.flatMap((band) => band.people), [bands]);
  const rows = HEAD_ROWS.length + people.length;
  const columns = weeks * 10;
  const short = useMemo(() => rota.shortNames(), [rota, revision]);
  const touch = useMemo(() => matchMedia("(pointer: coarse)").matches, []);
  const name = width < 640 ? 116 : 184;
  const least = touch ? 34 : 26;
  const cell = Math.floor(Math.min(150, Math.max(least, (width - name - 14) / (fit * 10))));
  const wide = cell >= 60;
  const weekWidth = cell * 10;

  const placeAt = useCallback(
    (row: number, column: number): Place => {
      const day = start + Math.floor(column / 10) * 7 + (column % 10 >> 1);
      const half = (column & 1) as Half;
      const head = HEAD_ROWS[row];
      if (head) return { row: head, person: null, day, half };
      return {
        row: "person",
        person: people[row - HEAD_ROWS.length] ?? null,
        day,
        half,
      };
    },
    [start, people],
  );

  const look = useCallback(() => {
    const box = scroller.current;
    if (!box || width === 0) return;
    const first = Math.max(0, Math.floor(box.scrollLeft / weekWidth));
    const last = Math.min(weeks - 1, Math.floor((box.scrollLeft + box.clientWidth - name - 1) / weekWidth));
    leading.current = Math.min(weeks - 1, Math.round(box.scrollLeft / weekWidth));
    setDrawn((was) => (was.from < first && last < was.to ? was : around(first, last)));
    props.onWeeks(first, last, leading.current);
  }, [width, weekWidth, weeks, name, props.onWeeks]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    setWidth(box.clientWidth);
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  // Another width of cells: the week that stood first still does. On a narrow screen cells have their least width before
  // and after the screen is measured, so that it was measured counts too.
  const measured = width > 0;
  useLayoutEffect(() => {
    if (scroller.current && measured) scroller.current.scrollLeft = leading.current * weekWidth;
    look();
  }, [weekWidth, weeks, start, measured]);

  // Fewer people after filtering: the active cell stays inside the grid.
  useLayoutEffect(() => {
    active.current.row = Math.min(active.current.row, rows - 1);
  }, [rows]);

  const cellElement = useCallback((): HTMLElement | null => {
    const { row, column } = active.current;
    const find = (c: number) => table.current?.querySelector<HTMLElement>(`[data-r="${row}"][data-c="${c}"]`) ?? null;
    return find(column) ?? find(column & ~1);
  }, []);

  // Exactly one cell can be reached by Tab. It is set on the element, because cells come and go while scrolling.
  useLayoutEffect(() => {
    for (const old of table.current?.querySelectorAll('[data-c][tabindex="0"]') ?? [])
      old.setAttribute("tabindex", "-1");
    const now = cellElement();
    now?.setAttribute("tabindex", "0");
    if (now && wantsFocus.current) {
      wantsFocus.current = false;
      reveal(scroller.current, now, name, weekWidth);
      now.focus({ preventScroll: true });
    }
  });

  const [, redraw] = useState(0);
  const activate = useCallback((row: number, column: number) => {
    active.current = {
      row,
      column: HEAD_ROWS[row] === "doctors" ? column & ~1 : column,
    };
    wantsFocus.current = true;
    setActiveWeek(Math.floor(column / 10));
    redraw((n) => n + 1);
  }, []);

  useEffect(() => {
    control.current = {
      goTo(week) {
        leading.current = week;
        if (scroller.current) scroller.current.scrollLeft = week * weekWidth;
        look();
      },
      focus: () => activate(active.current.row, active.current.column),
      focusDay(day, half) {
        const week = Math.floor((day - start) / 7);
        activate(active.current.row, week * 10 + ((day - start) % 7) * 2 + half);
      },
    };
  }, [weekWidth, start, look, activate]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const { row, column } = active.current;
    if (event.key === "Enter" || event.key === " ") props.onOpen(placeAt(row, column));
    else if (event.key === "Escape") props.onClose();
    else if (event.key === "?") props.onHelp();
    else if (event.key === "t" || event.key === "T") goToDay(today);
    else if (event.key === "g" || event.key === "G") goToNextGap(column);
    else {
      const page = rowsInSight(scroller.current);
      const next = moved(
        event.key,
        event.ctrlKey,
        { row, column: stepFrom(row, column, event.key) },
        { rows, columns, page },
      );
      if (!next) return;
      activate(next.row, next.column);
    }
    event.preventDefault();
  };

  const goToDay = (day: number): void => {
    const offset = day - start;
    if (offset >= 0 && offset < weeks * 7)
      activate(active.current.row, Math.floor(offset / 7) * 10 + Math.min(offset % 7, 4) * 2);
  };

  const goToNextGap = (column: number): void => {
    for (let step = 1; step <= columns; step++) {
      const next = (column + step) % columns;
      const { day, half } = placeAt(1, next);
      if (rota.gaps(day, half).length > 0) {
        activate(1, next);
        return;
      }
    }
  };

  const located = (event: Event): { row: number; column: number } | null => {
    const found = (event.target as HTMLElement).closest<HTMLElement>("[data-c]");
    return found ? { row: Number(found.dataset.r), column: Number(found.dataset.c) } : null;
  };

  const segments = useMemo(() => {
    const wanted = new Set<number>([activeWeek]);
    for (let week = drawn.from; week <= drawn.to; week++) wanted.add(week);
    const list = [...wanted].filter((week) => week >= 0 && week < weeks).sort((a, b) => a - b);
    const parts: Segment[] = [];
    let next = 0;
    for (const week of list) {
      if (week > next) parts.push({ skip: week - next, at: next });
      parts.push({ week, monday: start + week * 7 });
      next = week + 1;
    }
    if (next < weeks) parts.push({ skip: weeks - next, at: next });
    return parts;
  }, [drawn, activeWeek, weeks, start]);

  let row = HEAD_ROWS.length;
  let ariaRow = 6;
  const openColumn = open ? columnOf(open, start) : -1;
  const manyRows = people.length >= 5;
  const styles = {
    "--cell": `${cell}px`,
    "--name": `${name}px`,
    "--duty-lines": String(rota.dutyLines),
    width: `${name + columns * cell}px`,
  };

  return (
    <div class="grid-scroller" ref={scroller} onScroll={look}>
      <table
        ref={table}
        role="grid"
        class={`rota-grid${wide ? " wide" : ""}`}
        style={styles}
        aria-label={props.label}
        aria-rowcount={rows + 3 + bands.length}
        aria-colcount={columns + 1}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const at = located(event);
          if (!at) return;
          if (at.row !== active.current.row || at.column !== active.current.column) {
            active.current = at;
            redraw((n) => n + 1);
          }
          props.onFocus(placeAt(at.row, at.column));
        }}
        onClick={(event) => {
          const at = located(event);
          if (!at) return;
          activate(at.row, at.column);
          props.onOpen(placeAt(at.row, at.column));
        }}
        onMouseOver={(event) => {
          const at = located(event);
          if (at) props.onHover?.(placeAt(at.row, at.column));
        }}
      >
        <colgroup>
          <col class="name-column" />
          <col class="half-column" span={columns} />
        </colgroup>
        <GridHead
          rota={rota}
          segments={segments}
          today={today}
          wide={wide}
          people={people.length}
          short={short}
          open={open}
          openColumn={openColumn}
        />
        {bands.map(({ name: band, people: members }) => (
          <tbody key={band}>
            <tr class="group" aria-rowindex={++ariaRow}>
              <th class="name" scope="rowgroup" aria-colindex={1}>
                {band}
              </th>
              <td colSpan={columns} aria-hidden="true" />
            </tr>
            {members.map((person) => {
              const at = row++;
              return (
                <tr key={person.code} aria-rowindex={++ariaRow} class="person">
                  <th class="name" scope="row" aria-colindex={1}>
                    <span class="person-name">{person.name}</span>
                    <span class="wte">{wteWords(person)}</span>
                  </th>
                  {segments.map((part) =>
                    part.week === undefined ? (
                      <Skip key={`skip${part.at}`} part={part} />
                    ) : (
                      <WeekCells
                        key={part.week}
                        rota={rota}
                        revision={revision}
                        person={person}
                        row={at}
                        week={part.week}
                        monday={part.monday}
                        today={today}
                        wide={wide}
                        names={manyRows && at === HEAD_ROWS.length}
                        changed={props.changed}
                        open={open?.person?.code === person.code ? openColumn : -1}
                        siteName={siteName}
                      />
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function columnOf(place: Place, start: number): number {
  const offset = place.day - start;
  const column = Math.floor(offset / 7) * 10 + (offset % 7) * 2;
  return place.row === "doctors" ? column : column + place.half;
}

/** In the row of whole days a step to the right starts from the day's second half. */
function stepFrom(row: number, column: number, key: string): number {
  return HEAD_ROWS[row] === "doctors" && key === "ArrowRight" ? column | 1 : column;
}

/** The weeks drawn for those in sight: two more on either side, so that not every step draws. */
function around(first: number, last: number): { from: number; to: number } {
  return { from: first - 2, to: last + 2 };
}

/** How many people fit below the sticky head. */
function rowsInSight(box: HTMLElement | null): number {
  const head = box?.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const row = box?.querySelector(".person")?.getBoundingClientRect().height ?? 0;
  return box && row > 0 ? Math.max(1, Math.floor((box.clientHeight - head) / row)) : 1;
}

/** Scroll just enough that a cell is clear of the sticky head and names; after a leap its week stands first. */
function reveal(box: HTMLElement | null, cell: HTMLElement, name: number, weekWidth: number): void {
  if (!box) return;
  const frame = box.getBoundingClientRect();
  const at = cell.getBoundingClientRect();
  const head = box.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const left = frame.left + name;
  const right = frame.left + box.clientWidth;
  const leap = at.left < left - weekWidth || at.right > right + weekWidth;
  if (leap) box.scrollLeft = Math.floor(Number(cell.dataset.c) / 10) * weekWidth;
  else if (at.left < left) box.scrollLeft -= left - at.left;
  else if (at.right > right) box.scrollLeft += at.right - right;
  if (cell.closest("thead")) return;
  const top = frame.top + Math.min(head, box.clientHeight * TALLEST_HEAD_SHARE);
  const bottom = frame.top + box.clientHeight;
  if (at.top < top) box.scrollTop -= top - at.top;
  else if (at.bottom > bottom) box.scrollTop += at.bottom - bottom;
}
