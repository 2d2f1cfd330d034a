import { ACTIVITIES } from "../../domain/activities";
import { Dialog } from "../dialog/Dialog";
import { EDIT_KEYS } from "../editing/keys";
import { CellMarks, MARK_NAMES } from "../rota-grid/CellMarks";
import { KEYS } from "../rota-grid/moves";
import "../rota-grid/activities.css";
import "../rota-grid/marks.css";
import "./key-list.css";

/** The grid's keys, and what its letters mean, in a dialog. */
export function KeyDialog({ edits = false, onClose }: { edits?: boolean; onClose(): void }) {
  return (
    <Dialog title="The rota grid: keys and letters" onClose={onClose}>
      {edits && (
        <>
          <h3>To change it</h3>
          <KeyTable keys={EDIT_KEYS} />
          <p class="muted">
            Each of these is also a button beside the grid: choose a cell first. While one is picked up, every cell says
            what dropping it there would do: people of cover gained or lost, then half-days of duty beyond fair parts
            (less is better); or × where it cannot go.
          </p>
          <h3>To move about</h3>
        </>
      )}
      <KeyTable keys={KEYS} />
      <ActivityKey marks />
      <div class="actions">
        <button class="button primary" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function KeyTable({ keys }: { keys: readonly (readonly [string, string])[] }) {
  return <dl class="keys">{keys.map(([name, does]) => [<dt key={name}>{name}</dt>, <dd key={does}>{does}</dd>])}</dl>;
}

/** What the letters and patterns of the grid mean; with `marks` its badges, too. */
export function ActivityKey({ marks = false }: { marks?: boolean }) {
  return (
    <ul class="key" aria-label="What the letters mean">
      {Object.values(ACTIVITIES).map(({ letter, label, style }) => (
        <li key={style}>
          <span class="swatch" aria-hidden="true">
            <span class={`activity ${style}`}>{letter}</span>
          </span>
          {label}
        </li>
      ))}
      <li>
        <span class="swatch" aria-hidden="true">
          <span class="away" />
        </span>
        Away
      </li>
      <li>
        <span class="swatch closed" aria-hidden="true" />
        Closed
      </li>
      <li>
        <span class="swatch" aria-hidden="true">
          <span class="activity clinic elsewhere" />
        </span>
        At another site
      </li>
      {marks && <MarkKeys />}
    </ul>
  );
}

function MarkKeys() {
  return (
    <>
      {MARK_NAMES.map(([marks, isWork, name]) => (
        <li key={name}>
          <span class="swatch" aria-hidden="true">
            {isWork && <span class="activity clinic">S</span>}
            <CellMarks marks={marks} isWork={isWork} />
          </span>
          {name}
        </li>
      ))}
      <li>
        <span class="swatch changed" aria-hidden="true">
          <span class="activity clinic">S</span>
        </span>
        Changed, not published yet
      </li>
    </>
  );
}
