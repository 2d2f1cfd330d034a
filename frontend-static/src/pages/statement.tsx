import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import type { Reason } from "../api/client";
import { readStatement, type Statement, type StatementLine, statementFile, takeBack } from "../api/entitlement";
import { Confirm } from "../components/confirm/Confirm";
import { inAddress } from "../components/data-table/address";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { AdjustDialog } from "../components/statement/AdjustDialog";
import { StatementLines } from "../components/statement/StatementLines";
import { Notes, Sum, Terms } from "../components/statement/StatementSummary";
import { useOfYear } from "../components/statement/useOfYear";
import { YearSwitch } from "../components/statement/YearSwitch";
import { say } from "../components/toast/toast";
import { momentInWords } from "../domain/calendar";
import "../components/statement/statement.css";
import "../components/statement/statement-print.css";

function StatementPage({ me }: { me: Me }) {
  const code = inAddress("code") || me.account.person_code || "";
  return (
    <Page me={me} current="leave">
      {code ? <OfPerson code={code} me={me} /> : <NobodysOwn me={me} />}
    </Page>
  );
}

/** An account without a person has no statement of its own. */
function NobodysOwn({ me }: { me: Me }) {
  return (
    <div class="empty">
      <h1>Whose statement?</h1>
      {isAdministrator(me.account) ? (
        <>
          <p>Your account is not linked to anybody on the rota. Choose somebody from the balances.</p>
          <a class="button primary" href="/balances.html">
            See everybody's balances
          </a>
        </>
      ) : (
        <p>Your account is not linked to anybody on the rota. An administrator can link it.</p>
      )}
    </div>
  );
}

function OfPerson({ code, me }: { code: string; me: Me }) {
  const { years, year, choose, found: statement, reasons, look } = useOfYear((year) => readStatement(code, year));
  const [everything, setEverything] = useState(false);
  const [adjusting, setAdjusting] = useState(false);
  const [back, setBack] = useState<StatementLine | null>(null);
  const administrator = isAdministrator(me.account);

  useEffect(() => {
    if (statement) document.title = `Leave of ${statement.person.name}, ${statement.year.words} · RotaCC`;
  }, [statement]);

  if (reasons.length > 0) return <Refused reasons={reasons} />;
  if (!statement) return <Loading />;
  const evened = statement.lines.filter((line) => line.evens_out).length;
  const lines = everything ? statement.lines : statement.lines.filter((line) => !line.evens_out);
  return (
    <div class="narrow-page statement">
      <Head statement={statement} />
      <div class="bar statement-bar">
        <YearSwitch years={years} start={year} onChoose={choose} />
        <div class="end">
          {administrator && (
            <button type="button" class="button" onClick={() => setAdjusting(true)}>
              Adjust…
            </button>
          )}
          <a class="button" href={statementFile(code, year)}>
            Save as CSV
          </a>
          <button type="button" class="button primary" onClick={() => print()}>
            Print
          </button>
        </div>
      </div>
      <Sum totals={statement.totals} />
      <section aria-labelledby="lines-title" class="statement-section">
        <h2 id="lines-title">The whole sum, line by line</h2>
        {evened > 0 && (
          <label class="check">
            <input
              type="checkbox"
              checked={everything}
              onChange={(event) => setEverything(event.currentTarget.checked)}
            />
            <span>Also show the {evened} lines that come to nought together, as leave that was cancelled</span>
          </label>
        )}
        {lines.length > 0 ? (
          <StatementLines lines={lines} onTakeBack={administrator ? setBack : null} />
        ) : (
          <p class="muted">Nothing was earned or used in {statement.year.words}.</p>
        )}
      </section>
      <section aria-labelledby="terms-title" class="statement-section">
        <h2 id="terms-title">Working terms it is made of</h2>
        <Terms terms={statement.terms} />
      </section>
      <Notes statement={statement} />
      {adjusting && (
        <AdjustDialog
          year={statement.year}
          people={[
            {
              person: statement.person,
              left: statement.totals.left,
              session_minutes: statement.totals.session_minutes,
            },
          ]}
          code={code}
          onPosted={() => {
            setAdjusting(false);
            say("Posted.");
            void look();
          }}
          onClose={() => setAdjusting(false)}
        />
      )}
      {back && (
        <Confirm
          title="Take this line back"
          words={
            <p>
              “{back.what}: {back.why}” stays on the statement, and a line of the opposite amount is added. It can be
              taken back once.
            </p>
          }
          action="Take back"
          reason="required"
          onConfirm={async (reason) => {
            await takeBack(back.id ?? 0, reason);
            setBack(null);
            say("Taken back.");
            await look();
          }}
          onClose={() => setBack(null)}
        />
      )}
    </div>
  );
}

function Head({ statement }: { statement: Statement }) {
  return (
    <header class="statement-head">
      <h1>
        Leave of {statement.person.name}, {statement.year.words}
      </h1>
      <p class="muted">
        {statement.practice}. Made {momentInWords(statement.made_at)}.
      </p>
    </header>
  );
}

function Loading() {
  return (
    <div class="narrow-page">
      <p class="muted" role="status">
        Adding it up…
      </p>
      <div class="skeleton" />
    </div>
  );
}

function Refused({ reasons }: { reasons: Reason[] }) {
  return (
    <div class="empty">
      <h1>This statement cannot be shown</h1>
      <ErrorSummary title="What happened" reasons={reasons} />
      <a class="button primary" href="/statement.html">
        See your own
      </a>
    </div>
  );
}

void startPage((me) => <StatementPage me={me} />);
