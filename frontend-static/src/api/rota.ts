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

/** Compact rows: people and days are given by their place in `people` and `days`, halves as 0 (AM) and 1 (PM). */
export interface RotaAnswer {
  start: string;
  weeks: number;
  versions: VersionSpan[];
  days: DayAnswer[];
  people: PersonAnswer[];
  assignments: [person: number, day: number, half: 0 | 1, activity: string, site: string][];
  away: [person: number, day: number, half: 0 | 1][];
  gaps: Gap[];
  minimum: (number | null)[];
  duty: [day: number, half: 0 | 1, people: number[]][];
  doctors_in: number[];
}

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

export function readRota(start: string, weeks: number): Promise<RotaAnswer> {
  return call("GET", `/rota${query({ start, weeks })}`);
}

export async function readVersions(): Promise<RotaVersion[]> {
  const answer = await call<RotaVersion[] | { versions: RotaVersion[] }>("GET", "/rota/versions");
  return Array.isArray(answer) ? answer : answer.versions;
}

export function publish(runId: string, reason: string | null): Promise<Publication> {
  return call("PUT", `/rota/versions/${runId}/publication`, {
    body: { reason },
  });
}
