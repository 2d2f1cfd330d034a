import { call, query } from "./client";

export interface Named {
  key: string;
  words: string;
}

export interface AuditChange {
  field: string;
  words: string;
  old: string | null;
  new: string | null;
}

export interface AuditEntry {
  id: number;
  at: string;
  by: string | null;
  account_id: string | null;
  action: string;
  action_words: string;
  entity: string;
  entity_words: string;
  entity_id: string;
  about: string | null;
  changes: AuditChange[];
  more: number;
  reason: string | null;
  request_id: string | null;
}

export interface AuditAnswer {
  entries: AuditEntry[];
  next: number | null;
  people: Named[];
  actions: Named[];
  entities: Named[];
}

/** What the list is narrowed to; an empty text narrows nothing. */
export interface AuditFilter {
  who: string;
  what: string;
  entity: string;
  from: string;
  to: string;
  q: string;
}

export const FILTERS = ["who", "what", "entity", "from", "to", "q"] as const;

export function readAudit(filter: AuditFilter, before?: number): Promise<AuditAnswer> {
  return call("GET", `/reports/audit${query({ ...said(filter), before })}`);
}

export function auditTableAddress(filter: AuditFilter): string {
  return `/api/v1/reports/audit.csv${query(said(filter))}`;
}

function said(filter: AuditFilter): Record<string, string | undefined> {
  return Object.fromEntries(FILTERS.map((name) => [name, filter[name] || undefined]));
}
