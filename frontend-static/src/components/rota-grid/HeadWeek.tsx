import type { ComponentChild } from "preact";
import { ruleName } from "../../domain/activities";
import { dayOfMonth, HALVES, type Half, inWords, WEEKDAYS } from "../../domain/calendar";
import { doctorWords, dutyWords, gapWords, type Rota, surname } from "../../domain/rota";
import { HEAD_ROWS } from "./places";
import { Steady } from "./steady";

/** A row above the people. */
export type HeadRow = "dates" | "halves" | (typeof HEAD_ROWS)[number];

interface Props {
  row: HeadRow;
  rota: Rota;
  /** Moves on when anything in this week was written. */
  revision: number;
  week: number;
  monday: number;
  today: number;
  wide: boolean;
  short: Map<string, string>;
  /** The column whose cell is open in the side panel, or -1. */
  open: number;
}

/** One week of one of the rows above the people. Drawn again only when something in it changed. */
export class HeadWeek extends Steady<Props> {
  override render(props: Props) {
    const { row, rota, today, wide } = props;
    if (row === "dates") return dateCells(props, rota, today, wide);
    if (row === "halves") return halfCells(props, rota, today);
    return cellsOf(props, row);
  }
}

function cellsOf(props: Props, row: (typeof HEAD_ROWS)[number]) {
  const { rota, monday, week, today } = props;
  const whole = row === "doctors"; // one cell a day instead of two
  return Array.from({ length: whole ? 5 : 10 }, (_, i) => {
    const at = whole ? i * 2 : i;
    const [day, half, column] = [monday + (at >> 1), (at & 1) as Half, week * 10 + at];
    const { says, shows } = contents(props, row, day, half);
    return (
      <HeadCell key={column} {...{ row, column, day, rota, today, says }} isOpen={props.open === column}>
        {shows}
      </HeadCell>
    );
  });
}

function contents({ rota, wide, short }: Props, row: (typeof HEAD_ROWS)[number], day: number, half: Half) {
  if (row === "doctors") return { says: doctorWords(rota, day), shows: <DoctorCount rota={rota} day={day} /> };
  if (row === "gaps")
    return { says: gapWords(rota, day, half), shows: <GapMark rota={rota} day={day} half={half} wide={wide} /> };
  const holders = rota.day(day)?.duty[half].map((code) => (
    <span class="holder" key={code}>
      {wide ? surname(rota.people.get(code)?.name ?? code) : (short.get(code) ?? code)}
    </span>
  ));
  return { says: dutyWords(rota, day, half), shows: holders };
}

interface HeadCellProps {
  row: (typeof HEAD_ROWS)[number];
  column: number;
  day: number;
  rota: Rota;
  today: number;
  isOpen: boolean;
  /** The cell in full words, for those who listen. */
  says: string;
  children: ComponentChild;
}

/** A cell above the people. What it shows is short; what it says is whole. */
function HeadCell({ row, column, day, rota, today, isOpen, says, children }: HeadCellProps) {
  const half = (column & 1) as Half;
  const whole = row === "doctors";
  const classes = ["cell", half === 0 ? "am" : "pm"];
  if (whole) classes.push("whole");
  if (column % 10 >= (whole ? 8 : 9)) classes.push("week-end");
  if (whole ? rota.day(day)?.bankHoliday : rota.closed(day, half)) classes.push("closed");
  if (day === today) classes.push("today");
  if (isOpen) classes.push("open");
  return (
    <td
      role="gridcell"
      tabIndex={-1}
      class={classes.join(" ")}
      colSpan={whole ? 2 : 1}
      data-r={HEAD_ROWS.indexOf(row)}
      data-c={column}
      aria-colindex={column + 2}
      aria-selected={isOpen}
    >
      <span class="hidden">{says}</span>
      <span aria-hidden="true">{children}</span>
    </td>
  );
}

function DoctorCount({ rota, day }: { rota: Rota; day: number }) {
  const known = rota.day(day);
  if (!known || known.bankHoliday) return null;
  const short = known.minimum !== null && known.doctorsIn < known.minimum;
  return (
    <span class={short ? "count short" : "count"}>
      {known.doctorsIn}
      {known.minimum !== null && <span class="minimum"> ({known.minimum})</span>}
      {short && "!"}
    </span>
  );
}

function GapMark({ rota, day, half, wide }: { rota: Rota; day: number; half: Half; wide: boolean }) {
  const gaps = rota.gaps(day, half);
  const [first] = gaps;
  if (!first) return rota.day(day) && !rota.closed(day, half) ? <span class="no-gap">·</span> : null;
  if (gaps.length > 1) return <span class="gap">{wide ? `${gaps.length} gaps` : `${gaps.length}!`}</span>;
  return (
    <span class="gap">
      {wide ? `${ruleName(first.rule)} ${first.have} of ${first.need}` : `${first.have}/${first.need}`}
    </span>
  );
}

function dateCells(part: { monday: number; week: number }, rota: Rota, today: number, wide: boolean) {
  return [0, 1, 2, 3, 4].map((weekday) => {
    const day = part.monday + weekday;
    const classes = ["date"];
    if (weekday === 4) classes.push("week-end");
    if (rota.closed(day, 0) && rota.closed(day, 1)) classes.push("closed");
    if (day === today) classes.push("today");
    return (
      <th
        key={day}
        colSpan={2}
        scope="colgroup"
        class={classes.join(" ")}
        aria-colindex={part.week * 10 + weekday * 2 + 2}
      >
        <span aria-hidden="true">
          {WEEKDAYS[weekday]} {wide ? inWords(day).slice(4) : dayOfMonth(day)}
        </span>
        <span class="hidden">
          {inWords(day)}
          {day === today ? ", today" : ""}
        </span>
      </th>
    );
  });
}

function halfCells(part: { monday: number; week: number }, rota: Rota, today: number) {
  return [0, 1, 2, 3, 4].flatMap((weekday) => {
    const day = part.monday + weekday;
    const column = part.week * 10 + weekday * 2;
    const whole = rota.day(day)?.bankHoliday ?? wholeDayClosure(rota, day);
    const mark = (day === today ? " today" : "") + (weekday === 4 ? " week-end" : "");
    if (whole) {
      return [
        <th
          key={column}
          colSpan={2}
          scope="colgroup"
          class={`half closed-label closed${mark}`}
          aria-colindex={column + 2}
        >
          <span title={whole}>{whole}</span>
        </th>,
      ];
    }
    return ([0, 1] as const).map((half) => {
      const closed = rota.closed(day, half);
      return (
        <th
          key={column + half}
          scope="col"
          class={`half ${half === 0 ? "am" : `pm${mark}`}${closed ? " closed" : ""}`}
          aria-colindex={column + half + 2}
        >
          {closed ? <span class="closure">{closed}</span> : HALVES[half]}
        </th>
      );
    });
  });
}

function wholeDayClosure(rota: Rota, day: number): string | null {
  return rota.day(day)?.closures.find((closure) => closure.half === null && closure.site === null)?.label ?? null;
}
