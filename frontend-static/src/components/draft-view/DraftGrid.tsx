import { useMemo, useRef, useState } from "preact/hooks";
import type { Difference, Run } from "../../api/generate";
import { dayOf, today } from "../../domain/calendar";
import { peopleInBands, type Rota } from "../../domain/rota";
import { CellPanel } from "../cell-panel/CellPanel";
import { ActivityKey, KeyDialog } from "../key-list/KeyList";
import { type GridControl, type Place, RotaGrid } from "../rota-grid/RotaGrid";
import { changedCells } from "./ChangeLists";

interface Props {
  run: Run;
  rota: Rota;
  difference: Difference;
  /** There is a published rota to differ from. */
  outlined: boolean;
  range: string;
  siteName: (code: string) => string;
}

const FIT_WEEKS = 4;

/** The same grid as the rota page's; cells that differ from the published rota are outlined. */
export function DraftGrid({ run, rota, difference, outlined, range, siteName }: Props) {
  const [place, setPlace] = useState<Place | null>(null);
  const [help, setHelp] = useState(false);
  const control = useRef<GridControl | null>(null);
  const bands = useMemo(() => peopleInBands(rota, { mine: null, site: "", role: "", find: "" }), [rota]);
  const changed = useMemo(() => (outlined ? changedCells(difference, siteName) : undefined), [difference, outlined]);
  return (
    <>
      <div class="draft-grid">
        <RotaGrid
          rota={rota}
          revision={1}
          bands={bands}
          start={dayOf(run.start)}
          weeks={run.weeks}
          fit={Math.min(FIT_WEEKS, run.weeks)}
          today={today()}
          firstWeek={0}
          label={`Draft rota, ${range}`}
          {...(changed ? { changed } : {})}
          open={place}
          siteName={siteName}
          control={control}
          onWeeks={ignore}
          onFocus={(at) => setPlace((was) => was && at)}
          onOpen={setPlace}
          onClose={() => setPlace(null)}
          onHelp={() => setHelp(true)}
        />
        {place && (
          <CellPanel
            place={place}
            rota={rota}
            changed={changed}
            siteName={siteName}
            onClose={() => {
              setPlace(null);
              control.current?.focus();
            }}
          />
        )}
      </div>
      <ActivityKey />
      {outlined && <p class="muted">Cells with an orange outline differ from the published rota.</p>}
      {help && <KeyDialog onClose={() => setHelp(false)} />}
    </>
  );
}

function ignore(): void {
  // A draft has all its weeks from the start.
}
