import type { Does, HandOffLine } from "../../api/handOff";
import { activityWords } from "../../domain/activities";
import { dayOf, inFullWords } from "../../domain/calendar";

const ACTS = { add: "Add", remove: "Remove", change: "Change" };

/** "Clinic at Northgate" */
export function doesInWords(does: Does, siteName: (code: string) => string): string {
  return `${activityWords(does.activity).label} at ${siteName(does.site)}`;
}

/** "Change Clinic at Northgate to Duty at Northgate": what to do in the clinical system. */
export function lineInWords({ act, was, now }: HandOffLine, siteName: (code: string) => string): string {
  const parts = [was, now].filter((does) => does !== null).map((does) => doesInWords(does, siteName));
  return `${ACTS[act]} ${parts.join(" to ")}`;
}

/** "Mon 4 Jan 2027 AM" */
export function whenInWords(line: HandOffLine): string {
  return `${inFullWords(dayOf(line.date))} ${line.half}`;
}

/** "3 days", "today": how long a line has waited. */
export function ageInWords(since: string, now = Date.now()): string {
  const days = Math.floor((now - Date.parse(since)) / 86_400_000);
  if (days < 1) return "today";
  return days === 1 ? "1 day" : `${days} days`;
}

export function keyOf(line: HandOffLine): string {
  return `${line.code} ${line.date} ${line.half}`;
}
