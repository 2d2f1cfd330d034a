import { type ComponentChild, Fragment } from "preact";
import { ruleName } from "../../domain/activities";
import { dayOfMonth, HALVES, type Half, inWords, monthInWords, WEEKDAYS } from "../../domain/calendar";
import { doctorWords, dutyWords, gapWords, type Rota, surname } from "../../domain/rota";
import { HEAD_ROWS, type Place } from "./places";
import type { Segment } from "./segments";
import { Steady } from "./steady";

/** The room of weeks that are not drawn. */
export function Skip({ part }: { part: { skip: number } }) {
  return <td class="skip" colSpan={part.skip * 10} aria-hidden="true" />;
}

interface Props {
  rota: Rota;
  /** Moves on when anything in it was written. */
  revision: number;
  segments: Segment[];
  today: number;
  wide: boolean;
  people: number;
  short: Map<string, string>;
  open: Place | null;
  openColumn: number;
}

/** Dates, who holds duty, gaps and doctors in: the rows that stay in view. */
export class GridHead extends Steady<Props> {
  override render(props: Props) {
    return headOf(props);
  }
}

function headOf({ rota, segments, today, wide, people, short, open, openColumn }: Props) {
  return (
    <thead>
      <tr class="weeks" aria-rowindex={1}>
        <td class="name corner" rowSpan={3}>
          <span class="muted">
            {people} {people === 1 ? "person" : "people"}
          </span>
        </td>
        {segments.map((part) =>
          part.week === undefined ? (
            <Skip key={`skip${part.at}`} part={part} />
          ) : (
            <th key={part.week} colSpan={10} scope="colgroup" class="week" aria-colindex={part.week * 10 + 2}>
              <span>{weekLabel(part.monday)}</span>
            </th>
          ),
        )}
      </tr>
      <tr class="dates" aria-rowindex={2}>
        {segments.map((part) =>
          part.week === undefined ? (
            <Skip key={`skip${part.at}`} part={part} />
          ) : (
            <Fragment key={part.week}>{dateCells(part, rota, today, wide)}</Fragment>
          ),
        )}
      </tr>
      <tr class="halves" aria-rowindex={3}>
        {segments.map((part) =>
          part.week === undefined ? (
            <Skip key={`skip${part.at}`} part={part} />
          ) : (
            <Fragment key={part.week}>{halfCells(part, rota, today)}</Fragment>
          ),
        )}
      </tr>
      <HeadRow label="Duty" row={0} segments={segments}>
        {(day, half, column) => (
          <HeadCell
            key={column}
            row={0}
            {...{ column, day, rota, today, open, openColumn }}
            says={dutyWords(rota, day, half)}
          >
            {rota.day(day)?.duty[half].map((code) => (
              <span class="holder" key={code}>
                {wide ? surname(rota.people.get(code)?.name ?? code) : (short.get(code) ?? code)}
              </span>
            ))}
          </HeadCell>
        )}
      </HeadRow>
      <HeadRow label="Gaps" row={1} segments={segments}>
        {(day, half, column) => (
          <HeadCell
            key={column}
            row={1}
            {...{ column, day, rota, today, open, openColumn }}
            says={gapWords(rota, day, half)}
          >
            <GapMark rota={rota} day={day} half={half} wide={wide} />
          </HeadCell>
        )}
      </HeadRow>
      <HeadRow label={rota.hasMinimum ? "Doctors in (min)" : "Doctors in"} row={2} segments={segments} whole>
        {(day, _half, column) => (
          <HeadCell
            key={column}
            row={2}
            {...{ column, day, rota, today, open, openColumn }}
            says={doctorWords(rota, day)}
          >
            <DoctorCount rota={rota} day={day} />
          </HeadCell>
        )}
      </HeadRow>
    </thead>
  );
}

interface HeadRowProps {
  label: string;
  row: number;
  segments: Segment[];
  /** One cell a day instead of two. */
  whole?: boolean;
  children: (day: number, half: Half, column: number) => ComponentChild;
}

function HeadRow({ label, row, segments, whole, children }: HeadRowProps) {
  return (
    <tr class={`head ${HEAD_ROWS[row]}`} aria-rowindex={row + 4}>
      <th class="name" scope="row" aria-colindex={1}>
        {label}
      </th>
      {segments.map((part) =>
        part.week === undefined ? (
          <Skip key={`skip${part.at}`} part={part} />
        ) : (
          <Fragment key={part.week}>
            {Array.from({ length: whole ? 5 : 10 }, (_, i) => {
              const at = whole ? i * 2 : i;
              return children(part.monday + (at >> 1), (at & 1) as Half, part.week * 10 + at);
            })}
          </Fragment>
        ),
      )}
    </tr>
  );
}

interface HeadCellProps {
  row: 0 | 1 | 2;
  column: number;
  day: number;
  rota: Rota;
  today: number;
  open: Place | null;
  openColumn: number;
  /** The cell in full words, for those who listen. */
  says: string;
  children: ComponentChild;
}

/** A cell above the people. What it shows is short; what it says is whole. */
function HeadCell({ row, column, day, rota, today, open, openColumn, says, children }: HeadCellProps) {
  const half = (column & 1) as Half;
  const whole = HEAD_ROWS[row] === "doctors";
  const classes = ["cell", half === 0 ? "am" : "pm"];
  if (whole) classes.push("whole");
  if (column % 10 >= (whole ? 8 : 9)) classes.push("week-end");
  if (whole ? rota.day(day)?.bankHoliday : rota.closed(day, half)) classes.push("closed");
  if (day === today) classes.push("today");
  const isOpen = open?.row === HEAD_ROWS[row] && openColumn === column;
  if (isOpen) classes.push("open");
  return (
    <td
      role="gridcell"
      tabIndex={-1}
      class={classes.join(" ")}
      colSpan={whole ? 2 : 1}
      data-r={row}
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

function weekLabel(monday: number): string {
  return `${monthInWords(monday + 4)}`;
}
