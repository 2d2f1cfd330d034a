import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import type { Change, Preview } from "../../api/settings";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  preview: Preview;
  /** Saves; a refusal stays here and nothing is lost. */
  onSave(reason: string | null): Promise<void>;
  onClose(): void;
}

/** What saving changes, was and now, and what that does; asked before it is done. */
export function WhatChanges({ preview, onSave, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(reason.trim() || null);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="What changes" onClose={onClose}>
      <form class="dialog-form" onSubmit={submit}>
        <ErrorSummary reasons={reasons} title="This was not saved" />
        <dl class="what-changes">
          {preview.changes.map((change) => (
            <ChangeLine key={change.field} change={change} />
          ))}
        </dl>
        {preview.effects.length > 0 && (
          <div>
            <h3>What that does</h3>
            <ul class="effects">
              {preview.effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
          </div>
        )}
        <div class="field">
          <label for="save-reason">Reason (you may leave it out)</label>
          <textarea
            id="save-reason"
            rows={2}
            maxLength={500}
            value={reason}
            aria-describedby="save-reason-hint"
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <p class="hint" id="save-reason-hint">
            Kept in the audit beside the old and the new value.
          </p>
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose} disabled={busy}>
            Not yet
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Saving…" : "Save"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ChangeLine({ change }: { change: Change }) {
  return (
    <div>
      <dt>{change.words}</dt>
      <dd>
        {change.was.length > 0 && (
          <p>
            <span class="muted">Was: </span>
            <del>{change.was.join("; ")}</del>
          </p>
        )}
        {change.now.length > 0 && (
          <p>
            <span class="muted">Now: </span>
            <ins>{change.now.join("; ")}</ins>
          </p>
        )}
      </dd>
    </div>
  );
}
