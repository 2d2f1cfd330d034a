import { call, query } from "./client";

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type SettingsDocument = { [key: string]: Value };

export interface Section {
  key: string;
  words: string;
  explains: string;
}

export interface Choice {
  value: string;
  words: string;
}

export type Kind =
  | "text"
  | "lines"
  | "sentences"
  | "whole"
  | "number"
  | "yes-no"
  | "choice"
  | "date"
  | "dates"
  | "day-of-year"
  | "from-to"
  | "site"
  | "roles"
  | "role-group"
  | "letters"
  | "half-day"
  | "half-days";

/** One field by its place in the document; of a list of objects as "sites[].rooms". */
export interface Field {
  path: string;
  section: string;
  words: string;
  what: string;
  kind: Kind;
  unit: string;
  low: number | null;
  high: number | null;
  default: Value;
  choices: Choice[];
  must: boolean;
}

export interface Meaning {
  sections: Section[];
  fields: Field[];
}

export interface SettingsAnswer extends Meaning {
  settings: SettingsDocument;
  version: number;
  /** The practice's own groups of people, for rules of cover. */
  groups: Choice[];
}

export interface Change {
  field: string;
  words: string;
  was: string[];
  now: string[];
}

export interface Saved {
  settings: SettingsDocument;
  version: number;
  changes: Change[];
}

export interface Preview {
  changes: Change[];
  effects: string[];
}

export interface SetUpAnswer extends Meaning {
  needed: boolean;
  practice: string | null;
  settings: SettingsDocument;
}

export interface Holiday {
  date: string;
  name: string;
  kept: boolean;
  worked: boolean;
  people: number;
}

export interface YearAnswer {
  year: number;
  nation: string;
  holidays: Holiday[];
  closures: {
    closure: number;
    date: string;
    label: string;
    half: string | null;
    site: string | null;
    people: number;
  }[];
}

export function readSettings(): Promise<SettingsAnswer> {
  return call("GET", "/practice/settings");
}

export function saveSettings(settings: SettingsDocument, version: number, reason: string | null): Promise<Saved> {
  return call("PUT", "/practice/settings", { body: { settings, version, reason } });
}

export function previewSettings(settings: SettingsDocument): Promise<Preview> {
  return call("POST", "/practice/settings/preview", { body: { settings } });
}

export function readYear(year: number, nation: string): Promise<YearAnswer> {
  return call("GET", `/practice/bank-holidays${query({ year, nation })}`);
}

export function readSetUp(): Promise<SetUpAnswer> {
  return call("GET", "/practice/set-up");
}

export function setUp(settings: SettingsDocument): Promise<Saved> {
  return call("PUT", "/practice/set-up", { body: { settings } });
}

export interface PracticeFiles {
  practice: string;
  people: string;
  leave: string;
  names: { practice: string; people: string; leave: string };
}

/** All three files at once: a whole practice, or every reason why not. */
export function importFiles(files: PracticeFiles): Promise<{ people: number; sites: number; leave: number }> {
  return call("POST", "/practice/import", { body: { ...files, preview: false } });
}
