import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import {
  type AuditAnswer,
  type AuditEntry,
  type AuditFilter,
  auditTableAddress,
  FILTERS,
  type Named,
  readAudit,
} from "../api/audit";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Icon } from "../components/icon/Icon";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { momentInWords } from "../domain/calendar";
import "./audit.css";

const SETTLE_MS = 300;
const IDS = {
  who: "audit-who",
  what: "audit-what",
  entity: "audit-entity",
  from: "audit-from",
  to: "audit-to",
  q: "audit-q",
};

function AuditPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="audit">
      {isAdministrator(me.account) ? (
        <Audit superuser={me.account.roles.includes("superuser")} />
      ) : (
        <div class="empty">
          <h1>Only administrators read the audit</h1>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

/** The filter stands in the address, so that a list can be sent and gone back to. */
function filterInAddress(): AuditFilter {
  const params = new URLSearchParams(location.search);
  return Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? ""])) as unknown as AuditFilter;
}

function putInAddress(filter: AuditFilter): void {
  const params = new URLSearchParams();
  for (const name of FILTERS) if (filter[name]) params.set(name, filter[name]);
  history.replaceState(null, "", params.size > 0 ? `?${params}` : location.pathname);
}

function Audit({ superuser }: { superuser: boolean }) {
  const [filter, setFilter] = useState(filterInAddress);
  const [answer, setAnswer] = useState<AuditAnswer | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(true);
  const asked = useRef(0);

  const look = useCallback(async (wanted: AuditFilter): Promise<void> => {
    const mine = ++asked.current;
    setBusy(true);
    try {
      const found = await readAudit(wanted);
      if (mine !== asked.current) return;
      setAnswer(found);
      setReasons([]);
    } catch (error) {
      if (mine === asked.current) setReasons(reasonsOf(error));
    }
    if (mine === asked.current) setBusy(false);
  }, []);

  useEffect(() => {
    putInAddress(filter);
    const timer = setTimeout(() => void look(filter), answer ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [filter]);

  const older = async (): Promise<void> => {
    if (!answer?.next) return;
    const mine = ++asked.current;
    setBusy(true);
    try {
      const found = await readAudit(filter, answer.next);
      if (mine === asked.current) setAnswer({ ...found, entries: [...answer.entries, ...found.entries] });
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  const narrowed = FILTERS.some((name) => filter[name]);
  return (
    <div class="narrow-page audit-page">
      <div class="audit-head">
        <div>
          <h1>Audit</h1>
          <p class="muted">
            Who changed what, from what, to what. Nothing here is ever changed, and it is kept for six years at the
            least. {superuser && <a href="/kept.html">What is kept how long</a>}
          </p>
        </div>
        <a class="button" href={auditTableAddress(filter)} download>
          <Icon name="export" />
          Export as CSV
        </a>
      </div>
      <ErrorSummary reasons={reasons} title="This cannot be shown" fields={IDS} />
      <Filters filter={filter} answer={answer} onChange={setFilter} />
      <p class="muted count" role="status" aria-busy={busy}>
        {answer ? countWords(answer) : "Reading the audit…"}
      </p>
      {!answer && reasons.length === 0 && <div class="skeleton" aria-hidden="true" />}
      {answer && answer.entries.length === 0 && (
        <div class="empty">
          <h2>{narrowed ? "Nothing matches" : "Nothing has been changed yet"}</h2>
          <p>
            {narrowed ? "Take a filter away, or choose a longer time." : "Every change from now on is listed here."}
          </p>
          {narrowed && (
            <button type="button" class="button" onClick={() => setFilter(EVERYTHING)}>
              Show everything
            </button>
          )}
        </div>
      )}
      <ol class="audit-list">
        {answer?.entries.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {answer?.next && (
        <button type="button" class="button older" disabled={busy} onClick={() => void older()}>
          {busy ? "One moment…" : "Show older changes"}
        </button>
      )}
    </div>
  );
}

const EVERYTHING: AuditFilter = { who: "", what: "", entity: "", from: "", to: "", q: "" };

function countWords(answer: AuditAnswer): string {
  const count = answer.entries.length;
  return `${count} ${count === 1 ? "change" : "changes"} shown${answer.next ? "; there are older ones" : ""}.`;
}

interface FiltersProps {
  filter: AuditFilter;
  answer: AuditAnswer | null;
  onChange(filter: AuditFilter): void;
}

function Filters({ filter, answer, onChange }: FiltersProps) {
  const set = (change: Partial<AuditFilter>): void => onChange({ ...filter, ...change });
  const people: Named[] = [...(answer?.people ?? []), { key: "system", words: "The system itself" }];
  return (
    <form class="audit-filters" role="search" aria-label="Narrow the list" onSubmit={(event) => event.preventDefault()}>
      <div class="field find">
        <label for={IDS.q}>Find</label>
        <input
          id={IDS.q}
          type="search"
          maxLength={200}
          value={filter.q}
          onInput={(event) => set({ q: event.currentTarget.value })}
        />
      </div>
      <Choose
        id={IDS.who}
        label="By"
        all="Anybody"
        choices={people}
        value={filter.who}
        onChoose={(who) => set({ who })}
      />
      <Choose
        id={IDS.what}
        label="What"
        all="Any change"
        choices={answer?.actions ?? []}
        value={filter.what}
        onChoose={(what) => set({ what })}
      />
      <Choose
        id={IDS.entity}
        label="Of"
        all="Anything"
        choices={answer?.entities ?? []}
        value={filter.entity}
        onChoose={(entity) => set({ entity })}
      />
      <div class="field">
        <label for={IDS.from}>From</label>
        <input
          id={IDS.from}
          type="date"
          value={filter.from}
          onInput={(event) => set({ from: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={IDS.to}>To</label>
        <input id={IDS.to} type="date" value={filter.to} onInput={(event) => set({ to: event.currentTarget.value })} />
      </div>
    </form>
  );
}

interface ChooseProps {
  id: string;
  label: string;
  all: string;
  choices: Named[];
  value: string;
  onChoose(key: string): void;
}

function Choose({ id, label, all, choices, value, onChoose }: ChooseProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map((choice) => (
          <option key={choice.key} value={choice.key}>
            {choice.words}
          </option>
        ))}
        {value && !choices.some((choice) => choice.key === value) && <option value={value}>{value}</option>}
      </select>
    </div>
  );
}

/** One change: a line, that opens to what it was and what it is, field by field. */
function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <details>
      <summary>
        <time dateTime={entry.at}>{momentInWords(entry.at)}</time>
        <span class="what">
          <strong>{entry.action_words}</strong>
          <span class="muted"> {entry.about ?? entry.entity_words}</span>
        </span>
        <span class="by">{entry.by ?? "The system"}</span>
        <span class="opens">
          <Icon name="down" />
        </span>
      </summary>
      <div class="audit-detail">
        {entry.reason && (
          <p>
            <span class="muted">Reason: </span>
            {entry.reason}
          </p>
        )}
        {entry.changes.length > 0 ? <Changes entry={entry} /> : <p class="muted">No values were kept with it.</p>}
        <p class="muted reference">
          {entry.entity_words} {entry.entity_id}
          {entry.request_id ? `, request ${entry.request_id}` : ""}
        </p>
      </div>
    </details>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <table>
        <caption class="hidden">What changed</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Was</th>
            <th scope="col">Is now</th>
          </tr>
        </thead>
        <tbody>
          {entry.changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{change.words}</th>
              <td data-label="Was">
                {change.old === null ? <span class="muted">nothing</span> : <del>{change.old}</del>}
              </td>
              <td data-label="Is now">
                {change.new === null ? <span class="muted">nothing</span> : <ins>{change.new}</ins>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entry.more > 0 && <p class="muted">And {entry.more} more fields; the export has them all.</p>}
    </>
  );
}

void startPage((me) => <AuditPage me={me} />);
