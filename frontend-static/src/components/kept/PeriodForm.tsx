import { useState } from "preact/hooks";
import { choosePeriods, type Kept } from "../../api/kept";
import { type Reason, reasonsOf } from "../../api/client";
import { ErrorSummary } from "../error-summary/ErrorSummary";

/** How long each thing is kept, to be changed. */
export function PeriodForm({ kept, onSaved }: { kept: Kept; onSaved(kept: Kept): void }) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const changed = kept.periods.filter(({ what, days }) => typed[what] !== undefined && typed[what] !== String(days));

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong = changed.filter(({ what }) => !/^\d{1,6}$/.test(typed[what]?.trim() ?? ""));
    if (wrong.length > 0) {
      setReasons(wrong.map(({ what, words }) => ({ field: what, message: `${words}: write whole days.` })));
      return;
    }
    setBusy(true);
    try {
      onSaved(await choosePeriods(Object.fromEntries(changed.map(({ what }) => [what, Number(typed[what])]))));
      setTyped({});
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  return (
    <form class="kept-form" onSubmit={(event) => void save(event)} noValidate>
      <ErrorSummary
        title="The periods are not changed"
        reasons={reasons}
        fields={Object.fromEntries(kept.periods.map(({ what }) => [what, `kept-${what}`]))}
      />
      {kept.periods.map(({ what, words, days, least, why }) => (
        <div class="field" key={what}>
          <label for={`kept-${what}`}>{words}, in days</label>
          <input
            id={`kept-${what}`}
            inputMode="numeric"
            value={typed[what] ?? String(days)}
            aria-describedby={`kept-${what}-why`}
            onInput={(event) => setTyped({ ...typed, [what]: event.currentTarget.value })}
          />
          <p class="muted" id={`kept-${what}-why`}>
            At least {least}. {why}
          </p>
        </div>
      ))}
      <button type="submit" class="button primary" disabled={busy || changed.length === 0}>
        {busy ? "One moment…" : "Keep them so"}
      </button>
    </form>
  );
}
