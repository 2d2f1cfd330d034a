import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import type { Me } from "../../api/auth";
import { type DutyHeld, type OneSession, readWhy, type WhyAnswer } from "../../api/why";
import { HALVES, isoOf } from "../../domain/calendar";
import { Failed } from "./Unanswered";
import { WhyNot } from "./WhyNot";
import "./why.css";

interface Props {
  me: Me;
  code: string;
  /** As in domain/calendar. */
  day: number;
  half: 0 | 1;
  /** Grows when the published rota may have changed. */
  turn?: number;
}

type Known = { phase: "waiting" } | { phase: "known"; why: WhyAnswer } | { phase: "failed"; reasons: Reason[] };

// Said beside this: by name, and in numbers.
const SAID_ELSEWHERE = new Set(["supervision", "ledger"]);

/** Why a session of the published rota is as it is, and what would follow if somebody else had it. */
export function WhyPanel({ code, day, half, turn = 0 }: Props) {
  const session: OneSession = { code, date: isoOf(day), half: HALVES[half] };
  const { known, again } = useWhy(session, turn);
  return (
    <section class="why" aria-labelledby="why-title">
      <h3 id="why-title">Why this is so</h3>
      {known.phase === "waiting" && <p class="muted">Looking…</p>}
      {known.phase === "failed" && <Failed reasons={known.reasons} onAgain={again} />}
      {known.phase === "known" && (
        <>
          <Reasons why={known.why} />
          {known.why.ledger && <Held ledger={known.why.ledger} />}
          {known.why.others.length > 0 && (
            <WhyNot key={`${code}${day}${half}${turn}`} session={session} others={known.why.others} />
          )}
        </>
      )}
    </section>
  );
}

function useWhy({ code, date, half }: OneSession, turn: number): { known: Known; again(): void } {
  const [known, setKnown] = useState<Known>({ phase: "waiting" });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let wanted = true;
    setKnown({ phase: "waiting" });
    readWhy({ code, date, half }).then(
      (why) => wanted && setKnown({ phase: "known", why }),
      (error) => wanted && setKnown({ phase: "failed", reasons: reasonsOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [code, date, half, turn, tries]);
  return { known, again: () => setTries((was) => was + 1) };
}

function Reasons({ why }: { why: WhyAnswer }) {
  const said = why.reasons.filter(({ kind }) => !SAID_ELSEWHERE.has(kind));
  if (said.length === 0) return <p class="muted">{why.what}</p>;
  return (
    <ul class="reasons">
      {said.map(({ kind, words }) => (
        <li key={kind + words}>{words}</li>
      ))}
    </ul>
  );
}

/** Duty held beside a fair part of it: two numbers, and a bar that says the same. */
function Held({ ledger }: { ledger: DutyHeld }) {
  const most = Math.max(ledger.held, ledger.expected, 1);
  const sized = (part: number): { width: string } => ({ width: `${(100 * part) / most}%` });
  return (
    <dl class="held">
      <dt>Holds</dt>
      <dd>
        <span class="held-bar" style={sized(ledger.held)} aria-hidden="true" />
        {ledger.half_days} half-days of duty{ledger.held === ledger.half_days ? "" : `, counting for ${ledger.held}`}
      </dd>
      <dt>Fair part</dt>
      <dd>
        <span class="held-bar fair" style={sized(ledger.expected)} aria-hidden="true" />
        {ledger.expected.toFixed(1)}
      </dd>
    </dl>
  );
}
