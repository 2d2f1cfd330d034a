/** What administrators' badges show: asked for once a page and quietly, because whoever shows it can do without. */

import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";

interface AskedOnce<T> {
  /** Have every badge ask again. */
  changed(): void;
  /** Null until known, when it cannot be known, and for those whose business it is not. */
  use(me: Me): T | null;
}

export function askedOnce<T>(name: string, read: () => Promise<T>): AskedOnce<T> {
  let asked: Promise<T | null> | null = null;
  return {
    changed() {
      asked = null;
      dispatchEvent(new Event(name));
    },
    use(me) {
      const [known, setKnown] = useState<T | null>(null);
      const mine = isAdministrator(me.account);
      useEffect(() => {
        if (!mine) return;
        let live = true;
        const look = (): void => {
          asked ??= read().catch(() => null);
          void asked.then((found) => live && setKnown(found));
        };
        look();
        addEventListener(name, look);
        return () => {
          live = false;
          removeEventListener(name, look);
        };
      }, [mine]);
      return known;
    },
  };
}
