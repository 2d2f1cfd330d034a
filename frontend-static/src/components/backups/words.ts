import type { Backup, BackupCause, BackupStatus, ProofStatus } from "../../api/backups";
import { momentInWords } from "../../domain/calendar";

const CAUSES: Record<BackupCause, string> = {
  nightly: "Every night",
  "by-hand": "By hand",
  "before-restore": "Before a restore",
  "before-update": "Before an update",
  found: "Found where backups lie",
};

const STATUSES: Record<BackupStatus, string> = {
  waiting: "Waits",
  working: "Is being made",
  made: "Made",
  failed: "Failed",
  gone: "Cleared away",
};

const PROOFS: Record<ProofStatus, string> = {
  none: "Not proved",
  waiting: "Proof waits",
  working: "Is being proved",
  proved: "Proved",
  failed: "Proof failed",
};

export function causeWords(backup: Backup): string {
  return backup.asked_by ? `${CAUSES[backup.cause]}, ${backup.asked_by}` : CAUSES[backup.cause];
}

export function statusWords(status: BackupStatus): string {
  return STATUSES[status];
}

export function statusTone(status: BackupStatus): string {
  return status === "made" ? "good" : status === "failed" ? "danger" : "";
}

export function proofWords(proof: ProofStatus): string {
  return PROOFS[proof];
}

export function proofTone(proof: ProofStatus): string {
  return proof === "proved" ? "good" : proof === "failed" ? "danger" : "";
}

/** How an export fares, in a word or two. */
export function exportWords({ status, proof }: Backup): string {
  if (status === "waiting" || status === "working") return "Is being made";
  if (status === "failed") return STATUSES.failed;
  if (proof === "proved") return "Proved by importing it";
  return proof === "failed" ? "Cannot be imported" : proof === "none" ? "Made" : "Is being proved";
}

export function exportTone({ status, proof }: Backup): string {
  return status === "failed" || proof === "failed" ? "danger" : proof === "proved" ? "good" : "";
}

/** "312 kB", "4.1 MB" */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** "6 h ago", "3 days ago" */
export function agoWords(moment: string, now = Date.now()): string {
  const minutes = Math.round((now - new Date(moment).getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

export function whereWords(backup: Backup): string {
  const places = [backup.is_local && "here", backup.in_bucket && "in the bucket"].filter(Boolean);
  return places.length > 0 ? places.join(" and ") : "–";
}

export function keptWords(backup: Backup): string {
  if (backup.status === "gone") return backup.gone_at ? `gone since ${momentInWords(backup.gone_at)}` : "gone";
  if (backup.status !== "made") return "–";
  return backup.kept_until ? `until ${momentInWords(backup.kept_until)}, or longer` : "while it is the newest";
}
