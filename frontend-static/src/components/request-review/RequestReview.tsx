import { useEffect, useRef, useState } from "preact/hooks";
import { approve, type Assessment, cancel, decline, type LeaveRequest } from "../../api/leave";
import { amountWords, sessionsWords, stretchWords } from "../../domain/leave";
import type { WhatIfDates } from "../../api/whatIf";
import { AssessmentView } from "../assessment/AssessmentView";
import { Confirm } from "../confirm/Confirm";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { CancelDialog, WhatCameBack } from "../request-list/CancelDialog";
import { History } from "../request-list/History";
import { Facts } from "../request-list/MyLeave";
import { StatusBadge } from "../request-list/StatusBadge";
import { VERDICT_WORDS } from "../verdict/Verdict";
import { WhatIf } from "../what-if/WhatIf";
import { DeclineDialog } from "./DeclineDialog";
import { useReview } from "./useReview";
import "./request-review.css";

/** What a key or a button asks of the review from outside it. */
export interface ReviewControl {
  approve(): void;
  decline(): void;
  suggest(): void;
}

interface Props {
  id: string;
  generation: number;
  /** What whoever looks at it is called. */
  myName: string;
  control: { current: ReviewControl | null };
  onStep(by: 1 | -1): void;
  onClose(): void;
  /** It was decided; `back` undoes it, where that is possible. */
  onDone(words: string, request: LeaveRequest): void;
  /** It was cancelled from here. */
  onChanged(): void;
  /** Somebody else changed it; the list does not know yet. */
  onRaced(): void;
}

type Asking = "decline" | "suggest" | "cancel" | "stranded" | null;

