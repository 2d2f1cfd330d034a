/** The settings' document: reading, writing and comparing it by paths such as "duty.default" and "sites[2].rooms". */

import type { SettingsDocument, Value } from "../api/settings";

type Step = string | number;

/** "sites[2].rooms" as ["sites", 1, "rooms"]: entries are counted from 1 in paths, as faults say them. */
export function stepsOf(path: string): Step[] {
  return path.split(".").flatMap((part) => {
    const [name = "", ...indexes] = part.split(/[[\]]+/).filter(Boolean);
    return [name, ...indexes.map((index) => Number(index) - 1)];
  });
}

export function read(document: SettingsDocument, path: string): Value | undefined {
  let found: Value | undefined = document;
  for (const step of stepsOf(path)) {
    if (found === null || typeof found !== "object") return undefined;
    found = Array.isArray(found) ? found[step as number] : found[step];
  }
  return found;
}

/** The document with one value changed; undefined removes it, and with it what holds nothing any more. */
export function write(document: SettingsDocument, path: string, value: Value | undefined): SettingsDocument {
  return (put(document, stepsOf(path), value) ?? {}) as SettingsDocument;
}

function put(holder: Value | undefined, steps: Step[], value: Value | undefined): Value | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const entries = Array.isArray(holder) ? [...holder] : [];
    const entry = put(entries[step], rest, value);
    // An entry of a list stays, however empty: removing it is a button of its own.
    if (entry === undefined && rest.length > 0) entries[step] = {};
    else if (entry === undefined) entries.splice(step, 1);
    else entries[step] = entry;
    return entries;
  }
  const members = { ...(holder !== null && typeof holder === "object" && !Array.isArray(holder) ? holder : {}) };
  const member = put(members[step], rest, value);
  if (member === undefined) delete members[step];
  else members[step] = member;
  return Object.keys(members).length > 0 ? members : undefined;
}

/** Values by dotted key; lists are values, and an empty list is as good as none. */
export function flat(document: SettingsDocument, at = ""): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [key, value] of Object.entries(document)) {
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    if (typeof value === "object" && !Array.isArray(value)) {
      for (const [path, inner] of flat(value, `${at}${key}.`)) found.set(path, inner);
    } else found.set(`${at}${key}`, value);
  }
  return found;
}

/** The dotted keys in which two documents differ. */
export function changedKeys(was: SettingsDocument, now: SettingsDocument): string[] {
  const before = flat(was);
  const after = flat(now);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => plain(before.get(key)) !== plain(after.get(key)));
}

function plain(value: Value | undefined): string {
  return JSON.stringify(value, (_, inner: Value) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a.localeCompare(b)))
      : inner,
  );
}

/** Somebody else saved meanwhile: my changes on top of theirs, and the keys both of us changed. */
export function onTopOf(
  newer: SettingsDocument,
  mine: SettingsDocument,
  base: SettingsDocument,
): { document: SettingsDocument; both: string[] } {
  const theirs = new Set(changedKeys(base, newer));
  const ours = changedKeys(base, mine);
  let document = newer;
  for (const key of ours) document = write(document, key, flat(mine).get(key));
  return { document, both: ours.filter((key) => theirs.has(key)) };
}

export function idOf(path: string): string {
  return `field-${path}`;
}

/** Where a fault belongs: its field, or the nearest thing around it that is on the page. */
export function placeOf(path: string): string | undefined {
  for (let at = path; at; at = at.replace(/(\.[^.[]*|\[\d+\]|^[^.[]*)$/, "")) {
    if (document.getElementById(idOf(at))) return idOf(at);
  }
  return undefined;
}

/** A number as typed, when it is one; otherwise the text itself, so that the server can say what is wrong with it. */
export function numberOr(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}
