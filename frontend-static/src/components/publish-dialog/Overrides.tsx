import type { Unsupervised } from "../../api/versions";
import { namesInWords, whenWords } from "../../domain/versions";
import { idOf } from "./fields";

interface Props {
  gaps: Unsupervised[];
  /** What was typed, by the gap's field. */
  whys: Record<string, string>;
  onChange(field: string, why: string): void;
}

/** Trainees who would have no supervisor: each session is published with a reason or not at all. */
export function Overrides({ gaps, whys, onChange }: Props) {
  if (gaps.length === 0) return null;
  const first = gaps[0] ? (whys[gaps[0].field]?.trim() ?? "") : "";
  return (
    <fieldset class="overrides">
      <legend>Trainees without a supervisor</legend>
      <p>Supervision is a rule that must be kept. Each of these sessions needs a reason, which stays on record.</p>
      {gaps.map((gap) => (
        <div class="field" key={gap.field}>
          <label for={idOf(gap.field)}>
            Why may {namesInWords(gap.trainees)} be without one on {whenWords(gap)}
            {isAlone(gap, gaps) ? "" : ` at ${gap.site}`}?
          </label>
          <textarea
            id={idOf(gap.field)}
            rows={2}
            maxLength={500}
            aria-required
            aria-describedby={`${idOf(gap.field)}-hint`}
            value={whys[gap.field] ?? ""}
            onInput={(event) => onChange(gap.field, event.currentTarget.value)}
          />
          <p class="hint" id={`${idOf(gap.field)}-hint`}>
            {gap.because}
          </p>
        </div>
      ))}
      {gaps.length > 1 && (
        <button
          class="button"
          type="button"
          disabled={!first}
          onClick={() => {
            for (const { field } of gaps) onChange(field, first);
          }}
        >
          The first reason is that of all
        </button>
      )}
    </fieldset>
  );
}

function isAlone(gap: Unsupervised, gaps: Unsupervised[]): boolean {
  return gaps.every((other) => other === gap || other.date !== gap.date || other.half !== gap.half);
}
