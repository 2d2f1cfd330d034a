import { useState } from "preact/hooks";
import { type Leaver, makeNameless } from "../../api/kept";
import { type Reason, reasonsOf } from "../../api/client";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  leaver: Leaver;
  onDone(becomes: string): void;
  onClose(): void;
}

/** Asks for the name before it is taken away. */
export function NamelessDialog({ leaver, onDone, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      onDone((await makeNameless(leaver.code, typed)).name);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={`Take away the name of ${leaver.name}?`} onClose={onClose}>
      <form class="dialog-form" onSubmit={(event) => void submit(event)} noValidate>
        <ErrorSummary reasons={reasons} fields={{ confirm: "nameless-confirm" }} />
        <p>
          Their name, address and notes go, everywhere, and cannot be had back. Their code {leaver.code} stays on every
          line they worked, and every sum stays what it is.
        </p>
        <div class="field">
          <label for="nameless-confirm">Write their name: {leaver.name}</label>
          <input
            id="nameless-confirm"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose} disabled={busy}>
            Leave it as it is
          </button>
          <button type="submit" class="button danger" disabled={busy}>
            {busy ? "One moment…" : "Take the name away"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
