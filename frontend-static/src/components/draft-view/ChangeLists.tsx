import type { Change, Difference, Place as Held } from "../../api/generate";
import { activityWords } from "../../domain/activities";
import { dayOf, inWords } from "../../domain/calendar";
import { slotOf } from "../../domain/rota";
import type { ChangedCells } from "../rota-grid/RotaGrid";
import { Fold } from "./Fold";

function heldWords(held: Held | null, siteName: (code: string) => string): string {
  return held ? `${activityWords(held.activity).label}, ${siteName(held.site)}` : "not working";
}

/** What each changed cell was, by person and session: the grid outlines them. */
export function changedCells(difference: Difference, siteName: (code: string) => string): ChangedCells {
  return new Map(
    difference.by_person.map(({ code, changes }) => [
      code,
      new Map(changes.map((c) => [slotOf(dayOf(c.date), c.half === "PM" ? 1 : 0), heldWords(c.was, siteName)])),
    ]),
  );
}

interface ChangesProps {
  difference: Difference;
  siteName: (code: string) => string;
}

export function ByPerson({ difference, siteName }: ChangesProps) {
  if (difference.changed === 0) return <p class="muted">Nothing changes.</p>;
  return (
    <div class="changes">
      {difference.by_person.map(({ code, name, changes }) => (
        <Fold key={code} title={name} note={changeCount(changes.length)}>
          {() =>
            changes.map((c) => (
              <li key={`${c.date}${c.half}`}>
                <strong>
                  {inWords(dayOf(c.date))} {c.half}
                </strong>{" "}
                <WasAndNow change={c} siteName={siteName} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

export function ByDay({ difference, siteName }: ChangesProps) {
  if (difference.changed === 0) return <p class="muted">Nothing changes.</p>;
  const on = (date: string) =>
    difference.by_person.flatMap(({ name, changes }) =>
      changes.filter((c) => c.date === date).map((c) => ({ name, ...c })),
    );
  return (
    <div class="changes">
      {difference.by_day.map(({ date, changes }) => (
        <Fold key={date} title={inWords(dayOf(date))} note={changeCount(changes)}>
          {() =>
            on(date).map((c) => (
              <li key={`${c.name}${c.half}`}>
                <strong>
                  {c.name}, {c.half}
                </strong>{" "}
                <WasAndNow change={c} siteName={siteName} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

function changeCount(changes: number): string {
  return changes === 1 ? "1 change" : `${changes} changes`;
}

function WasAndNow({ change, siteName }: { change: Change; siteName: (code: string) => string }) {
  return (
    <>
      {heldWords(change.was, siteName)} <span aria-hidden="true">→</span>
      <span class="hidden">becomes</span> {heldWords(change.now, siteName)}
    </>
  );
}
