import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** A list behind its title; its lines are made when it is opened, because there may be thousands. */
export function Fold({ title, note, children }: { title: string; note: string; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span class="muted">{note}</span>
      </summary>
      {open && <ul>{children()}</ul>}
    </details>
  );
}
