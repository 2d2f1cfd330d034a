import { useEffect } from "preact/hooks";
import { keyAct } from "./keys";

const OWN_UNDO = "input, select, textarea, dialog";

/** Undo and redo by key wherever the focus is on the page, but where something is being typed. */
export function useUndoKeys(on: boolean, undo: () => void, redo: () => void): void {
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent): void => {
      const act = keyAct(event);
      if (event.defaultPrevented || (act !== "undo" && act !== "redo")) return;
      if ((event.target as HTMLElement).closest(OWN_UNDO)) return;
      event.preventDefault();
      if (act === "undo") undo();
      else redo();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on, undo, redo]);
}
