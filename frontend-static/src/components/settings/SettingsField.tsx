import type { Reason } from "../../api/client";
import type { Field, SettingsDocument, Value } from "../../api/settings";
import { today } from "../../domain/calendar";
import { meaning } from "../../domain/leave-rules";
import { idOf, read, write } from "../../domain/settings";
import { Control, GROUPED } from "./controls";

export interface FieldProps {
  field: Field;
  /** The field's own place: "sites[2].rooms" for "sites[].rooms". */
  path: string;
  document: SettingsDocument;
  reasons: Reason[];
  onChange(document: SettingsDocument): void;
}

/** One field with its name, what it does, its range, what it means as it stands, and what is wrong with it. */
export function SettingsField({ field, path, document, reasons, onChange }: FieldProps) {
  const id = idOf(path);
  const wrong = reasons.filter((reason) => reason.field === path || reason.field?.startsWith(`${path}[`));
  const means = meaning(path, document, field.default, today());
  const set = (value: Value | undefined): void => onChange(write(document, path, value));
  const value = read(document, path);
  const about = (
    <>
      <p class="hint" id={`${id}-hint`}>
        {[field.what, rangeOf(field)].filter(Boolean).join(" ")}
      </p>
      {means && (
        <p class="means" role="status">
          {means}
        </p>
      )}
      {wrong.map((reason) => (
        <p class="wrong" key={reason.message}>
          {reason.instead ? `${reason.message} ${reason.instead}` : reason.message}
        </p>
      ))}
    </>
  );
  if (field.kind === "yes-no") {
    return (
      <div class="field">
        <label class="check" for={id}>
          <input
            id={id}
            type="checkbox"
            checked={Boolean(value ?? field.default)}
            aria-describedby={`${id}-hint`}
            onChange={(event) => set(event.currentTarget.checked)}
          />
          <strong>{field.words}</strong>
        </label>
        {about}
      </div>
    );
  }
  const control = (
    <Control
      field={field}
      path={path}
      value={value}
      document={document}
      wrong={wrong.length > 0}
      describedBy={`${id}-hint`}
      onChange={set}
    />
  );
  if (GROUPED.has(field.kind)) {
    return (
      <fieldset class="field">
        <legend>{field.words}</legend>
        {control}
        {about}
      </fieldset>
    );
  }
  return (
    <div class="field">
      <label for={id}>{field.words}</label>
      {control}
      {about}
    </div>
  );
}

function rangeOf(field: Field): string {
  if (field.low === null || field.high === null) return "";
  const most = field.high === 999 || field.high > 9999 ? `${field.low} or more` : `${field.low} to ${field.high}`;
  const fallback = field.default === null ? "" : `; ${field.default} unless you say otherwise`;
  return `${most}${fallback}.`;
}
