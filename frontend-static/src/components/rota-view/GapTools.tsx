import { useState } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import type { Breach } from "../../api/edits";
import type { Gap } from "../../api/rota";
import { ruleName } from "../../domain/activities";
import { isoOf, mondayOf } from "../../domain/calendar";
import type { Rota } from "../../domain/rota";
import type { Place } from "../rota-grid/places";
import { later } from "./later";

const RepairDialog = later(async () => (await import("../repair/RepairDialog")).RepairDialog);
const WaysOut = later(async () => (await import("../ways-out/WaysOut")).WaysOut);

interface Props {
  me: Me;
  place: Place;
  rota: Rota;
  /** What the changes that wait break: those gaps are not in the published rota. */
  fresh: readonly Breach[];
  onChanged(): void;
}

/** For administrators, under the gaps of a session: the ways out of each, and a repair of its week. */
export function GapTools({ me, place, rota, fresh, onChanged }: Props) {
  const [repairs, setRepairs] = useState(false);
  const { row, day, half } = place;
  const gaps = row === "doctors" ? [...rota.gaps(day, 0), ...rota.gaps(day, 1)] : rota.gaps(day, half);
  if (!isAdministrator(me.account) || gaps.length === 0) return null;
  const monday = mondayOf(day);
  return (
    <section class="gap-tools">
      {gaps
        .filter((gap) => !fresh.some((breach) => isSame(breach, gap)))
        .map((gap) => (
          <OneWayOut key={`${gap.rule}${gap.site}${gap.half}`} gap={gap} />
        ))}
      <button class="button" type="button" onClick={() => setRepairs(true)}>
        Repair this week…
      </button>
      {repairs && (
        <RepairDialog
          start={isoOf(monday)}
          end={isoOf(monday + 4)}
          onClose={() => setRepairs(false)}
          onApplied={onChanged}
        />
      )}
    </section>
  );
}

function isSame(breach: Breach, gap: Gap): boolean {
  return breach.rule === gap.rule && breach.date === gap.date && breach.half === gap.half && breach.site === gap.site;
}

/** Asked for when it is opened: finding out takes the solver a moment. */
function OneWayOut({ gap }: { gap: Gap }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Ways out: {ruleName(gap.rule)}
        {gap.half ? ` ${gap.half}` : ""}
      </summary>
      {open && <WaysOut runId={null} gap={gap} />}
    </details>
  );
}
