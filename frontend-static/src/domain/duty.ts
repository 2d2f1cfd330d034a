/** Half-days of duty, counted in hundredths. */

const HALF_DAY = 100;

/** "12", "1.5", "−0.07". */
export function halfDays(points: number): string {
  const text = (Math.abs(points) / HALF_DAY).toFixed(2).replace(/\.?0+$/, "");
  return points < 0 ? `−${text}` : text;
}

/** The same with its sign always there, but for nought. */
export function signedHalfDays(points: number): string {
  return points > 0 ? `+${halfDays(points)}` : halfDays(points);
}

/** With two decimals, as a column of figures has them: "6.90", "−0.07", "0.00". */
export function inColumn(points: number): string {
  const text = (Math.abs(points) / HALF_DAY).toFixed(2);
  return points < 0 ? `−${text}` : text;
}

/** The same with its sign, but for nought. */
export function signedInColumn(points: number): string {
  return points > 0 ? `+${inColumn(points)}` : inColumn(points);
}

/** What somebody typed as "1.5" or "−0.25", in hundredths; null when it is no such number. */
export function pointsOf(typed: string): number | null {
  const plain = typed.trim().replace("−", "-").replace(",", ".");
  if (!/^[+-]?(\d+(\.\d{0,2})?|\.\d{1,2})$/.test(plain)) return null;
  return Math.round(Number(plain) * HALF_DAY);
}

/** "more than their part", "less than their part", "exactly their part". */
export function balanceInWords(points: number): string {
  if (points === 0) return "exactly their part";
  return points > 0 ? "more than their part" : "less than their part";
}
