import { useState } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import type { Breach, Edit, Spot } from "../../api/edits";
import type { Gap } from "../../api/rota";
import { ruleName } from "../../domain/activities";
import { dayOf, HALVES, isoOf, mondayOf } from "../../domain/calendar";
import { byWhom } from "../../domain/edits";
import type { Rota } from "../../domain/rota";
import type { Place } from "../rota-grid/places";
import { later } from "./later";

const RepairDialog = later(async () => (await import("../repair/RepairDialog")).RepairDialog);
const WaysOut = later(async () => (await import("../ways-out/WaysOut")).WaysOut);

interface Props {
  me: Me;
  place: Place;
  rota: Rota;
  /** How far the working copy has come; null: the rota is read. */
  stamp: number | null;
  /** What the changes that wait break: those gaps are not in the published rota. */
  fresh: readonly Breach[];
  /** The changes that wait. */
  edits: readonly Edit[];
  onUndo(edit: Edit): void;
  onChanged(): void;
}

/** For administrators, under the gaps of a session: the ways out of each, and a repair of its week. */
export function GapTools({ me, place, rota, stamp, fresh, edits, onUndo, onChanged }: Props) {
  const [repairs, setRepairs] = useState<"published" | "with-edits" | null>(null);
  const { row, day, half } = place;
  const gaps = row === "doctors" ? [...rota.gaps(day, 0), ...rota.gaps(day, 1)] : rota.gaps(day, half);
  // A repair that is chosen closes the gap, and is still to be published from the same dialog.
  if (!isAdministrator(me.account) || (gaps.length === 0 && repairs === null)) return null;
  const monday = mondayOf(day);
  const isFresh = (gap: Gap): boolean => fresh.some((breach) => isSame(breach, gap));
  const behind = gaps.some(isFresh) ? edits.filter(({ cells }) => cells.some((cell) => touches(cell, place))) : [];
  return (
    <section class="gap-tools">
      {behind.map((edit) => (
        <Behind key={edit.id} edit={edit} onUndo={onUndo} />
      ))}
      {gaps.map((gap) => (
        <OneWayOut key={`${gap.rule}${gap.site}${gap.half}${stamp}`} gap={gap} withEdits={stamp !== null} />
      ))}
      <button class="button" type="button" onClick={() => setRepairs(edits.length > 0 ? "with-edits" : "published")}>
        Repair this week…
      </button>
      {repairs !== null && (
        <RepairDialog
          start={isoOf(monday)}
          end={isoOf(monday + 4)}
          withEdits={repairs === "with-edits"}
          onClose={() => setRepairs(null)}
          onApplied={onChanged}
        />
      )}
    </section>
  );
}

function touches({ date, half }: Spot, { row, day, half: at }: Place): boolean {
  return dayOf(date) === day && (row === "doctors" || half === HALVES[at]);
}

/** The nearest way out of a gap that is not published yet: not to make the change it comes from. */
function Behind({ edit, onUndo }: { edit: Edit; onUndo(edit: Edit): void }) {
  return (
    <p class="behind">
      A change that waits is behind it: {edit.words} ({byWhom(edit)}).{" "}
      <button class="button" type="button" onClick={() => onUndo(edit)}>
        Undo it<span class="hidden">: {edit.words}</span>
      </button>
    </p>
  );
}

function isSame(breach: Breach, gap: Gap): boolean {
  return breach.rule === gap.rule && breach.date === gap.date && breach.half === gap.half && breach.site === gap.site;
}

/** Asked for when it is opened: finding out takes the solver a moment. */
function OneWayOut({ gap, withEdits }: { gap: Gap; withEdits: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Ways out: {ruleName(gap.rule)}
        {gap.half ? ` ${gap.half}` : ""}
      </summary>
      {open && <WaysOut runId={null} withEdits={withEdits} gap={gap} />}
    </details>
  );
}
