import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import type { Difference, Run } from "../../api/generate";
import { publish } from "../../api/rota";
import { gapCount } from "../../domain/runs";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";

interface Props {
  run: Run;
  range: string;
  gaps: number;
  difference: Difference;
  /** A published rota stands for some of these weeks. */
  replaces: boolean;
  onClose(): void;
  onPublished(): void;
}

/** Says what publishing will change and for whom, asks for a reason, and does it. */
export function PublishDialog({ run, range, gaps, difference, replaces, onClose, onPublished }: Props) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get("reason")).trim();
    setBusy(true);
    try {
      const done = await publish(run.id, reason || null);
      say(`Published as version ${done.number}.`);
      onPublished();
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title="Publish this draft" onClose={onClose}>
      <form class="dialog-form" onSubmit={submit}>
        <ErrorSummary title="It was not published" reasons={reasons} />
        <p>
          It becomes the rota for <strong>{range}</strong> at once, and everybody who can sign in sees it. A published
          version never changes; a later one can take its place.
        </p>
        {gaps > 0 && (
          <p class="notice danger">
            <strong>It has {gapCount(gaps)}.</strong> They stay named on the rota.
          </p>
        )}
        <WhatChanges difference={difference} replaces={replaces} />
        <div class="field">
          <label for="publish-reason">Reason (optional, kept with the version)</label>
          <textarea id="publish-reason" name="reason" rows={2} maxLength={500} />
        </div>
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            Not now
          </button>
          <button class="button primary" type="submit" disabled={busy}>
            {busy ? "Publishing…" : "Publish"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatChanges({ difference, replaces }: Pick<Props, "difference" | "replaces">) {
  if (!replaces) return <p>It is the first rota for these weeks, so there is nothing it changes.</p>;
  if (difference.changed === 0) return <p>It is the same as the published rota: nobody’s sessions change.</p>;
  const { changed, people, by_person: byPerson } = difference;
  return (
    <details>
      <summary>
        {changed} {changed === 1 ? "session changes" : "sessions change"} for {people}{" "}
        {people === 1 ? "person" : "people"}
      </summary>
      <ul class="who-changes">
        {byPerson.map(({ code, name, changes }) => (
          <li key={code}>
            {name}: {changes.length}
          </li>
        ))}
      </ul>
    </details>
  );
}
