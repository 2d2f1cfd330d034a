import { isGivenUp, type Mail, type MailItem, type MailStatus } from "../../api/accounts";
import { momentInWords } from "../../domain/calendar";
import { type Column, DataTable } from "../data-table/DataTable";
import { kindWords, mailTone, mailWords } from "./words";

const STATES: MailStatus[] = ["failed", "uncertain", "waiting", "sending", "sent"];

/** One of the states, or what was given up and nobody has seen to. */
export type MailFilter = MailStatus | "given-up" | "";

interface Props {
  mail: Mail;
  status: MailFilter;
  onStatus(status: MailFilter): void;
  onAgain(item: MailItem): void;
  onLetBe(item: MailItem): void;
}

/** How mail fares, without what stands in it. */
export function MailTable({ mail, status, onStatus, onAgain, onLetBe }: Props) {
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
          {row.settled_at && <span class="muted"> seen to</span>}
          {row.said && row.status !== "sent" && <p class="muted">{row.said}</p>}
        </div>
      ),
    },
    { key: "tries", head: "Tries", number: true, sort: (row) => row.attempts, cell: (row) => row.attempts },
    { key: "at", head: "Posted", sort: (row) => row.posted_at, cell: (row) => momentInWords(row.posted_at) },
    {
      key: "do",
      head: "",
      className: "actions",
      cell: (row) =>
        isGivenUp(row) ? (
          <div class="row-actions">
            {row.kept && (
              <button type="button" class="button" onClick={() => onAgain(row)}>
                Send again<span class="hidden"> to {row.to}</span>
              </button>
            )}
            <button type="button" class="button" onClick={() => onLetBe(row)}>
              Let it be<span class="hidden">: {row.to}</span>
            </button>
          </div>
        ) : null,
    },
  ];
  const givenUp = mail.mail.filter(isGivenUp).length;
  return (
    <DataTable
      name="mail"
      caption="Mail"
      rows={mail.mail.filter((row) => !status || (status === "given-up" ? isGivenUp(row) : row.status === status))}
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
            onChange={(event) => onStatus(event.currentTarget.value as MailFilter)}
          >
            <option value="">All of it</option>
            <option value="given-up">Needs somebody ({givenUp})</option>
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
