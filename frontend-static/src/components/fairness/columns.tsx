import { inColumn, signedInColumn } from "../../domain/duty";
import type { Column } from "../data-table/DataTable";
import { BalanceBar } from "./BalanceBar";
import type { Standing } from "./standings";

export function statementAddress(code: string): string {
  return `/fairness.html?code=${encodeURIComponent(code)}`;
}

interface Options {
  /** Whoever looks at it. */
  mine: string | null;
  /** The largest balance there is, either way: the length of a whole bar. */
  most: number;
  /** Whether a week is closed. */
  counted: boolean;
  /** "2 Apr 2027", the last day that is published; null: nothing is, beyond what is counted. */
  until: string | null;
  /** Null: may not adjust. */
  adjust: ((code: string) => void) | null;
}

export function columnsOf(options: Options): Column<Standing>[] {
  return [
    ...who(options),
    ...(options.counted ? now() : ahead()),
    ...balances(options),
    ...(options.adjust ? [act(options.adjust)] : []),
  ];
}

function who({ mine }: Options): Column<Standing>[] {
  return [
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
  ];
}

function now(): Column<Standing>[] {
  return [
    { key: "held", head: "Held", number: true, sort: (row) => row.held, cell: (row) => inColumn(row.held) },
    { key: "part", head: "Their part", number: true, sort: (row) => row.part, cell: (row) => inColumn(row.part) },
    {
      key: "otherwise",
      head: "Otherwise",
      number: true,
      sort: (row) => row.otherwise,
      cell: (row) => <span class={row.otherwise ? undefined : "muted"}>{signedInColumn(row.otherwise)}</span>,
    },
  ];
}

/** While nothing is counted, what is to come stands in its place. */
function ahead(): Column<Standing>[] {
  return [
    {
      key: "to-hold",
      head: "To hold",
      number: true,
      sort: (row) => row.then?.held ?? null,
      cell: (row) => row.then && inColumn(row.then.held),
    },
    {
      key: "part-then",
      head: "Their part of it",
      number: true,
      sort: (row) => row.then?.part ?? null,
      cell: (row) => row.then && inColumn(row.then.part),
    },
  ];
}

function balances({ most, until }: Options): Column<Standing>[] {
  const columns: Column<Standing>[] = [
    {
      key: "balance",
      head: "Balance",
      number: true,
      sort: (row) => row.balance,
      cell: (row) => <BalanceBar balance={row.balance} most={most} />,
    },
  ];
  if (!until) return columns;
  return [
    ...columns,
    {
      key: "then",
      head: `By ${until}`,
      number: true,
      sort: (row) => row.then?.balance ?? null,
      cell: (row) => row.then && <BalanceBar balance={row.then.balance} most={most} />,
    },
  ];
}

function act(adjust: (code: string) => void): Column<Standing> {
  return {
    key: "act",
    head: "",
    className: "act",
    cell: (row) =>
      row.active ? (
        <button type="button" class="button quiet" onClick={() => adjust(row.code)}>
          Adjust<span class="hidden"> the balance of {row.name}</span>
        </button>
      ) : null,
  };
}
