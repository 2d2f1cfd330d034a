import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { putBid, type Round, withdrawBid } from "../../api/rounds";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { Icon } from "../icon/Icon";
import { say } from "../toast/toast";
import { labelOf } from "./words";

interface Props {
  round: Round;
  code: string;
  onChanged(round: Round): void;
}

/** Weeks in the order somebody would like them: added, moved up and down, taken out. */
export function BidForm({ round, code, onChanged }: Props) {
  const [choices, setChoices] = useState<string[]>(round.my_bid ?? []);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const left = round.may_bid.filter((week) => !choices.includes(week));
  const unchanged = JSON.stringify(choices) === JSON.stringify(round.my_bid ?? []);

  const move = (index: number, by: number): void => {
    const next = [...choices];
    const [week] = next.splice(index, 1);
    if (week !== undefined) next.splice(index + by, 0, week);
    setChoices(next);
  };
  const send = async (act: () => Promise<Round>, words: string): Promise<void> => {
    setBusy(true);
    try {
      const changed = await act();
      setReasons([]);
      setChoices(changed.my_bid ?? []);
      onChanged(changed);
      say(words);
    } catch (error) {
      setReasons(reasonsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const save = (): Promise<void> =>
    choices.length > 0
      ? send(() => putBid(round.id, code, choices), "Your bid is kept. You can change it until bids close.")
      : send(() => withdrawBid(round.id, code), "Your bid is taken back.");

  if (round.may_bid.length === 0) return <p class="muted">These weeks are not for your role or your working term.</p>;
  return (
    <div class="bid-form">
      <ErrorSummary title="Your bid is not kept yet" reasons={reasons} />
      <h3>Your choices, best first</h3>
      {choices.length === 0 && <p class="muted">None yet. Add the weeks you would like.</p>}
      <ol class="bid-choices">
        {choices.map((week, index) => (
          <li key={week}>
            <span>{labelOf(round, week)}</span>
            <span class="bid-buttons">
              <button
                type="button"
                class="button square"
                disabled={index === 0}
                onClick={() => move(index, -1)}
                aria-label={`Earlier: ${labelOf(round, week)}`}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                class="button square"
                disabled={index === choices.length - 1}
                onClick={() => move(index, 1)}
                aria-label={`Later: ${labelOf(round, week)}`}
              >
                <Icon name="down" />
              </button>
              <button
                type="button"
                class="button square"
                onClick={() => setChoices(choices.filter((other) => other !== week))}
                aria-label={`Take out: ${labelOf(round, week)}`}
              >
                <Icon name="close" />
              </button>
            </span>
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <div class="bid-add">
          {left.map((week) => (
            <button key={week} type="button" class="button" onClick={() => setChoices([...choices, week])}>
              <Icon name="plus" />
              {labelOf(round, week)}
            </button>
          ))}
        </div>
      )}
      <div class="bid-actions">
        <button type="button" class="button primary" disabled={busy || unchanged} onClick={save}>
          {choices.length === 0 && round.my_bid ? "Take my bid back" : "Keep my bid"}
        </button>
        <span class="muted" role="status">
          {round.my_bid && unchanged ? "This is your bid as it is kept." : unchanged ? "" : "Not kept yet."}
        </span>
      </div>
    </div>
  );
}
