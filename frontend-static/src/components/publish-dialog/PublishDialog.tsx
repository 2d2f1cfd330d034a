import { useEffect, useState } from "preact/hooks";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import type { Publication } from "../../api/rota";
import {
  type Override,
  type PublicationPreview,
  previewPublication,
  publishRota,
  type Subject,
} from "../../api/versions";
import { dayOf, rangeInWords } from "../../domain/calendar";
import { namesInWords } from "../../domain/versions";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";
import { GapsLeft } from "./GapsLeft";
import { Overrides } from "./Overrides";
import { idOf } from "./fields";
import { ToldList } from "./ToldList";
import "./publish-dialog.css";

interface Props {
  /** A run's draft, or changes that wait (null: all of them). */
  subject: Subject;
  /** The weeks in words; the preview's own when left out. */
  range?: string;
  onClose(): void;
  onPublished(done: Publication): void;
}

const REASON = "publish-reason";

/** Says what publishing does and who is told with what notice, asks for the reasons it needs, and does it. */
export function PublishDialog({ subject, range, onClose, onPublished }: Props) {
  const [preview, setPreview] = useState<PublicationPreview | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [reason, setReason] = useState("");
  const [whys, setWhys] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const isRun = "run" in subject;

  const look = async (): Promise<void> => {
    const found = await previewPublication(subject);
    setPreview(found);
    setReasons(found.refusals);
  };
  useEffect(() => {
    look().catch((error) => setReasons(reasonsOf(error)));
  }, []);

  const publish = async (shown: PublicationPreview): Promise<void> => {
    // What is published is what was shown, not what somebody else has changed meanwhile.
    const what = isRun ? subject : { edits: shown.edits };
    const overrides: Override[] = shown.supervision.map(({ date, half, site, field }) => ({
      date,
      half,
      site,
      reason: whys[field]?.trim() ?? "",
    }));
    const done = await publishRota(what, reason.trim() || null, overrides);
    say(`Published as version ${done.number}.`);
    onPublished(done);
  };

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!preview) return;
    const missing = missingWords(preview, reason, whys);
    if (missing.length > 0) return setReasons(missing);
    setBusy(true);
    try {
      await publish(preview);
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
      // Things may have moved on since the preview: show them as they are, and keep what was typed.
      if (error instanceof ApiProblem && error.status < 500)
        previewPublication(subject).then(setPreview, () => undefined);
    }
  };

  const refused = preview !== null && preview.refusals.length > 0;
  return (
    <Dialog title={isRun ? "Publish this draft" : "Publish changes"} onClose={onClose}>
      <form class="dialog-form publish-form" onSubmit={submit} noValidate>
        <ErrorSummary
          title={refused ? "It cannot be published like this" : "It was not published"}
          reasons={reasons}
          fields={fieldsOf(preview)}
        />
        {refused && isRun && <p>Things have changed since this draft was made. Generate it again.</p>}
        {preview ? (
          <>
            <p>
              It becomes the rota for <strong>{range ?? weeksInWords(preview)}</strong> at once, and everybody who can
              sign in sees it. A published version never changes; a later one can take its place.
            </p>
            {preview.also_waiting > 0 && <AlsoWaiting count={preview.also_waiting} isRun={isRun} />}
            <GapsLeft gaps={preview.gaps} fresh={preview.first ? [] : preview.new_gaps} />
            <ToldList preview={preview} />
            <Overrides
              gaps={preview.supervision}
              whys={whys}
              onChange={(field, why) => setWhys((was) => ({ ...was, [field]: why }))}
            />
            <div class="field">
              <label for={REASON}>{reasonLabel(preview)}</label>
              <textarea
                id={REASON}
                rows={2}
                maxLength={500}
                value={reason}
                aria-required={preview.reason_required}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </div>
          </>
        ) : (
          reasons.length === 0 && (
            <p class="muted" role="status">
              Looking at what it changes, and for whom…
            </p>
          )
        )}
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            Not now
          </button>
          <button class="button primary" type="submit" disabled={busy || !preview || refused}>
            {busy ? "Publishing…" : "Publish"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function AlsoWaiting({ count, isRun }: { count: number; isRun: boolean }) {
  const what = count === 1 ? "1 change made by hand waits" : `${count} changes made by hand wait`;
  return (
    <p class="notice person">
      {isRun
        ? `${what} to be published. What this draft has otherwise overtakes them; each of them will say so.`
        : `${count === 1 ? "1 other change waits" : `${count} other changes wait`}, and ${count === 1 ? "is" : "are"} not published now.`}
    </p>
  );
}

function weeksInWords({ range }: PublicationPreview): string {
  return range.map(({ start, weeks }) => rangeInWords(dayOf(start), dayOf(start) + weeks * 7 - 3)).join(" and ");
}

function reasonLabel({ reason_required: required, inside_window: short }: PublicationPreview): string {
  if (!required) return "Reason (optional, kept with the version)";
  return `Reason (${short === 1 ? "1 change comes" : `${short} changes come`} with less notice than is due)`;
}

/** Everything that has to be said and is not, before anybody is asked. */
function missingWords(preview: PublicationPreview, reason: string, whys: Record<string, string>): Reason[] {
  const missing: Reason[] = [];
  if (preview.reason_required && !reason.trim())
    missing.push({ field: "reason", message: "Say why there is less notice than is due." });
  for (const { field, trainees } of preview.supervision)
    if (!whys[field]?.trim())
      missing.push({ field, message: `Say why ${namesInWords(trainees)} may be without a supervisor.` });
  return missing;
}

function fieldsOf(preview: PublicationPreview | null): Record<string, string> {
  const fields: Record<string, string> = { reason: REASON };
  for (const { field } of preview?.supervision ?? []) fields[field] = idOf(field);
  return fields;
}
