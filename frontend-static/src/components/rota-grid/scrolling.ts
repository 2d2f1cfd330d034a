/** Keeping the cell at hand clear of the sticky head and names. */

const TALLEST_HEAD_SHARE = 0.5;

/** How many people fit below the sticky head. */
export function rowsInSight(box: HTMLElement | null): number {
  const head = box?.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const row = box?.querySelector(".person")?.getBoundingClientRect().height ?? 0;
  return box && row > 0 ? Math.max(1, Math.floor((box.clientHeight - head) / row)) : 1;
}

/** Scroll just enough that a cell is clear of the sticky head and names; after a leap its week stands first. */
export function reveal(box: HTMLElement | null, cell: HTMLElement, name: number, weekWidth: number): void {
  if (!box) return;
  const frame = box.getBoundingClientRect();
  const at = cell.getBoundingClientRect();
  const head = box.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const left = frame.left + name;
  const right = frame.left + box.clientWidth;
  const leap = at.left < left - weekWidth || at.right > right + weekWidth;
  if (leap) box.scrollLeft = Math.floor(Number(cell.dataset.c) / 10) * weekWidth;
  else if (at.left < left) box.scrollLeft -= left - at.left;
  else if (at.right > right) box.scrollLeft += at.right - right;
  if (cell.closest("thead")) return;
  const top = frame.top + Math.min(head, box.clientHeight * TALLEST_HEAD_SHARE);
  const bottom = frame.top + box.clientHeight;
  if (at.top < top) box.scrollTop -= top - at.top;
  else if (at.bottom > bottom) box.scrollTop += at.bottom - bottom;
}
