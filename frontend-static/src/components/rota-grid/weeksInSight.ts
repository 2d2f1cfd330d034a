import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { around, type Segment, segmentsOf } from "./segments";

interface Wanted {
  start: number;
  weeks: number;
  fit: number;
  firstWeek: number;
  onWeeks(first: number, last: number, leading: number): void;
}

interface InSight {
  scroller: RefObject<HTMLDivElement | null>;
  /** Pixels of a half-day, and of the names. */
  cell: number;
  name: number;
  /** There is room for words in a cell. */
  wide: boolean;
  weekWidth: number;
  segments: Segment[];
  /** Look again which weeks are in sight. */
  look(): void;
  goTo(week: number): void;
  /** The week the keyboard is in stays drawn, wherever one scrolls. */
  setActiveWeek(week: number): void;
}

const NARROW_PX = 640;
const WIDEST_CELL_PX = 150;
const WORDS_PX = 60;
const SCROLLBAR_PX = 14;
const WEEKS_BESIDE = 2;
const FIRST_PAINT_MS = 150;

/** How wide cells are, and which weeks are drawn: those in sight and a few on either side. */
export function useWeeksInSight({ start, weeks, fit, firstWeek, onWeeks }: Wanted): InSight {
  const scroller = useRef<HTMLDivElement>(null);
  const leading = useRef(firstWeek);
  const [width, setWidth] = useState(0);
  /** None until the first paint, which is the sooner for it. */
  const margin = useRef(0);
  const [drawn, setDrawn] = useState(() => around(firstWeek, firstWeek + fit - 1, 0));
  const [activeWeek, setActiveWeek] = useState(firstWeek);

  const touch = useMemo(() => matchMedia("(pointer: coarse)").matches, []);
  const name = width < NARROW_PX ? 116 : 184;
  const least = touch ? 34 : 26;
  const cell = Math.floor(Math.min(WIDEST_CELL_PX, Math.max(least, (width - name - SCROLLBAR_PX) / (fit * 10))));
  const weekWidth = cell * 10;

  const look = useCallback(() => {
    const box = scroller.current;
    if (!box || width === 0) return;
    const first = Math.max(0, Math.floor(box.scrollLeft / weekWidth));
    const last = Math.min(weeks - 1, Math.floor((box.scrollLeft + box.clientWidth - name - 1) / weekWidth));
    leading.current = Math.min(weeks - 1, Math.round(box.scrollLeft / weekWidth));
    const least = around(first, last, Math.min(1, margin.current));
    setDrawn((was) => (was.from <= least.from && least.to <= was.to ? was : around(first, last, margin.current)));
    onWeeks(first, last, leading.current);
  }, [width, weekWidth, weeks, name, onWeeks]);

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

  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    const timer = setTimeout(() => {
      margin.current = WEEKS_BESIDE;
      latest.current();
    }, FIRST_PAINT_MS);
    return () => clearTimeout(timer);
  }, []);

  const goTo = useCallback(
    (week: number) => {
      leading.current = week;
      if (scroller.current) scroller.current.scrollLeft = week * weekWidth;
      look();
    },
    [weekWidth, look],
  );

  const segments = useMemo(() => segmentsOf(drawn, activeWeek, start, weeks), [drawn, activeWeek, weeks, start]);
  return { scroller, cell, name, wide: cell >= WORDS_PX, weekWidth, segments, look, goTo, setActiveWeek };
}
