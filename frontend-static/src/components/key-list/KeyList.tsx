import { ACTIVITIES } from "../../domain/activities";
import { Dialog } from "../dialog/Dialog";
import { KEYS } from "../rota-grid/moves";

/** The grid's keys, and what its letters mean, in a dialog. */
export function KeyDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="The rota grid: keys and letters" onClose={onClose}>
      <dl class="keys">{KEYS.map(([keys, does]) => [<dt key={keys}>{keys}</dt>, <dd key={does}>{does}</dd>])}</dl>
      <ActivityKey />
      <div class="actions">
        <button class="button primary" type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

/** What the letters and patterns of the grid mean. */
export function ActivityKey() {
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
    </ul>
  );
}
