import { useState } from "preact/hooks";
import { undoEdit } from "../../api/edits";
import { type ListedVersion, type Restoration, restoreVersion } from "../../api/versions";
import { dayOf, rangeInWords, today } from "../../domain/calendar";
import { sessionCount, whenWords } from "../../domain/versions";
import { Confirm } from "../confirm/Confirm";
import { PublishDialog } from "../publish-dialog/PublishDialog";
import { say } from "../toast/toast";

interface Props {
  version: ListedVersion;
  onClose(): void;
  onPublished(): void;
}

/** Going back to a version: asked first, then published like any other change; put off, it waits or is undone. */
export function RollBack({ version, onClose, onPublished }: Props) {
  const [back, setBack] = useState<Restoration | null>(null);
  const [looking, setLooking] = useState(false);
  const range = rangeInWords(Math.max(today(), dayOf(version.start)), dayOf(version.end));

  if (back && looking) {
    return (
      <PublishDialog
        subject={{ edits: [back.edit.id] }}
        range={range}
        onClose={() => setLooking(false)}
        onPublished={onPublished}
      />
    );
  }
  if (back) return <NotPublished back={back} onPublish={() => setLooking(true)} onClose={onClose} />;
  return (
    <Confirm
      title={`Go back to version ${version.number}?`}
      words={
        <>
          <p>
            For <strong>{range}</strong> the rota becomes as it was in version {version.number}. Who is on leave by now
            stays away, and what is over stays as it is.
          </p>
          <p>Next you see whom that changes something for. Nothing changes for anybody before you publish it.</p>
        </>
      }
      action="Prepare it"
      onClose={onClose}
      onConfirm={async () => {
        const found = await restoreVersion(version.id);
        setBack(found);
        setLooking(found.left_out.length === 0);
      }}
    />
  );
}

interface NotPublishedProps {
  back: Restoration;
  onPublish(): void;
  onClose(): void;
}

/** The way back waits: what it leaves as it is, and the ways on from here. */
function NotPublished({ back, onPublish, onClose }: NotPublishedProps) {
  const { edit, left_out: leftOut } = back;
  return (
    <Confirm
      title="The way back waits to be published"
      words={
        <>
          <p>
            {edit.words}: {sessionCount(edit.cells.length)}. It stands with the changes that wait on the rota.
          </p>
          {leftOut.length > 0 && (
            <details open>
              <summary>{sessionCount(leftOut.length)} cannot be as they were</summary>
              <ul class="left-out">
                {leftOut.map((each) => (
                  <li key={each.code + each.date + each.half}>
                    {whenWords(each)}: {each.because}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <p>
            <button
              type="button"
              class="button"
              onClick={() =>
                void undoEdit(edit.id).then(
                  () => {
                    say("Undone: nothing waits of it any more.");
                    onClose();
                  },
                  () => say("It could not be undone here. Look at the changes that wait on the rota page."),
                )
              }
            >
              Undo it
            </button>
          </p>
        </>
      }
      action="Look at it and publish"
      onClose={onClose}
      onConfirm={async () => onPublish()}
    />
  );
}
