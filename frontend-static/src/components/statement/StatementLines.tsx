import type { Section, StatementLine } from "../../api/entitlement";
import type { Amount } from "../../api/leave";
import { figure, signed } from "../../domain/amount";
import { dayOf, inFullWords, momentInWords } from "../../domain/calendar";

const SECTIONS: readonly (readonly [Section, string])[] = [
  ["earned", "Earned in the year"],
  ["carried", "From the year before"],
  ["changed", "Adjustments, time off in lieu, sick compensation"],
  ["used", "Leave"],
];

interface Props {
  lines: StatementLine[];
  /** Left out: nothing can be taken back here. */
  onTakeBack: ((line: StatementLine) => void) | null;
}

/** The sum, line by line: what it is, in sessions, hours and days, and what is left after it. */
export function StatementLines({ lines, onTakeBack }: Props) {
  return (
    <table class="statement-lines">
      <caption class="hidden">Every line of the sum, in order</caption>
      <thead>
        <tr>
          <th scope="col">Date</th>
          <th scope="col">What</th>
          <th scope="col" class="figure">
            Sessions
          </th>
          <th scope="col" class="figure">
            Hours
          </th>
          <th scope="col" class="figure">
            Days
          </th>
          <th scope="col" class="figure">
            Left after it
          </th>
        </tr>
      </thead>
      {SECTIONS.map(([section, words]) => {
        const found = lines.filter((line) => line.section === section);
        if (found.length === 0) return null;
        return (
          <tbody key={section}>
            <tr class="section">
              <th scope="rowgroup" colSpan={6}>
                {words}
              </th>
            </tr>
            {found.map((line, index) => (
              <Row key={line.id ?? `${line.kind}${index}`} line={line} onTakeBack={onTakeBack} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

function Row({ line, onTakeBack }: { line: StatementLine; onTakeBack: Props["onTakeBack"] }) {
  return (
    <tr>
      <td class="date">{inFullWords(dayOf(line.date))}</td>
      <td class="what">
        <span class="line-words">
          {line.what}
          {line.pending && !line.evens_out && <span class="badge person">Waits for a decision</span>}
          {line.posted === null && <span class="badge">Not posted yet</span>}
          {line.reverses !== null && <span class="badge">Takes back line {line.reverses}</span>}
        </span>
        {line.why && <span class="why">{line.why}</span>}
        {line.posted !== null && (
          <span class="muted by">
            Line {line.id}, {momentInWords(line.posted)}, by {line.by ?? "the system"}
          </span>
        )}
        <Working line={line} />
        {line.may_reverse && onTakeBack && (
          <button type="button" class="button quiet take-back" onClick={() => onTakeBack(line)}>
            Take back<span class="hidden"> line {line.id}</span>
          </button>
        )}
      </td>
      <td class="figure" data-label="Sessions">
        {signed(line.amount.sessions)}
      </td>
      <td class="figure" data-label="Hours">
        {signed(line.amount.hours)}
      </td>
      <td class="figure" data-label="Days">
        {signed(line.amount.days)}
      </td>
      <td class="figure running" data-label="Left after it">
        <Running amount={line.running} />
      </td>
    </tr>
  );
}

function Running({ amount }: { amount: Amount }) {
  return (
    <span>
      <strong>{figure(amount.sessions)}</strong>
      <span class="muted beside">
        {figure(amount.hours)} h, {figure(amount.days)} days
      </span>
    </span>
  );
}

/** How a line was worked out: on demand on the screen, always on paper. */
function Working({ line }: { line: StatementLine }) {
  if (line.working.length === 0) return null;
  const steps = (
    <ul>
      {line.working.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ul>
  );
  return (
    <>
      <details class="working">
        <summary>
          Working<span class="hidden"> of {line.what}</span>
        </summary>
        {steps}
      </details>
      <div class="working on-paper">{steps}</div>
    </>
  );
}
