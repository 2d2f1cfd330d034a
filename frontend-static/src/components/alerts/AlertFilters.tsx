import type { ComponentChildren } from "preact";
import type { AlertFilter } from "../../api/alerts";
import { ruleName } from "../../domain/activities";

/** The rules an alert can be about, in the order of how much they matter. */
const RULES = [
  "duty",
  "minimum-doctors",
  "supervision",
  "site-cover",
  "absence",
  "closed",
  "one-place",
  "pattern",
  "duty-skill",
  "pins",
  "flexible-days",
  "overwork",
];

const STATUSES = [
  ["active", "Active"],
  ["dismissed", "Dismissed"],
  ["resolved", "Resolved"],
  ["all", "All"],
] as const;

const LAYERS = [
  ["published", "As published"],
  ["edits", "With changes that wait"],
] as const;

/** On a small screen the filters are folded away, because the alerts are what one came for. */
const NARROW = matchMedia("(max-width: 639px)");

interface Props {
  filter: AlertFilter;
  /** [code, name] of those there are to choose from. */
  people: [string, string][];
  narrowed: boolean;
  onFilter(change: Partial<AlertFilter>): void;
}

/** Which alerts are listed. */
export function AlertFilters({ filter, people, narrowed, onFilter }: Props) {
  const fields = (
    <>
      <Choice label="Status" value={filter.status} onChoose={(status) => onFilter({ status })}>
        <Options of={STATUSES} />
      </Choice>
      <Choice label="Severity" value={filter.severity} onChoose={(severity) => onFilter({ severity })}>
        <option value="">Any</option>
        <option value="critical">Critical</option>
        <option value="warning">Warning</option>
      </Choice>
      <Choice label="About" value={filter.rule} onChoose={(rule) => onFilter({ rule })}>
        <option value="">Anything</option>
        <Options of={RULES.map((rule) => [rule, ruleName(rule)] as const)} />
      </Choice>
      <Choice label="Person" value={filter.code} onChoose={(code) => onFilter({ code })}>
        <option value="">Everybody</option>
        <Options of={people} />
        {filter.code && !people.some(([code]) => code === filter.code) && (
          <option value={filter.code}>{filter.code}</option>
        )}
      </Choice>
      <Choice label="Rota" value={filter.layer} onChoose={(layer) => onFilter({ layer })}>
        <Options of={LAYERS} />
      </Choice>
      <Day label="From" value={filter.from} onChoose={(from) => onFilter({ from })} />
      <Day label="To" value={filter.to} onChoose={(to) => onFilter({ to })} />
    </>
  );
  return (
    <form class="alert-filters" role="search" aria-label="Narrow the list" onSubmit={(event) => event.preventDefault()}>
      {NARROW.matches ? (
        <details open={narrowed}>
          <summary>Filters</summary>
          <div class="alert-fields">{fields}</div>
        </details>
      ) : (
        <div class="alert-fields">{fields}</div>
      )}
    </form>
  );
}

function Options({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <>
      {of.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChoose(value: string): void;
  children: ComponentChildren;
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  const id = `alerts-${label.toLowerCase()}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}

function Day({ label, value, onChoose }: { label: string; value: string; onChoose(value: string): void }) {
  const id = `alerts-${label.toLowerCase()}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="date" value={value} onInput={(event) => onChoose(event.currentTarget.value)} />
    </div>
  );
}
