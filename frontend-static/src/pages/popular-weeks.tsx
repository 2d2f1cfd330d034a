import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { readRounds, type Round, type Rounds } from "../api/rounds";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start } from "../components/page/start";
import { RoundCard } from "../components/rounds/RoundCard";
import { RoundForm } from "../components/rounds/RoundForm";
import { say } from "../components/toast/toast";

function PopularWeeks({ me }: { me: Me }) {
  const [known, setKnown] = useState<Rounds | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [editing, setEditing] = useState<Round | "new" | null>(null);
  const administrator = isAdministrator(me.account);

  useEffect(() => {
    readRounds()
      .then(setKnown)
      .catch((error: unknown) => setReasons(reasonsOf(error)));
  }, []);

  const put = (changed: Round): void => {
    setKnown((was) => {
      if (!was) return was;
      const others = was.rounds.filter((round) => round.id !== changed.id);
      const rounds = was.rounds.some((round) => round.id === changed.id)
        ? was.rounds.map((round) => (round.id === changed.id ? changed : round))
        : [changed, ...others];
      return { ...was, rounds };
    });
    setEditing(null);
  };

  return (
    <Page me={me} current="leave">
      <div class="narrow-page">
        <header class="bar-of-page">
          <h1>Popular weeks</h1>
          <p class="muted">
            School holidays and Christmas: everybody says what they would like until a date, then places are given out
            by one rule. <a href="/leave.html">Back to leave</a>
          </p>
        </header>
        <ErrorSummary title="These cannot be shown just now" reasons={reasons} />
        {administrator && known && (
          <div>
            <button type="button" class="button primary" onClick={() => setEditing("new")}>
              Offer popular weeks
            </button>
          </div>
        )}
        {known === null && reasons.length === 0 && <p role="status">Looking…</p>}
        {known?.rounds.length === 0 && (
          <p class="notice">
            {administrator
              ? "Nothing is offered yet. Offer the weeks everybody wants, with the places there are and a last day for bids."
              : "Nothing is offered just now. Ask for other dates on the leave page."}
          </p>
        )}
        {known?.rounds.map((round) => (
          <RoundCard
            key={round.id}
            round={round}
            code={me.account.person_code}
            administrator={administrator}
            onChanged={put}
            onEdit={() => setEditing(round)}
          />
        ))}
        {editing !== null && known && (
          <RoundForm
            round={editing === "new" ? null : editing}
            groups={known.groups}
            flags={known.flags}
            onDone={(round) => {
              put(round);
              say(editing === "new" ? "Offered." : "Saved.");
            }}
            onClose={() => setEditing(null)}
          />
        )}
      </div>
    </Page>
  );
}

void start((me) => <PopularWeeks me={me} />);
