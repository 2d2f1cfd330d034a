/** How long somebody is off sick, and what is given back for it, as the form holds them. */

import type { Reason } from "../../api/client";
import type { HalfName } from "../../api/leave";
import { HALVES, type Half, isIsoDate, isoOf } from "../../domain/calendar";
import { slotOf } from "../../domain/leave";

export interface Until {
  /** "day": to the end of the first day. */
  choice: "session" | "day" | "later";
  /** As typed: a date may be half typed. */
  end: string;
  endHalf: HalfName;
}

export interface Credit {
  wanted: boolean;
  /** Sessions, as typed. */
  amount: string;
  reason: string;
}

/** The last session of it. */
export function lastOf(until: Until, day: number, half: Half): { end: string; end_half: HalfName } {
  if (until.choice === "session") return { end: isoOf(day), end_half: HALVES[half] };
  if (until.choice === "day") return { end: isoOf(day), end_half: "PM" };
  return { end: until.end, end_half: until.endHalf };
}

export function faultsOf(until: Until, day: number, half: Half): Reason[] {
  if (until.choice !== "later") return [];
  if (!isIsoDate(until.end)) return [{ field: "end", message: "Choose the last day." }];
  return slotOf(until.end, until.endHalf) < day * 2 + half
    ? [{ field: "end", message: "It ends before it starts." }]
    : [];
}

export function creditFaults({ wanted, amount }: Credit): Reason[] {
  if (!wanted || (/^(\d+\.?\d*|\.\d+)$/.test(amount.trim()) && Number(amount) > 0)) return [];
  return [{ field: "amount", message: "Write how many sessions are given back: a number above nought, as 1 or 2.5." }];
}
