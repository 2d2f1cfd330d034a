/** The rota as the pages look things up in it: by person, day and half. Stretches that arrive later are merged in. */

import type { CellChange, CellState, Locum } from "../api/edits";
import type { Closure, Gap, PersonAnswer, RotaAnswer, VersionSpan } from "../api/rota";
import { dayOf, HALVES, type Half, mondayOf } from "./calendar";

export * from "./bands";
export * from "./rota-words";

export interface Work {
  kind: "work";
  activity: string;
  site: string;
}

export type Cell = Work | { kind: "away" };

/** What else is to be seen on a cell. */
export interface Marks {
  pinned?: boolean;
  /** Taken off by hand, and stays off. */
  off?: boolean;
  locum?: Locum | null;
  sick?: boolean;
  /** Minutes of leave in a session otherwise worked. */
  part?: number;
  /** Changed, and not published yet. */
  edited?: boolean;
  synced?: boolean;
}

/** What most cells have. */
export const UNMARKED: Marks = {};

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
  private readonly marksBySlot = new Map<string, Map<number, Marks>>();
  private readonly gapsBySlot = new Map<number, Gap[]>();
  /** How often a week, or one person's week, was written: what is drawn is drawn again when this moves on. */
  private readonly written = new Map<string | number, number>();
  /** Most people holding duty in one half-day: the height of the duty row. */
  dutyLines = 1;
  /** Whether the practice asks for a minimum of doctors at all. */
  hasMinimum = false;

  /** Take a stretch in, in place of what was known of its days. */
  merge(answer: RotaAnswer): void {
    const days = answer.days.map((d) => dayOf(d.date));
    for (const person of answer.people) this.people.set(person.code, person);
    for (const version of answer.versions) this.versions.set(version.id, version);
    answer.days.forEach((d, i) => {
      const day = days[i] as number;
      this.forget(day);
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
    const slot = (day: number, half: Half): number => slotOf(days[day] as number, half);
    for (const [person, day, half, activity, site] of answer.assignments)
      put(this.cells, code(person), slot(day, half), { kind: "work", activity, site });
    for (const [person, day, half] of answer.away) put(this.cells, code(person), slot(day, half), { kind: "away" });
    const mark = (person: number, day: number, half: Half, marks: Marks): void =>
      this.mark(code(person), slot(day, half), marks);
    for (const name of ["pinned", "off", "sick", "edited", "synced"] as const)
      for (const [person, day, half] of answer[name] ?? []) mark(person, day, half, { [name]: true });
    for (const [person, day, half, covers, cost_pence, agency] of answer.locums ?? [])
      mark(person, day, half, { locum: { covers, cost_pence, agency } });
    for (const [person, day, half, minutes] of answer.part ?? []) mark(person, day, half, { part: minutes });
    for (const [day, half, people] of answer.duty) {
      const known = this.days.get(days[day] as number);
      if (known) known.duty[half] = people.map(code);
      this.dutyLines = Math.max(this.dutyLines, people.length);
    }
    this.hasMinimum ||= answer.minimum.some((least) => least !== null);
    for (const gap of answer.gaps) this.putGap(gap);
    for (const monday of new Set(days.map(mondayOf))) this.count(monday);
  }

  private forget(day: number): void {
    for (const half of [0, 1] as const) {
      const slot = slotOf(day, half);
      for (const row of this.cells.values()) row.delete(slot);
      for (const row of this.marksBySlot.values()) row.delete(slot);
      this.gapsBySlot.delete(slot);
    }
  }

  private mark(code: string, slot: number, marks: Marks): void {
    put(this.marksBySlot, code, slot, { ...this.marksBySlot.get(code)?.get(slot), ...marks });
  }

  private count(what: string | number): void {
    this.written.set(what, (this.written.get(what) ?? 0) + 1);
  }

  private putGap(gap: Gap): void {
    if (!gap.date) return;
    const half: Half = gap.half === "PM" ? 1 : 0;
    const slot = slotOf(dayOf(gap.date), half);
    this.gapsBySlot.set(slot, [...(this.gapsBySlot.get(slot) ?? []), gap]);
  }

  /** Draw changes that wait for the server, or for it to say no. Gaps and doctors in come with its answer. */
  apply(changes: readonly CellChange[]): void {
    for (const { code, date, half, now } of changes) {
      const day = dayOf(date);
      const at: Half = half === "PM" ? 1 : 0;
      const slot = slotOf(day, at);
      const { activity, site, pinned, locum } = now;
      if (activity !== null) put(this.cells, code, slot, { kind: "work", activity, site: site ?? "" });
      else if (this.cells.get(code)?.get(slot)?.kind === "work") this.cells.get(code)?.delete(slot);
      this.mark(code, slot, { pinned: activity !== null && pinned, off: activity === null && pinned, locum });
      this.mark(code, slot, { edited: true });
      this.recount(day, at);
      this.count(`${code} ${mondayOf(day)}`);
      this.count(`${mondayOf(day)}`);
    }
  }

  /** Who holds duty, from the cells themselves. */
  private recount(day: number, half: Half): void {
    const known = this.days.get(day);
    if (!known) return;
    const holds = (code: string): boolean => {
      const cell = this.cell(code, day, half);
      return cell?.kind === "work" && cell.activity === "duty";
    };
    known.duty[half] = [...this.people.keys()].filter(holds);
    this.dutyLines = Math.max(this.dutyLines, known.duty[half].length);
  }

  /** Moves on whenever somebody's week was written. */
  revisionOf(code: string, monday: number): number {
    return (this.written.get(monday) ?? 0) + (this.written.get(`${code} ${monday}`) ?? 0);
  }

  /** Moves on whenever anything in a week was written. */
  revisionOfWeek(monday: number): number {
    return (this.written.get(monday) ?? 0) + (this.written.get(`${monday}`) ?? 0);
  }

  marks(code: string, day: number, half: Half): Marks {
    return this.marksBySlot.get(code)?.get(slotOf(day, half)) ?? UNMARKED;
  }

  /** A cell as an edit names it. */
  state(code: string, day: number, half: Half): CellState {
    const cell = this.cell(code, day, half);
    const { pinned = false, off = false, locum = null } = this.marks(code, day, half);
    if (cell?.kind === "work") return { activity: cell.activity, site: cell.site, pinned, locum };
    return { activity: null, site: null, pinned: off, locum: null };
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

function put<T>(rows: Map<string, Map<number, T>>, code: string, slot: number, value: T): void {
  const row = rows.get(code);
  if (row) row.set(slot, value);
  else rows.set(code, new Map([[slot, value]]));
}

export function surname(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? name;
}
