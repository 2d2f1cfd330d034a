import { useEffect, useRef } from "preact/hooks";
import type { Edit } from "../../api/edits";
import type { Site } from "../../api/practice";
import { activityWords } from "../../domain/activities";
import { byWhom, GIVEN_BY_HAND, spotOf, stateWords } from "../../domain/edits";
import { type Acts, chosenWords } from "../editing/acts";
import type { Picked } from "../editing/usePickUp";

interface Props {
  acts: Acts;
  sites: Site[];
  edits: readonly Edit[];
  /** Counts up whenever the activities are asked for by key: the first of them gets the focus. */
  asked: number;
  onUndo(edit: Edit): void;
}

/** Everything that can be done to what is chosen: the same as by key, for a pointer or a finger. */
export function CellActs({ acts, sites, edits, asked, onUndo }: Props) {
  const { chosen } = acts;
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) group.current?.querySelector<HTMLElement>("button")?.focus();
  }, [asked]);
  if (acts.pick.picked) return <PutDown acts={acts} />;
  const [first] = chosen;
  if (!first) return null;
  const works = chosen.some(({ state }) => state.activity !== null);
  const decided = chosen.some(({ state }) => state.pinned);
  const all = (activity: string): boolean => chosen.every(({ state }) => state.activity === activity);
  const sitesNow = new Set(chosen.map(({ state }) => state.site).filter(Boolean));
  return (
    <section class="cell-acts" aria-label="Change it">
      {chosen.length > 1 && <p class="chosen-words">Chosen: {chosenWords(chosen)}</p>}
      <div class="give" role="group" aria-label="Give an activity" ref={group}>
        {GIVEN_BY_HAND.map((activity) => {
          const { letter, label, style } = activityWords(activity);
          return (
            <button
              key={activity}
              type="button"
              class="give-one"
              aria-pressed={all(activity)}
              onClick={() => acts.give(activity)}
            >
              <span class="swatch" aria-hidden="true">
                <span class={`activity ${style}`}>{letter}</span>
              </span>
              {label}
            </button>
          );
        })}
      </div>
      {sites.length > 1 && works && (
        <div class="field">
          <label for="act-site">Where</label>
          <select
            id="act-site"
            value={sitesNow.size === 1 ? ([...sitesNow][0] ?? "") : ""}
            onChange={(event) => acts.placeAtSite(event.currentTarget.value)}
          >
            {sitesNow.size !== 1 && <option value="">Several sites</option>}
            {sites.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="acts">
        {works && (
          <Act words={chosen.length > 1 ? "Move together…" : "Move…"} key_="M" onClick={() => acts.pickUp("move")} />
        )}
        {chosen.length === 1 && <Act words="Swap with…" key_="X" onClick={() => acts.pickUp("swap")} />}
        {chosen.length === 2 && <Act words="Swap these two" key_="X" onClick={acts.swap} />}
        {works && <Act words="Take off" key_="U" onClick={acts.remove} />}
        {(works || decided) && <Act words={pinWords(acts)} key_="P" onClick={acts.pin} />}
        {chosen.length === 1 && <Act words="Locum…" key_="L" onClick={() => acts.ask("locum")} />}
        {chosen.length === 1 && <Act words="Sick…" key_="S" onClick={() => acts.ask("sick")} />}
        <Act words="Copy" key_="Ctrl C" onClick={acts.copy} />
        {acts.canPaste && <Act words="Paste" key_="Ctrl V" onClick={acts.paste} title={`Copied: ${acts.canPaste}`} />}
        <button type="button" class="button" aria-pressed={acts.extending} onClick={() => acts.extend(!acts.extending)}>
          {acts.extending ? "Point at the last cell" : "Choose several"}
        </button>
      </div>
      {chosen.length === 1 && <Waits edits={edits} spot={spotOf(first)} onUndo={onUndo} />}
    </section>
  );
}

function pinWords({ chosen }: Acts): string {
  const pins = chosen.some(({ state }) => state.activity !== null && !state.pinned);
  if (pins) return "Pin";
  return chosen.some(({ state }) => state.activity !== null) ? "Unpin" : "No longer kept off";
}

function Act({ words, key_, title, onClick }: { words: string; key_: string; title?: string; onClick(): void }) {
  return (
    <button type="button" class="button" title={title} aria-keyshortcuts={key_.replace(" ", "+")} onClick={onClick}>
      {words}
      <kbd aria-hidden="true">{key_}</kbd>
    </button>
  );
}

/** Something is picked up: say so, and how to be rid of it. */
function PutDown({ acts }: { acts: Acts }) {
  const { picked } = acts.pick;
  if (!picked) return null;
  return (
    <section class="cell-acts picked-up" aria-label="Picked up">
      <p>
        <strong>{picked.act === "move" ? "Picked up" : "To be swapped"}:</strong> {chosenWords(picked.block)}.{" "}
        {howToPutDown(picked)}
      </p>
      <div class="acts">
        <Act words="Put it back" key_="Esc" onClick={acts.pick.putBack} />
      </div>
    </section>
  );
}

function howToPutDown({ act, block, code, day, half, state }: Picked): string {
  if (act === "swap") return "Point at the cell it changes hands with.";
  if (block.length === 1) return "Point at the cell it goes to.";
  return `Point at the cell for ${chosenWords([{ code, day, half, state }])}; the others go with it.`;
}

interface WaitsProps {
  edits: readonly Edit[];
  spot: ReturnType<typeof spotOf>;
  onUndo(edit: Edit): void;
}

/** What was changed here and waits to be published: what it was, who did it, and a way back. */
function Waits({ edits, spot, onUndo }: WaitsProps) {
  const here = edits.filter(({ cells }) =>
    cells.some((cell) => cell.code === spot.code && cell.date === spot.date && cell.half === spot.half),
  );
  const [oldest] = here;
  const last = here.at(-1);
  const was = oldest?.cells.find(
    ({ code, date, half }) => code === spot.code && date === spot.date && half === spot.half,
  );
  if (!last || !was) return null;
  return (
    <div class="waits">
      <p>
        Not published yet. Was: {stateWords(was.was).toLowerCase()}.
        <br />
        <span class="muted">{byWhom(last)}</span>
      </p>
      <button class="button" type="button" onClick={() => onUndo(last)}>
        Undo this
      </button>
    </div>
  );
}
