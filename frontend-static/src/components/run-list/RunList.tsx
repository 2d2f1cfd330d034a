import type { Run } from "../../api/generate";
import { dayOf, momentInWords, rangeInWords } from "../../domain/calendar";
import { statusStyle, statusWords } from "../../domain/runs";
import "./run-list.css";

interface Props {
  runs: Run[];
  current: string | null;
  onChoose(id: string): void;
}

/** Every run so far, the newest first. */
export function RunList({ runs, current, onChoose }: Props) {
  return (
    <section class="card" aria-labelledby="runs-title">
      <header>
        <h2 id="runs-title">Runs</h2>
      </header>
      {runs.length === 0 ? (
        <p class="inside muted">None yet. Choose the weeks above and press Start.</p>
      ) : (
        <div class="run-scroller">
          <table class="run-table">
            <thead>
              <tr>
                <th scope="col">Asked for</th>
                <th scope="col">Weeks</th>
                <th scope="col">How</th>
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
                  </th>
                  <td>{rangeInWords(dayOf(run.start), dayOf(run.start) + run.weeks * 7 - 3)}</td>
                  <td>{run.mode === "afresh" ? "Afresh" : "Stay close"}</td>
                  <td>
                    <span class={`badge ${statusStyle(run)}`}>{statusWords(run)}</span>
                  </td>
                  <td class="number">{run.summary?.gaps ?? ""}</td>
                  <td class="number">{run.summary ? `${run.summary.gap_percent.toFixed(1)} %` : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
