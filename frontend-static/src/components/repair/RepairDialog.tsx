import { useState } from "preact/hooks";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { type Edit, type NewerCells, stageEdit } from "../../api/edits";
import type { RepairAbsence, RepairAnswer, RepairOption } from "../../api/repair";
import { dayOf, rangeInWords } from "../../domain/calendar";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { PublishDialog } from "../publish-dialog/PublishDialog";
import { say } from "../toast/toast";
import { Failed } from "../why/Unanswered";
import { OptionCard, TellList } from "./OptionCard";
import { useRepair } from "./useRepair";
import { gapWords, overtakenWords, progressWords, sessions } from "./words";
import "./repair.css";

interface Props {
  /** First and last day of the published rota to repair, as 2027-02-08. */
  start: string;
  end: string;
  /** Who is away, on record or only thought of; left out, what is short as it stands is repaired. */
  absence?: RepairAbsence | null | undefined;
  /** With the changes that wait: what is chosen waits with them, and all are published together. */
  withEdits?: boolean;
  onClose(): void;
  /** An option waits as a change, or has been published. */
  onApplied(edit: Edit, published: boolean): void;
}

type Step =
  | { step: "choose" }
  | { step: "chosen"; option: RepairOption; edit: Edit }
  | { step: "publish"; option: RepairOption; edit: Edit };

/** What is short, up to three ways to close it, and the one that is chosen: put in, and published if wanted. */
export function RepairDialog({ start, end, absence = null, withEdits = false, onClose, onApplied }: Props) {
  const { asked, again } = useRepair({ start, end, absence, layer: withEdits ? "edits" : "published" });
  const [now, setNow] = useState<Step>({ step: "choose" });
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const choose = async (answer: RepairAnswer, option: RepairOption): Promise<void> => {
    setBusy(true);
    setReasons([]);
    try {
      const { edit } = await stageEdit(option.cells, "repair", answer.id);
      setNow({ step: "chosen", option, edit });
      onApplied(edit, false);
    } catch (error) {
      setReasons(whyNot(error));
    }
    setBusy(false);
  };

  if (now.step === "publish")
    return (
      <PublishDialog
        subject={{ edits: [now.edit.id] }}
        onClose={() => setNow({ ...now, step: "chosen" })}
        onPublished={() => {
          onApplied(now.edit, true);
          onClose();
        }}
      />
    );
  return (
    <Dialog title={`Repair the rota, ${rangeInWords(dayOf(start), dayOf(end))}`} onClose={onClose}>
      <div class="repair">
        <ErrorSummary title="It was not put in" reasons={reasons} />
        {now.step === "chosen" && (
          <Chosen
            option={now.option}
            onPublish={withEdits ? null : () => setNow({ ...now, step: "publish" })}
            onLater={() => {
              say("The repair waits to be published.");
              onClose();
            }}
          />
        )}
        {now.step === "choose" && asked.phase === "waiting" && <Waiting seconds={asked.seconds} />}
        {now.step === "choose" && asked.phase === "failed" && <Failed reasons={asked.reasons} onAgain={again} />}
        {now.step === "choose" && asked.phase === "answered" && (
          <Choice answer={asked.answer} busy={busy} onChoose={(option) => choose(asked.answer, option)} />
        )}
        {now.step === "choose" && (
          <div class="actions">
            {reasons.length > 0 && (
              <button class="button" type="button" onClick={again}>
                Ask again
              </button>
            )}
            <button class="button" type="button" onClick={onClose}>
              {asked.phase === "answered" && asked.answer.options.length === 0 ? "Close" : "Leave it as it is"}
            </button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** A refusal in words; where something waits in the way, what and whose. */
function whyNot(error: unknown): Reason[] {
  const newer = error instanceof ApiProblem && error.status === 409 ? (error.newer as NewerCells | null) : null;
  return newer?.cells?.length ? [{ message: overtakenWords(newer) }] : reasonsOf(error);
}

function Waiting({ seconds }: { seconds: number }) {
  return (
    <div class="repair-waiting">
      <p id="repair-waiting" role="status">
        {progressWords(seconds)}
      </p>
      <progress aria-labelledby="repair-waiting" />
    </div>
  );
}

interface ChoiceProps {
  answer: RepairAnswer;
  busy: boolean;
  onChoose(option: RepairOption): void;
}

function Choice({ answer, busy, onChoose }: ChoiceProps) {
  const { sentences, gaps, options } = answer;
  return (
    <>
      <div class={options.length > 0 ? "repair-said" : "notice"} role="status">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {gaps.length > 0 && (
        <details class="repair-gaps" open={gaps.length <= 4}>
          <summary>What is short now</summary>
          <ul>
            {gaps.map((gap) => (
              <li key={gapWords(gap) + gap.site}>{gapWords(gap)}</li>
            ))}
          </ul>
        </details>
      )}
      {options.length > 0 && (
        <div class="repair-options">
          {options.map((option, place) => (
            <OptionCard
              key={option.kind}
              option={option}
              gaps={gaps.length}
              first={place === 0}
              busy={busy}
              onChoose={() => onChoose(option)}
            />
          ))}
        </div>
      )}
    </>
  );
}

interface ChosenProps {
  option: RepairOption;
  /** Null: it is published with the other changes that wait. */
  onPublish: (() => void) | null;
  onLater(): void;
}

function Chosen({ option, onPublish, onLater }: ChosenProps) {
  return (
    <div class="repair-chosen">
      <p class="notice person" role="status">
        {sessions(option.cells.length)} {option.cells.length === 1 ? "waits" : "wait"} as a change
        {onPublish ? "" : ", with the others"}. Colleagues see it once it is published.
      </p>
      <TellList option={option} />
      <div class="actions">
        <button class={onPublish ? "button" : "button primary"} type="button" onClick={onLater}>
          {onPublish ? "Publish later" : "Back to the rota"}
        </button>
        {onPublish && (
          <button class="button primary" type="button" onClick={onPublish}>
            Publish now
          </button>
        )}
      </div>
    </div>
  );
}
