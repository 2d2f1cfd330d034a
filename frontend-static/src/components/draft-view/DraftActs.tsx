import { useState } from "preact/hooks";
import { reasonsOf } from "../../api/client";
import { problemAddress, type Run, repeatRun, setAside } from "../../api/generate";
import { say } from "../toast/toast";

interface Props {
  run: Run;
  onPublish(): void;
  onRepeated(again: Run): void;
  onSetAside(run: Run): void;
}

/** What can be done with a draft. */
export function DraftActs({ run, onPublish, onRepeated, onSetAside }: Props) {
  const [busy, setBusy] = useState(false);

  const repeat = async (): Promise<void> => {
    setBusy(true);
    try {
      onRepeated(await repeatRun(run.id, crypto.randomUUID()));
    } catch (error) {
      say(reasonsOf(error)[0]?.message ?? "It was not asked again.");
    }
    setBusy(false);
  };

  const put = async (aside: boolean): Promise<void> => {
    setBusy(true);
    try {
      onSetAside(await setAside(run.id, aside));
      if (aside) say("Discarded. It stays on record.", { words: "Undo", go: () => void put(false) });
      else say("It is in the list again.");
    } catch (error) {
      say(reasonsOf(error)[0]?.message ?? "Nothing was changed.");
    }
    setBusy(false);
  };

  return (
    <div class="end">
      <a class="button" href={problemAddress(run.id)} download={`problem-${run.id}.json`}>
        Download the problem
      </a>
      <button
        class="button"
        type="button"
        disabled={busy}
        title={
          run.repeatable
            ? "The same question and seed: the same draft"
            : "The same question and seed; it was ended by the clock, so the draft may differ"
        }
        onClick={repeat}
      >
        Repeat
      </button>
      {run.published ? (
        <a class="button primary" href={`/rota.html?start=${run.start}`}>
          See the rota
        </a>
      ) : run.set_aside ? (
        <button class="button" type="button" disabled={busy} onClick={() => put(false)}>
          Take it back
        </button>
      ) : (
        <>
          <button class="button" type="button" disabled={busy} onClick={() => put(true)}>
            Discard
          </button>
          <button class="button primary" type="button" onClick={onPublish}>
            Publish…
          </button>
        </>
      )}
    </div>
  );
}
