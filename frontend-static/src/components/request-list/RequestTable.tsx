import type { LeaveRequest, RequestFilter, Status } from "../../api/leave";
import { momentInWords } from "../../domain/calendar";
import { besideWords, sessionsWords, STATUSES, stretchWords } from "../../domain/leave";
import { type Column, DataTable } from "../data-table/DataTable";
import { StatusBadge } from "./StatusBadge";

interface Props {
  requests: LeaveRequest[];
  current: string | null;
  filter: RequestFilter;
  /** [code, name] and [kind, words] there are to choose from. */
  people: [string, string][];
  kinds: [string, string][];
  onFilter(change: RequestFilter): void;
  onOpen(id: string): void;
}

/** Requests to sort, search and filter; the undecided first, the longest waiting first. */
export function RequestTable(props: Props) {
  const { requests, current, filter, onOpen } = props;
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <DataTable
      name="requests"
      caption="Requests for leave"
      rows={requests}
      keyOf={(request) => request.id}
      current={current}
      columns={columnsOf(onOpen)}
      search={(request) => `${request.person.name} ${request.kind_words} ${STATUSES[request.status].words}`}
      filters={<Filters {...props} />}
      empty={
        isFiltered ? (
          <>
            <p>No request matches these filters.</p>
            <button type="button" class="button" onClick={() => props.onFilter(NO_FILTER)}>
              Show all requests
            </button>
          </>
        ) : (
          <p>Nobody has asked for leave yet. Requests stand here as soon as somebody does.</p>
        )
      }
    />
  );
}

export const NO_FILTER: RequestFilter = { status: "", code: "", kind: "", start: "", end: "" };

function columnsOf(onOpen: (id: string) => void): Column<LeaveRequest>[] {
  return [
    {
      key: "who",
      head: "Who",
      sort: (request) => request.person.name,
      cell: (request) => (
        <a
          href={`?id=${request.id}`}
          data-request={request.id}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(request.id);
          }}
        >
          {request.person.name}
          <span class="hidden"> {stretchWords(request)}</span>
        </a>
      ),
    },
    { key: "when", head: "When", sort: (request) => request.start + request.start_half, cell: stretchWords },
    { key: "kind", head: "Kind", sort: (request) => request.kind_words, cell: (request) => request.kind_words },
    {
      key: "amount",
      head: "Amount",
      className: "hides",
      sort: (request) => request.amount.minutes,
      cell: (request) => <span title={besideWords(request.amount)}>{sessionsWords(request.amount.sessions)}</span>,
    },
    {
      key: "asked",
      head: "Asked for",
      className: "hides",
      sort: (request) => request.asked_at,
      cell: (request) => momentInWords(request.asked_at),
    },
    {
      key: "status",
      head: "Status",
      sort: (request) => ORDER.indexOf(request.status),
      cell: (request) => <StatusBadge status={request.status} overdue={request.overdue} />,
    },
  ];
}

const ORDER: Status[] = ["requested", "approved", "declined", "cancelled"];

/** On a small screen the filters are folded away, because the requests are what one came for. */
const NARROW = matchMedia("(max-width: 639px)");

function Filters({ filter, people, kinds, onFilter }: Props) {
  const choice = (label: string, field: "status" | "code" | "kind", all: string, options: [string, string][]) => (
    <div class="field">
      <label for={`filter-${field}`}>{label}</label>
      <select
        id={`filter-${field}`}
        value={filter[field] ?? ""}
        onChange={(event) => onFilter({ [field]: event.currentTarget.value })}
      >
        <option value="">{all}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
  const day = (label: string, field: "start" | "end") => (
    <div class="field">
      <label for={`filter-${field}`}>{label}</label>
      <input
        id={`filter-${field}`}
        type="date"
        value={filter[field] ?? ""}
        onChange={(event) => onFilter({ [field]: event.currentTarget.value })}
      />
    </div>
  );
  const fields = (
    <>
      {choice(
        "Status",
        "status",
        "All",
        ORDER.map((status) => [status, STATUSES[status].words]),
      )}
      {choice("Person", "code", "Everybody", people)}
      {choice("Kind", "kind", "All kinds", kinds)}
      {day("Away from", "start")}
      {day("Away until", "end")}
    </>
  );
  if (!NARROW.matches) return fields;
  return (
    <details class="folded-filters" open={Object.values(filter).some(Boolean)}>
      <summary>Filters</summary>
      {fields}
    </details>
  );
}
