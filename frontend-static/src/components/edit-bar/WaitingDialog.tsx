import { useState } from "preact/hooks";
import type { Breach, Edit } from "../../api/edits";
import { atOf, breachWords, byWhom } from "../../domain/edits";
import { sessionInWords } from "../../domain/rota";
import { Dialog } from "../dialog/Dialog";
import type { WorkingCopy } from "../editing/useWorkingCopy";

interface Props {
  working: WorkingCopy;
  nameOf(code: string): string;
  onPublish(ids: number[]): void;
  onClose(): void;
}

/** Every change that waits, newest first: who, when, what, and whether it was overtaken. Some can be published alone. */
export function WaitingDialog({ working, nameOf, onPublish, onClose }: Props) {
  const { edits, undone, alerts } = working.waiting;
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const ids = edits.map(({ id }) => id).filter((id) => chosen.has(id));
  const choose = (id: number): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Dialog title="Changes that wait" onClose={onClose}>
      {edits.length === 0 && <p>Nothing waits any more.</p>}
      <ol class="waiting-list">
        {[...edits].reverse().map((edit) => (
          <li key={edit.id}>
            <label class="check">
              <input type="checkbox" checked={chosen.has(edit.id)} onChange={() => choose(edit.id)} />
              <span>
                {edit.words}
                <span class="muted">{byWhom(edit)}</span>
              </span>
            </label>
            <Overtaken edit={edit} nameOf={nameOf} />
            <button class="button" type="button" onClick={() => working.undo(edit)} aria-label={`Undo: ${edit.words}`}>
              Undo
            </button>
          </li>
        ))}
      </ol>
      <Broken title="They break" breaches={alerts.new} />
      <Broken title="They mend" breaches={alerts.mended} />
      {undone.length > 0 && (
        <details>
          <summary>Undone lately: {undone.length}</summary>
          <ol class="waiting-list">
            {undone.map((edit) => (
              <li key={edit.id}>
                <span>
                  {edit.words}
                  <span class="muted">{byWhom(edit)}</span>
                </span>
                <button
                  class="button"
                  type="button"
                  onClick={() => working.redo(edit)}
                  aria-label={`Do again: ${edit.words}`}
                >
                  Do again
                </button>
              </li>
            ))}
          </ol>
        </details>
      )}
      <div class="actions">
        <button class="button" type="button" onClick={onClose}>
          Close
        </button>
        <button
          class="button primary"
          type="button"
          disabled={ids.length === 0}
          onClick={() => {
            onClose();
            onPublish(ids);
          }}
        >
          Publish the chosen{ids.length > 0 ? ` ${ids.length}` : ""}…
        </button>
      </div>
    </Dialog>
  );
}

function Overtaken({ edit, nameOf }: { edit: Edit; nameOf(code: string): string }) {
  if (edit.overtaken.length === 0) return null;
  return (
    <ul class="overtaken">
      {edit.overtaken.map((spot) => {
        const { day, half } = atOf(spot);
        return (
          <li key={`${spot.code}${spot.date}${spot.half}`}>
            <strong>Overtaken.</strong> {nameOf(spot.code)}, {sessionInWords(day, half)}: {spot.because}
          </li>
        );
      })}
    </ul>
  );
}

function Broken({ title, breaches }: { title: string; breaches: readonly Breach[] }) {
  if (breaches.length === 0) return null;
  return (
    <section class="broken">
      <h3>{title}</h3>
      <ul>
        {breaches.map((breach) => (
          <li key={`${breach.rule}${breach.date}${breach.half}${breach.code}${breach.site}`}>{breachWords(breach)}</li>
        ))}
      </ul>
    </section>
  );
}
