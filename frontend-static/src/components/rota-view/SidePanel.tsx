import { useEffect, useState } from "preact/hooks";
import type { Me } from "../../api/auth";
import type { Site } from "../../api/practice";
import type { Rota } from "../../domain/rota";
import { CellActs } from "../cell-panel/CellActs";
import { CellPanel } from "../cell-panel/CellPanel";
import { Supervisor } from "../cell-panel/Supervisor";
import type { Acts } from "../editing/acts";
import type { WorkingCopy } from "../editing/useWorkingCopy";
import type { Place } from "../rota-grid/places";
import { GapTools } from "./GapTools";
import { later } from "./later";

// Why it is as published; of what waits there is nobody to ask but who did it.
const WhyPanel = later(async () => (await import("../why/WhyPanel")).WhyPanel);

const SMALL = "(max-width: 767px), (max-height: 559px)";

interface Props {
  me: Me;
  place: Place;
  rota: Rota;
  sites: Site[];
  siteName: (code: string) => string;
  /** Null: the rota is read. */
  acts: Acts | null;
  asked: number;
  working: WorkingCopy;
  /** Grows with every publication. */
  turn: number;
  onChanged(): void;
  onClose(): void;
}

/** The cell at hand: what it is, what can be done to it, why it is so. */
export function SidePanel(props: Props) {
  const { me, place, rota, sites, siteName, acts, asked, working, turn, onChanged, onClose } = props;
  const { person, day, half } = place;
  const nameOf = (code: string): string => rota.people.get(code)?.name ?? code;
  const here = `${person?.code} ${day} ${half}`;
  // Whoever walks past with the arrow keys asks nothing.
  const rests = useSettled(here) === here;
  const asksWhy = person && rests && !rota.marks(person.code, day, half).edited;
  const isPicking = acts?.pick.picked != null;
  // Where there is little room, what is to be done next is in sight.
  useEffect(() => {
    document.querySelector(".cell-panel")?.scrollTo(0, 0);
    if (matchMedia(SMALL).matches) document.querySelector(".rota-body")?.scrollIntoView();
  }, [isPicking]);
  return (
    <CellPanel
      place={place}
      rota={rota}
      siteName={siteName}
      acts={
        acts &&
        (person || acts.pick.picked) && (
          <CellActs acts={acts} sites={sites} edits={working.waiting.edits} asked={asked} onUndo={working.undo} />
        )
      }
      more={
        person ? (
          <>
            <Supervisor person={person} day={day} half={half} turn={turn} nameOf={nameOf} />
            {asksWhy && <WhyPanel me={me} code={person.code} day={day} half={half} turn={turn} />}
          </>
        ) : (
          <GapTools
            key={`${day}${half}${place.row}`}
            me={me}
            place={place}
            rota={rota}
            stamp={acts ? working.waiting.stamp : null}
            fresh={acts ? working.waiting.alerts.new : []}
            edits={acts ? working.waiting.edits : []}
            onUndo={working.undo}
            onChanged={onChanged}
          />
        )
      }
      onClose={onClose}
    />
  );
}

const SETTLES_MS = 250;

/** A value once it has stayed for a moment. */
function useSettled(value: string): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
