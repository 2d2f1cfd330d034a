import type { ComponentChildren } from "preact";
import type { Reason } from "../../api/client";
import type { Field, Section, SettingsDocument } from "../../api/settings";
import { EntryList } from "./EntryList";
import { SettingsField } from "./SettingsField";

interface Props {
  section: Section;
  fields: Field[];
  document: SettingsDocument;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
  /** What stands here instead of the fields, where fields alone would not do. */
  children?: ComponentChildren;
}

/** One section of the page: its fields in order, lists as lists. */
export function SettingsSection({ section, fields, document, reasons, onChange, children }: Props) {
  return (
    <section class="card settings-section" id={section.key} aria-labelledby={`${section.key}-title`} tabIndex={-1}>
      <header>
        <div>
          <h2 id={`${section.key}-title`}>{section.words}</h2>
          <p class="muted">{section.explains}</p>
        </div>
      </header>
      <div class="inside">
        {children ?? <Fields fields={fields} document={document} reasons={reasons} onChange={onChange} />}
      </div>
    </section>
  );
}

interface FieldsProps {
  fields: Field[];
  document: SettingsDocument;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
}

/** Fields one after the other. Short ones stand side by side; a list of objects has a part of its own. */
export function Fields({ fields, ...rest }: FieldsProps) {
  return (
    <>
      {partsOf(fields).map((part) =>
        part.list === null ? (
          <div class="settings-fields" key={part.fields[0]?.path}>
            {part.fields.map((field) => (
              <SettingsField key={field.path} field={field} path={field.path} {...rest} />
            ))}
          </div>
        ) : (
          <EntryList key={part.list} path={part.list} fields={part.fields} {...rest} />
        ),
      )}
    </>
  );
}

interface Part {
  list: string | null;
  fields: Field[];
}

function partsOf(fields: Field[]): Part[] {
  const parts: Part[] = [];
  for (const field of fields) {
    const [head, tail] = field.path.split("[]");
    const list = tail === undefined ? null : (head ?? null);
    const last = parts.at(-1);
    if (last && last.list === list) last.fields.push(field);
    else parts.push({ list, fields: [field] });
  }
  return parts;
}
