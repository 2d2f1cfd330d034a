import type { Run } from "../../api/generate";
import { dayOf, momentInWords, rangeInWords } from "../../domain/calendar";
import { statusStyle, statusWords } from "../../domain/runs";

interface Props {
  runs: Run[];
  current: string | null;
  onChoose(id: string): void;
}

export function RunTable({ runs, current, onChoose }: Props) {
  return (
    <div class="run-scroller">
      <table class="run-table">
        <caption class="hidden">Runs</caption>
        <thead>
          <tr>
            <th scope="col">Asked for</th>
            <th scope="col">Weeks</th>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Gaps
            </th>
            <th scope="col" class="number">
              From perfect
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} aria-current={run.id === current ? "true" : undefined}>
              <th scope="row">
                <a
                  href={`?run=${run.id}`}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                    event.preventDefault();
                    onChoose(run.id);
                  }}
                >
                  {momentInWords(run.requested_at)}
                </a>
                {run.requested_by && <span class="muted"> by {run.requested_by}</span>}
              </th>
              <td data-label="Weeks">{rangeInWords(dayOf(run.start), dayOf(run.start) + run.weeks * 7 - 3)}</td>
              <td class="what" data-label="What">
                {run.words}
                {run.repeats && <span class="muted"> (repeated)</span>}
              </td>
              <td data-label="State">
                <span class={`badge ${statusStyle(run)}`}>{statusWords(run)}</span>
              </td>
              <td class="number" data-label="Gaps">
                {run.summary?.gaps ?? ""}
              </td>
              <td class="number" data-label="From perfect">
                {run.summary ? `${run.summary.gap_percent.toFixed(1)} %` : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
