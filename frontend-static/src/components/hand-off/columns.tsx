import type { HandOff, HandOffLine } from "../../api/handOff";
import type { Column } from "../data-table/DataTable";
import { ageInWords, lineInWords, whenInWords } from "./words";

interface Acts {
  siteName: (code: string) => string;
  busy: boolean;
  onTick(line: HandOffLine): void;
  onGive(line: HandOffLine, owner: string | null): void;
}

/** The hand-off, column by column. */
export function columnsOf(list: HandOff, { siteName, busy, onTick, onGive }: Acts): Column<HandOffLine>[] {
  return [
    {
      key: "done",
      head: "Done",
      cell: (line) => (
        <input
          type="checkbox"
          checked={false}
          disabled={busy}
          aria-label={`Done: ${line.name}, ${whenInWords(line)}: ${lineInWords(line, siteName)}`}
          onChange={() => onTick(line)}
        />
      ),
    },
    {
      key: "when",
      head: "Session",
      sort: (line) => `${line.date} ${line.half} ${line.code}`,
      cell: whenInWords,
    },
    { key: "who", head: "Who", sort: (line) => line.name, cell: (line) => line.name },
    {
      key: "what",
      head: "What to do",
      sort: (line) => line.act,
      cell: (line) => lineInWords(line, siteName),
    },
    {
      key: "waits",
      head: "Waits since",
      sort: (line) => line.since,
      cell: (line) => (
        <span>
          {ageInWords(line.since)} {line.overdue && <span class="badge person">Overdue</span>}
        </span>
      ),
    },
    {
      key: "owner",
      head: "Seen to by",
      sort: (line) => line.owner?.name ?? null,
      cell: (line) => (
        <select
          aria-label={`Who sees to ${line.name}, ${whenInWords(line)}`}
          value={line.owner && line.owner.id !== list.owner?.id ? line.owner.id : ""}
          disabled={busy}
          onChange={(event) => onGive(line, event.currentTarget.value || null)}
        >
          <option value="">{list.owner ? `${list.owner.name} (the list’s)` : "Nobody yet"}</option>
          {list.administrators
            .filter(({ id }) => id !== list.owner?.id)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      ),
    },
  ];
}
