/** Bank holidays and closures of a year as one list, with what has been edited and not yet saved. */

import type { SettingsDocument, Value, YearAnswer } from "../api/settings";
import { read, write } from "./settings";

export interface ClosedDay {
  key: string;
  date: string;
  name: string;
  kind: "nation" | "kept" | "closure";
  /** A bank holiday of the nation on which the practice is open. */
  worked: boolean;
  half: string | null;
  site: string | null;
  /** On the published rota then and there; null where that is not known before saving. */
  people: number | null;
  /** The place in the document, for faults: "closures[1].dates[2]". */
  path: string;
}

const KEPT = "bank_holidays.kept";
const WORKED = "bank_holidays.worked";

interface Entry {
  [key: string]: Value;
}

function entriesOf(document: SettingsDocument, path: string): Entry[] {
  const found = read(document, path);
  return Array.isArray(found) ? (found as Entry[]) : [];
}

function textsOf(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function closedDays(document: SettingsDocument, year: YearAnswer): ClosedDay[] {
  const worked = textsOf(read(document, WORKED));
  const kept = entriesOf(document, KEPT);
  const keptDates = kept.map((entry) => String(entry.date ?? ""));
  const known = new Map(year.holidays.map((holiday) => [holiday.date, holiday]));
  const inYear = (date: string): boolean => date.startsWith(`${year.year}-`);
  const nation: ClosedDay[] = year.holidays
    .filter((holiday) => !holiday.kept && !keptDates.includes(holiday.date))
    .map((holiday) => ({
      key: `nation ${holiday.date}`,
      date: holiday.date,
      name: holiday.name,
      kind: "nation",
      worked: worked.includes(holiday.date),
      half: null,
      site: null,
      people: holiday.people,
      path: WORKED,
    }));
  const besides: ClosedDay[] = kept.flatMap((entry, n) => {
    const date = String(entry.date ?? "");
    if (!inYear(date)) return [];
    return [
      {
        key: `kept ${date} ${n}`,
        date,
        name: String(entry.name ?? ""),
        kind: "kept" as const,
        worked: false,
        half: null,
        site: null,
        people: known.get(date)?.people ?? null,
        path: `${KEPT}[${n + 1}]`,
      },
    ];
  });
  return [...nation, ...besides, ...closuresOf(document, year)].sort(
    (a, b) => a.date.localeCompare(b.date) || a.name.localeCompare(b.name),
  );
}

function closuresOf(document: SettingsDocument, year: YearAnswer): ClosedDay[] {
  return entriesOf(document, "closures").flatMap((closure, n) =>
    textsOf(closure.dates).flatMap((date, at) => {
      if (!date.startsWith(`${year.year}-`)) return [];
      const day: ClosedDay = {
        key: `closure ${n} ${at}`,
        date,
        name: String(closure.label ?? "Closed"),
        kind: "closure",
        worked: false,
        half: closure.half ? String(closure.half) : null,
        site: closure.site ? String(closure.site) : null,
        people: null,
        path: `closures[${n + 1}].dates[${at + 1}]`,
      };
      const stored = year.closures.find(
        (known) =>
          known.date === date && known.label === day.name && known.half === day.half && known.site === day.site,
      );
      return [{ ...day, people: stored?.people ?? null }];
    }),
  );
}

/** The practice works a bank holiday of its nation, or keeps it after all. */
export function workOrKeep(document: SettingsDocument, date: string): SettingsDocument {
  const worked = textsOf(read(document, WORKED));
  const next = worked.includes(date) ? worked.filter((each) => each !== date) : [...worked, date].sort();
  return write(document, WORKED, next.length > 0 ? next : undefined);
}

export function keepBesides(document: SettingsDocument, date: string, name: string): SettingsDocument {
  const next = [...entriesOf(document, KEPT), { date, name }];
  return write(document, KEPT, next);
}

/** Takes a day out of the list: one date of a closure, or a day kept besides. */
export function remove(document: SettingsDocument, day: ClosedDay): SettingsDocument {
  if (day.kind === "kept") {
    const next = entriesOf(document, KEPT).filter((entry) => entry.date !== day.date || entry.name !== day.name);
    return write(document, KEPT, next.length > 0 ? next : undefined);
  }
  const [holder = "", at = "0"] = day.path.replace("]", "]|").split("|.dates[");
  const dates = textsOf(read(document, `${holder}.dates`)).filter((_, n) => n !== Number.parseInt(at, 10) - 1);
  if (dates.length > 0) return write(document, `${holder}.dates`, dates);
  const without = write(document, holder, undefined);
  const left = read(without, "closures");
  return Array.isArray(left) && left.length === 0 ? write(without, "closures", undefined) : without;
}

export interface Closing {
  label: string;
  dates: string[];
  half: string;
  site: string;
}

/** Shuts the practice, or one site: a closure of the same name and kind gets the dates, or there is a new one. */
export function close(document: SettingsDocument, closing: Closing): SettingsDocument {
  const entries = entriesOf(document, "closures");
  const same = entries.findIndex(
    (entry) =>
      (entry.label ?? "Closed") === (closing.label || "Closed") &&
      (entry.half ?? "") === closing.half &&
      (entry.site ?? "") === closing.site,
  );
  if (same >= 0) {
    const dates = new Set([...textsOf(entries[same]?.dates), ...closing.dates]);
    return write(document, `closures[${same + 1}].dates`, [...dates].sort());
  }
  const entry: Entry = { dates: closing.dates };
  if (closing.label) entry.label = closing.label;
  if (closing.half) entry.half = closing.half;
  if (closing.site) entry.site = closing.site;
  return write(document, "closures", [...entries, entry]);
}
