import { cancel, type Cancelled, type LeaveRequest } from "../../api/leave";
import { dayOf, inWords } from "../../domain/calendar";
import { stretchWords } from "../../domain/leave";
import { Confirm } from "../confirm/Confirm";

interface Props {
  request: LeaveRequest;
  mine: boolean;
  onClose(): void;
  onCancelled(answer: Cancelled): void;
}

/** Asks before leave is cancelled, and says what that does. */
export function CancelDialog({ request, mine, onClose, onCancelled }: Props) {
  const whose = mine ? "your" : "their";
  return (
    <Confirm
      title={request.status === "approved" ? "Cancel this leave" : "Withdraw this request"}
      words={
        <>
          <p>
            <strong>
              {request.kind_words}, {stretchWords(request)}
            </strong>
            {mine ? "" : ` of ${request.person.name}`}
          </p>
          <p>
            {request.status === "approved"
              ? `What it used is given back. Sessions come back to ${whose} rota where they are still free; you are told which are not.`
              : "What was kept free for it is given back. Nothing on the rota changes."}
          </p>
        </>
      }
      action={request.status === "approved" ? "Cancel the leave" : "Withdraw it"}
      danger
      reason="welcome"
      onConfirm={async (reason) => onCancelled(await cancel(request, reason || null))}
      onClose={onClose}
    />
  );
}

/** What came back and what did not, after leave was cancelled. */
export function WhatCameBack({ answer }: { answer: Cancelled }) {
  const { put_back: back, not_put_back: lost } = answer;
  const names = (lines: { date: string; half: string }[]): string =>
    lines.map((line) => `${inWords(dayOf(line.date))} ${line.half}`).join(", ");
  const changed = back.filter((line) => line.because);
  return (
    <div class="came-back">
      {back.length > 0 && <p>Back on the rota: {names(back)}.</p>}
      {changed.map((line) => (
        <p key={line.date + line.half}>
          {names([line])}: {line.because}
        </p>
      ))}
      {lost.length > 0 && (
        <>
          <p>
            <strong>Not put back:</strong>
          </p>
          <ul>
            {lost.map((line) => (
              <li key={line.date + line.half}>
                {names([line])}: {line.because}
              </li>
            ))}
          </ul>
        </>
      )}
      {back.length === 0 && lost.length === 0 && <p>Nothing on the rota had to change.</p>}
    </div>
  );
}
