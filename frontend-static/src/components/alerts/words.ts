import type { Alert } from "../../api/alerts";
import { ruleName } from "../../domain/activities";
import { dayOf, isoOf, mondayOf } from "../../domain/calendar";

/** "Duty, PM", "Site cover at Riverside, AM", "Working pattern, AM, Dr Ash" */
export function titleOf(alert: Alert, siteName: (code: string) => string): string {
  const where = alert.site ? ` at ${siteName(alert.site)}` : "";
  return [ruleName(alert.rule) + where, alert.half, alert.name ?? alert.code].filter(Boolean).join(", ");
}

/** The server's words as a sentence. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The week of the rota it is about; of a change that waits, with the changes. */
export function rotaAddress(alert: Alert): string {
  const params = new URLSearchParams({ start: isoOf(mondayOf(dayOf(alert.date))), view: "week" });
  if (alert.layer === "edits") params.set("edit", "1");
  if (alert.name) params.set("find", alert.name);
  return `/rota.html?${params}`;
}

/** Rules that say how many people something needs: what is missing can be looked for. */
const GAPS = ["duty", "minimum-doctors", "supervision", "site-cover"];

export function canBeRepaired(alert: Alert): boolean {
  const isGap = alert.severity === "critical" && GAPS.includes(alert.rule);
  return isGap && alert.status === "active" && alert.layer === "published";
}
