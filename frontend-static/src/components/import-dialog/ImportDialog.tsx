import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type Imported, type ImportFiles, importFiles } from "../../api/people";
import { Dialog } from "../dialog/Dialog";
import { Changes } from "./Changes";
import { Faults } from "./Faults";
import "./import-dialog.css";

interface Props {
  onImported(imported: Imported): void;
  onClose(): void;
}

/** What each chosen file is, by its name: "northgate.people.csv", "practice.json". */
function partOf(name: string): "practice" | "people" | "leave" | null {
  if (/\.json$/i.test(name)) return "practice";
  if (/leave[^/]*\.csv$/i.test(name)) return "leave";
  return /\.csv$/i.test(name) ? "people" : null;
}

/** Read files in: first what they would change, then, when that is right, for good. */
export function ImportDialog({ onImported, onClose }: Props) {
  const [files, setFiles] = useState<ImportFiles | null>(null);
  const [preview, setPreview] = useState<Imported | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const choose = async (list: FileList | null): Promise<void> => {
    setPreview(null);
    setReasons([]);
    setFiles(null);
    const chosen: ImportFiles = { names: {} };
    const strange: Reason[] = [];
    for (const file of Array.from(list ?? [])) {
      const part = partOf(file.name);
      if (part === null) strange.push({ message: `${file.name} is neither a .csv nor a .json file.` });
      else if (chosen[part] !== undefined)
        strange.push({ message: `${file.name} and ${chosen.names[part]} are both taken for the ${part} file.` });
      else {
        chosen[part] = await file.text();
        chosen.names[part] = file.name;
      }
    }
    setReasons(strange);
    if (strange.length > 0 || Object.keys(chosen.names).length === 0) return;
    setFiles(chosen);
    await send(chosen, true);
  };

  const send = async (chosen: ImportFiles, trial: boolean): Promise<void> => {
    setBusy(true);
    try {
      const answer = await importFiles(chosen, trial);
      if (trial) setPreview(answer);
      else onImported(answer);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  return (
    <Dialog title="Import people" onClose={onClose}>
      <div class="import-dialog">
        <div class="field">
          <label for="import-files">The people file, or the practice’s three files together</label>
          <input
            id="import-files"
            type="file"
            multiple
            accept=".csv,.json"
            onChange={(event) => void choose(event.currentTarget.files)}
          />
          <span class="hint">
            Nothing changes until you have seen what would. What a file leaves out stays as it is: leave, settings,
            groups, supervision and notes.
          </span>
        </div>
        <Faults reasons={reasons} />
        {busy && !preview && <p role="status">Reading…</p>}
        {preview && <Changes imported={preview} />}
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {preview?.changed ? "Change nothing" : "Close"}
          </button>
          {files && preview?.changed && (
            <button type="button" class="button primary" disabled={busy} onClick={() => void send(files, false)}>
              {busy ? "Importing…" : "Import this"}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
