import type { Refusal } from "../editing/answers";

/** Why the last act was not done, below the grid so that nothing moves under the pointer. Takes no focus. */
export function RefusalNotice({ refusal, onClose }: { refusal: Refusal | null; onClose(): void }) {
  if (!refusal) return null;
  return (
    <div class="notice danger refusal" role="alert">
      <div>
        <strong>{refusal.title}</strong>
        <ul>
          {refusal.reasons.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      </div>
      <button class="button" type="button" onClick={onClose}>
        Understood
      </button>
    </div>
  );
}
