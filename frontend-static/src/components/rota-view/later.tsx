import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that is fetched when it is first drawn, so that who only reads the rota does not wait for it. */
export function later<P extends object>(fetch: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [Found, setFound] = useState<ComponentType<P> | null>(() => known);
    useEffect(() => {
      if (known) return;
      fetch().then(
        (found) => {
          known = found;
          setFound(() => found);
        },
        () => undefined, // the page was replaced meanwhile: reloading brings it
      );
    }, []);
    return Found && <Found {...props} />;
  };
}
