import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import type { LeaveRequest } from "../../api/leave";
import type { WhatIfDates } from "../../api/whatIf";
import { stretchWords } from "../../domain/leave";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { useNearby } from "./useNearby";

interface Props {
  request: LeaveRequest;
  /** Offer other dates with it. */
  suggest: boolean;
  /** Dates to begin with. */
  first: WhatIfDates | null;
  onDecline(reason: string): Promise<void>;
  onClose(): void;
}

/** Declines with a reason the person reads; with other dates when those are suggested. */
export function DeclineDialog({ request, suggest, first, onDecline, onClose }: Props) {
  const [typed, setTyped] = useState(first ? suggestion([first]) : "");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!typed.trim()) return setReasons([{ field: "reason", message: "Give a reason: the person reads it." }]);
    setBusy(true);
    try {
      await onDecline(typed.trim());
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={suggest ? "Decline and suggest other dates" : "Decline this request"} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary title="It was not declined" reasons={reasons} fields={{ reason: "decline-reason" }} />
        <p>
          <strong>
            {request.person.name}: {request.kind_words}, {stretchWords(request)}
          </strong>
        </p>
        {suggest && (
          <Suggestions requestId={request.id} first={first} onChange={(dates) => setTyped(suggestion(dates))} />
        )}
        <div class="field">
          <label for="decline-reason">Reason ({request.person.name} reads it)</label>
          <textarea
            id="decline-reason"
            rows={4}
            maxLength={1000}
            value={typed}
            aria-invalid={reasons.some((reason) => reason.field === "reason")}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <div class="actions">
          <button class="button" type="button" onClick={onClose} disabled={busy}>
            Not now
          </button>
          <button class="button danger" type="submit" disabled={busy}>
            {busy ? "Declining…" : "Decline"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface SuggestionsProps {
  requestId: string;
  first: WhatIfDates | null;
  onChange(dates: WhatIfDates[]): void;
}

const GREEN_ITSELF = "The dates asked for are green themselves, so no others were looked for. Name some in the reason.";
const NONE_NEARBY = "No green dates nearby. Name some in the reason.";

/** Green dates near those asked for; those ticked stand in the reason. */
function Suggestions({ requestId, first, onChange }: SuggestionsProps) {
  const { dates, isGreen, reasons } = useNearby(requestId);
  const [ticked, setTicked] = useState<string[]>(first ? [first.start] : []);
  if (reasons.length > 0) return <ErrorSummary title="Nearby dates cannot be found just now" reasons={reasons} />;
  if (dates === null) {
    return (
      <p class="muted" role="status">
        Looking for dates nearby that leave the rota as good as it is…
      </p>
    );
  }
  if (dates.length === 0) return <p class="muted">{isGreen ? GREEN_ITSELF : NONE_NEARBY}</p>;
  return (
    <fieldset class="field">
      <legend>Green dates nearby</legend>
      {dates.map((option) => (
        <label key={option.start} class="check">
          <input
            type="checkbox"
            checked={ticked.includes(option.start)}
            onChange={(event) => {
              const others = ticked.filter((start) => start !== option.start);
              const next = event.currentTarget.checked ? [...others, option.start] : others;
              setTicked(next);
              onChange(dates.filter((each) => next.includes(each.start)));
            }}
          />
          {stretchWords(option)}
        </label>
      ))}
    </fieldset>
  );
}

/** What the person reads: "These dates would work: …" */
function suggestion(dates: WhatIfDates[]): string {
  if (dates.length === 0) return "";
  const words = dates.map(stretchWords);
  const last = words.pop();
  const list = words.length > 0 ? `${words.join(", ")} or ${last}` : last;
  return `Too few would be in on these dates. ${list} would work. Please ask for those.`;
}
