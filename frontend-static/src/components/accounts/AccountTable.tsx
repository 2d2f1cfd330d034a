import type { AccountRow } from "../../api/accounts";
import { momentInWords } from "../../domain/calendar";
import { type Column, DataTable } from "../data-table/DataTable";
import { roleWords, searched } from "./words";

export type Shown = "active" | "inactive" | "all";

interface Props {
  rows: AccountRow[];
  shown: Shown;
  onShow(shown: Shown): void;
  onEdit(account: AccountRow): void;
  onDeactivate(account: AccountRow): void;
  onReactivate(account: AccountRow): void;
  onSignOut(account: AccountRow): void;
}

const CHOICES: [Shown, string][] = [
  ["active", "Active"],
  ["inactive", "Deactivated"],
  ["all", "All"],
];

/** Who can sign in, and what may be done about it. */
export function AccountTable({ rows, shown, onShow, onEdit, onDeactivate, onReactivate, onSignOut }: Props) {
  const columns: Column<AccountRow>[] = [
    {
      key: "name",
      head: "Name",
      sort: (row) => row.display_name,
      cell: (row) => (
        <div>
          <strong>{row.display_name}</strong> {!row.active && <span class="badge">Deactivated</span>}
          {row.username !== row.email && <p class="muted">{row.username}</p>}
        </div>
      ),
    },
    { key: "email", head: "Email", sort: (row) => row.email, cell: (row) => <Address account={row} /> },
    { key: "roles", head: "Roles", sort: (row) => roleWords(row.roles), cell: (row) => roleWords(row.roles) },
    {
      key: "person",
      head: "On the rota",
      sort: (row) => row.person?.name ?? null,
      cell: (row) => row.person?.name ?? <span class="muted">nobody</span>,
    },
    {
      key: "seen",
      head: "Last signed in",
      sort: (row) => row.last_sign_in_at,
      cell: (row) => (row.last_sign_in_at ? momentInWords(row.last_sign_in_at) : <span class="muted">never</span>),
    },
    {
      key: "do",
      head: "",
      className: "actions",
      cell: (row) => (
        <div class="row-actions">
          {row.may.includes("edit") && (
            <button type="button" class="button" onClick={() => onEdit(row)}>
              Edit<span class="hidden"> {row.display_name}</span>
            </button>
          )}
          {row.may.includes("sign-out") && (
            <button type="button" class="button" onClick={() => onSignOut(row)}>
              Sign out…<span class="hidden"> {row.display_name}</span>
            </button>
          )}
          {row.may.includes("deactivate") && (
            <button type="button" class="button" onClick={() => onDeactivate(row)}>
              Deactivate…<span class="hidden"> {row.display_name}</span>
            </button>
          )}
          {row.may.includes("reactivate") && (
            <button type="button" class="button" onClick={() => onReactivate(row)}>
              Reactivate<span class="hidden"> {row.display_name}</span>
            </button>
          )}
        </div>
      ),
    },
  ];
  const kept = rows.filter((row) => shown === "all" || row.active === (shown === "active"));
  return (
    <DataTable
      name="accounts"
      caption="Accounts"
      rows={kept}
      keyOf={(row) => row.id}
      columns={columns}
      search={searched}
      searchLabel="Find an account"
      initialSort="name"
      empty={<p>{shown === "inactive" ? "No account is deactivated." : "There are no accounts."}</p>}
      filters={
        <fieldset class="field">
          <legend>Show</legend>
          <div class="segments">
            {CHOICES.map(([choice, words]) => (
              <label key={choice}>
                <input
                  type="radio"
                  name="accounts-shown"
                  value={choice}
                  checked={shown === choice}
                  onChange={() => onShow(choice)}
                />
                {words}
              </label>
            ))}
          </div>
        </fieldset>
      }
    />
  );
}

function Address({ account }: { account: AccountRow }) {
  return (
    <span class="address">
      {account.email ?? <span class="muted">none</span>}
      {account.pending_email && (
        <>
          <br />
          <span class="muted">{account.pending_email} waits to be confirmed</span>
        </>
      )}
    </span>
  );
}
