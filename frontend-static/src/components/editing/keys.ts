/** Which act a key asks for, while the grid is edited. */

export type KeyAct =
  | "move"
  | "swap"
  | "pin"
  | "locum"
  | "sick"
  | "remove"
  | "give"
  | "undo"
  | "redo"
  | "copy"
  | "paste"
  | "drop"
  | "escape";

const PLAIN: Record<string, KeyAct> = {
  m: "move",
  x: "swap",
  p: "pin",
  l: "locum",
  s: "sick",
  u: "remove",
  a: "give",
  delete: "remove",
  backspace: "remove",
  enter: "drop",
  " ": "drop",
  escape: "escape",
};

const WITH_CTRL: Record<string, KeyAct> = { z: "undo", y: "redo", c: "copy", v: "paste" };

export function keyAct(event: KeyboardEvent): KeyAct | null {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return key === "z" && event.shiftKey ? "redo" : (WITH_CTRL[key] ?? null);
  return PLAIN[key] ?? null;
}

/** For the list of keys. */
export const EDIT_KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["A", "Add an activity, or change it"],
  ["U, Delete", "Unfill: take the person off the session"],
  ["M", "Pick up and move, one or all that are chosen: then arrows and Enter, or Esc to put back"],
  ["X", "Swap two chosen cells, or choose the other one next"],
  ["P", "Pin, unpin"],
  ["L", "Locum: who is covered, what it costs"],
  ["S", "Sick"],
  ["Shift + arrow keys", "Choose several cells; so does Shift and a click"],
  ["Ctrl + C, Ctrl + V", "Copy what is chosen, paste it here"],
  ["Ctrl + Z, Ctrl + Y", "Undo, redo"],
];
