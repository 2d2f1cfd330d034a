import type { Band, Rota } from "../../domain/rota";
import { wteWords } from "../../domain/rota";
import { Skip } from "./GridHead";
import type { GridEditing } from "./editing";
import { columnOf, HEAD_ROWS, type Place } from "./places";
import type { ChangedCells } from "./RotaGrid";
import type { Segment } from "./segments";
import { maskOf } from "./selection";
import { Steady } from "./steady";
import { WeekCells } from "./WeekCells";

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
  const { rota, bands, segments, start, open, openColumn, editing } = props;
  const manyRows = bands.reduce((sum, band) => sum + band.people.length, 0) >= 5;
  const picked = editing?.picked;
  const pickedColumn = picked ? columnOf(start, picked.day, picked.half) : -1;
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
              <tr key={person.code} aria-rowindex={++ariaRow} class="person">
                <th class="name" scope="row" aria-colindex={1}>
                  <span class="person-name">{person.name}</span>
                  <span class="wte">{wteWords(person)}</span>
                </th>
                {segments.map((part) =>
                  part.week === undefined ? (
                    <Skip key={`skip${part.at}`} part={part} />
                  ) : (
                    <WeekCells
                      key={part.week}
                      rota={rota}
                      revision={rota.revisionOf(person.code, part.monday)}
                      person={person}
                      row={at}
                      week={part.week}
                      monday={part.monday}
                      today={props.today}
                      wide={props.wide}
                      names={manyRows && at === HEAD_ROWS.length}
                      changed={props.changed}
                      open={open?.person?.code === person.code ? openColumn : -1}
                      chosen={editing ? maskOf(editing.selection, at, part.week) : -1}
                      picked={picked?.code === person.code ? pickedColumn : -1}
                      targets={editing?.targets?.get(person.code)}
                      siteName={props.siteName}
                    />
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      ))}
    </>
  );
}
