import type { PersonRef, Role } from "../../api/accounts";
import { ROLES } from "./words";

interface RoleProps {
  roles: Role[];
  onChange(roles: Role[]): void;
  /** Whoever is no superuser cannot make one. */
  superusers: boolean;
}

/** What somebody may do. Each role says what it brings. */
export function RoleBoxes({ roles, onChange, superusers }: RoleProps) {
  return (
    <fieldset class="field roles" id="roles" tabIndex={-1}>
      <legend>Roles</legend>
      {ROLES.filter(({ role }) => superusers || role !== "superuser" || roles.includes(role)).map(
        ({ role, words, explains }) => (
          <label class="check" key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              disabled={role === "superuser" && !superusers}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...roles, role] : roles.filter((other) => other !== role))
              }
            />
            <span>
              {words} <span class="muted">{explains}</span>
            </span>
          </label>
        ),
      )}
    </fieldset>
  );
}

interface PersonProps {
  people: PersonRef[];
  /** Linked now, though perhaps no longer on the rota. */
  linked?: PersonRef | null | undefined;
  value: string | null;
  onChange(code: string | null): void;
  wrong: boolean;
}

/** Whose sessions are theirs. */
export function PersonSelect({ people, linked, value, onChange, wrong }: PersonProps) {
  const choice = linked && !people.some(({ code }) => code === linked.code) ? [linked, ...people] : people;
  return (
    <div class="field">
      <label for="person">Person on the rota</label>
      <select
        id="person"
        value={value ?? ""}
        onChange={(event) => onChange(event.currentTarget.value || null)}
        aria-invalid={wrong}
        aria-describedby="person-hint"
      >
        <option value="">Nobody</option>
        {choice.map(({ code, name }) => (
          <option key={code} value={code}>
            {name} ({code})
          </option>
        ))}
      </select>
      <p class="hint" id="person-hint">
        Whose sessions and leave are theirs. One account for each person.
      </p>
    </div>
  );
}

interface TextProps {
  id: string;
  label: string;
  value: string;
  onInput(value: string): void;
  wrong: boolean;
  hint?: string;
  type?: "text" | "email" | "password";
  autocomplete?: string;
}

/** One line to fill in. */
export function TextField({ id, label, value, onInput, wrong, hint, type = "text", autocomplete = "off" }: TextProps) {
  const shared = {
    id,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
    autocomplete,
    spellcheck: false,
    "aria-invalid": wrong,
    "aria-describedby": hint ? `${id}-hint` : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "email" ? (
        <input type="email" {...shared} autocapitalize="none" />
      ) : type === "password" ? (
        <input type="password" {...shared} />
      ) : (
        <input type="text" {...shared} />
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** The server's names of fields, and where they stand in these forms. */
export const FIELDS = {
  username: "username",
  display_name: "display-name",
  email: "email",
  roles: "roles",
  person_code: "person",
  password: "password",
};
