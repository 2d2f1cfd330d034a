import type { ComponentChildren } from "preact";
import { activityWords, bandOf, ruleName } from "../../domain/activities";
import { HALVES, inFullWords } from "../../domain/calendar";
import { cellInWords, gapReason, marksInWords, type Person, type Rota, slotOf, wteWords } from "../../domain/rota";
import { Icon } from "../icon/Icon";
import type { ChangedCells, Place } from "../rota-grid/RotaGrid";
import "./cell-panel.css";

interface Props {
  place: Place;
  rota: Rota;
  changed?: ChangedCells | undefined;
  siteName: (code: string) => string;
  /** What can be done to it, after what it is. */
  acts?: ComponentChildren;
  /** More about it: who supervises, why it is so, ways out of a gap. */
  more?: ComponentChildren;
  onClose(): void;
}

/** What a cell of the grid is, beside it and never over it. */
export function CellPanel({ place, rota, changed, siteName, acts, more, onClose }: Props) {
  const { person, day, half } = place;
  const whole = place.row === "doctors";
  const was = person ? changed?.get(person.code)?.get(slotOf(day, half)) : undefined;
  return (
    <aside class="cell-panel" aria-label="About this session">
      <header>
        <div>
          <p class="muted">
            {inFullWords(day)}
            {whole ? "" : ` ${HALVES[half]}`}
          </p>
          <h2>{person ? person.name : HEADINGS[place.row]}</h2>
          {person && (
            <p class="muted">
              {person.role || bandOf(person.group)}, {wteWords(person)} WTE, {siteName(person.site)}
            </p>
          )}
        </div>
        <button class="button quiet square" type="button" onClick={onClose} aria-label="Close the panel">
          <Icon name="close" />
        </button>
      </header>
      {person && (
        <p class="what">
          {cellInWords(rota, person, day, half, siteName)}
          <PlaceMarks person={person} place={place} rota={rota} />
          {was !== undefined && <span class="was">was: {was}</span>}
        </p>
      )}
      {acts}
      <Gaps place={place} rota={rota} siteName={siteName} />
      {more}
      {person && <ThisWeek person={person} day={day} rota={rota} />}
      <WhoIsIn place={place} rota={rota} siteName={siteName} />
    </aside>
  );
}

const HEADINGS: Record<Place["row"], string> = {
  duty: "Duty",
  gaps: "Gaps",
  doctors: "Doctors in",
  person: "",
};

/** What the badges say; of a locum also whose place it is, and to administrators what it costs. */
function PlaceMarks({ person, place, rota }: { person: Person; place: Place; rota: Rota }) {
  const marks = rota.marks(person.code, place.day, place.half);
  const words = marksInWords(marks);
  if (!words) return null;
  const { covers = null, cost_pence: cost = null, agency = "" } = marks.locum ?? {};
  const more = [
    covers && `in the place of ${rota.people.get(covers)?.name ?? covers}`,
    cost !== null && POUNDS.format(cost / 100),
    agency,
  ].filter(Boolean);
  return (
    <span class="marks-words">
      {words.charAt(0).toUpperCase() + words.slice(1)}
      {more.length > 0 && <span>Locum {more.join(", ")}</span>}
    </span>
  );
}

const POUNDS = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

function Gaps({ place, rota, siteName }: Pick<Props, "place" | "rota" | "siteName">) {
  const { day, half, row } = place;
  const gaps = row === "doctors" ? [...rota.gaps(day, 0), ...rota.gaps(day, 1)] : rota.gaps(day, half);
  if (gaps.length === 0) return row === "gaps" ? <p>No gap: everything this session needs is there.</p> : null;
  return (
    <ul class="panel-gaps">
      {gaps.map((gap) => (
        <li key={`${gap.rule}${gap.site}${gap.half}`}>
          <strong>
            {ruleName(gap.rule)}
            {gap.site ? ` at ${siteName(gap.site)}` : ""}: need {gap.need}, have {gap.have}
          </strong>
          <span>{gapReason(gap)}</span>
        </li>
      ))}
    </ul>
  );
}

function ThisWeek({ person, day, rota }: { person: Person; day: number; rota: Rota }) {
  const monday = day - ((day + 3) % 7);
  let sessions = 0;
  let duties = 0;
  let away = 0;
  for (let at = 0; at < 10; at++) {
    const cell = rota.cell(person.code, monday + (at >> 1), (at & 1) as 0 | 1);
    if (cell?.kind === "work") {
      sessions++;
      if (cell.activity === "duty") duties++;
    } else if (cell) away++;
  }
  return (
    <dl class="panel-facts">
      <dt>This week</dt>
      <dd>
        {sessions} {sessions === 1 ? "session" : "sessions"}
        {duties > 0 ? `, ${duties} of them duty` : ""}
        {away > 0 ? `, away for ${away}` : ""}
      </dd>
    </dl>
  );
}

/** Everybody at work in the session, by activity, so that cover can be judged without leaving the cell. */
function WhoIsIn({ place, rota, siteName }: Pick<Props, "place" | "rota" | "siteName">) {
  const { day, half } = place;
  const byActivity = new Map<string, string[]>();
  for (const person of rota.people.values()) {
    const cell = rota.cell(person.code, day, half);
    if (!cell) continue;
    const kind = cell.kind === "work" ? cell.activity : "away";
    const elsewhere = cell.kind === "work" && cell.site !== person.site ? ` (${siteName(cell.site)})` : "";
    byActivity.set(kind, [...(byActivity.get(kind) ?? []), person.name + elsewhere]);
  }
  const order = [
    "duty",
    "clinic",
    "visits",
    "admin",
    "tutorial",
    "education",
    "self-directed",
    "study-leave",
    "coroners",
  ];
  const kinds = [...order.filter((kind) => byActivity.has(kind)), ...(byActivity.has("away") ? ["away"] : [])];
  if (kinds.length === 0) return null;
  return (
    <section class="who-is-in">
      <h3>Everyone, {HALVES[half]}</h3>
      <dl>
        {kinds.map((kind) => [
          <dt key={kind}>{kind === "away" ? "Away" : activityWords(kind).label}</dt>,
          <dd key={`${kind}-names`}>{byActivity.get(kind)?.join(", ")}</dd>,
        ])}
      </dl>
    </section>
  );
}
