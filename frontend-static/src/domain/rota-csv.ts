/** The rota for a spreadsheet. */

import { HALVES, inWords, isoOf, weekdayOf } from "./calendar";
import type { Person, Rota } from "./rota";

/** The visible rota as CSV: one line a session worked or away. */
export function asCsv(rota: Rota, people: Person[], first: number, last: number, site: (code: string) => string) {
  const lines = [["date", "weekday", "half", "code", "name", "role", "activity", "site"]];
  for (let day = first; day <= last; day++) {
    if (weekdayOf(day) > 4) continue;
    for (const half of [0, 1] as const) {
      for (const person of people) {
        const cell = rota.cell(person.code, day, half);
        if (!cell) continue;
        const [what, where] = cell.kind === "work" ? [cell.activity, site(cell.site)] : ["away", ""];
        lines.push([
          isoOf(day),
          inWords(day).slice(0, 3),
          HALVES[half],
          person.code,
          person.name,
          person.role,
          what,
          where,
        ]);
      }
    }
  }
  return lines.map((line) => line.map(csvField).join(",")).join("\r\n");
}

/** Quoted where needed; a leading sign is defused, because spreadsheets would run it as a formula. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
