import type { Colour, Stretch } from "../../api/leave";
import type { WhatIfGap, WhatIfMove } from "../../api/whatIf";
import { dayOf, inFullWords, inWords } from "../../domain/calendar";

/** A verdict by its word; the colour and the shape say the same. */
export const VERDICTS: Record<Colour, { word: string; means: string }> = {
  green: { word: "Green", means: "the rota holds" },
  amber: { word: "Amber", means: "others would change" },
  red: { word: "Red", means: "something is left short" },
};

/** "Tue 12 Jan", "Tue 12 Jan AM" */
export function whenInWords(date: string, half: string | null): string {
  return `${inWords(dayOf(date))}${half ? ` ${half}` : ""}`;
}

/** "Mon 15 Feb 2027", "Mon 15 Feb AM to Tue 16 Feb 2027" */
export function stretchInWords({ start, start_half, end, end_half }: Stretch): string {
  const [first, last] = [dayOf(start), dayOf(end)];
  if (start === end) return start_half === end_half ? `${inFullWords(first)} ${start_half}` : inFullWords(first);
  const from = start_half === "PM" ? `${inWords(first)} PM` : inWords(first);
  const to = end_half === "AM" ? `${inFullWords(last)} AM` : inFullWords(last);
  return `${from} to ${to}`;
}

export interface Line {
  when: string;
  words: string;
}

/** Moves as lines; what is the same all day is said once. */
export function linesOf(moves: WhatIfMove[]): Line[] {
  const halves = new Map<string, WhatIfMove[]>();
  for (const move of moves) {
    const key = `${move.date} ${move.words}`;
    halves.set(key, [...(halves.get(key) ?? []), move]);
  }
  return [...halves.values()].map((same) => {
    const [first] = same as [WhatIfMove];
    return { when: whenInWords(first.date, same.length > 1 ? null : first.half), words: first.words };
  });
}

/** Gaps as lines; a gap with one reason all day is one line. */
export function gapLines(gaps: WhatIfGap[]): Line[] {
  const same = new Map<string, WhatIfGap[]>();
  for (const gap of gaps) {
    const key = `${gap.date} ${gap.because}`;
    same.set(key, [...(same.get(key) ?? []), gap]);
  }
  return [...same.values()].map((group) => {
    const [first] = group as [WhatIfGap];
    return { when: whenInWords(first.date, group.length > 1 ? null : first.half), words: first.because };
  });
}
