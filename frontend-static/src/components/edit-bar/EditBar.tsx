import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { breachCount, waitingWords } from "../../domain/edits";
import { Confirm } from "../confirm/Confirm";
import type { WorkingCopy } from "../editing/useWorkingCopy";
import { say } from "../toast/toast";
import "./edit-bar.css";
import { WaitingDialog } from "./WaitingDialog";

interface Props {
  working: WorkingCopy;
  nameOf(code: string): string;
  /** Publish all that waits (null), or these changes. */
  onPublish(ids: number[] | null): void;
  children?: ComponentChildren;
}

/** What waits to be published, whose it is, what it breaks and mends, and the ways on and back. */
export function EditBar({ working, nameOf, onPublish, children }: Props) {
  const [open, setOpen] = useState<"list" | "discard" | null>(null);
  const { waiting, news, held } = working;
  const { edits, alerts } = waiting;
  const count = breachCount(alerts);
  const overtaken = edits.filter((edit) => edit.overtaken.length > 0).length;
  const none = edits.length === 0;
  return (
    <section class="edit-bar" aria-label="Changes that wait">
      <div class="edit-line">
        <p class="waiting" role="status">
          <strong>{working.isRead ? waitingWords(edits) : "Reading what waits…"}</strong>
          {count && <span class={alerts.new.length > 0 ? "badge danger" : "badge good"}>{count}</span>}
          {overtaken > 0 && <span class="badge person">{overtaken} overtaken</span>}
        </p>
        <div class="ways">
          <button class="button" type="button" onClick={() => working.undo()} disabled={!working.canUndo}>
            Undo
          </button>
          <button class="button" type="button" onClick={() => working.redo()} disabled={!working.canRedo}>
            Redo
          </button>
          <button
            class="button"
            type="button"
            onClick={() => setOpen("list")}
            disabled={none && waiting.undone.length === 0}
          >
            List…
          </button>
          <button class="button" type="button" onClick={() => setOpen("discard")} disabled={none || held > 0}>
            Discard all…
          </button>
          {children}
          <button class="button primary" type="button" onClick={() => onPublish(null)} disabled={none || held > 0}>
            Publish…
          </button>
        </div>
      </div>
      {held > 0 && (
        <p class="held" role="alert">
          <strong>The server cannot be reached.</strong>{" "}
          {held === 1 ? "1 change is kept here and sent" : `${held} changes are kept here and sent`} as soon as it
          answers. Keep this page open.
        </p>
      )}
      {news && (
        <p class="news muted" role="status">
          {news}
        </p>
      )}
      {open === "list" && (
        <WaitingDialog working={working} nameOf={nameOf} onPublish={onPublish} onClose={() => setOpen(null)} />
      )}
      {open === "discard" && (
        <Confirm
          title="Discard every change that waits?"
          words={`${waitingWords(edits)}. All of them are undone, also those of others; the published rota stays as it is. Each can be done again from here while this page is open.`}
          action="Discard all"
          danger
          onConfirm={async () => {
            await working.discardAll();
            setOpen(null);
            say("Nothing waits any more.");
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
