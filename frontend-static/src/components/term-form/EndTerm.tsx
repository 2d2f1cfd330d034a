import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { endTerm, type PersonPage, type Term } from "../../api/people";
import { dayOf, isIsoDate, today } from "../../domain/calendar";
import { datesInWords } from "../../domain/people";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { PastFields } from "./PastFields";
import { DateField } from "./TermForm";
import "./term-form.css";

interface Props {
  term: Term;
  person: PersonPage;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
  onClose(): void;
}

const FIELDS = { last_day: "end-last-day", starts: "end-last-day", corrects_past: "term-past" };

/** Another last day for a term, or none. */
export function EndTerm({ term, person, onDone, onStale, onClose }: Props) {
  const [lastDay, setLastDay] = useState(term.ends ?? "");
  const [past, setPast] = useState(false);
  const [reason, setReason] = useState("");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const rewrites = reachesBack(lastDay) || reachesBack(term.ends);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const saying = { corrects_past: rewrites && past, reason: reason.trim() || null };
      const body = { ...saying, version: person.version, last_day: lastDay || null };
      onDone(
        await endTerm(person.code, term.id, body),
        lastDay ? "The term ends on that day." : "The term has no end.",
      );
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
      onStale();
    }
  };

  return (
    <Dialog title={`Last day of the term: ${person.name}`} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        <p class="muted">
          {term.role} {datesInWords(term.starts, term.ends)}. After the last day they are not on the rota, unless
          another term follows.
        </p>
        <DateField
          id="end-last-day"
          label="Last day"
          hint="Empty: without end"
          value={lastDay}
          wrong={reasons.some((each) => each.field === "last_day")}
          onInput={setLastDay}
        />
        <PastFields rewrites={rewrites} past={past} reason={reason} onPast={setPast} onReason={setReason} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Saving…" : lastDay ? "End it then" : "Take the end away"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether days after this one have gone by already. */
function reachesBack(iso: string | null): boolean {
  return isIsoDate(iso) && dayOf(iso) < today() - 1;
}
