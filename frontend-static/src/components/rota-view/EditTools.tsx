import { useState } from "preact/hooks";
import type { Me } from "../../api/auth";
import type { Site } from "../../api/practice";
import type { Rota } from "../../domain/rota";
import { LocumDialog } from "../cell-panel/LocumDialog";
import { EditBar } from "../edit-bar/EditBar";
import type { Acts } from "../editing/acts";
import type { WorkingCopy } from "../editing/useWorkingCopy";
import { later } from "./later";

const PublishDialog = later(async () => (await import("../publish-dialog/PublishDialog")).PublishDialog);
const SickDialog = later(async () => (await import("../sick/SickDialog")).SickDialog);

interface Props {
  me: Me;
  /** Null in the list of a day. */
  acts: Acts | null;
  rota: Rota;
  sites: Site[];
  working: WorkingCopy;
  nameOf(code: string): string;
  /** Something outside the working copy changed the rota: read all of it again. */
  onChanged(): void;
}

/** Above the grid that is edited: what waits, and the dialogs its acts ask for. */
export function EditTools({ me, acts, rota, sites, working, nameOf, onChanged }: Props) {
  const [publishing, setPublishing] = useState<{ edits: number[] | null } | null>(null);
  const dialog = acts?.dialog;
  return (
    <>
      <EditBar working={working} nameOf={nameOf} onPublish={(edits) => setPublishing({ edits })} />
      {publishing && (
        <PublishDialog
          subject={publishing}
          onClose={() => setPublishing(null)}
          onPublished={() => {
            setPublishing(null);
            onChanged();
          }}
        />
      )}
      {acts && dialog?.what === "locum" && (
        <LocumDialog
          held={dialog.held}
          rota={rota}
          sites={sites}
          onMark={acts.markLocum}
          onGive={acts.giveToLocum}
          onClose={acts.closeDialog}
        />
      )}
      {acts && dialog?.what === "sick" && (
        <SickDialog
          me={me}
          person={{ code: dialog.held.code, name: nameOf(dialog.held.code) }}
          day={dialog.held.day}
          half={dialog.held.half}
          onClose={acts.closeDialog}
          onDone={onChanged}
        />
      )}
    </>
  );
}
