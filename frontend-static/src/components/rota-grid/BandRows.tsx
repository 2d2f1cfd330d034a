import type { Band, Rota } from "../../domain/rota";
import type { GridEditing } from "./editing";
import { PersonRow } from "./PersonRow";
import { HEAD_ROWS, type Place } from "./places";
import type { ChangedCells } from "./RotaGrid";
import type { Segment } from "./segments";
import { NOTHING, ofRow } from "./selection";
import { Steady } from "./steady";

interface Props {
  rota: Rota;
  /** Moves on when anything in it was written. */
  revision: number;
  bands: Band[];
  segments: Segment[];
  start: number;
  columns: number;
  today: number;
  wide: boolean;
  changed: ChangedCells | undefined;
  open: Place | null;
  openColumn: number;
  editing: GridEditing | undefined;
  siteName: (code: string) => string;
}

/** The people, band by band, a row each. */
export class BandRows extends Steady<Props> {
  override render(props: Props) {
    return rowsOf(props);
  }
}

function rowsOf(props: Props) {
  const { rota, bands, segments, open, openColumn, editing } = props;
  const manyRows = bands.reduce((sum, band) => sum + band.people.length, 0) >= 5;
  let row = HEAD_ROWS.length;
  let ariaRow = 6;
  return (
    <>
      {bands.map(({ name: band, people: members }) => (
        <tbody key={band}>
          <tr class="group" aria-rowindex={++ariaRow}>
            <th class="name" scope="rowgroup" aria-colindex={1}>
              {band}
            </th>
            <td colSpan={props.columns} aria-hidden="true" />
          </tr>
          {members.map((person) => {
            const at = row++;
            return (
              <PersonRow
                key={person.code}
                rota={rota}
                revision={written(rota, person.code, segments)}
                person={person}
                row={at}
                ariaRow={++ariaRow}
                segments={segments}
                today={props.today}
                wide={props.wide}
                names={manyRows && at === HEAD_ROWS.length}
                changed={props.changed}
                open={open?.person?.code === person.code ? openColumn : -1}
                selection={editing ? ofRow(editing.selection, at) : null}
                picked={ofRow(editing?.picked ?? NOTHING, at)}
                targets={editing?.targets?.get(person.code)}
                siteName={props.siteName}
              />
            );
          })}
        </tbody>
      ))}
    </>
  );
}

/** How often the weeks that are drawn of somebody were written. */
function written(rota: Rota, code: string, segments: readonly Segment[]): number {
  return segments.reduce((sum, part) => sum + (part.week === undefined ? 0 : rota.revisionOf(code, part.monday)), 0);
}
