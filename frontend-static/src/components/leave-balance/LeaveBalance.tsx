import type { Amount, Balance } from "../../api/leave";
import { besideWords, sessionsWords } from "../../domain/leave";
import "./leave-balance.css";

interface Props {
  balance: Balance;
  /** "You have", or "Dr Elder has". */
  whose: string;
  href: string;
}

type Part = "taken" | "booked" | "pending" | "left";
const PARTS: readonly (readonly [Part, string, string])[] = [
  ["taken", "Taken", "approved and past"],
  ["booked", "Booked", "approved and to come"],
  ["pending", "Pending", "waiting for a decision, already kept free"],
  ["left", "Left", "still to ask for"],
];

/** What somebody has, has used and has left in a leave year, as figures and as a bar. */
export function LeaveBalance({ balance, whose, href }: Props) {
  const all = totalOf(balance);
  const overdrawn = balance.left.minutes < 0;
  return (
    <section class="card leave-balance" aria-labelledby="balance-title">
      <header>
        <h2 id="balance-title">
          {whose} {sessionsWords(all)} in {balance.year.words}
        </h2>
        <a class="end" href={href}>
          See how this is worked out
        </a>
      </header>
      <div class="inside">
        <Bar balance={balance} />
        <dl class="balance-figures">
          {PARTS.map(([part, name, says]) => (
            <div key={part} class={part}>
              <dt>
                <span class="swatch" aria-hidden="true" />
                {name}
              </dt>
              <dd>
                <strong>{sessionsWords(balance[part].sessions)}</strong>
                <span class="muted">{besideWords(balance[part])}</span>
                <span class="muted says">{says}</span>
              </dd>
            </div>
          ))}
        </dl>
        {overdrawn && (
          <p class="notice danger">
            <strong>More is booked than there is:</strong> {sessionsWords(balance.left.sessions.replace("-", ""))} too
            many.
          </p>
        )}
      </div>
    </section>
  );
}

/** The bar says nothing that the figures below it do not. */
function Bar({ balance }: { balance: Balance }) {
  const lengths = PARTS.map(([part]) => [part, Math.max(0, balance[part].minutes)] as const);
  const whole = lengths.reduce((sum, [, minutes]) => sum + minutes, 0);
  if (whole === 0) return null;
  return (
    <div class="balance-bar" aria-hidden="true">
      {lengths.map(
        ([part, minutes]) =>
          minutes > 0 && <span key={part} class={part} style={{ width: `${(100 * minutes) / whole}%` }} />,
      )}
    </div>
  );
}

/** Everything granted, in sessions: what was used and what is left together. */
function totalOf({ taken, booked, pending, left }: Balance): string {
  const sum = [taken, booked, pending, left].reduce((total, { sessions }: Amount) => total + Number(sessions), 0);
  return String(Math.round(sum * 100) / 100);
}