/** Everything there is to know before deciding, and the deciding. */
export function RequestReview({ id, generation, myName, control, onStep, onClose, onDone, onChanged, onRaced }: Props) {
  const review = useReview(id, generation);
  const { details, reasons, raced, busy, attempt } = review;
  const [asking, setAsking] = useState<Asking>(null);
  const [better, setBetter] = useState<WhatIfDates | null>(null);
  const [came, setCame] = useState<Awaited<ReturnType<typeof cancel>> | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const request = details?.request ?? null;
  useEffect(() => {
    setAsking(null);
    setCame(null);
  }, [id]);
  useEffect(() => {
    if (raced) onRaced();
  }, [raced]);
  useEffect(() => {
    if (request) title.current?.focus();
  }, [request?.id]);

  const doApprove = async (note: string | null): Promise<void> => {
    if (!request) return;
    const done = await attempt(() => approve(request, note), note === null ? undefined : "thrown");
    setAsking(null);
    if (!done) return;
    const sessions = done.removed.length;
    const off = sessions > 0 ? ` ${sessionsWords(String(sessions))} off the rota.` : "";
    onDone(decidedWords("approved", done.request, off), done.request);
  };
  /** The same decision of somebody quicker stands as it is, theirs and not ours. */
  const decidedWords = (what: string, { person, decided_by: by, ...stretch }: LeaveRequest, more = ""): string => {
    const whose = `${person.name}, ${stretchWords(stretch)}.`;
    if (by !== null && by !== myName) return `${by} had ${what} it already: ${whose}`;
    return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${whose}${more}`;
  };
  const may = (act: "approve" | "decline" | "cancel"): boolean => request?.may.includes(act) ?? false;
  const startApproving = (): void => {
    if (!may("approve") || busy) return;
    if ((details?.now?.stranded.length ?? 0) > 0) setAsking("stranded");
    else void doApprove(null);
  };
  const startDeclining = (how: "decline" | "suggest", dates: WhatIfDates | null = null): void => {
    if (!may("decline") || busy) return;
    setBetter(dates);
    setAsking(how);
  };
  control.current = {
    approve: startApproving,
    decline: () => startDeclining("decline"),
    suggest: () => startDeclining("suggest"),
  };

  return (
    <section class="card request-review" aria-labelledby="review-title">
      <header>
        <h2 id="review-title" tabIndex={-1} ref={title}>
          {request ? request.person.name : "Request"}
        </h2>
        {request && <StatusBadge status={request.status} overdue={request.overdue} />}
        <div class="end">
          <button class="button" type="button" onClick={() => onStep(-1)}>
            Previous
          </button>
          <button class="button" type="button" onClick={() => onStep(1)}>
            Next
          </button>
          <button class="button quiet" type="button" onClick={onClose}>
            Close
          </button>
        </div>
      </header>
      <div class="inside">
        <ErrorSummary title={raced ? "Somebody else was quicker" : "It could not be done"} reasons={reasons} />
        {!request && reasons.length === 0 && <div class="skeleton" aria-busy="true" />}
        {request && details && (
          <>
            <div>
              <p class="review-what">
                <strong>{stretchWords(request)}</strong>
              </p>
              <p>
                {request.kind_words}
                {request.part_minutes !== null && `, ${request.part_minutes} minutes of the session`},{" "}
                {amountWords(request.amount)}
              </p>
            </div>
            {(may("approve") || may("decline")) && (
              <div class="review-acts">
                {may("approve") && (
                  <button class="button primary" type="button" disabled={busy} onClick={startApproving}>
                    Approve
                  </button>
                )}
                {may("decline") && (
                  <>
                    <button
                      class="button danger"
                      type="button"
                      disabled={busy}
                      onClick={() => startDeclining("decline")}
                    >
                      Decline…
                    </button>
                    <button class="button" type="button" disabled={busy} onClick={() => startDeclining("suggest")}>
                      Suggest other dates…
                    </button>
                  </>
                )}
              </div>
            )}
            {request.status === "requested" && !may("approve") && (
              <p class="notice person">Nobody decides on their own request. Another administrator can.</p>
            )}
            {came && (
              <div class="notice" role="status">
                <WhatCameBack answer={came} />
              </div>
            )}
            <dl class="request-facts">
              <Facts request={request} />
            </dl>
            <Assessments then={details.then} now={details.now} />
            {request.status === "requested" && (
              // While it is decided it may be decided already: that it can no longer be asked about is no news.
              <div style={{ visibility: busy ? "hidden" : "visible" }}>
                <WhatIf
                  question={{ request_id: request.id }}
                  {...(may("decline") && {
                    onChoose: (dates) => startDeclining("suggest", { ...dates, verdict: "green" }),
                  })}
                />
              </div>
            )}
            {details.history.length > 0 && (
              <div>
                <h3>History</h3>
                <History lines={details.history} />
              </div>
            )}
            {may("cancel") && (
              <div>
                <button class="button" type="button" onClick={() => setAsking("cancel")}>
                  {request.status === "approved" ? "Cancel this leave…" : "Withdraw it for them…"}
                </button>
              </div>
            )}
          </>
        )}
      </div>
      {request && (asking === "decline" || asking === "suggest") && (
        <DeclineDialog
          request={request}
          suggest={asking === "suggest"}
          first={better}
          onClose={() => setAsking(null)}
          onDecline={async (reason) => {
            const done = await attempt(() => decline(request, reason), "thrown");
            setAsking(null);
            if (done) onDone(decidedWords("declined", done.request), done.request);
          }}
        />
      )}
      {request && asking === "stranded" && (
        <Confirm
          title="Approve although a trainee is left without a supervisor"
          words={
            <p>{strandedWords(details?.now ?? null)} Say how they are looked after; it is kept with the request.</p>
          }
          action="Approve"
          reason="required"
          onConfirm={(reason) => doApprove(reason)}
          onClose={() => setAsking(null)}
        />
      )}
      {request && asking === "cancel" && (
        <CancelDialog
          request={request}
          mine={false}
          onClose={() => setAsking(null)}
          onCancelled={(answer) => {
            setAsking(null);
            setCame(answer);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

function strandedWords(now: Assessment | null): string {
  const names = [...new Set(now?.stranded.map((trainee) => trainee.name))];
  return `${names.join(" and ")} would have no supervisor.`;
}

/** As it looks now; what has changed since it was asked for is said first. */
function Assessments({ then, now }: { then: Assessment | null; now: Assessment | null }) {
  if (!now && !then) return null;
  if (!now) {
    return (
      <details>
        <summary>As it looked when it was asked for</summary>
        {then && <AssessmentView assessment={then} whose="theirs" />}
      </details>
    );
  }
  return (
    <>
      {then && <p class="muted">{sinceThen(then, now)}</p>}
      <AssessmentView assessment={now} whose="theirs" />
      {then && (
        <details>
          <summary>As it looked when it was asked for</summary>
          <AssessmentView assessment={then} whose="theirs" />
        </details>
      )}
    </>
  );
}

function sinceThen(then: Assessment, now: Assessment): string {
  if (then.cover.verdict === now.cover.verdict) return "Cover looks as it did when it was asked for.";
  return `Cover was ${VERDICT_WORDS[then.cover.verdict].toLowerCase()} when it was asked for, and is ${VERDICT_WORDS[now.cover.verdict].toLowerCase()} now.`;
}
