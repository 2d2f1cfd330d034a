import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Half } from "../../domain/calendar";
import { type Band, peopleOf, type Rota } from "../../domain/rota";
import { BandRows } from "./BandRows";
import { useDrag } from "./drag";
import type { GridEditing } from "./editing";
import { GridHead } from "./GridHead";
import { moved, type Position } from "./moves";
import { columnOf, HEAD_ROWS, located, type Place, placeAt } from "./places";
import "./rota-grid.css";
import "./grid-head.css";
import "./cells.css";
import "./activities.css";
import "./marks.css";
import "./targets.css";
import { reveal, rowsInSight } from "./scrolling";
import { between, isPartOfSeveral, only, toggled } from "./selection";
import { useWeeksInSight } from "./weeksInSight";

export type { Place } from "./places";

/** For each person and session that changed: what it was, in words. */
export type ChangedCells = ReadonlyMap<string, ReadonlyMap<number, string>>;

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
  /** Left out: the grid is for reading. */
  editing?: GridEditing | undefined;
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

export function RotaGrid(props: Props) {
  const { rota, revision, bands, start, weeks, today, open, editing, siteName, control } = props;
  const table = useRef<HTMLTableElement>(null);
  const active = useRef<Position>({ row: 0, column: Math.max(0, props.firstWeek) * 10 });
  const anchor = useRef<Position>(active.current);
  const wantsFocus = useRef(false);
  /** The one cell that Tab reaches. */
  const reachable = useRef<HTMLElement | null>(null);
  const sight = useWeeksInSight(props);
  const { scroller, cell, name, wide, weekWidth, look } = sight;

  const people = useMemo(() => peopleOf(bands), [bands]);
  const rows = HEAD_ROWS.length + people.length;
  const columns = weeks * 10;
  const short = useMemo(() => rota.shortNames(), [rota, rota.people.size]);
  const place = useCallback((at: Position): Place => placeAt(start, people, at), [start, people]);

  // Fewer people after filtering: the active cell stays inside the grid.
  useLayoutEffect(() => {
    active.current.row = Math.min(active.current.row, rows - 1);
  }, [rows]);

  const cellElement = useCallback((): HTMLElement | null => {
    const { row, column } = active.current;
    const known = reachable.current;
    if (known?.isConnected && known.dataset.r === String(row) && known.dataset.c === String(column)) return known;
    const find = (c: number) => table.current?.querySelector<HTMLElement>(`[data-r="${row}"][data-c="${c}"]`) ?? null;
    return find(column) ?? find(column & ~1);
  }, []);

  // Exactly one cell can be reached by Tab. It is set on the element, because cells come and go while scrolling.
  useLayoutEffect(() => {
    const now = cellElement();
    if (now !== reachable.current) reachable.current?.setAttribute("tabindex", "-1");
    if (now?.tabIndex !== 0) now?.setAttribute("tabindex", "0");
    reachable.current = now;
    if (now && wantsFocus.current) {
      wantsFocus.current = false;
      reveal(scroller.current, now, name, weekWidth);
      now.focus({ preventScroll: true });
    }
  });

  const [, redraw] = useState(0);
  const activate = useCallback(
    (row: number, column: number) => {
      active.current = { row, column: HEAD_ROWS[row] === "doctors" ? column & ~1 : column };
      wantsFocus.current = true;
      sight.setActiveWeek(Math.floor(column / 10));
      redraw((n) => n + 1);
    },
    [sight.setActiveWeek],
  );

  /** Choose the cell at hand alone, or everything from where the choosing began. */
  const choose = (at: Position, extend: boolean): void => {
    if (!editing || editing.picked) return;
    if (extend) editing.onSelect([...editing.selection.slice(0, -1), between(anchor.current, at)]);
    else {
      anchor.current = at;
      editing.onSelect(only(at));
    }
  };

  useEffect(() => {
    control.current = {
      goTo: sight.goTo,
      focus: () => activate(active.current.row, active.current.column),
      focusDay: (day, half) => activate(active.current.row, columnOf(start, day, half)),
    };
  }, [weekWidth, start, look, activate]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { row, column } = active.current;
    if (editing?.onKey(event, place(active.current))) {
      event.preventDefault();
      return;
    }
    if (event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") props.onOpen(place(active.current));
    else if (event.key === "Escape") props.onClose();
    else if (event.key === "?") props.onHelp();
    else if (event.key === "t" || event.key === "T") goToDay(today);
    else if (event.key === "g" || event.key === "G") goToNextGap(column);
    else {
      const page = rowsInSight(scroller.current);
      const from = { row, column: stepFrom(row, column, event.key) };
      const next = moved(event.key, event.ctrlKey, from, { rows, columns, page });
      if (!next) return;
      activate(next.row, next.column);
      choose(next, event.shiftKey);
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
      const { day, half } = place({ row: 1, column: next });
      if (rota.gaps(day, half).length > 0) {
        activate(1, next);
        return;
      }
    }
  };

  const onClick = (event: MouseEvent): void => {
    const at = located(event);
    if (!at || drag.ended(event)) return;
    activate(at.row, at.column);
    if (editing?.onPoint(place(at))) return;
    if (editing && (event.ctrlKey || event.metaKey)) {
      anchor.current = at;
      editing.onSelect(toggled(editing.selection, at));
    } else choose(at, event.shiftKey || (editing?.extending ?? false));
    props.onOpen(place(at));
  };

  const drag = useDrag({
    begins: (at) => editing?.onDrag(place(at)) ?? false,
    ends(at) {
      activate(at.row, at.column);
      editing?.onPoint(place(at));
    },
  });

  const openColumn = open
    ? open.row === "doctors"
      ? columnOf(start, open.day, 0)
      : columnOf(start, open.day, open.half)
    : -1;
  const drawn = { rota, revision, segments: sight.segments, today, wide, open, openColumn };
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
        class={`rota-grid${wide ? " wide" : ""}${editing ? " edits" : ""}${editing?.picked ? " picking" : ""}`}
        style={styles}
        aria-label={props.label}
        aria-multiselectable={editing ? true : undefined}
        aria-rowcount={rows + 3 + bands.length}
        aria-colcount={columns + 1}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const at = located(event);
          if (!at) return;
          const isNew = at.row !== active.current.row || at.column !== active.current.column;
          if (isNew) {
            active.current = at;
            redraw((n) => n + 1);
          }
          // Wherever the focus comes from, what it is on is chosen.
          if (isNew || editing?.selection.length === 0) choose(at, false);
          props.onFocus(place(at));
        }}
        onMouseDown={(event) => {
          if (!editing) return;
          // What is chosen grows with the click; the focus, which would begin anew, comes after it. And what is chosen
          // together is dragged together.
          const at = located(event);
          const grows = event.shiftKey || event.ctrlKey || event.metaKey || editing.extending;
          if (grows || (at && isPartOfSeveral(editing.selection, at))) event.preventDefault();
        }}
        {...(editing ? drag.handlers : {})}
        onClick={onClick}
        onMouseOver={(event) => {
          const at = located(event);
          if (at) props.onHover?.(place(at));
        }}
      >
        <colgroup>
          <col class="name-column" />
          <col class="half-column" span={columns} />
        </colgroup>
        <GridHead {...drawn} people={people.length} short={short} />
        <BandRows {...drawn} {...{ bands, start, columns, editing, siteName }} changed={props.changed} />
      </table>
    </div>
  );
}

/** In the row of whole days a step to the right starts from the day's second half. */
function stepFrom(row: number, column: number, key: string): number {
  return HEAD_ROWS[row] === "doctors" && key === "ArrowRight" ? column | 1 : column;
}
