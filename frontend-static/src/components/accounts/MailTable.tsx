import type { Mail, MailItem, MailStatus } from "../../api/accounts";
import { momentInWords } from "../../domain/calendar";
import { type Column, DataTable } from "../data-table/DataTable";
import { kindWords, mailTone, mailWords } from "./words";

const STATES: MailStatus[] = ["failed", "uncertain", "waiting", "sending", "sent"];

interface Props {
  mail: Mail;
  status: MailStatus | "";
  onStatus(status: MailStatus | ""): void;
}

/** How mail fares, without what stands in it. */
export function MailTable({ mail, status, onStatus }: Props) {
  const columns: Column<MailItem>[] = [
    { key: "to", head: "To", sort: (row) => row.to, cell: (row) => <span class="address">{row.to}</span> },
    { key: "kind", head: "About", sort: (row) => kindWords(row.kind), cell: (row) => kindWords(row.kind) },
    {
      key: "status",
      head: "How it fares",
      sort: (row) => mailWords(row.status),
      cell: (row) => (
        <div>
          <span class={`badge ${mailTone(row.status)}`}>{mailWords(row.status)}</span>
          {row.due_at && row.attempts > 0 && <span class="muted"> tried again {momentInWords(row.due_at)}</span>}
          {row.said && row.status !== "sent" && <p class="muted">{row.said}</p>}
        </div>
      ),
    },
    { key: "tries", head: "Tries", number: true, sort: (row) => row.attempts, cell: (row) => row.attempts },
    { key: "at", head: "Posted", sort: (row) => row.posted_at, cell: (row) => momentInWords(row.posted_at) },
  ];
  return (
    <DataTable
      name="mail"
      caption="Mail"
      rows={mail.mail.filter((row) => !status || row.status === status)}
      keyOf={(row) => row.id}
      columns={columns}
      initialSort="-at"
      empty={<p>No mail {status ? "fares so" : "has been sent yet"}.</p>}
      filters={
        <div class="field">
          <label for="mail-status">How it fares</label>
          <select
            id="mail-status"
            value={status}
            onChange={(event) => onStatus(event.currentTarget.value as MailStatus | "")}
          >
            <option value="">All of it</option>
            {STATES.map((state) => (
              <option key={state} value={state}>
                {mailWords(state)} ({mail.counts[state] ?? 0})
              </option>
            ))}
          </select>
        </div>
      }
    />
  );
}
