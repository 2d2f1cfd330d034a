import { call, query } from "./client";

export type Severity = "critical" | "warning";
export type AlertStatus = "active" | "dismissed" | "resolved";

/** Something on the rota that needs somebody, and what has become of it. */
export interface Alert {
  id: number;
  layer: "published" | "edits";
  rule: string;
  severity: Severity;
  date: string;
  half: "AM" | "PM" | null;
  code: string | null;
  name: string | null;
  site: string | null;
  need: number | null;
  have: number | null;
  because: string;
  status: AlertStatus;
  raised_at: string;
  resolved_at: string | null;
  dismissed_by: string | null;
  dismissed_at: string | null;
  dismissed_reason: string | null;
}

export interface AlertEvent {
  at: string;
  what: "raised" | "changed" | "resolved" | "dismissed" | "restored";
  because: string;
  by: string | null;
}

export type Counts = Record<Severity, number>;

export interface AlertList {
  alerts: Alert[];
  counts: Counts;
  left_out: number;
}

/** Empty: all. */
export interface AlertFilter {
  layer: string;
  status: string;
  severity: string;
  rule: string;
  code: string;
  from: string;
  to: string;
}

export function readAlerts(filter: AlertFilter): Promise<AlertList> {
  const wanted = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value || undefined]));
  return call("GET", `/rota/alerts${query(wanted)}`);
}

/** How many are active. A sign-in that has ended is no reason to interrupt anybody for this. */
export function readAlertCounts(): Promise<Counts> {
  return call("GET", "/rota/alerts/summary", { expectSignedOut: true });
}

export async function readAlertHistory(id: number): Promise<AlertEvent[]> {
  return (await call<Alert & { history: AlertEvent[] }>("GET", `/rota/alerts/${id}`)).history;
}

export function dismissAlert(id: number, reason: string): Promise<Alert> {
  return call("PUT", `/rota/alerts/${id}/dismissal`, { body: { reason } });
}

export function restoreAlert(id: number): Promise<Alert> {
  return call("DELETE", `/rota/alerts/${id}/dismissal`);
}
