import { type ComponentChild, render } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Paper is drawn at the moment of printing, beside the page, whichever way printing was asked for. */
export function usePrintSheets(sheets: () => ComponentChild): void {
  const latest = useRef(sheets);
  latest.current = sheets;
  useEffect(() => {
    const root = document.createElement("div");
    root.id = "sheets";
    document.body.append(root);
    const draw = (): void => render(latest.current(), root);
    const clear = (): void => render(null, root);
    addEventListener("beforeprint", draw);
    addEventListener("afterprint", clear);
    return () => {
      removeEventListener("beforeprint", draw);
      removeEventListener("afterprint", clear);
      root.remove();
    };
  }, []);
}
