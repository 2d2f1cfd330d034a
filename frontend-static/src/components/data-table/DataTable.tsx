import type { ComponentChild, ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Icon } from "../icon/Icon";
import { inAddress, putInAddress } from "./address";
import { type Order, ordered } from "./order";
import "./data-table.css";

export interface Column<Row> {
  key: string;
  head: string;
  cell(row: Row): ComponentChild;
  /** What to sort by; a column without it cannot be sorted. */
  sort?(row: Row): string | number | null;
  /** Figures stand on the right, in columns of equal width. */
  number?: boolean;
  className?: string;
}

interface Props<Row> {
  /** What the table is called, also in the address when a page has two. */
  name: string;
  /** Said to those who cannot see it: "People". The name, when left out. */
  caption?: string;
  rows: Row[];
  keyOf(row: Row): string;
  columns: Column<Row>[];
  /** The words a row is found by. */
  search?(row: Row): string;
  searchLabel?: string;
  /** Choices that stand beside the search; the page filters `rows` by them. */
  filters?: ComponentChildren;
  /** What can be done to all rows that are found. */
  bulk?(found: Row[]): ComponentChild;
  /** What stands here when there is nothing at all: what to do first. */
  empty?: ComponentChildren;
  /** A column's key, with "-" before it for the other way round. */
  initialSort?: string;
  /** The row that is open elsewhere on the page. */
  current?: string | null;
}

/** A list to sort and search. Both are kept in the address, so that a list can be sent and gone back to. */
export function DataTable<Row>(props: Props<Row>) {
  const { name, rows, keyOf, columns, search, initialSort = "" } = props;
  const [words, setWords] = useState(inAddress(`${name}-find`));
  const [sort, setSort] = useState(inAddress(`${name}-sort`) || initialSort);
  const order = orderOf(sort);

  const found = useMemo(() => {
    const wanted = words.toLocaleLowerCase("en-GB").split(/\s+/).filter(Boolean);
    const kept = search ? rows.filter((row) => matches(search(row), wanted)) : rows;
    const by = columns.find((column) => column.key === order.key)?.sort;
    return by ? ordered(kept, by, order.down) : kept;
  }, [rows, words, sort, columns]);

  const find = (typed: string): void => {
    setWords(typed);
    putInAddress(`${name}-find`, typed);
  };
  const sortBy = (key: string): void => {
    const next = order.key === key && !order.down ? `-${key}` : key;
    setSort(next);
    putInAddress(`${name}-sort`, next === initialSort ? "" : next);
  };

  return (
    <div class="data-table">
      {(search || props.filters) && (
        <div class="data-table-bar">
          {search && (
            <div class="field">
              <label for={`${name}-find`}>{props.searchLabel ?? "Find"}</label>
              <input
                id={`${name}-find`}
                type="search"
                value={words}
                onInput={(event) => find(event.currentTarget.value)}
              />
            </div>
          )}
          {props.filters}
          {props.bulk?.(found)}
          <p class="muted count" role="status">
            {found.length === rows.length ? `${rows.length} shown` : `${found.length} of ${rows.length} shown`}
          </p>
        </div>
      )}
      {rows.length === 0 && props.empty ? (
        <div class="data-table-empty">{props.empty}</div>
      ) : found.length === 0 ? (
        <div class="data-table-empty">
          <p>Nothing here matches.</p>
          {words && (
            <button type="button" class="button" onClick={() => find("")}>
              Show everything
            </button>
          )}
        </div>
      ) : (
        <table>
          <caption class="hidden">{props.caption ?? name}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.key} column={column} order={order} onSort={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            {found.map((row) => (
              <tr key={keyOf(row)} aria-current={props.current === keyOf(row) ? "true" : undefined}>
                {columns.map((column) => (
                  <td key={column.key} class={classOf(column)} data-label={column.head}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  order: Order;
  onSort(key: string): void;
}

function Head<Row>({ column, order, onSort }: HeadProps<Row>) {
  const mine = order.key === column.key;
  if (!column.sort) {
    return (
      <th scope="col" class={classOf(column)}>
        {column.head}
      </th>
    );
  }
  return (
    <th scope="col" class={classOf(column)} aria-sort={mine ? (order.down ? "descending" : "ascending") : undefined}>
      <button type="button" onClick={() => onSort(column.key)}>
        {column.head}
        <span class={mine ? "arrow" : "arrow quiet"}>
          <Icon name={mine && order.down ? "down" : "up"} />
        </span>
      </button>
    </th>
  );
}

function classOf<Row>(column: Column<Row>): string | undefined {
  return [column.number ? "figure" : "", column.className ?? ""].filter(Boolean).join(" ") || undefined;
}

function orderOf(sort: string): Order {
  return sort.startsWith("-") ? { key: sort.slice(1), down: true } : { key: sort, down: false };
}

function matches(text: string, wanted: string[]): boolean {
  const plain = text.toLocaleLowerCase("en-GB");
  return wanted.every((word) => plain.includes(word));
}
