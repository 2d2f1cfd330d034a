import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type NoticeReport as Report, type NoticeRow, noticeFile, readNotice } from "../../api/versions";
import { dayOf, momentInWords, rangeInWords } from "../../domain/calendar";
import { peopleCount, sessionCount, whenWords } from "../../domain/versions";
import { inAddress, putInAddress } from "../data-table/address";
import { type Column, DataTable } from "../data-table/DataTable";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { Icon } from "../icon/Icon";
import { NoticeBadge, WasAndNow } from "./ChangeLine";

const COLUMNS: Column<NoticeRow>[] = [
  {
    key: "when",
    head: "Session",
    sort: (row) => row.date + row.half,
    cell: (row) => <strong>{whenWords(row)}</strong>,
  },
  { key: "name", head: "Who", sort: (row) => row.name, cell: (row) => row.name },
  { key: "change", head: "Change", cell: (row) => <WasAndNow was={row.was} now={row.now} /> },
  {
    key: "notice",
    head: "Notice",
    sort: (row) => row.notice_days,
    cell: (row) => (
      <span>
        <NoticeBadge change={row} />
      </span>
    ),
  },
  {
    key: "told",
    head: "Published",
    sort: (row) => row.published_at,
    cell: (row) => (
      <span>
        {momentInWords(row.published_at)}
        <span class="muted">
          {" "}
          as version {row.number}
          {row.published_by && ` by ${row.published_by}`}
        </span>
      </span>
    ),
  },
  {
    key: "reason",
    head: "Reason",
    className: "reason",
    cell: (row) => row.reason ?? <span class="muted">none given</span>,
  },
];

/** Every change that came with less notice than is due: on the page, for spreadsheets, and on paper. */
export function NoticeReport() {
  const [start, setStart] = useState(inAddress("from"));
  const [end, setEnd] = useState(inAddress("to"));
  const [report, setReport] = useState<Report | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    let live = true;
    readNotice(start, end)
      .then((found) => {
        if (!live) return;
        setReport(found);
        setReasons([]);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [start, end]);

  const choose = (name: "from" | "to", value: string): void => {
    putInAddress(name, value);
    (name === "from" ? setStart : setEnd)(value);
  };

  return (
    <section class="notice-report" aria-labelledby="notice-report">
      <header>
        <h2 id="notice-report">Short notice{report && `, ${rangeInWords(dayOf(report.start), dayOf(report.end))}`}</h2>
        <p class="muted">
          Changes that came with less notice than is due: the practice’s fixed period, and six weeks at least for
          trainees. Counted from the day of publication to the day itself.
        </p>
      </header>
      <ErrorSummary
        title="This cannot be shown"
        reasons={reasons}
        fields={{ start: "notice-from", end: "notice-to" }}
      />
      <div class="bar notice-bar">
        <div class="field">
          <label for="notice-from">From</label>
          <input
            id="notice-from"
            type="date"
            value={start || report?.start || ""}
            onChange={(event) => choose("from", event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="notice-to">To</label>
          <input
            id="notice-to"
            type="date"
            value={end || report?.end || ""}
            onChange={(event) => choose("to", event.currentTarget.value)}
          />
        </div>
        {report && (
          <div class="end">
            <a class="button" href={noticeFile(report.start, report.end)} download>
              <Icon name="export" />
              Save as CSV
            </a>
            <button class="button" type="button" onClick={() => print()}>
              <Icon name="print" />
              Print
            </button>
          </div>
        )}
      </div>
      {report && <p class="in-all">{inAll(report.rows)}</p>}
      {report ? (
        <DataTable
          name="notice"
          caption="Changes with less notice than is due"
          rows={report.rows}
          keyOf={(row) => row.version_id + row.code + row.date + row.half}
          columns={COLUMNS}
          search={(row) => `${row.name} ${row.code} ${row.reason ?? ""}`}
          searchLabel="Find somebody"
          empty={<p>Nobody’s sessions changed at short notice on these days.</p>}
        />
      ) : (
        reasons.length === 0 && <div class="skeleton" aria-busy="true" />
      )}
    </section>
  );
}

function inAll(rows: NoticeRow[]): string {
  const people = new Set(rows.map((row) => row.code)).size;
  return rows.length === 0 ? "" : `${sessionCount(rows.length)} of ${peopleCount(people)}.`;
}
