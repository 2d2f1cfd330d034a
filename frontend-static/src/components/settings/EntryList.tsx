import { useRef } from "preact/hooks";
import type { Reason } from "../../api/client";
import type { Field, SettingsDocument, Value } from "../../api/settings";
import { idOf, read, write } from "../../domain/settings";
import { Icon } from "../icon/Icon";
import { SettingsField } from "./SettingsField";

interface Words {
  title: string;
  one: string;
  add: string;
  none: string;
}

/** What the lists of the settings are called. */
const WORDS: Record<string, Words> = {
  sites: { title: "Sites", one: "Site", add: "Add a site", none: "There is no site yet. A practice has at least one." },
  site_cover: {
    title: "Site cover",
    one: "Cover",
    add: "Add a rule of cover",
    none: "No site asks for cover of its own.",
  },
  max_off: {
    title: "People away together",
    one: "Limit",
    add: "Add a limit",
    none: "Nothing limits how many are on leave together.",
  },
  "leave.locked": {
    title: "Locked dates",
    one: "Locked dates",
    add: "Lock some dates",
    none: "Every date may be asked for.",
  },
};

interface Props {
  /** "sites", "leave.locked" */
  path: string;
  fields: Field[];
  document: SettingsDocument;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
}

/** A list of objects: each entry its own group of fields, to be added to and taken from. */
export function EntryList({ path, fields, document, reasons, onChange }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const words = WORDS[path] ?? { title: path, one: "Entry", add: "Add", none: "There is none yet." };
  const entries = read(document, path);
  const count = Array.isArray(entries) ? entries.length : 0;

  const add = (): void => {
    onChange(write(document, `${path}[${count + 1}]`, {}));
    // The new entry is drawn first; then its first field takes the focus.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(".entry:last-of-type :is(input, select)")?.focus(),
    );
  };
  const remove = (n: number): void => {
    const next = write(document, `${path}[${n}]`, undefined);
    onChange(count === 1 ? write(next, path, undefined) : next);
    list.current?.querySelector<HTMLElement>(".add-entry")?.focus();
  };

  return (
    <div class="entry-list" ref={list} id={idOf(path)} tabIndex={-1}>
      <h3>{words.title}</h3>
      {count === 0 && <p class="muted">{words.none}</p>}
      {Array.from({ length: count }, (_, at) => at + 1).map((n) => (
        <fieldset class="entry" key={n} id={idOf(`${path}[${n}]`)} tabIndex={-1}>
          <legend>{titleOf(words.one, n, read(document, `${path}[${n}]`))}</legend>
          <EntryFaults at={`${path}[${n}]`} reasons={reasons} />
          <div class="entry-fields">
            {fields.map((field) => (
              <SettingsField
                key={field.path}
                field={field}
                path={field.path.replace("[]", `[${n}]`)}
                document={document}
                reasons={reasons}
                onChange={onChange}
              />
            ))}
          </div>
          <button type="button" class="button quiet remove" onClick={() => remove(n)}>
            <Icon name="close" />
            Remove {words.one.toLowerCase()} {n}
          </button>
        </fieldset>
      ))}
      <button type="button" class="button add-entry" onClick={add}>
        <Icon name="plus" />
        {words.add}
      </button>
    </div>
  );
}

function EntryFaults({ at, reasons }: { at: string; reasons: Reason[] }) {
  const own = reasons.filter((reason) => reason.field === at);
  return (
    <>
      {own.map((reason) => (
        <p class="wrong" key={reason.message}>
          {reason.message} {reason.instead}
        </p>
      ))}
    </>
  );
}

function titleOf(one: string, n: number, entry: Value | undefined): string {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return `${one} ${n}`;
  const name = entry.name ?? entry.label ?? entry.code;
  return typeof name === "string" && name ? `${one} ${n}: ${name}` : `${one} ${n}`;
}
