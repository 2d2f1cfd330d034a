/** The keys of the review. */
export const REVIEW_KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["J", "The next request"],
  ["K", "The request before"],
  ["A", "Approve"],
  ["D", "Decline with a reason"],
  ["S", "Suggest other dates"],
  ["Esc", "Back to the list"],
  ["?", "This list"],
];

/** Whether a key is for the page: not typed into a field, no dialog open, nothing held down with it. */
export function isForThePage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return false;
  if (document.querySelector("dialog[open]")) return false;
  return !(event.target as HTMLElement).closest("input, textarea, select, [contenteditable]");
}
