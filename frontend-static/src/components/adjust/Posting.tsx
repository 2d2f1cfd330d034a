interface WhyProps {
  id: string;
  /** Who will read it. */
  hint: string;
  reason: string;
  invalid: boolean;
  onWrite(reason: string): void;
}

/** Why something is posted by hand. */
export function Why({ id, hint, reason, invalid, onWrite }: WhyProps) {
  return (
    <div class="field">
      <label for={id}>Why</label>
      <textarea
        id={id}
        rows={2}
        maxLength={500}
        value={reason}
        aria-invalid={invalid}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onWrite(event.currentTarget.value)}
      />
      <span id={`${id}-hint`} class="hint">
        {hint}
      </span>
    </div>
  );
}

/** Post it, or not now. */
export function PostActs({ busy, onClose }: { busy: boolean; onClose(): void }) {
  return (
    <div class="actions">
      <button type="button" class="button" onClick={onClose} disabled={busy}>
        Not now
      </button>
      <button type="submit" class="button primary" disabled={busy}>
        {busy ? "One moment…" : "Post it"}
      </button>
    </div>
  );
}
