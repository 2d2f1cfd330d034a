import type { DutyBalance } from "../../api/fairness";
import { inColumn, signedInColumn } from "../../domain/duty";
import type { Column } from "../data-table/DataTable";
import { BalanceBar } from "./BalanceBar";

export function statementAddress(code: string): string {
  return `/fairness.html?code=${encodeURIComponent(code)}`;
}

interface Options {
  /** Whoever looks at it. */
  mine: string | null;
  /** The largest balance there is, either way: the length of a whole bar. */
  most: number;
  /** Null: may not adjust. */
  adjust: ((code: string) => void) | null;
}

export function columnsOf({ mine, most, adjust }: Options): Column<DutyBalance>[] {
  const columns: Column<DutyBalance>[] = [
    {
      key: "name",
      head: "Name",
      sort: (row) => row.name,
      cell: (row) => (
        <span class="who">
          <a href={statementAddress(row.code)}>{row.name}</a>
          {row.code === mine && <span class="badge good">You</span>}
          {!row.active && <span class="badge">Left</span>}
        </span>
      ),
    },
    { key: "role", head: "Role", sort: (row) => row.role ?? "", cell: (row) => row.role ?? "" },
    { key: "wte", head: "WTE", number: true, sort: (row) => Number(row.wte ?? 0), cell: (row) => row.wte ?? "" },
    { key: "held", head: "Held", number: true, sort: (row) => row.held, cell: (row) => inColumn(row.held) },
    { key: "part", head: "Their part", number: true, sort: (row) => row.part, cell: (row) => inColumn(row.part) },
    {
      key: "otherwise",
      head: "Otherwise",
      number: true,
      sort: (row) => row.otherwise,
      cell: (row) => <span class={row.otherwise ? undefined : "muted"}>{signedInColumn(row.otherwise)}</span>,
    },
    {
      key: "balance",
      head: "Balance",
      number: true,
      sort: (row) => row.balance,
      cell: (row) => <BalanceBar balance={row.balance} most={most} />,
    },
  ];
  if (!adjust) return columns;
  return [
    ...columns,
    {
      key: "act",
      head: "",
      className: "act",
      cell: (row) =>
        row.active ? (
          <button type="button" class="button quiet" onClick={() => adjust(row.code)}>
            Adjust<span class="hidden"> the balance of {row.name}</span>
          </button>
        ) : null,
    },
  ];
}
