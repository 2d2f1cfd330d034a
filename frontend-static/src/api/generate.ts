import { call, query } from "./client";
import type { Gap, RotaAnswer } from "./rota";

export type RunStatus = "queued" | "running" | "done" | "stopped" | "failed" | "refused";
export type Mode = "afresh" | "stay-close";

export interface Progress {
  seconds: number;
  objective: number | null;
  bound: number | null;
  gaps: number | null;
  gap_percent: number | null;
}

export interface Summary {
  gaps: number;
  objective: number;
  bound: number;
  gap_percent: number;
  proved: boolean;
  stopped: boolean;
  seconds: number;
}

export interface Run {
  id: string;
  status: RunStatus;
  start: string;
  weeks: number;
  seconds: number | null;
  seed: number;
  decide: string[];
  mode: Mode;
  requested_at: string;
  requested_by?: string | null;
  started_at: string | null;
  finished_at: string | null;
  attempt: number;
  progress: Progress | null;
  summary: Summary | null;
  error: string | null;
  published: boolean;
  queue_position?: number | null;
  has_draft?: boolean;
}

export interface RunRequest {
  start: string;
  weeks: number;
  seconds: number;
  decide: string[];
  mode?: Mode;
}

export interface Breach {
  rule: string;
  level: "hard" | "soft";
  points: number;
  date: string | null;
  half: "AM" | "PM" | null;
  code: string | null;
  site: string | null;
  because: string;
}

/** The documented draft; only what the page shows is named here. */
export interface DraftDocument {
  gaps: Gap[];
  breaches: Breach[];
  objective: number;
  bound: number;
  gap_percent: number;
  proved: boolean;
}

export interface Place {
  activity: string;
  site: string;
}

export interface Change {
  date: string;
  half: "AM" | "PM";
  was: Place | null;
  now: Place | null;
}

export interface PersonChanges {
  code: string;
  name: string;
  changes: Change[];
}

export interface Difference {
  changed: number;
  people: number;
  by_person: PersonChanges[];
  by_day: { date: string; changes: number }[];
}

const RUNS = "/rota-generate/runs";

/** `key` makes asking twice (a double click, a lost answer) the same run. */
export function requestRun(request: RunRequest, key: string): Promise<Run> {
  return call("POST", RUNS, {
    body: request,
    headers: { "Idempotency-Key": key },
  });
}

export async function readRuns(): Promise<Run[]> {
  const answer = await call<Run[] | { runs: Run[] }>("GET", RUNS);
  return Array.isArray(answer) ? answer : answer.runs;
}

export function readRun(id: string): Promise<Run> {
  return call("GET", `${RUNS}/${id}`);
}

export function readDraft(id: string): Promise<DraftDocument> {
  return call("GET", `${RUNS}/${id}/draft`);
}

export function readDraftRota(id: string): Promise<RotaAnswer> {
  return call("GET", `${RUNS}/${id}/rota`);
}

export function readDifference(id: string): Promise<Difference> {
  return call("GET", `${RUNS}/${id}/diff${query({ against: "published" })}`);
}

/** Stop and keep the best so far. */
export function stopRun(id: string): Promise<unknown> {
  return call("DELETE", `${RUNS}/${id}`);
}

export function progressAddress(id: string): string {
  return `/api/v1${RUNS}/${id}/progress`;
}

export function problemAddress(id: string): string {
  return `/api/v1${RUNS}/${id}/problem`;
}

export function isOver(status: RunStatus): boolean {
  return status !== "queued" && status !== "running";
}
