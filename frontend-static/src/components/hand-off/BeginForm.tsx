import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Baseline, type HandOff, keepHandOff } from "../../api/handOff";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  list: HandOff;
  onBegun(list: HandOff): void;
}

/** What the hand-off is for, and how its list begins. */
export function BeginForm({ list, onBegun }: Props) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      onBegun(await keepHandOff(String(form.get("owner")) || null, form.get("baseline") as Baseline));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <form class="card hand-off-begin" onSubmit={submit}>
      <h2>Keep the rota and the clinical system in step</h2>
      <p>
        Whenever the published rota changes, the sessions to change in SystmOne or EMIS are listed here, one line each.
        Tick a line once it is written there. Nothing is sent by itself.
      </p>
      <ErrorSummary reasons={reasons} fields={{ owner: "hand-off-owner" }} />
      <fieldset class="field">
        <legend>What does the clinical system have today?</legend>
        <label class="check">
          <input type="radio" name="baseline" value="as-it-stands" defaultChecked />
          The rota as it is published: only what changes from now on is listed
        </label>
        <label class="check">
          <input type="radio" name="baseline" value="nothing" />
          Nothing yet: list every session from today on
        </label>
      </fieldset>
      <div class="field">
        <label for="hand-off-owner">Who sees to the list?</label>
        <select id="hand-off-owner" name="owner">
          <option value="">Nobody yet</option>
          {list.administrators.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? "One moment…" : "Begin the list"}
        </button>
      </div>
    </form>
  );
}
