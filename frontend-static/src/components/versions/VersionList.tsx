import type { ListedVersion } from "../../api/versions";
import { dayOf, momentInWords, rangeInWords } from "../../domain/calendar";
import { peopleCount, sessionCount } from "../../domain/versions";
import { type Column, DataTable } from "../data-table/DataTable";

interface Props {
  versions: ListedVersion[];
  administrator: boolean;
  /** The version whose changes are shown. */
  current: string | null;
  onCompare(version: ListedVersion): void;
  onRollBack(version: ListedVersion): void;
  /** Whether some of a version's days are still to come. */
  isAhead(version: ListedVersion): boolean;
}

const KINDS = { run: "Generated", edits: "Changed by hand" } as const;

/** Every published rota, newest first. */
export function VersionList({ versions, administrator, current, onCompare, onRollBack, isAhead }: Props) {
  const columns: Column<ListedVersion>[] = [
    {
      key: "number",
      head: "Version",
      sort: (version) => version.number,
      cell: (version) => <strong>{version.number}</strong>,
    },
    { key: "kind", head: "How", sort: (version) => KINDS[version.kind], cell: (version) => KINDS[version.kind] },
    {
      key: "range",
      head: "Of",
      sort: (version) => version.start,
      cell: (version) => (
        <a href={`/rota.html?start=${version.start}`}>{rangeInWords(dayOf(version.start), dayOf(version.end))}</a>
      ),
    },
    {
      key: "published",
      head: "Published",
      sort: (version) => version.published_at,
      cell: (version) => (
        <span>
          {momentInWords(version.published_at)}
          {version.published_by && <span class="muted"> by {version.published_by}</span>}
        </span>
      ),
    },
    {
      key: "changes",
      head: "Changes",
      sort: (version) => version.changes,
      cell: (version) =>
        version.changes === 0 ? (
          <span class="muted">none</span>
        ) : (
          `${sessionCount(version.changes)}, ${peopleCount(version.people)}`
        ),
    },
    ...(administrator ? forAdministrators : []),
    {
      key: "act",
      head: "",
      className: "act",
      cell: (version) => (
        <span class="version-acts">
          <button type="button" class="button" onClick={() => onCompare(version)}>
            Compare<span class="hidden"> version {version.number}</span>
          </button>
          {administrator && isAhead(version) && (
            <button type="button" class="button quiet" onClick={() => onRollBack(version)}>
              Go back to it…<span class="hidden"> Version {version.number}</span>
            </button>
          )}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      name="versions"
      caption="Published rotas"
      rows={versions}
      keyOf={(version) => version.id}
      columns={columns}
      search={wordsOf}
      searchLabel="Find a version"
      initialSort="-number"
      current={current}
      empty={<p>Nothing is published yet. Once a rota is, every version of it stands here for good.</p>}
    />
  );
}

function wordsOf(version: ListedVersion): string {
  const range = rangeInWords(dayOf(version.start), dayOf(version.end));
  const said = [version.number, KINDS[version.kind], range, version.published_by, version.reason];
  return said.filter(Boolean).join(" ");
}

const forAdministrators: Column<ListedVersion>[] = [
  {
    key: "seen",
    head: "Seen by",
    sort: (version) => version.acknowledged ?? 0,
    cell: (version) =>
      version.people === 0 ? (
        <span class="muted">nobody asked</span>
      ) : (
        <span>
          <span class={version.acknowledged === version.people ? "badge good" : "badge"}>
            {version.acknowledged ?? 0} of {version.people}
          </span>
        </span>
      ),
  },
  {
    key: "reason",
    head: "Reason",
    className: "reason",
    cell: (version) => version.reason ?? <span class="muted">none given</span>,
  },
];
