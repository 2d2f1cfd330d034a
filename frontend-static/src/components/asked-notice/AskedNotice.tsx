import { useEffect, useRef, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { cancel, type Cancelled, type LeaveRequest } from "../../api/leave";
import { dayOf, inWords } from "../../domain/calendar";
import { stretchWords } from "../../domain/leave";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  request: LeaveRequest;
  mine: boolean;
  onUndone(answer: Cancelled): void;
}

/** What became of asking, with the way back. Takes the focus, because it is the answer. */
export function AskedNotice({ request, mine, onUndone }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => box.current?.focus(), [request.id]);

  const undo = async (): Promise<void> => {
    setBusy(true);
    try {
      onUndone(await cancel(request, "Undone straight after asking"));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  const approved = request.status === "approved";
  const until = request.decide_by ? ` by ${inWords(dayOf(request.decide_by))}` : "";
  return (
    <div class={`notice asked-notice${approved ? "" : " person"}`} role="status" tabIndex={-1} ref={box}>
      <p>
        <strong>{approved ? "Approved." : `Waits for a decision${until}.`}</strong>{" "}
        {mine ? "" : `${request.person.name}: `}
        {request.kind_words}, {stretchWords(request)}.{" "}
        {!approved && request.amount.minutes > 0 && "What it uses is kept free meanwhile."}
      </p>
      {request.may.includes("cancel") && (
        <button class="button" type="button" onClick={undo} disabled={busy}>
          {busy ? "One moment…" : "Undo"}
        </button>
      )}
      <ErrorSummary title="It was not undone" reasons={reasons} />
    </div>
  );
}
