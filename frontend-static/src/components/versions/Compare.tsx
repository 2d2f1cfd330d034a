import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type ListedVersion, readVersionDifference, type VersionDifference } from "../../api/versions";
import { dayOf, inWords, rangeInWords } from "../../domain/calendar";
import { peopleCount, sessionCount, spansInWords, whenWords } from "../../domain/versions";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { WasAndNow } from "./ChangeLine";
import { FingerprintLine } from "./FingerprintLine";

export const PREVIOUS = "previous";
export type By = "person" | "day";

interface Props {
  versions: ListedVersion[];
  a: string;
  /** Another version's id, or PREVIOUS. */
  against: string;
  by: By;
  administrator: boolean;
  onChoose(choice: { a?: string; against?: string; by?: By }): void;
  onClose(): void;
}

/** Two versions beside each other: what differs where both have days, and the days only one of them has. */
export function Compare({ versions, a, against, by, administrator, onChoose, onClose }: Props) {
  const [found, setFound] = useState<VersionDifference | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    let live = true;
    setFound(null);
    setReasons([]);
    readVersionDifference(a, against)
      .then((difference) => live && setFound(difference))
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [a, against]);

  return (
    <section class="card compare" aria-labelledby="compare">
      <header>
        <h2 id="compare">What is different</h2>
        <div class="end">
          <button class="button" type="button" onClick={onClose}>
            Close
          </button>
        </div>
      </header>
      <div class="inside">
        <div class="compare-choice">
          <div class="field">
            <label for="compare-a">In</label>
            <select id="compare-a" value={a} onChange={(event) => onChoose({ a: event.currentTarget.value })}>
              <Options versions={versions} />
            </select>
          </div>
          <div class="field">
            <label for="compare-b">Compared with</label>
            <select
              id="compare-b"
              value={against}
              onChange={(event) => onChoose({ against: event.currentTarget.value })}
            >
              <option value={PREVIOUS}>What people saw until then</option>
              <Options versions={versions.filter((version) => version.id !== a)} />
            </select>
          </div>
          <fieldset class="field">
            <legend>Show</legend>
            <div class="segments">
              <Way by={by} value="person" words="By person" onChoose={onChoose} />
              <Way by={by} value="day" words="By day" onChoose={onChoose} />
            </div>
          </fieldset>
        </div>
        <ErrorSummary title="They cannot be compared" reasons={reasons} />
        {!found && reasons.length === 0 && <div class="skeleton" aria-busy="true" />}
        {found && (
          <>
            <p role="status">{inAll(found)}</p>
            <OnlyOne difference={found} />
            {by === "person" ? <ByPerson difference={found} /> : <ByDay difference={found} />}
            {administrator && <FingerprintLine id={found.a.id} number={found.a.number} />}
          </>
        )}
      </div>
    </section>
  );
}

function Options({ versions }: { versions: ListedVersion[] }) {
  return (
    <>
      {versions.map((version) => (
        <option key={version.id} value={version.id}>
          Version {version.number}, {rangeInWords(dayOf(version.start), dayOf(version.end))}
        </option>
      ))}
    </>
  );
}

interface WayProps {
  by: By;
  value: By;
  words: string;
  onChoose(choice: { by: By }): void;
}

function Way({ by, value, words, onChoose }: WayProps) {
  return (
    <label>
      <input type="radio" name="compare-by" checked={by === value} onChange={() => onChoose({ by: value })} />
      {words}
    </label>
  );
}

function inAll({ a, b, both, changed, people }: VersionDifference): string {
  const other = b ? `version ${b.number}` : "what people saw until then";
  if (both.length === 0) return `Version ${a.number} and ${other} have no day in common.`;
  if (changed === 0) return `Version ${a.number} is the same as ${other}.`;
  const are = changed === 1 ? "is" : "are";
  return `In version ${a.number}, ${sessionCount(changed)} of ${peopleCount(people)} ${are} otherwise than in ${other}.`;
}

function OnlyOne({ difference }: { difference: VersionDifference }) {
  const { a, b, both, only_a: onlyA, only_b: onlyB } = difference;
  if (onlyA.length + onlyB.length === 0) return null;
  return (
    <p class="muted">
      {both.length > 0 && `Compared are ${spansInWords(both)}. `}
      {onlyA.length > 0 && `Only version ${a.number} has ${spansInWords(onlyA)}. `}
      {onlyB.length > 0 && b && `Only version ${b.number} has ${spansInWords(onlyB)}.`}
    </p>
  );
}

function ByPerson({ difference }: { difference: VersionDifference }) {
  return (
    <div class="compare-list">
      {difference.by_person.map(({ code, name, changes }) => (
        <Fold key={code} title={name} count={changes.length}>
          {() =>
            changes.map((change) => (
              <li key={change.date + change.half}>
                <strong>{whenWords(change)}</strong> <WasAndNow was={change.was} now={change.now} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

function ByDay({ difference }: { difference: VersionDifference }) {
  return (
    <div class="compare-list">
      {difference.by_day.map(({ date, changes }) => (
        <Fold key={date} title={inWords(dayOf(date))} count={changes.length}>
          {() =>
            changes.map((change) => (
              <li key={change.code + change.half}>
                <strong>
                  {change.half}, {change.name}
                </strong>{" "}
                <WasAndNow was={change.was} now={change.now} />
              </li>
            ))
          }
        </Fold>
      ))}
    </div>
  );
}

/** A list behind its title; its lines are made when it is opened, because there may be thousands. */
function Fold({ title, count, children }: { title: string; count: number; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span class="muted">{sessionCount(count)}</span>
      </summary>
      {open && <ul>{children()}</ul>}
    </details>
  );
}
