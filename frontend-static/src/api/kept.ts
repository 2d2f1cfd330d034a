import { call } from "./client";

/** How long one thing is kept, in days; never fewer than `least`, because of `why`. */
export interface Period {
  what: string;
  words: string;
  days: number;
  usual: number;
  least: number;
  why: string;
}

export interface Kept {
  periods: Period[];
  /** What each night removed, by table, newest first. */
  nights: { at: string; counts: Record<string, number> }[];
}

/** Somebody who works here no more; `obstacles` stand in the way of taking their name away. */
export interface Leaver {
  code: string;
  name: string;
  last_day: string | null;
  obstacles: { code: string | null; message: string }[];
}

export function readKept(): Promise<Kept> {
  return call("GET", "/cleanup");
}

/** How many rows of which table would be removed now. */
export async function readPreview(): Promise<Record<string, number>> {
  return (await call<{ counts: Record<string, number> }>("GET", "/cleanup/preview")).counts;
}

export function choosePeriods(days: Record<string, number>): Promise<Kept> {
  return call("PUT", "/cleanup/periods", { body: { days } });
}

export async function readLeavers(): Promise<Leaver[]> {
  return (await call<{ leavers: Leaver[] }>("GET", "/cleanup/leavers")).leavers;
}

/** It cannot be had back. */
export function makeNameless(code: string, confirm: string): Promise<{ code: string; name: string }> {
  return call("PUT", `/cleanup/leavers/${encodeURIComponent(code)}/namelessness`, { body: { confirm } });
}
