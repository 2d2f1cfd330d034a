import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { deactivate, type Effects, type PersonPage, readEffects } from "../../api/people";
import { isIsoDate, isoOf, today } from "../../domain/calendar";
import { dateInWords, datesInWords } from "../../domain/people";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { DateField } from "../term-form/TermForm";

interface Props {
  person: PersonPage;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
  onClose(): void;
}

/** Says what deactivating somebody will do and what they leave behind, and asks. */
export function DeactivateDialog({ person, onDone, onStale, onClose }: Props) {
  const [lastDay, setLastDay] = useState(isoOf(today()));
  const [effects, setEffects] = useState<Effects | null>(null);
  const [reason, setReason] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!isIsoDate(lastDay)) return;
    let live = true;
    readEffects(person.code, lastDay)
      .then((found) => live && setEffects(found))
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [lastDay]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      onDone(await deactivate(person.code, person.version, lastDay, reason.trim() || null), "Deactivated.");
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
      onStale();
    }
  };

  return (
    <Dialog title={`Deactivate ${person.name}?`} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={{ last_day: "deactivate-day" }} />
        <DateField
          id="deactivate-day"
          label="Last day here"
          hint=""
          value={lastDay}
          wrong={reasons.some((each) => each.field === "last_day")}
          onInput={setLastDay}
        />
        <ul class="effects">
          <li>They are no longer in lists, new rotas or leave. What they did stays on record.</li>
          {effects && sentencesOf(effects).map((sentence) => <li key={sentence}>{sentence}</li>)}
        </ul>
        <div class="field">
          <label for="deactivate-reason">Reason (you may leave it out)</label>
          <input
            id="deactivate-reason"
            value={reason}
            maxLength={2000}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" class="button danger" disabled={busy || !effects}>
            {busy ? "One moment…" : "Deactivate"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function sentencesOf(effects: Effects): string[] {
  const last = dateInWords(effects.last_day);
  const found: string[] = [];
  for (const term of effects.terms_ended) found.push(`Their term as ${term.role} ends on ${last}.`);
  for (const term of effects.terms_removed)
    found.push(`Their term as ${term.role} ${datesInWords(term.starts, term.ends)} is removed.`);
  for (const link of effects.links_ended) found.push(`Supervision with ${link.name} ends.`);
  if (effects.leave.length > 0)
    found.push(
      `${effects.leave.length === 1 ? "One spell" : `${effects.leave.length} spells`} of leave to come stay on record and no longer count.`,
    );
  if (effects.rota_sessions > 0) {
    const first = effects.rota[0];
    found.push(
      `They are on the published rota for ${effects.rota_sessions} sessions from ${first ? dateInWords(first.date) : last}: generate or publish again to fill them.`,
    );
  }
  if (effects.account?.active)
    found.push(`Their account ${effects.account.username} can still sign in: deactivate it under Accounts.`);
  return found;
}
