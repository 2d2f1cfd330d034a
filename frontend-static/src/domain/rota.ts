/** The rota as the pages look things up in it: by person, day and half. Stretches that arrive later are merged in. */

import type { Closure, Gap, PersonAnswer, RotaAnswer, VersionSpan } from "../api/rota";
import { activityWords, BAND_NAMES, bandOf, ruleName } from "./activities";
import { dayOf, HALVES, type Half, inWords, isoOf, weekdayOf } from "./calendar";

export interface Work {
  kind: "work";
  activity: string;
  site: string;
}

export type Cell = Work | { kind: "away" };

export interface Day {
  day: number;
  bankHoliday: string | null;
  closures: Closure[];
  minimum: number | null;
  doctorsIn: number;
  /** Codes of those who hold duty, AM and PM. */
  duty: [string[], string[]];
}

export type Person = PersonAnswer;

/** "0.80": always two decimals, so that they line up. */
export function wteWords(person: Person): string {
  return Number(person.wte).toFixed(2);
}

/** One number for a session, so that it can be a key. */
export function slotOf(day: number, half: Half): number {
  return day * 2 + half;
}

export class Rota {
  readonly people = new Map<string, Person>();
  readonly versions = new Map<string, VersionSpan>();
  private readonly days = new Map<number, Day>();
  private readonly cells = new Map<string, Map<number, Cell>>();
  private readonly gapsBySlot = new Map<number, Gap[]>();
  /** Most people holding duty in one half-day: the height of the duty row. */
  dutyLines = 1;
  /** Whether the practice asks for a minimum of doctors at all. */
  hasMinimum = false;

  /** Take a stretch in. Stretches do not overlap. */
  merge(answer: RotaAnswer): void {
    const days = answer.days.map((d) => dayOf(d.date));
    for (const person of answer.people) this.people.set(person.code, person);
    for (const version of answer.versions) this.versions.set(version.id, version);
    answer.days.forEach((d, i) => {
      const day = days[i] as number;
      this.days.set(day, {
        day,
        bankHoliday: d.bank_holiday,
        closures: d.closures,
        minimum: answer.minimum[i] ?? null,
        doctorsIn: answer.doctors_in[i] ?? 0,
        duty: [[], []],
      });
    });
    const code = (person: number): string => answer.people[person]?.code ?? "";
    for (const [person, day, half, activity, site] of answer.assignments) {
      this.put(code(person), slotOf(days[day] as number, half), {
        kind: "work",
        activity,
        site,
      });
    }
    for (const [person, day, half] of answer.away) {
      this.put(code(person), slotOf(days[day] as number, half), {
        kind: "away",
      });
    }
    for (const [day, half, people] of answer.duty) {
      const known = this.days.get(days[day] as number);
      if (known) known.duty[half] = people.map(code);
      this.dutyLines = Math.max(this.dutyLines, people.length);
    }
    this.hasMinimum ||= answer.minimum.some((least) => least !== null);
    for (const gap of answer.gaps) this.putGap(gap);
  }

  private put(code: string, slot: number, cell: Cell): void {
    let row = this.cells.get(code);
    if (!row) {
      row = new Map();
      this.cells.set(code, row);
    }
    row.set(slot, cell);
  }

  private putGap(gap: Gap): void {
    if (!gap.date) return;
    const half: Half = gap.half === "PM" ? 1 : 0;
    const slot = slotOf(dayOf(gap.date), half);
    this.gapsBySlot.set(slot, [...(this.gapsBySlot.get(slot) ?? []), gap]);
  }

  day(day: number): Day | undefined {
    return this.days.get(day);
  }

  cell(code: string, day: number, half: Half): Cell | undefined {
    return this.cells.get(code)?.get(slotOf(day, half));
  }

  gaps(day: number, half: Half): readonly Gap[] {
    return this.gapsBySlot.get(slotOf(day, half)) ?? [];
  }

