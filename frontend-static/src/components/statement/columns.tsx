import type { AmountUnit } from "../../api/entitlement";
import type { Amount, PersonBalance } from "../../api/leave";
import { amountOf, figure } from "../../domain/amount";
import type { Column } from "../data-table/DataTable";

/** The columns of everybody's balances, in one unit. */
export function columnsIn(unit: AmountUnit, year: string, adjust: (code: string) => void): Column<PersonBalance>[] {
  const amount = (
    key: string,
    head: string,
    of: (row: PersonBalance) => Amount,
    className = "",
  ): Column<PersonBalance> => ({
    key,
    head,
    className,
    number: true,
    sort: (row) => of(row).minutes,
    cell: (row) => <span class={of(row).minutes === 0 ? "muted" : undefined}>{figure(of(row)[unit])}</span>,
  });
  return [
    {
      key: "name",
      head: "Name",
      sort: (row) => row.person.name,
      cell: (row) => (
        <a href={`/statement.html?code=${encodeURIComponent(row.person.code)}&year=${year}`}>{row.person.name}</a>
      ),
    },
    { key: "group", head: "Group", sort: (row) => row.person.group, cell: (row) => row.person.group },
    // Where there is no room for its parts, there is room for their sum.
    amount("granted", "Granted", (row) => row.granted, "part"),
    amount("carried", "Carried over", (row) => row.carried, "part"),
    amount("bank-holidays", "Bank holidays", (row) => row.bank_holidays, "part"),
    amount("toil", "In lieu", (row) => row.toil, "part"),
    amount("adjustments", "Adjusted", (row) => row.adjustments, "part"),
    amount("entitled", "In all", inAll),
    amount("taken", "Taken", (row) => row.taken),
    amount("booked", "Booked", (row) => row.booked),
    amount("pending", "Pending", (row) => row.pending),
    {
      key: "left",
      head: "Left",
      number: true,
      sort: (row) => row.left.minutes,
      cell: (row) => <strong class={row.left.minutes < 0 ? "owing" : undefined}>{figure(row.left[unit])}</strong>,
    },
    {
      key: "used",
      head: "Used",
      number: true,
      sort: (row) => row.left_percent_used,
      cell: (row) => <Used percent={row.left_percent_used} />,
    },
    {
      key: "act",
      head: "",
      className: "act",
      cell: (row) => (
        <button type="button" class="button quiet" onClick={() => adjust(row.person.code)}>
          Adjust<span class="hidden"> leave of {row.person.name}</span>
        </button>
      ),
    },
  ];
}

/** Everything there is for the year, before anything is used. */
function inAll(row: PersonBalance): Amount {
  const parts = [row.granted, row.carried, row.bank_holidays, row.toil, row.adjustments];
  return amountOf(
    parts.reduce((sum, part) => sum + part.minutes, 0),
    row.session_minutes,
  );
}

/** The figure, with a bar that says the same. */
function Used({ percent }: { percent: number }) {
  return (
    <span class="used">
      <span class="used-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      {figure(String(percent))} %
    </span>
  );
}
