import { monthInWords } from "../../domain/calendar";
import type { Rota } from "../../domain/rota";
import { type HeadRow, HeadWeek } from "./HeadWeek";
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

function headOf(props: Props) {
  const { segments, people } = props;
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
        {weeksOf(props, "dates")}
      </tr>
      <tr class="halves" aria-rowindex={3}>
        {weeksOf(props, "halves")}
      </tr>
      {HEAD_ROWS.map((row, at) => (
        <tr key={row} class={`head ${row}`} aria-rowindex={at + 4}>
          <th class="name" scope="row" aria-colindex={1}>
            {labelOf(row, props.rota)}
          </th>
          {weeksOf(props, row)}
        </tr>
      ))}
    </thead>
  );
}

function labelOf(row: (typeof HEAD_ROWS)[number], rota: Rota): string {
  if (row === "duty") return "Duty";
  if (row === "gaps") return "Gaps";
  return rota.hasMinimum ? "Doctors in (min)" : "Doctors in";
}

function weeksOf({ segments, rota, today, wide, short, open, openColumn }: Props, row: HeadRow) {
  return segments.map((part) =>
    part.week === undefined ? (
      <Skip key={`skip${part.at}`} part={part} />
    ) : (
      <HeadWeek
        key={part.week}
        row={row}
        rota={rota}
        revision={rota.revisionOfWeek(part.monday)}
        week={part.week}
        monday={part.monday}
        today={today}
        wide={wide}
        short={short}
        open={open?.row === row && Math.floor(openColumn / 10) === part.week ? openColumn : -1}
      />
    ),
  );
}

function weekLabel(monday: number): string {
  return `${monthInWords(monday + 4)}`;
}
