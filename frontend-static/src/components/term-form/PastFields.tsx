interface Props {
  /** The change reaches into days gone by. */
  rewrites: boolean;
  past: boolean;
  reason: string;
  onPast(past: boolean): void;
  onReason(reason: string): void;
}

/** Why, and whether the record of the past was wrong: it is never rewritten by a slip. */
export function PastFields({ rewrites, past, reason, onPast, onReason }: Props) {
  return (
    <>
      {rewrites && (
        <label class="check past">
          <input
            id="term-past"
            type="checkbox"
            checked={past}
            onChange={(event) => onPast(event.currentTarget.checked)}
          />
          The record of days gone by was wrong: rewrite it, and the leave reckoned from it
        </label>
      )}
      <div class="field">
        <label for="term-reason">Reason (you may leave it out)</label>
        <input
          id="term-reason"
          value={reason}
          maxLength={2000}
          onInput={(event) => onReason(event.currentTarget.value)}
        />
      </div>
    </>
  );
}
