import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  title: string;
  /** What it will do, in a sentence or two. */
  words: ComponentChildren;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Ask for a reason: "required", or "welcome" when it may be left out. */
  reason?: "required" | "welcome";
  /** Does it. A refusal is shown here and nothing typed is lost. */
  onConfirm(reason: string): Promise<void>;
  onClose(): void;
}

/** Asks before something that is not easily undone. */
export function Confirm({ title, words, action, danger = false, reason, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason === "required" && !typed.trim()) {
      setReasons([{ field: "reason", message: "Give a reason." }]);
      return;
    }
    setBusy(true);
    try {
      await onConfirm(typed.trim());
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={{ reason: "confirm-reason" }} />
        <div>{words}</div>
        {reason && (
          <div class="field">
            <label for="confirm-reason">{reason === "required" ? "Reason" : "Reason (you may leave it out)"}</label>
            <textarea
              id="confirm-reason"
              rows={3}
              maxLength={1000}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="actions">
          <button type="button" class="button" onClick={onClose} disabled={busy}>
            Leave it as it is
          </button>
          <button type="submit" class={danger ? "button danger" : "button primary"} disabled={busy}>
            {busy ? "One moment…" : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
