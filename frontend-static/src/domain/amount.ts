/** Minutes of leave as sessions, hours and days, as the server says them. A day is two sessions. */

import type { AmountUnit } from "../api/entitlement";
import type { Amount } from "../api/leave";

export const UNITS: readonly AmountUnit[] = ["sessions", "hours", "days"];

/** Minutes in one session, hour or day. */
function minutesIn(unit: AmountUnit, sessionMinutes: number): number {
  return unit === "hours" ? 60 : unit === "days" ? 2 * sessionMinutes : sessionMinutes;
}

/** What somebody typed, to the nearest whole minute; null when it is no number. Half a minute goes away from nought. */
export function minutesOf(typed: string, unit: AmountUnit, sessionMinutes: number): number | null {
  const plain = typed.trim().replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const [whole = "", decimals = ""] = plain.replace(/^[+-]/, "").split(".");
  // In whole numbers: 0.333 of 250 minutes is 83.25, and a float would say 83.24999.
  const scale = 10n ** BigInt(decimals.length);
  const exact = BigInt(`${whole || "0"}${decimals}`) * BigInt(minutesIn(unit, sessionMinutes));
  const minutes = Number((2n * exact + scale) / (2n * scale));
  return plain.startsWith("-") ? -minutes : minutes;
}

export function amountOf(minutes: number, sessionMinutes: number): Amount {
  const said = (unit: AmountUnit, places: number): string =>
    plain(rounded(minutes, minutesIn(unit, sessionMinutes), places));
  return { minutes, sessions: said("sessions", 3), hours: said("hours", 2), days: said("days", 3) };
}

/** minutes / per, with so many places after the point; a half goes away from nought. */
function rounded(minutes: number, per: number, places: number): string {
  const scaled = Math.floor((2 * Math.abs(minutes) * 10 ** places + per) / (2 * per));
  const text = String(scaled).padStart(places + 1, "0");
  return `${minutes < 0 && scaled > 0 ? "-" : ""}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function plain(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** With a real minus sign: "−6.4". */
export function figure(text: string): string {
  return text.replace("-", "−");
}

/** The same with its sign always there: "+36", "−6.4", "0". */
export function signed(text: string): string {
  return text.startsWith("-") || text === "0" ? figure(text) : `+${text}`;
}
