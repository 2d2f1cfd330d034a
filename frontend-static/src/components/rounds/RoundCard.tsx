import { useState } from "preact/hooks";
import { allocateRound, cancelRound, type Preview, previewRound, type Round } from "../../api/rounds";
import { type Reason, reasonsOf } from "../../api/client";
import { Confirm } from "../confirm/Confirm";
import { DataTable } from "../data-table/DataTable";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";
import { BidForm } from "./BidForm";
import { choicesInWords, labelOf, resultInWords, resultShort, stateOf, weekInWords } from "./words";
import "./rounds.css";

interface Props {
  round: Round;
  /** The reader's own code on the rota; none for somebody who is not on it. */
  code: string | null;
  administrator: boolean;
  onChanged(round: Round): void;
  onEdit(): void;
}

/** One offer of popular weeks: what there is, what I would like, what I have, and for administrators how it goes. */
export function RoundCard({ round, code, administrator, onChanged, onEdit }: Props) {
  return (
    <section class="card round" aria-labelledby={`round-${round.id}`}>
      <header>
        <h2 id={`round-${round.id}`}>{round.label}</h2>
        <span class={round.bids_are_open ? "badge person" : round.status === "allocated" ? "badge good" : "badge"}>
          {stateOf(round)}
        </span>
      </header>
      <div class="inside">
        <table class="round-weeks">
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col" class="figure">
                Places
              </th>
              <th scope="col" class="figure">
                Asked for
              </th>
              {round.status === "allocated" && (
                <th scope="col" class="figure">
                  Given
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {round.weeks.map((week) => (
              <tr key={week.start}>
                <th scope="row">
                  {weekInWords(week.start, week.label)}
                  {week.mine && <span class="badge good">yours</span>}
                </th>
                <td class="figure">{round.places}</td>
                <td class="figure">
                  {week.asked}
                  {week.asked > round.places && <span class="muted"> (more than places)</span>}
                </td>
                {round.status === "allocated" && <td class="figure">{week.given}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        <details>
          <summary>How places are given</summary>
          <ul class="round-rule">
            {round.rule.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            <li>
              {round.most_weeks === 1 ? "One week each." : `Up to ${round.most_weeks} weeks each.`}
              {round.groups.length > 0 && ` For ${round.groups.join(", ")}.`}
            </li>
            <li>A place that is given back goes to the next on the waiting list.</li>
          </ul>
        </details>
        {round.my_results.length > 0 && (
          <ul class="round-mine" aria-label="How it went for you">
            {round.my_results.map((result) => (
              <li key={result.week}>{resultInWords(round, result)}</li>
            ))}
          </ul>
        )}
        {round.bids_are_open && code && <BidForm key={round.version} round={round} code={code} onChanged={onChanged} />}
        {administrator && <ForAdministrators round={round} onChanged={onChanged} onEdit={onEdit} />}
      </div>
    </section>
  );
}

function outcomeInWords(preview: Preview | null): string {
  const count = (status: string): number => preview?.results.filter((result) => result.status === status).length ?? 0;
  const [given, waiting] = [count("given"), count("waiting")];
  const places = given === 1 ? "1 place becomes approved leave" : `${given} places become approved leave`;
  return `${places}, ${waiting === 1 ? "1 goes" : `${waiting} go`} on a waiting list.`;
}

type Asking = "allocate" | "cancel" | null;

function ForAdministrators({ round, onChanged, onEdit }: Pick<Props, "round" | "onChanged" | "onEdit">) {
  const [asking, setAsking] = useState<Asking>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const results = round.results ?? [];
  const shown = round.status === "allocated" ? results : (preview?.results ?? []);

  const look = async (then: Asking): Promise<void> => {
    try {
      setPreview(await previewRound(round.id));
      setReasons([]);
      setAsking(then);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };
  return (
    <div class="round-administration">
      <h3>For administrators</h3>
      <ErrorSummary title="This cannot be shown just now" reasons={reasons} />
      {round.status === "open" && (
        <div class="bid-actions">
          <button type="button" class="button" onClick={onEdit}>
            Change
          </button>
          <button type="button" class="button" onClick={() => void look(null)}>
            See how it would go now
          </button>
          <button type="button" class="button primary" onClick={() => void look("allocate")}>
            Give the places out
          </button>
          <button type="button" class="button danger" onClick={() => setAsking("cancel")}>
            Take the offer back
          </button>
        </div>
      )}
      {round.status === "open" && (
        <p class="muted">
          {round.bidders === 0
            ? "Nobody has bid yet."
            : `${round.bidders} ${round.bidders === 1 ? "person has" : "people have"} bid.`}
        </p>
      )}
      {round.bids && round.bids.length > 0 && round.status === "open" && (
        <ul class="round-rule" aria-label="Bids">
          {round.bids.map((bid) => (
            <li key={bid.code}>
              {bid.name}: {choicesInWords(bid.choices)}
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <DataTable
          name={`round-${round.id.slice(0, 8)}`}
          caption={`How ${round.label} ${round.status === "allocated" ? "went" : "would go"}`}
          rows={shown}
          keyOf={(row) => `${row.week}${row.code}`}
          columns={[
            { key: "week", head: "Week", cell: (row) => labelOf(round, row.week), sort: (row) => row.week },
            { key: "name", head: "Who", cell: (row) => row.name, sort: (row) => row.name },
            { key: "status", head: "Result", cell: (row) => resultShort(row), sort: (row) => resultShort(row) },
            { key: "turn", head: "Turn", number: true, cell: (row) => row.turn, sort: (row) => row.turn },
            { key: "because", head: "Why", cell: (row) => row.because ?? "" },
          ]}
          search={(row) => `${row.name} ${labelOf(round, row.week)} ${resultShort(row)}`}
        />
      )}
      {asking === "allocate" && (
        <Confirm
          title="Give the places out?"
          words={
            <>
              <p>{outcomeInWords(preview)}</p>
              {round.bids_are_open && <p>Bids are still open: nobody can bid or change a bid afterwards.</p>}
            </>
          }
          action="Give them out"
          onConfirm={async () => {
            onChanged(await allocateRound(round, round.bids_are_open));
            setAsking(null);
            say("The places are given out.");
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "cancel" && (
        <Confirm
          title="Take this offer back?"
          words={`Nobody can bid for ${round.label} any more. Bids stay on record. It cannot be opened again.`}
          action="Take it back"
          danger
          onConfirm={async () => {
            onChanged(await cancelRound(round));
            setAsking(null);
            say("The offer is taken back.");
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
