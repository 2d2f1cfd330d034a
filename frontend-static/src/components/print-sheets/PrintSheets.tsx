import { activityWords } from "../../domain/activities";
import { dayOfMonth, HALVES, type Half, momentInWords, monthName, rangeInWords, WEEKDAYS } from "../../domain/calendar";
import { type Band, type Person, type Rota, surname } from "../../domain/rota";
import "./print-sheets.css";

interface Props {
  practice: string;
  rota: Rota;
  bands: Band[];
  /** The first Monday and how many weeks; a sheet holds a fortnight. */
  start: number;
  weeks: number;
}

/** The rota on paper: a fortnight a sheet, in black and white, with its version and the time of printing. */
export function PrintSheets({ practice, rota, bands, start, weeks }: Props) {
  const sheets = Array.from({ length: Math.ceil(weeks / 2) }, (_, i) => ({
    monday: start + i * 14,
    weeks: Math.min(2, weeks - i * 2),
  }));
  const rows = bands.reduce((sum, { people }) => sum + people.length + 1, 3);
  const dense = rows > 44 ? " densest" : rows > 30 ? " denser" : "";
  const printed = momentInWords(new Date());
  return (
    <>
      {sheets.map((sheet) => (
        <Sheet
          key={sheet.monday}
          {...sheet}
          practice={practice}
          rota={rota}
          bands={bands}
          dense={dense}
          printed={printed}
        />
      ))}
    </>
  );
}

interface SheetProps {
  practice: string;
  rota: Rota;
  bands: Band[];
  monday: number;
  weeks: number;
  dense: string;
  printed: string;
}

function Sheet({ practice, rota, bands, monday, weeks, dense, printed }: SheetProps) {
  const days = Array.from({ length: weeks * 5 }, (_, i) => monday + Math.floor(i / 5) * 7 + (i % 5));
  const halves = days.flatMap((day) => [0, 1].map((half) => [day, half as Half] as const));
  const version = versionWords(rota, days);
  return (
    <section class={`sheet${dense}`}>
      <header>
        <strong>{practice}</strong>
        <span>{rangeInWords(monday, days.at(-1) ?? monday)}</span>
        <span>{version}</span>
        <span>Printed {printed}</span>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} class="print-name">
              Name
            </th>
            {days.map((day) => (
              <th key={day} scope="colgroup" colSpan={2} class="print-day">
                {WEEKDAYS[(day - monday) % 7]} {dayOfMonth(day)} {monthName(day)}
              </th>
            ))}
          </tr>
          <tr>
            {halves.map(([day, half]) => (
              <th key={`${day}${half}`} scope="col" class={half ? "print-pm" : ""}>
                {HALVES[half]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Duty</th>
            {halves.map(([day, half]) => (
              <td key={`${day}${half}`} class={half ? "print-pm" : ""}>
                {rota.day(day)?.duty[half].map((code) => (
                  <span class="print-holder" key={code}>
                    {surname(rota.people.get(code)?.name ?? code).slice(0, 7)}
                  </span>
                ))}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Gaps</th>
            {halves.map(([day, half]) => (
              <td key={`${day}${half}`} class={half ? "print-pm" : ""}>
                <strong>{rota.gaps(day, half).map((gap) => `${gap.have}/${gap.need}!`)}</strong>
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{rota.hasMinimum ? "Doctors in (min)" : "Doctors in"}</th>
            {days.map((day) => (
              <td key={day} colSpan={2} class="print-pm">
                {doctorsOnPaper(rota, day)}
              </td>
            ))}
          </tr>
          {bands.map(({ name, people }) => [
            <tr key={name} class="print-group">
              <th scope="rowgroup" colSpan={days.length * 2 + 1}>
                {name}
              </th>
            </tr>,
            ...people.map((person) => (
              <tr key={person.code}>
                <th scope="row">{person.name}</th>
                {halves.map(([day, half]) => (
                  <PrintCell key={`${day}${half}`} rota={rota} person={person} day={day} half={half} />
                ))}
              </tr>
            )),
          ])}
        </tbody>
      </table>
      <footer>
        S clinic, D duty, V visits, A admin, T tutorial, E education, L self-directed, SL study leave, C coroner’s
        court; striped closed; underlined at another site; empty not working
        {days.flatMap((day) => {
          const closed = rota.closed(day, 0) ?? rota.closed(day, 1);
          return closed ? [`. ${WEEKDAYS[(day - monday) % 7]} ${dayOfMonth(day)}: ${closed}`] : [];
        })}
      </footer>
    </section>
  );
}

function PrintCell({ rota, person, day, half }: { rota: Rota; person: Person; day: number; half: Half }) {
  const cell = rota.cell(person.code, day, half);
  const closed = rota.closed(day, half, person.site);
  const edge = half ? "print-pm" : "";
  if (closed) return <td class={`${edge} print-closed`} />;
  if (cell?.kind === "away") return <td class={`${edge} print-away`}>away</td>;
  if (!cell) return <td class={edge} />;
  const elsewhere = cell.site !== person.site;
  const letter = activityWords(cell.activity).letter;
  return (
    <td class={`${edge}${cell.activity === "duty" ? " print-duty" : ""}`}>{elsewhere ? <u>{letter}</u> : letter}</td>
  );
}

function doctorsOnPaper(rota: Rota, day: number): string {
  const known = rota.day(day);
  if (!known || known.bankHoliday) return "";
  if (known.minimum === null) return String(known.doctorsIn);
  return `${known.doctorsIn} (${known.minimum})${known.doctorsIn < known.minimum ? "!" : ""}`;
}

function versionWords(rota: Rota, days: number[]): string {
  const versions = new Set(days.map((day) => rota.versionOn(day)).filter((version) => version !== null));
  if (versions.size === 0) return "Not published";
  return [...versions].map((v) => `Version ${v.number}, published ${momentInWords(v.published_at)}`).join("; ");
}
