import type { Statement, StatementTerm } from "../../api/entitlement";
import type { Amount, Totals } from "../../api/leave";
import { figure, signed } from "../../domain/amount";
import { dayOf, inFullWords } from "../../domain/calendar";

type Part = Exclude<keyof Totals, "left" | "left_percent_used" | "session_minutes">;

/** What adds up to what is left, in order. Parts used are taken off. */
const PARTS: readonly (readonly [Part, string, "adds" | "takes"])[] = [
  ["granted", "Granted", "adds"],
  ["bank_holidays", "Bank holidays", "adds"],
  ["carried", "Carried over", "adds"],
  ["toil", "Time off in lieu", "adds"],
  ["adjustments", "Adjustments", "adds"],
  ["taken", "Taken", "takes"],
  ["booked", "Booked", "takes"],
  ["pending", "Pending", "takes"],
];

/** The sum in one look: what there was, what is used, what is left. Parts of nought are left out, but for the usual. */
export function Sum({ totals }: { totals: Totals }) {
  const shown = PARTS.filter(([part]) => totals[part].minutes !== 0 || ["granted", "taken"].includes(part));
  return (
    <dl class="statement-sum">
      {shown.map(([part, words, how]) => (
        <div key={part}>
          <dt>{words}</dt>
          <dd>
            <Figures amount={totals[part]} sign={how === "takes" ? "−" : ""} />
          </dd>
        </div>
      ))}
      <div class={totals.left.minutes < 0 ? "left owing" : "left"}>
        <dt>{totals.left.minutes < 0 ? "Owed" : "Left"}</dt>
        <dd>
          <Figures amount={totals.left} sign="" />
        </dd>
      </div>
    </dl>
  );
}

function Figures({ amount, sign }: { amount: Amount; sign: string }) {
  const say = (text: string): string => (sign && text !== "0" ? `${sign}${text}` : figure(text));
  return (
    <>
      <strong>{say(amount.sessions)}</strong>
      <span> sessions</span>
      <span class="muted beside">
        {say(amount.hours)} h, {say(amount.days)} days
      </span>
    </>
  );
}

/** The working terms the sum is made of. */
export function Terms({ terms }: { terms: StatementTerm[] }) {
  if (terms.length === 0) return <p class="muted">No working term in this leave year.</p>;
  return (
    <ul class="statement-terms">
      {terms.map((term) => (
        <li key={term.starts ?? ""}>
          <strong>{spell(term)}:</strong> {term.role}, WTE {term.wte}, {term.weekly_sessions} sessions a week of{" "}
          {inHours(term.session_minutes)}, {term.annual_leave_sessions} sessions of leave a year
        </li>
      ))}
    </ul>
  );
}

function spell({ starts, ends }: StatementTerm): string {
  if (!starts && !ends) return "All the time";
  if (!starts) return `Until ${inFullWords(dayOf(ends ?? ""))}`;
  return ends
    ? `${inFullWords(dayOf(starts))} to ${inFullWords(dayOf(ends))}`
    : `From ${inFullWords(dayOf(starts))} on`;
}

/** "4 h 10" */
function inHours(minutes: number): string {
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, "0")}` : ""}`;
}

/** How it was rounded, what goes into the next year, and the law's least beside it. */
export function Notes({ statement }: { statement: Statement }) {
  const { statutory: law, lines } = statement;
  const rounding = lines.filter((line) => line.kind === "rounding").reduce((sum, line) => sum + line.amount.minutes, 0);
  return (
    <div class="statement-notes">
      <h2>Notes</h2>
      <ul>
        <li>
          {statement.rounding} {rounding === 0 ? "It changes nothing this year." : `It adds ${minutesWords(rounding)}.`}
        </li>
        <li>{statement.carrying}</li>
        <li>A day is two sessions. Leave that waits for a decision is taken off at once.</li>
        {law && (
          <li>
            <strong>{law.is_met ? "For comparison" : "Please check"}:</strong> the law's least for an employee is{" "}
            {law.least.sessions} sessions with bank holidays ({law.working}); here there are {figure(law.has.sessions)}{" "}
            with bank holidays. Source: {law.source}. Advice only, re-check before use.
          </li>
        )}
      </ul>
    </div>
  );
}

function minutesWords(minutes: number): string {
  return `${signed(String(minutes))} minute${Math.abs(minutes) === 1 ? "" : "s"}`;
}
