import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import {
  type Cancelled,
  type LeaveRequest,
  type LeaveYear,
  type RequestDetails,
  readRequest,
  readRequests,
} from "../../api/leave";
import { momentInWords } from "../../domain/calendar";
import { amountWords, stretchWords } from "../../domain/leave";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { CancelDialog } from "./CancelDialog";
import { History } from "./History";
import { StatusBadge } from "./StatusBadge";
import "./request-list.css";

interface Props {
  code: string;
  year: LeaveYear;
  /** Grows when leave changed elsewhere. */
  generation: number;
  onCancelled(answer: Cancelled): void;
}

/** Everything asked for in a leave year, the latest first, with its history and the way to cancel it. */
export function MyLeave({ code, year, generation, onCancelled }: Props) {
  const [requests, setRequests] = useState<LeaveRequest[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [cancelling, setCancelling] = useState<LeaveRequest | null>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let live = true;
    readRequests({ code, start: year.start, end: year.end })
      .then((list) => {
        if (!live) return;
        setRequests([...list].sort((a, b) => b.start.localeCompare(a.start)));
        setReasons([]);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [code, year.start, generation, turn]);

  return (
    <section class="card" aria-labelledby="my-leave-title">
      <header>
        <h2 id="my-leave-title">My leave in {year.words}</h2>
      </header>
      <div class="inside">
        <ErrorSummary title="Your leave cannot be fetched" reasons={reasons} />
        {requests === null && reasons.length === 0 && <div class="skeleton" aria-busy="true" />}
        {requests?.length === 0 && (
          <p class="muted">Nothing asked for in {year.words}. Choose “Ask for leave” to begin.</p>
        )}
        {requests && requests.length > 0 && (
          <ul class="request-list">
            {requests.map((request) => (
              <Line key={request.id + request.version} request={request} onCancel={() => setCancelling(request)} />
            ))}
          </ul>
        )}
      </div>
      {cancelling && (
        <CancelDialog
          request={cancelling}
          mine
          onClose={() => {
            setCancelling(null);
            setTurn((n) => n + 1); // it may have been refused because it changed meanwhile
          }}
          onCancelled={(answer) => {
            setCancelling(null);
            onCancelled(answer);
          }}
        />
      )}
    </section>
  );
}

function Line({ request, onCancel }: { request: LeaveRequest; onCancel(): void }) {
  const [details, setDetails] = useState<RequestDetails | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const open = (event: Event): void => {
    if (!(event.currentTarget as HTMLDetailsElement).open || details) return;
    readRequest(request.id)
      .then(setDetails)
      .catch((error) => setReasons(reasonsOf(error)));
  };
  const dates = stretchWords(request);
  return (
    <li>
      <div class="request-line">
        <div>
          <strong>{dates}</strong>
          <p class="muted">
            {request.kind_words}
            {request.part_minutes !== null && `, ${request.part_minutes} minutes of it`}, {amountWords(request.amount)}
          </p>
        </div>
        <p class="request-status">
          <StatusBadge status={request.status} overdue={request.overdue} />
        </p>
        {request.may.includes("cancel") && (
          <button class="button" type="button" onClick={onCancel}>
            {request.status === "approved" ? "Cancel" : "Withdraw"}
            <span class="hidden"> {dates}</span>
          </button>
        )}
      </div>
      <details onToggle={open}>
        <summary>
          Details<span class="hidden"> of {dates}</span>
        </summary>
        <ErrorSummary title="The details cannot be fetched" reasons={reasons} />
        <dl class="request-facts">
          <Facts request={request} />
        </dl>
        {details && <History lines={details.history} />}
      </details>
    </li>
  );
}

/** Who asked, who decided and why, who looks after what. */
export function Facts({ request }: { request: LeaveRequest }) {
  const { asked_by: askedBy, decided_at: decidedAt, decided_by: decidedBy, automatic } = request;
  return (
    <>
      <dt>Asked for</dt>
      <dd>
        {momentInWords(request.asked_at)}
        {askedBy && ` by ${askedBy}`}
      </dd>
      {decidedAt && (
        <>
          <dt>{request.status === "cancelled" ? "Cancelled" : "Decided"}</dt>
          <dd>
            {momentInWords(decidedAt)}
            {automatic ? ", at once, because every check passed" : decidedBy ? ` by ${decidedBy}` : ""}
          </dd>
        </>
      )}
      {request.decision_reason && (
        <>
          <dt>Reason</dt>
          <dd>{request.decision_reason}</dd>
        </>
      )}
      {request.note && (
        <>
          <dt>Note</dt>
          <dd>{request.note}</dd>
        </>
      )}
      {request.buddy && (
        <>
          <dt>Results, letters and tasks</dt>
          <dd>{request.buddy.name}</dd>
        </>
      )}
    </>
  );
}
