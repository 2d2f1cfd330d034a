import { useState } from "preact/hooks";
import "./new-password.css";

interface Props {
  id: string;
  label: string;
  value: string;
  onInput(value: string): void;
  wrong: boolean;
  /** Whose password it is, for the browser's own memory of passwords. */
  username?: string;
}

/** A field for a password that is to be: it can be looked at, so it need not be typed twice. */
export function NewPassword({ id, label, value, onInput, wrong, username }: Props) {
  const [shown, setShown] = useState(false);
  const shared = {
    id,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
    autocomplete: "new-password",
    autocapitalize: "none" as const,
    spellcheck: false,
    maxLength: 1000,
    "aria-invalid": wrong,
    "aria-describedby": `${id}-hint`,
  };
  return (
    <div class="field">
      {username !== undefined && (
        <input class="hidden" tabIndex={-1} aria-hidden="true" autocomplete="username" value={username} readOnly />
      )}
      <label for={id}>{label}</label>
      <div class="new-password">
        {shown ? <input type="text" {...shared} /> : <input type="password" {...shared} />}
        <button type="button" class="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          Show<span class="hidden"> the password</span>
        </button>
      </div>
      <p class="hint" id={`${id}-hint`}>
        12 characters or more. Three or four words nobody would put together are hard to guess and easy to remember.
      </p>
    </div>
  );
}
