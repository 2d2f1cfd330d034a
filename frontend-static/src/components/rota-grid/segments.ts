/** Which weeks are drawn: those in sight, and the one the keyboard is in. */

/** A week that is drawn, or a number of weeks that are not. */
export type Segment =
  | { skip: number; at: number; week?: undefined }
  | { week: number; monday: number; skip?: undefined };

/** Weeks drawn in a row, both included. */
export interface Stretch {
  from: number;
  to: number;
}

/** The weeks drawn for those in sight: some more on either side, so that not every step draws. */
export function around(first: number, last: number, margin: number): Stretch {
  return { from: first - margin, to: last + margin };
}

export function segmentsOf(drawn: Stretch, activeWeek: number, start: number, weeks: number): Segment[] {
  const wanted = new Set<number>([activeWeek]);
  for (let week = drawn.from; week <= drawn.to; week++) wanted.add(week);
  const list = [...wanted].filter((week) => week >= 0 && week < weeks).sort((a, b) => a - b);
  const parts: Segment[] = [];
  let next = 0;
  for (const week of list) {
    if (week > next) parts.push({ skip: week - next, at: next });
    parts.push({ week, monday: start + week * 7 });
    next = week + 1;
  }
  if (next < weeks) parts.push({ skip: weeks - next, at: next });
  return parts;
}
