import { useCallback, useEffect, useState } from "preact/hooks";
import type { Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Kept, type Leaver, readKept, readLeavers, readPreview } from "../api/kept";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { NamelessDialog } from "../components/kept/NamelessDialog";
import { PeriodForm } from "../components/kept/PeriodForm";
import "../components/kept/kept.css";
import { Page } from "../components/page/Page";
import { start } from "../components/page/start";
import { say } from "../components/toast/toast";
import { dayOf, inWords, momentInWords } from "../domain/calendar";

function KeptPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="audit">
      {me.account.roles.includes("superuser") ? (
        <div class="narrow-page kept-page">
          <Content />
        </div>
      ) : (
        <div class="empty">
          <h1>Only superusers see to what is kept</h1>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

function Content() {
  const [kept, setKept] = useState<Kept | null>(null);
  const [leavers, setLeavers] = useState<Leaver[]>([]);
  const [counts, setCounts] = useState<Record<string, number> | null>(null);
  const [asked, setAsked] = useState<Leaver | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [now, gone] = await Promise.all([readKept(), readLeavers()]);
      setKept(now);
      setLeavers(gone);
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), []);

  const preview = (): void => {
    void readPreview().then(setCounts, (error) => setReasons(reasonsOf(error)));
  };

  if (!kept) {
    return reasons.length > 0 ? (
      <ErrorSummary title="This cannot be shown just now" reasons={reasons} />
    ) : (
      <div class="skeleton" role="status" aria-label="Reading what is kept" />
    );
  }
  return (
    <>
      <h1>What is kept, and for how long</h1>
      <p class="muted">
        Every night what is older is removed. Rotas, leave and ledgers are not: later sums rest on them.
      </p>
      <ErrorSummary title="That was not done" reasons={reasons} />
      <PeriodForm
        kept={kept}
        onSaved={(next) => {
          setKept(next);
          setCounts(null);
          void look();
          say("The periods are changed.");
        }}
      />
      <section aria-labelledby="kept-nights">
        <h2 id="kept-nights">What was removed</h2>
        <p>
          <button type="button" class="button" onClick={preview}>
            What would be removed now?
          </button>
        </p>
        <p role="status">{counts && `Now: ${countWords(counts)}.`}</p>
        {kept.nights.length === 0 ? (
          <p class="muted">No night has gone by yet.</p>
        ) : (
          <ul class="kept-list">
            {kept.nights.map(({ at, counts: removed }) => (
              <li key={at}>
                {momentInWords(at)}: {countWords(removed)}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="kept-leavers">
        <h2 id="kept-leavers">People who left</h2>
        {leavers.length === 0 && <p class="muted">Nobody with a name has left.</p>}
        <ul class="kept-list">
          {leavers.map((leaver) => (
            <li key={leaver.code}>
              <strong>{leaver.name}</strong> ({leaver.code})
              {leaver.last_day && `, last working day ${inWords(dayOf(leaver.last_day))}`}
              {leaver.obstacles.length > 0 ? (
                <p class="muted">{leaver.obstacles.map(({ message }) => message).join(" ")}</p>
              ) : (
                <p>
                  <button type="button" class="button" onClick={() => setAsked(leaver)}>
                    Take the name away…<span class="hidden"> of {leaver.name}</span>
                  </button>
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
      {asked && (
        <NamelessDialog
          leaver={asked}
          onClose={() => setAsked(null)}
          onDone={(becomes) => {
            setAsked(null);
            say(`${asked.code} is ${becomes} now.`);
            void look();
          }}
        />
      )}
    </>
  );
}

/** "3 audit, 12 mail" */
function countWords(counts: Record<string, number>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0 ? "nothing" : some.map(([table, count]) => `${count} ${table.replace("_", " ")}`).join(", ");
}

void start((me) => <KeptPage me={me} />);
