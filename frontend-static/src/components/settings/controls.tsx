/** What a single value is typed or chosen with, by its kind. Every control has the id its faults link to. */

import type { Choice, Field, SettingsDocument, Value } from "../../api/settings";
import { monthName } from "../../domain/calendar";
import { idOf, numberOr, read } from "../../domain/settings";
import { Icon } from "../icon/Icon";

export interface ControlProps {
  field: Field;
  path: string;
  value: Value | undefined;
  document: SettingsDocument;
  wrong: boolean;
  describedBy: string;
  onChange(value: Value | undefined): void;
}

/** Kinds that are several controls under one name. */
export const GROUPED: ReadonlySet<string> = new Set([
  "dates",
  "day-of-year",
  "from-to",
  "roles",
  "letters",
  "half-days",
]);

export function Control(props: ControlProps) {
  switch (props.field.kind) {
    case "lines":
    case "sentences":
      return <Lines {...props} />;
    case "whole":
    case "number":
      return <NumberBox {...props} />;
    case "choice":
    case "half-day":
    case "role-group":
      return <Select {...props} choices={props.field.choices} />;
    case "site":
      return <Select {...props} choices={sitesOf(props.document)} />;
    case "dates":
      return <Dates {...props} />;
    case "day-of-year":
      return <DayOfYear {...props} />;
    case "from-to":
      return <FromTo {...props} />;
    case "roles":
    case "letters":
    case "half-days":
      return <Checks {...props} />;
    default:
      return <TextBox {...props} />;
  }
}

function attributes({ path, wrong, describedBy }: ControlProps) {
  return { id: idOf(path), "aria-invalid": wrong, "aria-describedby": describedBy };
}

function TextBox(props: ControlProps) {
  const { field, value, onChange } = props;
  const text = value === undefined || value === null ? "" : String(value);
  const typed = (event: { currentTarget: HTMLInputElement }): void => onChange(event.currentTarget.value || undefined);
  if (field.kind === "date") return <input {...attributes(props)} type="date" value={text} onInput={typed} />;
  return (
    <input
      {...attributes(props)}
      type="text"
      autocomplete="off"
      value={text}
      placeholder={field.default === null ? "" : String(field.default)}
      onInput={typed}
    />
  );
}

function NumberBox(props: ControlProps) {
  const { field, value, onChange } = props;
  return (
    <span class="with-unit">
      <input
        {...attributes(props)}
        type="text"
        inputMode={field.kind === "whole" ? "numeric" : "decimal"}
        autocomplete="off"
        value={value === undefined || value === null ? "" : String(value)}
        placeholder={field.default === null ? "" : String(field.default)}
        onInput={(event) => onChange(numberOr(event.currentTarget.value))}
      />
      <span class="unit">{field.unit}</span>
    </span>
  );
}

/** A text of several lines, or one text a line. */
function Lines(props: ControlProps) {
  const { field, value, onChange } = props;
  const many = field.kind === "sentences";
  const text = Array.isArray(value) ? value.join("\n") : String(value ?? "");
  const typed = (written: string): void => {
    if (written === "") onChange(undefined);
    else onChange(many ? written.split("\n") : written);
  };
  return (
    <textarea {...attributes(props)} rows={3} value={text} onInput={(event) => typed(event.currentTarget.value)} />
  );
}

function Select(props: ControlProps & { choices: Choice[] }) {
  const { field, value, choices, onChange } = props;
  const chosen = value === undefined || value === null ? "" : String(value);
  const fallback = field.default === null ? "" : String(field.default);
  const known = choices.some((choice) => choice.value === chosen);
  return (
    <select
      {...attributes(props)}
      value={chosen || fallback}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      {!fallback && <option value="">{field.must ? "Choose…" : emptyWords(field)}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.words}
        </option>
      ))}
      {chosen && !known && <option value={chosen}>{chosen}</option>}
    </select>
  );
}

function emptyWords(field: Field): string {
  if (field.path === "enhanced_access.hub") return "Not said";
  if (field.kind === "site") return "Every site";
  return field.path === "closures[].half" ? "The whole day" : "Not said";
}

export function sitesOf(document: SettingsDocument): Choice[] {
  const sites = document.sites;
  if (!Array.isArray(sites)) return [];
  return sites.flatMap((site) => {
    const code = read(site as SettingsDocument, "code");
    const name = read(site as SettingsDocument, "name");
    return typeof code === "string" ? [{ value: code, words: typeof name === "string" ? name : code }] : [];
  });
}

