import type { Backup, Backups } from "../../api/backups";
import { isUnderWay } from "../../api/backups";
import { momentInWords } from "../../domain/calendar";
import { type Column, DataTable } from "../data-table/DataTable";
import { causeWords, keptWords, proofTone, proofWords, sizeWords, statusTone, statusWords, whereWords } from "./words";

export type BackupFilter = "" | "kept" | "trouble" | "proved";

interface Props {
  answer: Backups;
  filter: BackupFilter;
  busy: boolean;
  onFilter(filter: BackupFilter): void;
  onProve(backup: Backup): void;
}

/** Every backup, newest first, with what became of it. */
export function BackupTable({ answer, filter, busy, onFilter, onProve }: Props) {
  return (
    <DataTable
      name="backups"
      caption="Backups"
      rows={answer.backups.filter((backup) => fits(backup, filter))}
      keyOf={(backup) => backup.id}
      columns={columnsOf(answer, busy, onProve)}
      initialSort="-at"
      empty={
        <p>{filter ? "No backup is like that." : "No backup has been made yet. The first is made at 03:00 UTC."}</p>
      }
      filters={
        <div class="field">
          <label for="backups-filter">Show</label>
          <select
            id="backups-filter"
            value={filter}
            onChange={(event) => onFilter(event.currentTarget.value as BackupFilter)}
          >
            <option value="">All of them</option>
            <option value="kept">What is kept</option>
            <option value="proved">Proved</option>
            <option value="trouble">With trouble</option>
          </select>
        </div>
      }
    />
  );
}

function fits(backup: Backup, filter: BackupFilter): boolean {
  if (filter === "kept") return backup.status === "made";
  if (filter === "proved") return backup.proof === "proved";
  if (filter === "trouble") return backup.status === "failed" || backup.proof === "failed" || backup.trouble !== null;
  return true;
}

function columnsOf(answer: Backups, busy: boolean, onProve: (backup: Backup) => void): Column<Backup>[] {
  return [
    {
      key: "at",
      head: "When",
      sort: (backup) => backup.asked_at,
      cell: (backup) => (
        <div>
          {momentInWords(backup.made_at ?? backup.asked_at)}
          <p class="muted">{causeWords(backup)}</p>
        </div>
      ),
    },
    {
      key: "status",
      head: "How it fares",
      sort: (backup) => backup.status,
      cell: (backup) => <Fares backup={backup} />,
    },
    { key: "proof", head: "Proof", sort: (backup) => backup.proof, cell: (backup) => <Proof backup={backup} /> },
    {
      key: "size",
      head: "Size",
      number: true,
      sort: (backup) => backup.size,
      cell: (backup) => (backup.size === null ? "–" : sizeWords(backup.size)),
    },
    {
      key: "where",
      head: "Where",
      cell: (backup) => (
        <div>
          {answer.bucket ? whereWords(backup) : backup.is_local ? "here" : "–"}
          {backup.encrypted && <p class="muted">encrypted</p>}
        </div>
      ),
    },
    { key: "kept", head: "Kept", cell: keptWords },
    {
      key: "acts",
      head: "",
      className: "actions",
      cell: (backup) =>
        backup.status === "made" && !isUnderWay(backup) ? (
          <button type="button" class="button" disabled={busy} onClick={() => onProve(backup)}>
            Prove now<span class="hidden">: {momentInWords(backup.made_at ?? backup.asked_at)}</span>
          </button>
        ) : null,
    },
  ];
}

function Fares({ backup }: { backup: Backup }) {
  const isAgain = backup.status === "waiting" && backup.attempts > 0 && backup.due_at;
  return (
    <div>
      <span class={`badge ${statusTone(backup.status)}`}>{statusWords(backup.status)}</span>
      {isAgain && <span class="muted"> tried again {momentInWords(backup.due_at ?? "")}</span>}
      {backup.trouble && <p class="muted backups-said">{backup.trouble}</p>}
    </div>
  );
}

function Proof({ backup }: { backup: Backup }) {
  if (!backup.made_at) return <>–</>;
  return (
    <div>
      <span class={`badge ${proofTone(backup.proof)}`}>{proofWords(backup.proof)}</span>
      {backup.proof === "proved" && backup.proof_at && <span class="muted"> {momentInWords(backup.proof_at)}</span>}
      {backup.proof_trouble && backup.proof !== "proved" && <p class="muted backups-said">{backup.proof_trouble}</p>}
    </div>
  );
}
