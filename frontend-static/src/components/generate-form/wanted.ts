/** What the form is filled with: how it begins, how it is kept, what is wrong with it, and what is asked of the server. */

import type { Reason } from "../../api/client";
import type { Mode, RunRequest } from "../../api/generate";
import type { Practice } from "../../api/practice";
import type { RotaVersion } from "../../api/rota";
import { dayOf, inWords, isIsoDate, isoOf, mondayOf, today, weekdayOf } from "../../domain/calendar";
import { isMode } from "../../domain/runs";

export interface Wanted {
  start: string;
  /** Null: what goes with the mode. */
  weeks: string | null;
  /** Null: what goes with the mode. */
  decide: { days: boolean; duty: boolean } | null;
  /** Null: stay close where something is published. */
  mode: Mode | null;
  /** Null: everybody. */
  whom: { people: string[]; groups: string[] } | null;
  seconds: string;
  replace: boolean;
  acknowledged: boolean;
  reason: string;
}

/** The same with the weeks settled. */
export type Chosen = Wanted & { weeks: string };

const KEPT = "rotacc-generate-3";
const MOST_WEEKS = 53;
const USUAL_WEEKS = 13;
/** What these change, people know already: they look no further than what is published. */
const OF_THE_PUBLISHED: readonly Mode[] = ["stay-close", "rebalance", "repair"];

/** Where a refusal of the server, or of our own, is mended. */
export const FIELDS = {
  start: "start",
  since: "start",
  weeks: "weeks",
  decide: "decide-days",
  mode: "mode-fill",
  people: "whom-chosen",
  groups: "whom-chosen",
  seconds: "seconds",
  replace: "replace",
  acknowledge_fixed_period: "acknowledge",
  reason: "fixed-reason",
};

/** What was typed before a reload or an ended sign-in; what the address asks for comes first. */
export function begin(practice: Practice): Wanted {
  return { ...fresh(practice), ...kept(), ...asked(new URLSearchParams(location.search)) };
}

function fresh(practice: Practice): Wanted {
  return {
    start: practice.horizon?.start ?? isoOf(mondayOf(today() + 7)),
    weeks: null,
    decide: null,
    mode: null,
    whom: null,
    seconds: "20",
    replace: false,
    acknowledged: false,
    reason: "",
  };
}

function kept(): Partial<Wanted> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<Wanted>;
  } catch {
    return {};
  }
}

export function keep(wanted: Wanted): void {
  sessionStorage.setItem(KEPT, JSON.stringify(wanted));
}

/** generate.html?mode=rebalance&start=2027-01-04&weeks=6 */
function asked(address: URLSearchParams): Partial<Wanted> {
  const [mode, start, weeks] = ["mode", "start", "weeks"].map((name) => address.get(name));
  return {
    ...(isMode(mode ?? null) ? { mode: mode as Mode, decide: null } : {}),
    ...(isIsoDate(start) ? { start } : {}),
    ...(weeks && /^\d+$/.test(weeks) ? { weeks } : {}),
  };
}

export function modeOf(wanted: Wanted, published: boolean): Mode {
  return wanted.mode ?? (published ? "stay-close" : "afresh");
}

export function decideOf(wanted: Wanted, mode: Mode): { days: boolean; duty: boolean } {
  return wanted.decide ?? { days: mode !== "rebalance", duty: true };
}

/** Whether the weeks are those from the start to the end of what is published. */
export function isToTheEnd(wanted: Wanted, mode: Mode, versions: RotaVersion[]): boolean {
  return wanted.weeks === null && OF_THE_PUBLISHED.includes(mode) && publishedWeeks(versions, wanted.start) > 0;
}

/** How many weeks: as typed, or what goes with the mode. */
export function weeksOf(wanted: Wanted, mode: Mode, versions: RotaVersion[], practice: Practice): string {
  if (wanted.weeks !== null) return wanted.weeks;
  if (isToTheEnd(wanted, mode, versions)) return String(publishedWeeks(versions, wanted.start));
  return usualWeeks(practice);
}

export function usualWeeks(practice: Practice): string {
  return String(practice.horizon?.weeks ?? USUAL_WEEKS);
}

/** How many weeks in a row from this one on are published. */
function publishedWeeks(versions: RotaVersion[], start: string): number {
  if (!isIsoDate(start)) return 0;
  const first = mondayOf(dayOf(start));
  const isPublished = (monday: number): boolean =>
    versions.some((version) => dayOf(version.start) <= monday && monday <= dayOf(version.end));
  let weeks = 0;
  while (weeks < MOST_WEEKS && isPublished(first + weeks * 7)) weeks += 1;
  return weeks;
}

/** The versions people see in some of these weeks. */
export function overlapping(versions: RotaVersion[], wanted: Chosen): RotaVersion[] {
  const weeks = Number(wanted.weeks);
  if (!isIsoDate(wanted.start) || !(weeks > 0)) return [];
  const first = mondayOf(dayOf(wanted.start));
  return versions.filter((version) => dayOf(version.start) < first + weeks * 7 && first <= dayOf(version.end));
}

export function faultsOf(wanted: Chosen, mode: Mode): Reason[] {
  const decide = decideOf(wanted, mode);
  const faults: Reason[] = [...faultsOfTheStart(wanted.start)];
  const weeks = Number(wanted.weeks);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > MOST_WEEKS)
    faults.push({ field: "weeks", message: `Enter how many weeks: a whole number from 1 to ${MOST_WEEKS}.` });
  if (!decide.days && !decide.duty)
    faults.push({ field: "decide", message: "Choose what to decide: working days, duty or both." });
  if (wanted.whom && wanted.whom.people.length + wanted.whom.groups.length === 0)
    faults.push({ field: "people", message: "Choose at least one person or group, or everybody." });
  return faults;
}

function faultsOfTheStart(start: string): Reason[] {
  if (!isIsoDate(start)) return [{ field: "start", message: "Enter the first date." }];
  const day = dayOf(start);
  if (weekdayOf(day) < 5) return [];
  const monday = mondayOf(day) + 7;
  const message = `${inWords(day)} is on a weekend; ${inWords(monday - 3)} or ${inWords(monday)} is not.`;
  return [{ field: "start", message }];
}

/** What is asked of the server. Only for what has no faults. */
export function requestOf(wanted: Chosen, mode: Mode): RunRequest {
  const decide = decideOf(wanted, mode);
  const day = dayOf(wanted.start);
  return {
    start: isoOf(mondayOf(day)),
    weeks: Number(wanted.weeks),
    seconds: Number(wanted.seconds),
    decide: [...(decide.days ? (["days"] as const) : []), ...(decide.duty ? (["duty"] as const) : [])],
    mode,
    since: weekdayOf(day) > 0 ? wanted.start : null,
    people: wanted.whom && wanted.whom.people,
    groups: wanted.whom && wanted.whom.groups,
    replace: mode === "afresh" && wanted.replace,
    acknowledge_fixed_period: wanted.acknowledged,
    reason: wanted.acknowledged ? wanted.reason.trim() || null : null,
  };
}
