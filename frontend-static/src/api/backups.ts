import { call } from "./client";

export type BackupStatus = "waiting" | "working" | "made" | "failed" | "gone";
export type ProofStatus = "none" | "waiting" | "working" | "proved" | "failed";
export type BackupCause = "nightly" | "by-hand" | "before-restore" | "before-update" | "found";

export interface Backup {
  id: string;
  cause: BackupCause;
  name: string | null;
  status: BackupStatus;
  asked_at: string;
  asked_by: string | null;
  attempts: number;
  due_at: string | null;
  made_at: string | null;
  size: number | null;
  sha256: string | null;
  encrypted: boolean;
  rows: number | null;
  is_local: boolean;
  in_bucket: boolean;
  trouble: string | null;
  proof: ProofStatus;
  proof_at: string | null;
  proof_seconds: number | null;
  proof_trouble: string | null;
  kept_until: string | null;
  gone_at: string | null;
}

export interface Backups {
  backups: Backup[];
  tiers: { days: number; weeks: number; months: number };
  folder: string;
  bucket: string | null;
  encrypted: boolean;
}

export interface Exports {
  exports: Backup[];
  /** How long one is kept. */
  days: number;
}

export interface BackupsFare {
  last: { id: string; made_at: string | null } | null;
  last_proved: string | null;
  trouble: string | null;
  /** Whether the one who asks is told by mail when a backup fails. */
  told: boolean;
}

export const SHEET_PAGE = "/api/v1/backup/grab-sheet.html";
export const SHEET_PAPER = "/api/v1/backup/grab-sheet.pdf";

export function readBackups(): Promise<Backups> {
  return call("GET", "/backup/backups");
}

export function readBackupsFare(): Promise<BackupsFare> {
  return call("GET", "/backup/status");
}

export function makeBackup(): Promise<Backup> {
  return call("POST", "/backup/backups");
}

export function readExports(): Promise<Exports> {
  return call("GET", "/backup/exports");
}

export function makeExport(): Promise<Backup> {
  return call("POST", "/backup/exports");
}

export function exportFile(id: string): string {
  return `/api/v1/backup/exports/${id}/file`;
}

export function proveBackup(id: string): Promise<Backup> {
  return call("POST", `/backup/backups/${id}/proof`);
}

export function chooseToBeTold(wanted: boolean): Promise<{ wanted: boolean }> {
  return call("PUT", "/backup/notice", { body: { wanted } });
}

/** Whether somebody is at it, or will be soon without being asked. */
export function isUnderWay(backup: Backup): boolean {
  const isMaking = backup.status === "waiting" || backup.status === "working";
  return isMaking || backup.proof === "working" || (backup.status === "made" && backup.proof === "waiting");
}
