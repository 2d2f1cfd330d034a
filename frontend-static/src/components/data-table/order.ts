/** How a list is ordered. */
export interface Order {
  key: string;
  down: boolean;
}

const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/** The rows by what `by` gives; rows without it come last, whichever way round. Equal rows keep their order. */
export function ordered<Row>(rows: Row[], by: (row: Row) => string | number | null, down: boolean): Row[] {
  const way = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === "number" && typeof y === "number") return way * (x - y);
    return way * words.compare(String(x), String(y));
  });
}
