/** A weekly pattern: ten letters, Monday morning to Friday afternoon. Pure. */

export const LETTERS = ["S", "A", "T", "E", "L", "V", "?", "-"] as const;
export type Letter = (typeof LETTERS)[number];

export const LETTER_WORDS: Record<Letter, string> = {
  S: "Clinic",
  A: "Admin",
  T: "Tutorial",
  E: "Education",
  L: "Self-directed",
  V: "Visits",
  "?": "May be given",
  "-": "Not working",
};

/** The tint of a letter is that of its activity on the rota. */
export const LETTER_STYLE: Record<Letter, string> = {
  S: "clinic",
  A: "admin",
  T: "tutorial",
  E: "education",
  L: "self-directed",
  V: "visits",
  "?": "flexible",
  "-": "never",
};

export const HALF_DAYS = 10;

export function isLetter(text: string): text is Letter {
  return (LETTERS as readonly string[]).includes(text);
}

/** Ten letters, whatever came: others become "-". */
export function tenLetters(text: string): string {
  return Array.from({ length: HALF_DAYS }, (_, i) => (isLetter(text[i] ?? "") ? text[i] : "-")).join("");
}

export function withLetter(pattern: string, at: number, letter: Letter): string {
  return pattern.slice(0, at) + letter + pattern.slice(at + 1);
}

export function nextLetter(letter: string): Letter {
  const found = (LETTERS as readonly string[]).indexOf(letter);
  return LETTERS[(found + 1) % LETTERS.length] as Letter;
}

export interface Count {
  /** Sessions a week that are always worked; the mean of two weeks. */
  sessions: number;
  /** Two sessions are a day. */
  days: number;
  /** The same as a part of full time. */
  wte: number;
  /** Half-days a week that may be given. */
  flexible: number;
  /** Days a week in all, when flexible ones are given up to a target. */
  target: number | null;
}

/** What a pattern of one week, or of two that alternate, comes to. `fullTimeDays` a week is full time. */
export function countOf(weeks: string[], fullTimeDays: number, flexibleDays: number | null): Count {
  const letters = weeks.join("");
  const flexible = [...letters].filter((letter) => letter === "?").length / weeks.length;
  const sessions = [...letters].filter((letter) => letter !== "?" && letter !== "-").length / weeks.length;
  const days = sessions / 2;
  const target = flexible > 0 && flexibleDays !== null ? Math.max(days, flexibleDays) : null;
  return { sessions, days, wte: fullTimeDays > 0 ? days / fullTimeDays : 0, flexible, target };
}

/** "4.5", "0.86": at most two decimals. */
export function plain(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Where a key leads from one half-day of a week; `at` counts Mon AM, Mon PM, Tue AM. Week and half are rows. */
export function moved(key: string, at: number, week: number, weeks: number): { at: number; week: number } | null {
  const day = at >> 1;
  const half = at & 1;
  if (key === "ArrowRight" && day < 4) return { at: at + 2, week };
  if (key === "ArrowLeft" && day > 0) return { at: at - 2, week };
  if (key === "ArrowDown" && half === 0) return { at: at + 1, week };
  if (key === "ArrowDown" && week + 1 < weeks) return { at: at - 1, week: week + 1 };
  if (key === "ArrowUp" && half === 1) return { at: at - 1, week };
  if (key === "ArrowUp" && week > 0) return { at: at + 1, week: week - 1 };
  if (key === "Home") return { at: half, week };
  if (key === "End") return { at: 8 + half, week };
  return null;
}

/** The half-day after, or before, in the order letters are written; stays at either end. */
export function stepped(at: number, week: number, weeks: number, by: 1 | -1): { at: number; week: number } {
  const place = Math.min(Math.max(week * HALF_DAYS + at + by, 0), weeks * HALF_DAYS - 1);
  return { at: place % HALF_DAYS, week: Math.floor(place / HALF_DAYS) };
}
