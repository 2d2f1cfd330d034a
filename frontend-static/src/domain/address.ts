/** What stands behind the question mark of the address, as the state of a page: to be sent, and gone back to. */

import { useEffect, useState } from "preact/hooks";

/** "step": a step in the browser's history. "quiet": none. "afresh": a step to an address with nothing else in it. */
type How = "step" | "quiet" | "afresh";
export type Change = Record<string, string | null | undefined>;

const MOVED = "rotacc-address";

/** The address, and the way to change it. Null or undefined takes a value away; so does "" but for a step afresh. */
export function useAddress(): [URLSearchParams, (change: Change, how?: How) => void] {
  const [text, setText] = useState(location.search);
  useEffect(() => {
    const look = (): void => setText(location.search);
    addEventListener("popstate", look);
    addEventListener(MOVED, look);
    return () => {
      removeEventListener("popstate", look);
      removeEventListener(MOVED, look);
    };
  }, []);

  const go = (change: Change, how: How = "step"): void => {
    const params = how === "afresh" ? new URLSearchParams() : new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === undefined || (value === "" && how === "quiet")) params.delete(name);
      else params.set(name, value);
    }
    const to = params.size > 0 ? `?${params}` : location.pathname;
    if (how === "quiet") history.replaceState(history.state, "", to);
    else history.pushState(null, "", to);
    dispatchEvent(new Event(MOVED));
  };
  return [new URLSearchParams(text), go];
}