  /** Every gap from `first` to `last`, in calendar order. */
  gapsBetween(first: number, last: number): Gap[] {
    const found: Gap[] = [];
    for (let day = first; day <= last; day++) found.push(...this.gaps(day, 0), ...this.gaps(day, 1));
    return found;
  }

  /** Why nobody works then, if nobody does: the bank holiday's or the closure's name. */
  closed(day: number, half: Half, site?: string): string | null {
    const known = this.days.get(day);
    if (!known) return null;
    if (known.bankHoliday) return known.bankHoliday;
    const closure = known.closures.find(
      (c) => (c.half === null || c.half === HALVES[half]) && (c.site === null || c.site === site),
    );
    return closure?.label ?? null;
  }

  /** Whether somebody is at, or belongs to, a site in anything known. */
  isAt(code: string, site: string): boolean {
    if (this.people.get(code)?.site === site) return true;
    for (const cell of this.cells.get(code)?.values() ?? []) {
      if (cell.kind === "work" && cell.site === site) return true;
    }
    return false;
  }

  /** The version that holds for a day: the one with the highest number that covers it. */
  versionOn(day: number): VersionSpan | null {
    let holds: VersionSpan | null = null;
    for (const version of this.versions.values()) {
      const covers = dayOf(version.start) <= day && day <= dayOf(version.end);
      if (covers && (!holds || version.number > holds.number)) holds = version;
    }
    return holds;
  }

  /** The least number of letters, three at least, that tells everybody's surname apart: "Ash", "Haze", "Hazl". */
  shortNames(): Map<string, string> {
    const surnames = [...this.people.values()].map((p) => [p.code, surname(p.name)] as const);
    const short = new Map<string, string>();
    for (const [code, name] of surnames) {
      let length = 3;
      while (
        length < name.length &&
        surnames.some(([c, n]) => c !== code && n.slice(0, length) === name.slice(0, length))
      )
        length++;
      short.set(code, name.slice(0, Math.min(length, 5)));
    }
    return short;
  }
}

export function surname(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? name;
}

export interface Filter {
  mine: string | null;
  site: string;
  role: string;
  find: string;
}

/** People who stand together on the grid, under one name. */
export interface Band {
  name: string;
  people: Person[];
}

/** Those who pass the filter, in bands, each in the order the practice lists them. */
export function peopleInBands(rota: Rota, filter: Filter): Band[] {
  const wanted = filter.find.trim().toLowerCase();
  const passes = (person: Person): boolean =>
    (!filter.mine || person.code === filter.mine) &&
    (!filter.role || bandOf(person.group) === filter.role) &&
    (!filter.site || rota.isAt(person.code, filter.site)) &&
    (!wanted || `${person.name} ${person.role} ${person.code}`.toLowerCase().includes(wanted));
  const shown = [...rota.people.values()].filter(passes);
  return BAND_NAMES.map((name) => ({
    name,
    people: shown.filter((person) => bandOf(person.group) === name),
  })).filter((band) => band.people.length > 0);
}

/** "Clinic at Eastfield branch", "Away", "Not working": what a cell is, in words. */
export function cellInWords(rota: Rota, person: Person, day: number, half: Half, siteName: (code: string) => string) {
  const closed = rota.closed(day, half, person.site);
  const cell = rota.cell(person.code, day, half);
  if (cell?.kind === "work") return `${activityWords(cell.activity).label} at ${siteName(cell.site)}`;
  if (closed) return `Closed: ${closed}`;
  if (cell?.kind === "away") return "Away";
  return rota.day(day) ? "Not working" : "No rota yet";
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
  return gaps.map((gap) => `${ruleName(gap.rule)}: need ${gap.need}, have ${gap.have}. ${gapReason(gap)}`).join(" ");
}

/** How many doctors are in, against the minimum. */
export function doctorWords(rota: Rota, day: number): string {
  const known = rota.day(day);
  if (!known) return "No rota yet";
  if (known.bankHoliday) return `Closed: ${known.bankHoliday}`;
  const least = known.minimum === null ? "" : `, minimum ${known.minimum}`;
  return `${known.doctorsIn} doctors in${least}`;
}

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
