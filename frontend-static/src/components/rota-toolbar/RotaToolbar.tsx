import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Site } from "../../api/practice";
import type { Span, View } from "../../domain/view";
import { Icon } from "../icon/Icon";

interface Props {
  view: View;
  range: string;
  sites: Site[];
  roles: string[];
  hasPerson: boolean;
  /** May generate, change and publish. */
  mayEdit: boolean;
  onView(change: Partial<View>): void;
  onStep(by: 1 | -1): void;
  onToday(): void;
  onPrint(): void;
  onExport(): void;
  onHelp(): void;
}

const SPANS: readonly (readonly [Span, string])[] = [
  ["day", "Day"],
  ["week", "Week"],
  ["4weeks", "4 weeks"],
  ["month", "Month"],
];

const STEP_NAMES: Record<Span, string> = {
  day: "day",
  week: "week",
  "4weeks": "four weeks",
  month: "month",
};

/** Which stretch, whose, where; and what can be done with it. */
export function RotaToolbar(props: Props) {
  const { view, onView } = props;
  const step = STEP_NAMES[view.span];
  const narrow = useMemo(() => matchMedia("(max-width: 639px)").matches, []);
  return (
    <div class="bar rota-bar">
      <div class="stepper">
        <button class="button square" type="button" onClick={() => props.onStep(-1)} aria-label={`Back one ${step}`}>
          <Icon name="left" />
        </button>
        <button class="button square" type="button" onClick={() => props.onStep(1)} aria-label={`On one ${step}`}>
          <Icon name="right" />
        </button>
        <h1 class="range" aria-live="polite">
          {props.range}
        </h1>
        <button class="button quiet" type="button" onClick={props.onToday}>
          Today
        </button>
      </div>
      <fieldset class="segments">
        <legend class="hidden">Show</legend>
        {SPANS.map(([span, name]) => (
          <label key={span}>
            <input type="radio" name="span" checked={view.span === span} onChange={() => onView({ span })} />
            {name}
          </label>
        ))}
      </fieldset>
      <Filters narrow={narrow}>
        {props.hasPerson && (
          <select
            aria-label="Who"
            value={view.mine ? "mine" : ""}
            onChange={(e) => onView({ mine: e.currentTarget.value === "mine" })}
          >
            <option value="">Everyone</option>
            <option value="mine">Mine</option>
          </select>
        )}
        {props.sites.length > 1 && (
          <select aria-label="Site" value={view.site} onChange={(e) => onView({ site: e.currentTarget.value })}>
            <option value="">All sites</option>
            {props.sites.map((site) => (
              <option key={site.code} value={site.code}>
                {site.name}
              </option>
            ))}
          </select>
        )}
        <select aria-label="Role" value={view.role} onChange={(e) => onView({ role: e.currentTarget.value })}>
          <option value="">All roles</option>
          {props.roles.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </select>
        <input
          class="find"
          type="search"
          aria-label="Find a person"
          placeholder="Find…"
          value={view.find}
          onInput={(e) => onView({ find: e.currentTarget.value })}
        />
      </Filters>
      <div class="end">
        <button
          class="button quiet square"
          type="button"
          onClick={props.onHelp}
          aria-label="Keys and letters of the grid"
          title="Keys and letters of the grid"
        >
          <strong aria-hidden="true">?</strong>
        </button>
        <button class="button" type="button" onClick={props.onPrint}>
          <Icon name="print" />
          Print
        </button>
        <button class="button" type="button" onClick={props.onExport}>
          <Icon name="export" />
          Export
        </button>
        {props.mayEdit && (
          <label class="edit-switch">
            <input
              type="checkbox"
              role="switch"
              checked={view.edit}
              onChange={(event) => onView({ edit: event.currentTarget.checked })}
            />
            Edit
          </label>
        )}
        {props.mayEdit && (
          <a class="button primary" href="/generate.html">
            Generate
          </a>
        )}
      </div>
    </div>
  );
}

/** On a small screen the filters are folded away, because the rota itself is what one came for. */
function Filters({ narrow, children }: { narrow: boolean; children: ComponentChildren }) {
  if (!narrow) return <div class="filters">{children}</div>;
  return (
    <details class="folded">
      <summary>Filter and find</summary>
      <div class="filters">{children}</div>
    </details>
  );
}
