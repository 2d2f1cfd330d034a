import { useEffect, useState } from "preact/hooks";
import type { Me } from "../../api/auth";
import { type Reason, reasonsOf } from "../../api/client";
import { type DutyStatement, readDutyStatement } from "../../api/fairness";
import { dayOf, inFullWords } from "../../domain/calendar";
import { balanceInWords, halfDays, signedHalfDays } from "../../domain/duty";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { RotaTabs } from "../rota-tabs/RotaTabs";
import { DutyLines } from "./DutyLines";
import { Bar, Loading } from "./furniture";
import { HowItWorks } from "./HowItWorks";
import "../statement/statement.css";
import "../statement/statement-print.css";

/** Why somebody's balance is what it is, line by line, on the screen and on paper. */
export function PersonStatement({ me, code }: { me: Me; code: string }) {
  const [statement, setStatement] = useState<DutyStatement | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  useEffect(() => {
    readDutyStatement(code)
      .then(setStatement)
      .catch((error: unknown) => setReasons(reasonsOf(error)));
  }, [code]);
  useEffect(() => {
    if (statement) document.title = `Duty of ${statement.name} · RotaCC`;
  }, [statement]);

  return (
    <div class="narrow-page statement fairness">
      <RotaTabs me={me} current="fairness" />
      <p class="back">
        <a href="/fairness.html">Everybody's balances</a>
      </p>
      {reasons.length > 0 && (
        <>
          <h1>This statement cannot be shown</h1>
          <ErrorSummary title="What happened" reasons={reasons} />
        </>
      )}
      {!statement && reasons.length === 0 && <Loading />}
      {statement && (
        <>
          <header class="fairness-head">
            <h1>
              {statement.lines.length > 0 && `Why ${signedHalfDays(statement.balance)}: `}
              {statement.lines.length > 0 ? "the" : "The"} duty of {statement.name}
            </h1>
            <p class="muted">{standsInWords(statement)}</p>
          </header>
          <Bar onAdjust={null} />
          {statement.lines.length > 0 && (
            <>
              <Sum statement={statement} />
              <section aria-labelledby="lines-title" class="statement-section">
                <h2 id="lines-title">Every line that leads to it</h2>
                <DutyLines caption="Every movement of the balance, oldest first" lines={statement.lines} />
              </section>
            </>
          )}
          <Ahead statement={statement} />
          <HowItWorks how={statement.how} />
        </>
      )}
    </div>
  );
}

/** What the published rota will post, as it stands. */
function Ahead({ statement: { ahead, until, balance } }: { statement: DutyStatement }) {
  const last = ahead.at(-1);
  if (!last || !until) return null;
  return (
    <section aria-labelledby="ahead-title" class="statement-section">
      <h2 id="ahead-title">
        As published: {signedHalfDays(balance)} → {signedHalfDays(last.balance)} by {inFullWords(dayOf(until))}
      </h2>
      <p class="muted">
        Nothing of this is posted yet. It is what each week will come to if the rota, and who is away, stay as they are.
      </p>
      <DutyLines caption="Every movement to come, as the rota is published" lines={ahead} />
    </section>
  );
}

function standsInWords({ balance, active, as_of, lines }: DutyStatement): string {
  if (lines.length === 0) return "Nothing is counted yet.";
  if (!active) return "Has left the ledger; the balance was settled.";
  const until = as_of ? `, counted to ${inFullWords(dayOf(as_of))}` : "";
  if (balance === 0) return `Has held exactly their part${until}.`;
  const held = Math.abs(balance) === 100 ? "1 half-day" : `${halfDays(Math.abs(balance))} half-days`;
  return `Has held ${held} ${balanceInWords(balance)}${until}.`;
}

function Sum({ statement }: { statement: DutyStatement }) {
  const { held, part, otherwise, balance } = statement;
  return (
    <dl class="statement-sum">
      <Figure words="Held" said={halfDays(held)} />
      <Figure words="Their part" said={halfDays(-part)} />
      <Figure words="Joining, leaving, adjustments" said={signedHalfDays(otherwise)} />
      <div class="left">
        <dt>Balance</dt>
        <dd>
          <strong>{signedHalfDays(balance)}</strong>
        </dd>
      </div>
    </dl>
  );
}

function Figure({ words, said }: { words: string; said: string }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        <strong>{said}</strong>
      </dd>
    </div>
  );
}
