import type { RepairFairness, RepairOption } from "../../api/repair";
import { closedWords, costWords, people, sessions } from "./words";

interface Props {
  option: RepairOption;
  /** How many gaps there are now. */
  gaps: number;
  first: boolean;
  busy: boolean;
  onChoose(): void;
}

/** One way to repair, to be compared with the others at a glance. */
export function OptionCard({ option, gaps, first, busy, onChoose }: Props) {
  const id = `repair-${option.kind}`;
  return (
    <article class="card repair-option" aria-labelledby={id}>
      <header>
        <h3 id={id}>{option.title}</h3>
      </header>
      <div class="inside">
        <dl class="repair-figures">
          <div>
            <dt>To be told</dt>
            <dd>{option.tell.length === 0 ? "Nobody" : people(option.tell.length)}</dd>
          </div>
          <div>
            <dt>Sessions</dt>
            <dd>{option.cells.length}</dd>
          </div>
          <div>
            <dt>Gaps left</dt>
            <dd class={option.gaps_left.length > 0 ? "short" : ""}>{option.gaps_left.length}</dd>
          </div>
        </dl>
        <p class={option.gaps_left.length > 0 ? "repair-closes" : "repair-closes all"}>{closedWords(option, gaps)}.</p>
        <p class="repair-proof">
          {option.kind !== "locum" && (
            <span class={option.proved ? "badge good" : "badge person"}>{option.proved ? "Proved" : "Best found"}</span>
          )}{" "}
          {option.proof.replace(/^Proved: (.)/, (_, letter: string) => letter.toUpperCase())}
        </p>
        <TellList option={option} />
        <Locums option={option} />
        {option.fairness.length > 0 && option.cells.length > 0 && <Fairness id={id} rows={option.fairness} />}
        {option.cells.length > 0 && (
          <button class={first ? "button primary" : "button"} type="button" disabled={busy} onClick={onChoose}>
            {busy ? "One moment…" : `Choose this: ${sessions(option.cells.length)}`}
          </button>
        )}
      </div>
    </article>
  );
}

/** Whom to ring up, and what to say. */
export function TellList({ option }: { option: RepairOption }) {
  if (option.tell.length === 0) return null;
  return (
    <section class="repair-tell">
      <h4>Who must be told</h4>
      <ul>
        {option.tell.map((each) => (
          <li key={each.code}>
            <strong>{each.name}</strong>
            {each.away && ", who is away now, for when they are back"}
            <ul>
              {each.what.map((what) => (
                <li key={what}>{withoutName(what, each.name)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What somebody is told stands below their name. */
function withoutName(what: string, name: string): string {
  const rest = what.startsWith(`${name} `) ? what.slice(name.length + 1) : what;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function Locums({ option }: { option: RepairOption }) {
  if (option.locums.length === 0) return null;
  return (
    <section class="repair-tell">
      <h4>
        {option.kind === "locum" && option.cells.length === 0
          ? "A locum would have to work"
          : "Still to find a locum for"}
        {option.cost_pence !== null && `, ${costWords(option.cost_pence)}`}
      </h4>
      <ul>
        {option.locums.map((each) => (
          <li key={each.words}>{each.words}</li>
        ))}
      </ul>
      <details class="repair-locum">
        <summary>What to do once you have somebody</summary>
        <ol>
          <li>
            If they are new here, <a href="/people.html">add them under People</a> with a working term as a locum.
          </li>
          <li>
            On the rota, under Edit, choose the session of whoever is away, press L, and say who works it, what they do
            and what it costs.
          </li>
          <li>Publish the change: then the gap is closed.</li>
        </ol>
      </details>
    </section>
  );
}

function Fairness({ id, rows }: { id: string; rows: RepairFairness[] }) {
  return (
    <details class="repair-fairness">
      <summary>Duty in the rota’s period, in ordinary days</summary>
      <table aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
            <th scope="col">Fair part</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code}>
              <th scope="row">{row.name}</th>
              <td>{row.before}</td>
              <td>{row.after}</td>
              <td>{row.fair_after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
