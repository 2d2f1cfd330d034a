import type { Reason } from "../../api/client";

/** While the solver is at it. */
export function Waiting({ words }: { words: string }) {
  return (
    <p class="looking">
      <progress aria-label={words} /> <span aria-hidden="true">{words}</span>
    </p>
  );
}

/** Why there is no answer, and a way to ask again. */
export function Failed({ reasons, onAgain }: { reasons: Reason[]; onAgain(): void }) {
  return (
    <div class="notice danger" role="alert">
      <ul>
        {reasons.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      <button class="button" type="button" onClick={onAgain}>
        Ask again
      </button>
    </div>
  );
}
