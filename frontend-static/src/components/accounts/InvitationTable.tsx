import type { Invitation } from "../../api/accounts";
import { momentInWords } from "../../domain/calendar";
import { type Column, DataTable } from "../data-table/DataTable";
import { invitationTone, invitationWords, mailTone, mailWords, roleWords } from "./words";

interface Props {
  rows: Invitation[];
  /** The invitation that is being sent again just now. */
  busy: string | null;
  onAgain(invitation: Invitation): void;
  onWithdraw(invitation: Invitation): void;
}

/** Who was invited, and how it stands. */
export function InvitationTable({ rows, busy, onAgain, onWithdraw }: Props) {
  const columns: Column<Invitation>[] = [
    {
      key: "email",
      head: "Invited",
      sort: (row) => row.email,
      cell: (row) => (
        <span class="address">
          <strong>{row.display_name || row.email}</strong>
          {row.display_name && (
            <>
              <br />
              <span class="muted">{row.email}</span>
            </>
          )}
        </span>
      ),
    },
    { key: "roles", head: "Roles", sort: (row) => roleWords(row.roles), cell: (row) => roleWords(row.roles) },
    {
      key: "person",
      head: "On the rota",
      sort: (row) => row.person?.name ?? null,
      cell: (row) => row.person?.name ?? <span class="muted">nobody</span>,
    },
    {
      key: "status",
      head: "How it stands",
      sort: (row) => invitationWords(row.status),
      cell: (row) => (
        <div>
          <span class={`badge ${invitationTone(row.status)}`}>{invitationWords(row.status)}</span>{" "}
          <span class="muted">{when(row)}</span>
        </div>
      ),
    },
    {
      key: "mail",
      head: "Mail",
      sort: (row) => (row.mail && row.may.length > 0 ? mailWords(row.mail.status) : null),
      cell: (row) =>
        row.mail && row.may.length > 0 ? (
          <div>
            <span class={`badge ${mailTone(row.mail.status)}`}>{mailWords(row.mail.status)}</span>
            {row.mail.said && row.mail.status !== "sent" && <p class="muted">{row.mail.said}</p>}
          </div>
        ) : null,
    },
    { key: "by", head: "By", sort: (row) => row.invited_by, cell: (row) => row.invited_by ?? "" },
    { key: "at", head: "Sent", sort: (row) => row.sent_at, cell: (row) => momentInWords(row.sent_at) },
    {
      key: "do",
      head: "",
      className: "actions",
      cell: (row) =>
        row.may.length > 0 ? (
          <div class="row-actions">
            <button type="button" class="button" disabled={busy === row.id} onClick={() => onAgain(row)}>
              Send again<span class="hidden"> to {row.email}</span>
            </button>
            <button type="button" class="button" onClick={() => onWithdraw(row)}>
              Withdraw…<span class="hidden"> the invitation of {row.email}</span>
            </button>
          </div>
        ) : null,
    },
  ];
  return (
    <DataTable
      name="invitations"
      caption="Invitations"
      rows={rows}
      keyOf={(row) => row.id}
      columns={columns}
      initialSort="-at"
      empty={<p>Nobody has been invited yet. Invite somebody, and they choose a password of their own.</p>}
    />
  );
}

function when(row: Invitation): string {
  if (row.accepted_at) return momentInWords(row.accepted_at);
  if (row.revoked_at) return momentInWords(row.revoked_at);
  if (row.status === "lapsed") return "whoever sent it may not invite any more; send it again if it still holds";
  return `${row.status === "expired" ? "on" : "until"} ${momentInWords(row.expires_at)}`;
}
