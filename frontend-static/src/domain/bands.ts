/** Who is shown on the rota, and in which order. */

import { BAND_NAMES, bandOf } from "./activities";
import type { Person, Rota } from "./rota";

export interface Filter {
  mine: string | null;
  site: string;
  role: string;
  find: string;
}

/** People who stand together on the grid, under one name. */
export interface Band {
  name: string;
  people: Person[];
}

/** Those who pass the filter, in bands, each in the order the practice lists them. */
export function peopleInBands(rota: Rota, filter: Filter): Band[] {
  const wanted = filter.find.trim().toLowerCase();
  const passes = (person: Person): boolean =>
    (!filter.mine || person.code === filter.mine) &&
    (!filter.role || bandOf(person.group) === filter.role) &&
    (!filter.site || rota.isAt(person.code, filter.site)) &&
    (!wanted || `${person.name} ${person.role} ${person.code}`.toLowerCase().includes(wanted));
  const shown = [...rota.people.values()].filter(passes);
  return BAND_NAMES.map((name) => ({
    name,
    people: shown.filter((person) => bandOf(person.group) === name),
  })).filter((band) => band.people.length > 0);
}

/** Everybody in their order, whatever band they stand in. */
export function peopleOf(bands: readonly Band[]): Person[] {
  return bands.flatMap(({ people }) => people);
}
