/** The rota in words: what a cell, a gap, a session is. */

import type { Gap } from "../api/rota";
import { activityWords, ruleName } from "./activities";
import { dayOf, HALVES, type Half, inWords } from "./calendar";
import type { Marks, Person, Rota } from "./rota";

/** "Clinic at Eastfield branch", "Away", "Not working": what a cell is, in words. */
export function cellInWords(rota: Rota, person: Person, day: number, half: Half, siteName: (code: string) => string) {
  const closed = rota.closed(day, half, person.site);
  const cell = rota.cell(person.code, day, half);
  if (cell?.kind === "work") return `${activityWords(cell.activity).label} at ${siteName(cell.site)}`;
  if (closed) return `Closed: ${closed}`;
  if (cell?.kind === "away") return "Away";
  return rota.day(day) ? "Not working" : "No rota yet";
}

/** "pinned, locum, not published yet": what the badges of a cell say, in words; empty where it has none. */
export function marksInWords(marks: Marks): string {
  return [
    marks.pinned && "pinned",
    marks.off && "kept off",
    marks.locum && "locum",
    marks.sick && "sick",
    marks.part && `away for ${marks.part} minutes of it`,
    marks.synced && "in the clinical system",
    marks.edited && "not published yet",
  ]
    .filter(Boolean)
    .join(", ");
}

/** "Thu 11 Feb PM" */
export function sessionInWords(day: number, half: Half): string {
  return `${inWords(day)} ${HALVES[half]}`;
}

/** "Dr Alder on leave; Dr Birch does not work then": why a gap is there, without the numbers. */
export function gapReason(gap: Gap): string {
  return gap.why.replace(/^need \d+, have \d+[:.]?\s*/i, "");
}

/** When a gap is: "Thu 11 Feb PM". */
export function gapPlace(gap: Gap): string {
  if (!gap.date) return "Whole period";
  const day = dayOf(gap.date);
  return gap.half ? `${inWords(day)} ${gap.half}` : inWords(day);
}

/** Who holds duty, in words; why nobody does on a closed day. */
export function dutyWords(rota: Rota, day: number, half: Half): string {
  const closed = rota.closed(day, half);
  if (closed) return `Closed: ${closed}`;
  const names = rota.day(day)?.duty[half].map((code) => rota.people.get(code)?.name ?? code) ?? [];
  return names.length > 0 ? `Duty: ${names.join(", ")}` : "Nobody holds duty";
}

/** Every gap of a session with its reason. */
export function gapWords(rota: Rota, day: number, half: Half): string {
  const gaps = rota.gaps(day, half);
  if (gaps.length === 0) return "No gap";
  const sentences = gaps.flatMap((gap) => [
    `${ruleName(gap.rule)}: need ${gap.need}, have ${gap.have}`,
    gapReason(gap),
  ]);
  return sentences
    .filter(Boolean)
    .map((sentence) => sentence.replace(/\.?$/, "."))
    .join(" ");
}

/** How many doctors are in, against the minimum. */
export function doctorWords(rota: Rota, day: number): string {
  const known = rota.day(day);
  if (!known) return "No rota yet";
  if (known.bankHoliday) return `Closed: ${known.bankHoliday}`;
  const least = known.minimum === null ? "" : `, minimum ${known.minimum}`;
  return `${known.doctorsIn} doctors in${least}`;
}
