import type { RotaVersion } from "../../api/rota";
import { inFullWords, momentInWords } from "../../domain/calendar";
import {
  cellInWords,
  doctorWords,
  dutyWords,
  gapWords,
  marksInWords,
  type Rota,
  sessionInWords,
} from "../../domain/rota";
import { closeness } from "../../domain/runs";
import type { Place } from "../rota-grid/places";

interface Props {
  place: Place | null;
  rota: Rota;
  siteName: (code: string) => string;
  versions: RotaVersion[];
  day: number;
  /** What is picked up, and what dropping it here would do. */
  picked: string | null;
}

/** The line under the grid: what the cell at hand is, else which version this is and how good. */
export function Says({ place, rota, siteName, versions, day, picked }: Props) {
  if (place) {
    const { words, isGap } = placeInWords(place, rota, siteName);
    return (
      <p class={isGap ? "says gap-here" : "says"}>
        {words}
        {picked && <span class="says-picked">{picked}</span>}
      </p>
    );
  }
  const version = rota.versionOn(day);
  if (!version) return <p class="muted">Nothing is published for these weeks.</p>;
  const summary = versions.find((v) => v.number === version.number)?.summary;
  return (
    <p class="muted">
      Version {version.number}, published {momentInWords(version.published_at)}
      {summary?.gap_percent != null && `, ${closeness(summary.gap_percent, summary.proved ?? false)}`}
    </p>
  );
}

function placeInWords({ row, person, day, half }: Place, rota: Rota, siteName: (code: string) => string) {
  const session = sessionInWords(day, half);
  if (person) {
    const marks = marksInWords(rota.marks(person.code, day, half));
    const what = cellInWords(rota, person, day, half, siteName);
    return { words: `${person.name}, ${session}: ${what}${marks ? `, ${marks}` : ""}`, isGap: false };
  }
  if (row === "duty") return { words: `${session}. ${dutyWords(rota, day, half)}`, isGap: false };
  if (row === "gaps")
    return { words: `${session}. ${gapWords(rota, day, half)}`, isGap: rota.gaps(day, half).length > 0 };
  return { words: `${inFullWords(day)}. ${doctorWords(rota, day)}`, isGap: false };
}
