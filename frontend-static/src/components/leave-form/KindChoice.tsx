import type { Kind, Unit } from "../../api/leave";

interface Props {
  kinds: Kind[];
  kind: string;
  onChoose(kind: string): void;
}

const UNITS: Record<Unit, string> = {
  week: "Booked in whole weeks, Monday to Friday.",
  day: "Booked in whole days.",
  session: "Booked by session: half-days, and parts of one.",
};

/** Only the kinds this person may have, each explained when it is chosen. */
export function KindChoice({ kinds, kind, onChoose }: Props) {
  const [everyday, seldom] = [kinds.filter((k) => !k.administrators_only), kinds.filter((k) => k.administrators_only)];
  const chosen = kinds.find((k) => k.kind === kind);
  return (
    <div class="kind-choice">
      <fieldset class="field" id="leave-kind" tabIndex={-1}>
        <legend>Kind of leave</legend>
        <div class="segments">
          {everyday.map((k) => (
            <label key={k.kind}>
              <input
                type="radio"
                name="kind"
                value={k.kind}
                checked={k.kind === kind}
                onChange={() => onChoose(k.kind)}
              />
              {k.words}
            </label>
          ))}
        </div>
      </fieldset>
      {seldom.length > 0 && (
        <div class="field">
          <label for="seldom-kind">Recorded by administrators</label>
          <select
            id="seldom-kind"
            value={chosen?.administrators_only ? kind : ""}
            onChange={(event) => event.currentTarget.value && onChoose(event.currentTarget.value)}
          >
            <option value="">Choose…</option>
            {seldom.map((k) => (
              <option key={k.kind} value={k.kind}>
                {k.words}
              </option>
            ))}
          </select>
        </div>
      )}
      {chosen && <Rules kind={chosen} />}
    </div>
  );
}

/** What there is to know before asking, in the practice's own rules. */
function Rules({ kind }: { kind: Kind }) {
  return (
    <div class="booking-rules">
      <h3>{kind.words}</h3>
      <ul>
        <li>{kind.explains}</li>
        {(kind.rules ?? [UNITS[kind.unit]]).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </div>
  );
}
