import { type Person, type Rota, wteWords } from "../../domain/rota";
import type { TargetRow } from "./editing";
import { Skip } from "./GridHead";
import type { ChangedCells } from "./RotaGrid";
import type { Segment } from "./segments";
import { maskOf, type Selection } from "./selection";
import { Steady } from "./steady";
import { WeekCells } from "./WeekCells";

interface Props {
  rota: Rota;
  /** Moves on when any of the weeks drawn was written. */
  revision: number;
  person: Person;
  row: number;
  ariaRow: number;
  segments: Segment[];
  today: number;
  wide: boolean;
  /** The first row of people also writes the names of closed days down its columns. */
  names: boolean;
  changed: ChangedCells | undefined;
  open: number;
  /** What is chosen in this row; null where nothing can be. */
  selection: Selection | null;
  /** What is picked up in this row. */
  picked: Selection;
  targets: TargetRow | undefined;
  siteName: (code: string) => string;
}

/** One person's row: their name, and their sessions week by week. */
export class PersonRow extends Steady<Props> {
  override render(props: Props) {
    const { rota, person, row, selection } = props;
    return (
      <tr aria-rowindex={props.ariaRow} class="person">
        <th class="name" scope="row" aria-colindex={1}>
          <span class="person-name">{person.name}</span>
          <span class="wte">{wteWords(person)}</span>
        </th>
        {props.segments.map((part) =>
          part.week === undefined ? (
            <Skip key={`skip${part.at}`} part={part} />
          ) : (
            <WeekCells
              key={part.week}
              rota={rota}
              revision={rota.revisionOf(person.code, part.monday)}
              person={person}
              row={row}
              week={part.week}
              monday={part.monday}
              today={props.today}
              wide={props.wide}
              names={props.names}
              changed={props.changed}
              open={props.open}
              chosen={selection ? maskOf(selection, row, part.week) : -1}
              picked={maskOf(props.picked, row, part.week)}
              targets={props.targets}
              siteName={props.siteName}
            />
          ),
        )}
      </tr>
    );
  }
}
