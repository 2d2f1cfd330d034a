import { activityWords, ruleName } from "../../domain/activities";
import { HALVES, type Half, inWords } from "../../domain/calendar";
import {
  type Band,
  doctorWords,
  dutyWords,
  gapReason,
  type Person,
  type Rota,
  sessionInWords,
} from "../../domain/rota";
import "./day-list.css";

interface Props {
  rota: Rota;
  day: number;
  today: number;
  bands: Band[];
  me: Person | null;
  siteName: (code: string) => string;
  /** Somebody is ill, from a half of this day on. Left out: whoever looks cannot say so. */
  onSick?: ((person: Person, half: Half) => void) | undefined;
}

/** One day of everybody as a plain table, and my own next sessions before it: the rota for a narrow screen. */
export function DayList({ rota, day, today, bands, me, siteName, onSick }: Props) {
  const closed = rota.closed(day, 0) && rota.closed(day, 1) ? rota.closed(day, 0) : null;
  return (
    <div class="day-list">
      {me && <NextSessions rota={rota} me={me} from={Math.max(today, day)} siteName={siteName} />}
      <section class="card">
        <header>
          <h2>
            {inWords(day)}
            {day === today ? ", today" : ""}
          </h2>
          {closed && <span class="badge">{closed}</span>}
        </header>
        {!closed && rota.day(day) && (
          <dl class="day-facts">
            {([0, 1] as const).map((half) => [
              <dt key={half}>{HALVES[half]}</dt>,
              <dd key={`duty${half}`}>
                {dutyWords(rota, day, half)}
                {rota.gaps(day, half).map((gap) => (
                  <p class="day-gap" key={`${gap.rule}${gap.site}`}>
                    {ruleName(gap.rule)}: need {gap.need}, have {gap.have}. {gapReason(gap)}
                  </p>
                ))}
              </dd>,
            ])}
            <dt>Day</dt>
            <dd>{doctorWords(rota, day)}</dd>
          </dl>
        )}
        {rota.day(day) ? (
          <table class="day-table">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">AM</th>
                <th scope="col">PM</th>
              </tr>
            </thead>
            {bands.map(({ name, people }) => (
              <tbody key={name}>
                <tr class="day-group">
                  <th scope="rowgroup" colSpan={3}>
                    {name}
                  </th>
                </tr>
                {people.map((person) => (
                  <tr key={person.code} class={person.code === me?.code ? "mine" : undefined}>
                    <th scope="row">
                      <span class="day-person">
                        {person.name}
                        {onSick && <SickButton rota={rota} person={person} day={day} onSick={onSick} />}
                      </span>
                    </th>
                    <HalfDay rota={rota} person={person} day={day} half={0} siteName={siteName} />
                    <HalfDay rota={rota} person={person} day={day} half={1} siteName={siteName} />
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        ) : (
          <p class="day-none">No rota is published for this day yet.</p>
        )}
      </section>
    </div>
  );
}

/** Beside the name of whoever works that day. */
function SickButton({ rota, person, day, onSick }: Pick<Props, "rota" | "day"> & SickProps) {
  const works = (half: Half): boolean =>
    rota.cell(person.code, day, half)?.kind === "work" && !rota.closed(day, half, person.site);
  const half = works(0) ? 0 : works(1) ? 1 : null;
  if (half === null) return null;
  return (
    <button class="button quiet" type="button" onClick={() => onSick(person, half)}>
      Sick…<span class="hidden"> {person.name}</span>
    </button>
  );
}

interface SickProps {
  person: Person;
  onSick(person: Person, half: Half): void;
}

interface HalfDayProps extends Pick<Props, "rota" | "day" | "siteName"> {
  person: Person;
  half: Half;
}

function HalfDay({ rota, person, day, half, siteName }: HalfDayProps) {
  const cell = rota.cell(person.code, day, half);
  const closed = rota.closed(day, half, person.site);
  if (closed) return <td class="muted">{closed}</td>;
  if (!cell) {
    return (
      <td>
        <span class="muted" aria-hidden="true">
          –
        </span>
        <span class="hidden">not working</span>
      </td>
    );
  }
  if (cell.kind === "away") return <td class="muted">away</td>;
  const { label, style } = activityWords(cell.activity);
  return (
    <td>
      <span class={`activity-word ${style}`}>{label}</span>
      {cell.site !== person.site && <small class="muted">{siteName(cell.site)}</small>}
    </td>
  );
}

const NEXT_SESSIONS = 8;
const LOOK_AHEAD_DAYS = 42;

function NextSessions({
  rota,
  me,
  from,
  siteName,
}: { rota: Rota; me: Person; from: number } & Pick<Props, "siteName">) {
  const next: { day: number; half: Half; activity: string; site: string }[] = [];
  for (let day = from; day < from + LOOK_AHEAD_DAYS && next.length < NEXT_SESSIONS; day++) {
    for (const half of [0, 1] as const) {
      const cell = rota.cell(me.code, day, half);
      if (cell?.kind === "work" && !rota.closed(day, half, me.site)) next.push({ day, half, ...cell });
    }
  }
  return (
    <section class="card next-sessions">
      <header>
        <h2>My next sessions</h2>
      </header>
      {next.length === 0 ? (
        <p class="day-none">None in the next six weeks of the rota.</p>
      ) : (
        <ol>
          {next.map(({ day, half, activity, site }) => (
            <li key={`${day}${half}`}>
              <span class="when">{sessionInWords(day, half)}</span>
              <span class={`activity-word ${activityWords(activity).style}`}>{activityWords(activity).label}</span>
              <span class="muted">{siteName(site)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
