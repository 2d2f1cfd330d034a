import { call, query } from "./client";

export interface Closure {
  label: string;
  half: "AM" | "PM" | null;
  site: string | null;
}

export interface DayAnswer {
  date: string;
  bank_holiday: string | null;
  closures: Closure[];
}

export interface PersonAnswer {
  code: string;
  name: string;
  role: string;
  group: string;
  site: string;
  wte: string;
}

export interface Gap {
  rule: string;
  date: string | null;
  half: "AM" | "PM" | null;
  site: string | null;
  need: number;
  have: number;
  why: string;
}

/** A published stretch of the rota. */
export interface VersionSpan {
  id: string;
  number: number;
  published_at: string;
  start: string;
  end: string;
}

type Spot = [person: number, day: number, half: 0 | 1];

/** Compact rows: people and days are given by their place in `people` and `days`, halves as 0 (AM) and 1 (PM). */
export interface RotaAnswer {
  start: string;
  weeks: number;
  versions: VersionSpan[];
  days: DayAnswer[];
  people: PersonAnswer[];
  assignments: [person: number, day: number, half: 0 | 1, activity: string, site: string][];
  away: Spot[];
  gaps: Gap[];
  minimum: (number | null)[];
  duty: [day: number, half: 0 | 1, people: number[]][];
  doctors_in: number[];
  /** Marks of cells. Drafts have none; what a viewer may not see is left out. */
  pinned?: Spot[];
  off?: Spot[];
  locums?: [...spot: Spot, covers: string | null, cost_pence: number | null, agency: string][];
  sick?: Spot[];
  part?: [...spot: Spot, minutes: number][];
  edited?: Spot[];
  synced?: Spot[];
}

/** What is published, or that with every change that waits. */
export type Layer = "published" | "edits";

export interface RotaVersion extends VersionSpan {
  weeks: number;
  published_by: string | null;
  summary: {
    gaps?: number;
    gap_percent?: number | null;
    proved?: boolean;
  } | null;
}

export interface Publication {
  published: boolean;
  number?: number;
  published_at?: string;
  published_by?: string;
}

export function readRota(start: string, weeks: number, layer: Layer = "published"): Promise<RotaAnswer> {
  return call("GET", `/rota${query({ start, weeks, layer: layer === "edits" ? layer : undefined })}`);
}

export async function readVersions(): Promise<RotaVersion[]> {
  const answer = await call<RotaVersion[] | { versions: RotaVersion[] }>("GET", "/rota/versions");
  return Array.isArray(answer) ? answer : answer.versions;
}

export interface NamedSupervisor {
  date: string;
  half: "AM" | "PM";
  trainee: string;
  supervisor: string | null;
  site: string;
}

export function readSupervision(start: string, weeks: number): Promise<NamedSupervisor[]> {
  return call("GET", `/rota/supervision${query({ start, weeks })}`);
}
