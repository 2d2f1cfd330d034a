/** What both views of the fairness page have. */

export function Bar({ onAdjust }: { onAdjust: (() => void) | null }) {
  return (
    <div class="fairness-bar">
      {onAdjust && (
        <button type="button" class="button" onClick={onAdjust}>
          Adjust…
        </button>
      )}
      <button type="button" class="button" onClick={() => print()}>
        Print
      </button>
    </div>
  );
}

export function Loading() {
  return (
    <>
      <p class="muted" role="status">
        Adding it up…
      </p>
      <div class="skeleton" />
    </>
  );
}
