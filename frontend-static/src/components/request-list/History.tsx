import type { HistoryLine } from "../../api/leave";
import { momentInWords } from "../../domain/calendar";

/** What happened to a request, in order. */
export function History({ lines }: { lines: HistoryLine[] }) {
  if (lines.length === 0) return null;
  return (
    <ol class="request-history" aria-label="History">
      {lines.map((line) => (
        <li key={line.at + line.what}>
          <span class="muted">{momentInWords(line.at)}</span> {line.what}
          {line.by && ` by ${line.by}`}
          {line.reason && `: ${line.reason}`}
        </li>
      ))}
    </ol>
  );
}
