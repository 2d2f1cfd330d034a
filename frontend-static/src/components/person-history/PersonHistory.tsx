import type { Happened } from "../../api/people";
import { momentInWords } from "../../domain/calendar";
import { differencesOf, happenedWords } from "../../domain/people";

/** What was changed about somebody, by whom and why, newest first. */
export function PersonHistory({ history }: { history: Happened[] }) {
  return (
    <section class="card" aria-labelledby="history-head">
      <header>
        <h2 id="history-head">History</h2>
      </header>
      <div class="inside">
        {history.length === 0 ? (
          <p class="muted">Nothing has been changed yet.</p>
        ) : (
          <ol class="history">
            {history.map((happened) => (
              <li key={happened.at + happened.what}>
                <p>
                  <strong>{happenedWords(happened)}</strong>{" "}
                  <span class="muted">
                    {momentInWords(happened.at)}, {happened.by ?? "the system"}
                  </span>
                </p>
                {happened.reason && <p>“{happened.reason}”</p>}
                <ul class="muted">
                  {differencesOf(happened).map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}
