import type { Named, Work } from "../../api/people";
import { FLAGS, ROLE_NAMES } from "../../domain/people";
import { PatternEditor } from "../pattern-editor/PatternEditor";
import "./term-form.css";

interface Props {
  work: Work;
  sites: Named[];
  fullTimeDays: number;
  wrong(field: string): boolean;
  onChange(change: Partial<Work>): void;
}

/** The fields of a term by the server's name for them, with the ids of their elements. */
export const WORK_FIELDS: Record<string, string> = {
  role: "term-role",
  site: "term-site",
  wte: "term-wte",
  pattern: "term-pattern",
  pattern_b: "term-pattern",
  flexible_days_per_week: "term-flexible",
  annual_leave_sessions: "term-leave",
  flags: "term-flag-duty",
  session_minutes: "term-minutes",
  note: "term-note",
};

/** How somebody works: role, site, WTE, pattern and what they may do. */
export function WorkFields({ work, sites, fullTimeDays, wrong, onChange }: Props) {
  const flexible = (work.pattern + work.pattern_b).includes("?");
  return (
    <>
      <div class="term-row">
        <div class="field">
          <label for="term-role">Role</label>
          <input
            id="term-role"
            list="term-roles"
            value={work.role}
            aria-invalid={wrong("role")}
            autocomplete="off"
            onInput={(event) => onChange({ role: event.currentTarget.value })}
          />
          <datalist id="term-roles">
            {ROLE_NAMES.map((role) => (
              <option key={role} value={role} />
            ))}
          </datalist>
        </div>
        <div class="field">
          <label for="term-site">Home site</label>
          <select
            id="term-site"
            value={work.site}
            aria-invalid={wrong("site")}
            onChange={(event) => onChange({ site: event.currentTarget.value })}
          >
            {!sites.some((site) => site.code === work.site) && <option value={work.site}>Choose a site</option>}
            {sites.map((site) => (
              <option key={site.code} value={site.code}>
                {site.name}
              </option>
            ))}
          </select>
        </div>
        <Figure id="term-wte" label="WTE" value={work.wte} wrong={wrong("wte")} onInput={(wte) => onChange({ wte })} />
      </div>
      <fieldset class="field">
        <legend>Sessions of the week</legend>
        <PatternEditor
          id="term-pattern"
          pattern={work.pattern}
          patternB={work.pattern_b}
          fullTimeDays={fullTimeDays}
          flexibleDays={numberOf(work.flexible_days_per_week)}
          wte={numberOf(work.wte)}
          wrong={wrong("pattern") || wrong("pattern_b")}
          onChange={(pattern, pattern_b) => onChange({ pattern, pattern_b })}
        />
      </fieldset>
      <div class="term-row">
        {(flexible || work.flexible_days_per_week !== "") && (
          <Figure
            id="term-flexible"
            label="Days a week in all"
            value={work.flexible_days_per_week}
            wrong={wrong("flexible_days_per_week")}
            onInput={(flexible_days_per_week) => onChange({ flexible_days_per_week })}
          />
        )}
        <Figure
          id="term-leave"
          label="Annual leave, sessions a year"
          value={work.annual_leave_sessions}
          wrong={wrong("annual_leave_sessions")}
          onInput={(annual_leave_sessions) => onChange({ annual_leave_sessions })}
        />
        <Figure
          id="term-minutes"
          label="Minutes in a session"
          value={work.session_minutes}
          wrong={wrong("session_minutes")}
          onInput={(session_minutes) => onChange({ session_minutes })}
        />
      </div>
      <fieldset class="field">
        <legend>May and needs</legend>
        <div class="term-flags">
          {FLAGS.map(([flag, words]) => (
            <label class="check" key={flag}>
              <input
                type="checkbox"
                id={`term-flag-${flag}`}
                checked={work.flags.includes(flag)}
                onChange={(event) => onChange({ flags: withFlag(work.flags, flag, event.currentTarget.checked) })}
              />
              {words}
            </label>
          ))}
        </div>
        <label for="term-skills">Other skills, joined by commas</label>
        <input
          id="term-skills"
          value={skillsOf(work.flags)}
          onChange={(event) => onChange({ flags: withSkills(work.flags, event.currentTarget.value) })}
        />
      </fieldset>
      <div class="field">
        <label for="term-note">Note about the term</label>
        <input
          id="term-note"
          value={work.note}
          maxLength={2000}
          onInput={(event) => onChange({ note: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

interface FigureProps {
  id: string;
  label: string;
  value: string;
  wrong: boolean;
  onInput(value: string): void;
}

function Figure({ id, label, value, wrong, onInput }: FigureProps) {
  return (
    <div class="field figure">
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autocomplete="off"
        value={value}
        aria-invalid={wrong}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function numberOf(text: string): number | null {
  const value = Number.parseFloat(text);
  return Number.isNaN(value) ? null : value;
}

const KNOWN = new Set(FLAGS.map(([flag]) => flag));

function withFlag(flags: string[], flag: string, wanted: boolean): string[] {
  return wanted ? [...flags, flag] : flags.filter((each) => each !== flag);
}

function skillsOf(flags: string[]): string {
  return flags.filter((flag) => !KNOWN.has(flag)).join(", ");
}

function withSkills(flags: string[], text: string): string[] {
  const skills = text
    .split(/[,|]/)
    .map((skill) => skill.trim())
    .filter(Boolean);
  return [...flags.filter((flag) => KNOWN.has(flag)), ...skills];
}