function Checks(props: ControlProps) {
  const { field, path, value, onChange } = props;
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const extra = chosen.filter((each) => !field.choices.some((choice) => choice.value === each));
  const choices = [...field.choices, ...extra.map((each) => ({ value: each, words: each }))];
  const toggle = (each: string): void => {
    const next = choices.map((choice) => choice.value).filter((v) => (v === each) !== chosen.includes(v));
    onChange(next.length > 0 ? next : undefined);
  };
  const named = choices.filter((choice) => chosen.includes(choice.value)).map((choice) => choice.words);
  return (
    <details class="choose-several">
      <summary id={idOf(path)} aria-describedby={props.describedBy}>
        {named.length > 0 ? named.join(", ") : "None chosen"}
      </summary>
      <div class="checks">
        {choices.map((choice) => (
          <label class="check" key={choice.value}>
            <input type="checkbox" checked={chosen.includes(choice.value)} onChange={() => toggle(choice.value)} />
            {choice.words}
          </label>
        ))}
      </div>
    </details>
  );
}

function DayOfYear(props: ControlProps) {
  const { field, path, value, onChange } = props;
  const [month = 1, day = 1] = String(value ?? field.default)
    .split("-")
    .map(Number);
  const set = (d: number, m: number): void => {
    const last = new Date(Date.UTC(2028, m, 0)).getUTCDate();
    onChange(`${String(m).padStart(2, "0")}-${String(Math.min(d, last)).padStart(2, "0")}`);
  };
  const days = new Date(Date.UTC(2028, month, 0)).getUTCDate();
  return (
    <span class="side-by-side">
      <select
        id={idOf(path)}
        aria-label="Day"
        value={String(day)}
        onChange={(event) => set(Number(event.currentTarget.value), month)}
      >
        {Array.from({ length: days }, (_, n) => (
          <option key={n} value={String(n + 1)}>
            {n + 1}
          </option>
        ))}
      </select>
      <select
        aria-label="Month"
        value={String(month)}
        onChange={(event) => set(day, Number(event.currentTarget.value))}
      >
        {Array.from({ length: 12 }, (_, n) => (
          <option key={n} value={String(n + 1)}>
            {monthName(Math.floor(Date.UTC(2028, n, 1) / 86_400_000))}
          </option>
        ))}
      </select>
    </span>
  );
}

function FromTo(props: ControlProps) {
  const { field, path, value, onChange } = props;
  const given = Array.isArray(value) ? value : Array.isArray(field.default) ? field.default : [];
  const [start = "", end = ""] = given.map(String);
  const set = (from: string, to: string): void => onChange(from || to ? [from, to] : undefined);
  return (
    <span class="side-by-side">
      <input
        id={idOf(path)}
        aria-label={`${field.words} from`}
        aria-invalid={props.wrong}
        type="time"
        value={start}
        onInput={(event) => set(event.currentTarget.value, end)}
      />
      <span aria-hidden="true">to</span>
      <input
        aria-label={`${field.words} to`}
        aria-invalid={props.wrong}
        type="time"
        value={end}
        onInput={(event) => set(start, event.currentTarget.value)}
      />
    </span>
  );
}

function Dates(props: ControlProps) {
  const { field, path, value, onChange } = props;
  const dates = Array.isArray(value) ? value.map(String) : [];
  const set = (next: string[]): void => onChange(next.length > 0 ? next : undefined);
  return (
    <span class="dates">
      {dates.map((date, n) => (
        <span class="side-by-side" key={n}>
          <input
            id={idOf(`${path}[${n + 1}]`)}
            aria-label={`${field.words}: date ${n + 1}`}
            aria-invalid={props.wrong}
            type="date"
            value={date}
            onInput={(event) => set(dates.map((was, at) => (at === n ? event.currentTarget.value : was)))}
          />
          <button
            type="button"
            class="button quiet square"
            aria-label={`Remove date ${n + 1}`}
            onClick={() => set(dates.filter((_, at) => at !== n))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <button type="button" class="button" id={idOf(path)} onClick={() => onChange([...dates, ""])}>
        <Icon name="plus" />
        Add a date
      </button>
    </span>
  );
}
