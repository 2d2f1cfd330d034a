/** Where a key leads in the grid, as the ARIA grid pattern says. */

export interface Position {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows in a screenful. */
  page: number;
}

/** The next position, or null when the key does not move. Columns are half-days, ten a week. */
export function moved(key: string, ctrl: boolean, { row, column }: Position, size: Size): Position | null {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const at = (r: number, c: number): Position => ({
    row: Math.min(Math.max(r, 0), lastRow),
    column: Math.min(Math.max(c, 0), lastColumn),
  });
  switch (key) {
    case "ArrowLeft":
      return at(row, ctrl ? weekStart(column - 1) : column - 1);
    case "ArrowRight":
      return at(row, ctrl ? weekStart(column) + 10 : column + 1);
    case "ArrowUp":
      return at(ctrl ? 0 : row - 1, column);
    case "ArrowDown":
      return at(ctrl ? lastRow : row + 1, column);
    case "Home":
      return at(ctrl ? 0 : row, 0);
    case "End":
      return at(ctrl ? lastRow : row, lastColumn);
    case "PageUp":
      return at(row - size.page, column);
    case "PageDown":
      return at(row + size.page, column);
    default:
      return null;
  }
}

function weekStart(column: number): number {
  return Math.floor(column / 10) * 10;
}

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["Arrow keys", "Move by one session or one person"],
  ["Ctrl + Left, Ctrl + Right", "The week before, the week after"],
  ["Home, End", "The first, the last session of the rota"],
  ["Ctrl + Home, Ctrl + End", "The first, the last cell"],
  ["Page up, Page down", "A screenful of people"],
  ["T", "Today"],
  ["G", "The next gap"],
  ["Enter", "Open the cell in the side panel"],
  ["Esc", "Close the side panel"],
  ["?", "This list"],
];
