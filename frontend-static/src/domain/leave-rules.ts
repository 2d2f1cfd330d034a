/** What each rule of leave means, in a sentence made from what is chosen just now. */

import type { SettingsDocument, Value } from "../api/settings";
import { inFullWords } from "./calendar";
import { read } from "./settings";

type Say = (value: Value, today: number) => string;

const UNITS: Record<string, string> = {
  week: "whole weeks, Monday to Friday",
  day: "whole days",
  session: "half-days",
};

const SAY: Record<string, Say> = {
  "leave.year_start": (value, today) => {
    const [month, day] = String(value).split("-").map(Number);
    const year = new Date(today * 86_400_000).getUTCFullYear();
    const start = Math.floor(Date.UTC(year, (month ?? 1) - 1, day ?? 1) / 86_400_000);
    const first = start > today ? Math.floor(Date.UTC(year - 1, (month ?? 1) - 1, day ?? 1) / 86_400_000) : start;
    return `The present leave year began on ${inFullWords(first)}.`;
  },
  "leave.partner_unit": (value) => `A partner asks for ${UNITS[String(value)] ?? value}.`,
  "leave.salaried_unit": (value) => `A salaried doctor asks for ${UNITS[String(value)] ?? value}.`,
  "leave.other_unit": (value) => `Nurses, trainees and everybody else ask for ${UNITS[String(value)] ?? value}.`,
  "leave.notice_weeks": (value, today) => notice("annual leave", value, today),
  "leave.study_notice_weeks": (value, today) => notice("study leave", value, today),
  "leave.longest_ahead_months": (value, today) => {
    const date = new Date(today * 86_400_000);
    const months = Number(value) || 0;
    const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate());
    return `Today people can ask for days up to ${inFullWords(Math.floor(last / 86_400_000))}.`;
  },
  "leave.past_days": (value, today) =>
    Number(value) === 0
      ? "Nobody can ask for a day that is over, except an administrator for them."
      : `Today people can still ask for ${inFullWords(today - Number(value))} and later days.`,
  "leave.auto_approve": (value) =>
    value
      ? "A request that passes every check is approved the moment it is asked."
      : "Every request waits for an administrator, however harmless it is.",
  "leave.decide_within_days": (value, today) =>
    `A request made today is overdue if nobody has decided by ${inFullWords(today + (Number(value) || 0))}.`,
  "leave.carry_over_sessions": (value) =>
    Number(value) === 0
      ? "Whatever is left when the leave year ends is lost."
      : `Somebody with 20 sessions left keeps ${Math.min(20, Number(value))} of them for the next year.`,
  "leave.bank_holiday_pro_rata": (value) =>
    value
      ? "Somebody on 6 sessions is credited 9.6 for 8 bank holidays, and charged the sessions of theirs that fall on one."
      : "Bank holidays are neither credited nor charged: who does not work Mondays has fewer days off.",
  "leave.rounding": (value) =>
    ({
      minute: "An entitlement of 33.6 sessions of 4 h 10 stays 140 hours.",
      "half-session-up": "An entitlement of 33.6 sessions becomes 34.",
      "session-up": "An entitlement of 33.1 sessions becomes 34.",
    })[String(value)] ?? "",
  "leave.buddy_required": (value) =>
    value
      ? "Nobody can ask without naming who sees to results, letters and tasks."
      : "People may name somebody for results, letters and tasks, and need not.",
};

function notice(what: string, value: Value, today: number): string {
  const weeks = Number(value) || 0;
  if (weeks === 0) return `There is no notice: ${what} can be asked for today for today.`;
  const first = inFullWords(today + weeks * 7);
  return `Asked today, ${what} can begin on ${first} at the earliest; sooner needs a person to decide.`;
}

/** The sentence for one field as it stands, or nothing for fields that are no rule of leave. */
export function meaning(path: string, document: SettingsDocument, fallback: Value, today: number): string {
  const value = read(document, path) ?? fallback;
  return value === null ? "" : (SAY[path]?.(value, today) ?? "");
}
