/** Changes of the rota in words: what was, what is, and how much notice there was. */

import type { ChangesOfVersion, Difference, Does, NoticedChange, Span } from "../api/versions";
import { activityWords } from "./activities";
import { dayOf, inWords, rangeInWords } from "./calendar";

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "Clinic", "Duty at BRANCH", "not at work". The place is said where it is news. */
export function doesWords(does: Does, other: Does): string {
  if (!does) return "not at work";
  const { label } = activityWords(does.activity);
  return other && other.site !== does.site ? `${label} at ${does.site}` : label;
}

/** "Mon 4 Jan AM" */
export function whenWords({ date, half }: Pick<Difference, "date" | "half">): string {
  return `${inWords(dayOf(date))} ${half}`;
}

/** "28 days’ notice", "1 day’s notice", "on the day", "3 days after" */
export function noticeWords(days: number): string {
  if (days === 0) return "on the day";
  if (days < 0) return days === -1 ? "1 day after" : `${-days} days after`;
  return days === 1 ? "1 day’s notice" : `${days} days’ notice`;
}

export function isShort({ notice_days: notice, window_days: due }: NoticedChange): boolean {
  return notice < due;
}

/** "1 session", "12 sessions" */
export function sessionCount(count: number): string {
  return count === 1 ? "1 session" : `${count} sessions`;
}

/** "1 person", "3 people" */
export function peopleCount(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** "Dr Ash, Dr Beech and Dr Elder" */
export function namesInWords(names: string[]): string {
  return LIST.format(names);
}

/** "4 – 15 Jan 2027 and 25 – 29 Jan 2027" */
export function spansInWords(spans: Span[]): string {
  return spans.map((span) => rangeInWords(dayOf(span.start), dayOf(span.end))).join(" and ");
}

/** What changed since somebody last looked, session by session: as they knew it, and as the newest version has it. */
export function unseenChanges(versions: ChangesOfVersion[]): { changes: NoticedChange[]; ids: string[] } {
  const unseen = versions.filter((version) => !version.acknowledged_at).sort((a, b) => a.number - b.number);
  const bySession = new Map<string, NoticedChange>();
  for (const { changes } of unseen)
    for (const change of changes) {
      const key = change.date + change.half;
      bySession.set(key, { ...change, was: (bySession.get(key) ?? change).was });
    }
  const changes = [...bySession.values()].filter(({ was, now }) => !isSame(was, now));
  changes.sort((a, b) => (a.date + a.half < b.date + b.half ? -1 : 1));
  return { changes, ids: unseen.map((version) => version.version_id) };
}

function isSame(was: Does, now: Does): boolean {
  return was?.activity === now?.activity && was?.site === now?.site;
}
