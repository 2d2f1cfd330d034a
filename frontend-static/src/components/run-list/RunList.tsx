import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Mode, type Run, type RunState, readRuns } from "../../api/generate";
import { MODES } from "../../domain/runs";
import { inAddress, putInAddress } from "../data-table/address";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { RunTable } from "./RunTable";
import "./run-list.css";

interface Props {
  /** The run that is shown: the list follows it. */
  current: Run | null;
  onChoose(id: string): void;
}

const AT_ONCE = 20;
const STATES: readonly (readonly [RunState | "", string])[] = [
  ["", "All but discarded"],
  ["draft", "With a draft"],
  ["published", "Published"],
  ["unfinished", "Being worked on"],
  ["without", "Ended without a draft"],
  ["set-aside", "Discarded"],
];

/** Every run so far, the newest first: filtered, and page by page. */
export function RunList({ current, onChoose }: Props) {
  const [state, setState] = useState(inAddress("runs") as RunState | "");
  const [mode, setMode] = useState(inAddress("runs-mode") as Mode | "");
  const [runs, setRuns] = useState<Run[] | null>(null);
  const [more, setMore] = useState(false);
  const [reasons, setReasons] = useState<Reason[]>([]);

  const look = async (after: Run[]): Promise<void> => {
    const before = after.at(-1)?.id;
    try {
      const found = await readRuns({ state: state || undefined, mode: mode || undefined, before, most: AT_ONCE + 1 });
      setRuns([...after, ...found.slice(0, AT_ONCE)]);
      setMore(found.length > AT_ONCE);
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };
  const stamp = current && [current.id, current.status, current.published, current.set_aside].join();
  useEffect(() => void look([]), [state, mode, stamp]);

  const choose = (name: "runs" | "runs-mode", value: string): void => {
    putInAddress(name, value);
    if (name === "runs") setState(value as RunState | "");
    else setMode(value as Mode | "");
  };
  const filtered = state !== "" || mode !== "";
  return (
    <section class="card" aria-labelledby="runs-title">
      <header>
        <h2 id="runs-title">Runs</h2>
        <div class="run-filters">
          <label for="runs-state">Show</label>
          <select id="runs-state" value={state} onChange={(event) => choose("runs", event.currentTarget.value)}>
            {STATES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
          <label for="runs-mode">How</label>
          <select id="runs-mode" value={mode} onChange={(event) => choose("runs-mode", event.currentTarget.value)}>
            <option value="">Any way</option>
            {MODES.map((each) => (
              <option key={each.mode} value={each.mode}>
                {each.words}
              </option>
            ))}
          </select>
        </div>
      </header>
      <ErrorSummary title="The runs cannot be shown just now" reasons={reasons} />
      {runs?.length === 0 && (
        <p class="inside muted">
          {filtered ? "No run is like that." : "None yet. Choose the weeks above and press Start."}
        </p>
      )}
      {runs && runs.length > 0 && <RunTable runs={runs} current={current?.id ?? null} onChoose={onChoose} />}
      {runs && more && (
        <p class="inside">
          <button class="button" type="button" onClick={() => look(runs)}>
            Show older runs
          </button>
        </p>
      )}
    </section>
  );
}
