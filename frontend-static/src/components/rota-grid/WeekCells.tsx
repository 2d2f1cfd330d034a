import { activityWords } from "../../domain/activities";
import type { Half } from "../../domain/calendar";
import { cellInWords, marksInWords, type Person, type Rota, slotOf, UNMARKED } from "../../domain/rota";
import { CellMarks } from "./CellMarks";
import type { TargetRow } from "./editing";
import type { ChangedCells } from "./RotaGrid";
import { Steady } from "./steady";
import { TargetMark, targetInWords } from "./TargetMark";

interface Props {
  rota: Rota;
  /** Moves on when this week of this person was written. */
  revision: number;
  person: Person;
  row: number;
  week: number;
  monday: number;
  today: number;
  wide: boolean;
  /** The first row of people also writes the names of closed days down its columns. */
  names: boolean;
  changed: ChangedCells | undefined;
  /** The column whose cell is open in the side panel, or -1. */
  open: number;
  /** Of its ten half-days those that are chosen, one bit each; -1 where nothing can be chosen. */
  chosen: number;
  /** Of its ten half-days those that are picked up, one bit each. */
  picked: number;
  targets: TargetRow | undefined;
  siteName: (code: string) => string;
}

const DAYS = [0, 1, 2, 3, 4] as const;
const HALF_DAYS = [0, 1] as const;

/** One person's ten half-days of one week. Drawn again only when something in it changed. */
export class WeekCells extends Steady<Props> {
  override render(props: Props) {
    const runs = awayRuns(props);
    return DAYS.flatMap((weekday) =>
      HALF_DAYS.map((half) => {
        const column = props.week * 10 + weekday * 2 + half;
        return cellOf(props, props.monday + weekday, half, column, runs.get(weekday * 2 + half) ?? 0);
      }),
    );
  }
}

/** Where a stretch of being away starts in the week, and how many half-days it lasts. */
function awayRuns({ rota, person, monday }: Props): Map<number, number> {
  const runs = new Map<number, number>();
  let start = -1;
  for (let at = 0; at < 10; at++) {
    const [day, half] = [monday + (at >> 1), (at & 1) as Half];
    const away = rota.cell(person.code, day, half)?.kind === "away" && !rota.closed(day, half, person.site);
    if (!away) start = -1;
    else if (start < 0) {
      start = at;
      runs.set(at, 1);
    } else runs.set(start, (runs.get(start) ?? 0) + 1);
  }
  return runs;
}

function cellOf(props: Props, day: number, half: Half, column: number, run: number) {
  const { rota, person, wide, changed, siteName } = props;
  const cell = rota.cell(person.code, day, half);
  const marks = rota.marks(person.code, day, half);
  const closed = rota.closed(day, half, person.site);
  const target = props.targets?.get(slotOf(day, half));
  const change = changed?.get(person.code)?.get(slotOf(day, half));
  const isPicked = (props.picked & (1 << column % 10)) !== 0;
  const isChosen = props.chosen > 0 && (props.chosen & (1 << column % 10)) !== 0;
  const isNamed =
    props.names && closed !== null && rota.closed(day, half) !== null && half === firstClosedHalf(rota, day);
  const classes = ["cell", half === 0 ? "am" : "pm"];
  if (marks !== UNMARKED || isNamed || (target && cell?.kind === "away")) classes.push("holds");
  if (column % 10 === 9) classes.push("week-end");
  if (closed) classes.push("closed");
  if (day === props.today) classes.push("today");
  if (change !== undefined || marks.edited) classes.push("changed");
  if (column === props.open) classes.push("open");
  if (isChosen) classes.push("chosen");
  if (isPicked) classes.push("picked");
  const says = [
    cellInWords(rota, person, day, half, siteName),
    marksInWords(marks),
    change !== undefined && `Changed: was ${change}`,
    isPicked && "Picked up",
    target && targetInWords(target),
  ]
    .filter(Boolean)
    .join(". ");
  // A label must hold what is written in the cell. One letter counts as a sign; more would not be found in the label.
  const spelt =
    target !== undefined ||
    (cell?.kind === "work" && (wide ? cell.site !== person.site : activityWords(cell.activity).letter.length > 1));
  return (
    <td
      key={column}
      role="gridcell"
      tabIndex={-1}
      class={classes.join(" ")}
      data-r={props.row}
      data-c={column}
      aria-colindex={column + 2}
      aria-label={spelt ? undefined : says}
      aria-selected={props.chosen < 0 ? column === props.open : isChosen}
    >
      {spelt && <span class="hidden">{says}</span>}
      {target && !isPicked ? (
        <>
          {cell?.kind === "away" && !closed && <Away run={run} />}
          <TargetMark target={target} letter={cell?.kind === "work" ? activityWords(cell.activity).letter : ""} />
        </>
      ) : (
        <>
          {cell?.kind === "work" && (
            <Activity
              activity={cell.activity}
              site={cell.site}
              person={person}
              wide={wide}
              hidden={spelt}
              name={siteName}
            />
          )}
          {cell?.kind === "away" && !closed && <Away run={run} />}
          <CellMarks marks={marks} isWork={cell?.kind === "work"} />
        </>
      )}
      {isNamed && <span class="closed-name">{closed}</span>}
    </td>
  );
}

function firstClosedHalf(rota: Rota, day: number): Half {
  return rota.closed(day, 0) ? 0 : 1;
}

interface ActivityProps {
  activity: string;
  site: string;
  person: Person;
  wide: boolean;
  /** From those who listen, because the cell says it in words. */
  hidden: boolean;
  name: (code: string) => string;
}

function Activity({ activity, site, person, wide, hidden, name }: ActivityProps) {
  const { letter, label, style } = activityWords(activity);
  const elsewhere = site !== person.site;
  return (
    <span class={`activity ${style}${elsewhere ? " elsewhere" : ""}`} aria-hidden={hidden || undefined}>
      {wide ? label : letter}
      {wide && elsewhere && <small> at {name(site)}</small>}
    </span>
  );
}

/** A quiet bar; the word stands once in a stretch, in the middle of it. */
function Away({ run }: { run: number }) {
  return (
    <span class={run > 0 ? "away begins" : "away"}>
      {run > 0 && (
        <span class="away-word" style={{ "--run": String(run) }}>
          away
        </span>
      )}
    </span>
  );
}
