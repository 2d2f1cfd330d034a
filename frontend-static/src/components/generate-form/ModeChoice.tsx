import type { Mode } from "../../api/generate";
import { MODES } from "../../domain/runs";

interface Props {
  mode: Mode;
  /** Something is published for these weeks. Where nothing is, there is nothing to choose. */
  published: boolean;
  onChoose(mode: Mode): void;
}

/** What becomes of the rota that is there. */
export function ModeChoice({ mode, published, onChoose }: Props) {
  if (!published && mode === "afresh")
    return <p class="muted">Nothing is published for these weeks yet, so the rota is made from scratch.</p>;
  return (
    <fieldset class="field">
      <legend>What becomes of the rota that is there</legend>
      <div class="modes">
        {MODES.map(({ mode: each, words, means }) => (
          <label key={each} class="mode">
            <input
              type="radio"
              name="mode"
              id={`mode-${each}`}
              checked={each === mode}
              aria-describedby={`mode-${each}-means`}
              onChange={() => onChoose(each)}
            />
            <span class="mode-words">
              <strong>{words}</strong>
              <span class="hint" id={`mode-${each}-means`}>
                {means}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
