import type { Assessment, AssessedSession } from "../../api/leave";
import { activityWords } from "../../domain/activities";
import { dayOf, inWords } from "../../domain/calendar";
import { amountWords, sessionsWords, stretchWords } from "../../domain/leave";
import { Verdict } from "../verdict/Verdict";
import "./assessment.css";

interface Props {
  assessment: Assessment;
  /** Whose leave this is, as whoever reads it sees it; theirs is shown with every session open. */
  whose: "mine" | "theirs";
}

/** What leave would mean: how much it is, what is left, why it may or may not be, cover, and who it touches. */
export function AssessmentView({ assessment, whose }: Props) {
  return (
    <div class="assessment">
      <p class="assessed-amount">
        <strong>{amountWords(assessment.amount)}</strong>
        {!assessment.uses_entitlement && <span class="muted">It uses no entitlement.</span>}
      </p>
      {assessment.uses_entitlement && <Left assessment={assessment} />}
      <Reasons assessment={assessment} />
      <Cover assessment={assessment} />
      <Sessions sessions={assessment.sessions} whose={whose} />
      <Stranded assessment={assessment} />
      <Others assessment={assessment} />
    </div>
  );
}

function Left({ assessment }: { assessment: Assessment }) {
  if (assessment.years.length === 0) return null;
  const several = assessment.years.length > 1;
  return (
    <ul class="assessed-left">
      {assessment.years.map(({ year, amount, left_before, left_after }) => (
        <li key={year.start}>
          {several && `${year.words}: ${sessionsWords(amount.sessions)}. `}
          Left: {left_before.sessions} before, <strong>{sessionsWords(left_after.sessions)} after</strong>
          <span class="muted">
            {" "}
            ({left_after.hours} h, {left_after.days} days)
          </span>
          {left_after.minutes < 0 && <strong class="short"> More than there is</strong>}
        </li>
      ))}
    </ul>
  );
}

function Reasons({ assessment: { reasons } }: { assessment: Assessment }) {
  if (reasons.length === 0) return null;
  const stops = reasons.filter((reason) => reason.stops);
  const asks = reasons.filter((reason) => !reason.stops);
  return (
    <>
      {stops.length > 0 && (
        <div class="assessed-reasons stops">
          <h3>It cannot be asked for</h3>
          <ul>
            {stops.map((reason) => (
              <li key={reason.code + reason.message}>{reason.message}</li>
            ))}
          </ul>
        </div>
      )}
      {asks.length > 0 && (
        <div class="assessed-reasons">
          <h3>{stops.length > 0 ? "Besides" : "Somebody has to decide, because"}</h3>
          <ul>
            {asks.map((reason) => (
              <li key={reason.code + reason.message}>{reason.message}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Cover({ assessment: { cover } }: { assessment: Assessment }) {
  const words = {
    green: "Cover: green, enough are in",
    amber: "Cover: amber, it gets tight",
    red: "Cover: red, it leaves a gap",
  };
  return (
    <div class="assessed-cover">
      <Verdict colour={cover.verdict}>{words[cover.verdict]}</Verdict>
      {cover.sentences.length > 0 && (
        <ul>
          {cover.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Each session with what is needed and who is in; the same figures ask and review show. */
export function Sessions({ sessions, whose }: { sessions: AssessedSession[]; whose: "mine" | "theirs" }) {
  const [work, rest] = [sessions.filter(counts), sessions.filter((session) => !counts(session))];
  if (sessions.length === 0) return null;
  return (
    <details class="assessed-sessions" open={whose === "theirs"}>
      <summary>
        {work.length === 0 ? "No sessions affected" : `${sessionsWords(String(work.length))} affected`}
        {rest.length > 0 && `, ${rest.length} not worked or closed`}
      </summary>
      {work.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">{whose === "mine" ? "You would do" : "Would do"}</th>
              <th scope="col">Needed</th>
              <th scope="col">In, before → after</th>
            </tr>
          </thead>
          <tbody>
            {work.map((session) => (
              <tr key={session.date + session.half}>
                <th scope="row">
                  {inWords(dayOf(session.date))} {session.half}
                </th>
                <td>{session.activity ? activityWords(session.activity).label : "–"}</td>
                <td>{session.needed ?? "–"}</td>
                <td>
                  <InWords session={session} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

function counts(session: AssessedSession): boolean {
  return session.activity !== null && !session.closed;
}

function InWords({ session: { needed, in_before, in_after } }: { session: AssessedSession }) {
  if (in_before === null || in_after === null) return <>–</>;
  const short = needed !== null && in_after < needed ? needed - in_after : 0;
  return (
    <>
      {in_before} → {in_after}
      {short > 0 && <strong class="short"> {short} short</strong>}
      {short === 0 && needed !== null && in_after === needed && <span class="exact"> just enough</span>}
    </>
  );
}

/** Trainees without a supervisor, unless the reasons name them already. */
function Stranded({ assessment: { stranded, reasons } }: { assessment: Assessment }) {
  if (stranded.length === 0 || reasons.some((reason) => reason.code === "stranded")) return null;
  return (
    <div class="assessed-reasons">
      <h3>Left without a supervisor</h3>
      <ul>
        {stranded.map((trainee) => (
          <li key={trainee.code + trainee.date + trainee.half}>
            {trainee.name}, {inWords(dayOf(trainee.date))} {trainee.half}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Others({ assessment: { others_away: others } }: { assessment: Assessment }) {
  return (
    <div class="assessed-others">
      <h3>Away then</h3>
      {others.length === 0 ? (
        <p class="muted">Nobody else.</p>
      ) : (
        <ul>
          {others.map((other) => (
            <li key={other.code + other.start + other.start_half}>
              {other.name}: {stretchWords(other)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
