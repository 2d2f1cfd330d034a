import type { DutyBalance, Fairness, FairnessAhead } from "../../api/fairness";

/** Where somebody stands, and where the published rota leads them. */
export interface Standing extends DutyBalance {
  /** Null: nothing is published beyond what is counted, or it does not concern them. */
  then: { balance: number; held: number; part: number } | null;
}

/** Everybody who stands somewhere now or will, most beyond their part first. */
export function standingsOf(now: Fairness, ahead: FairnessAhead): Standing[] {
  const there = new Map(ahead.until ? ahead.people.map((person) => [person.code, person]) : []);
  const known = now.people.map((person) => ({ ...person, then: there.get(person.code) ?? null }));
  const codes = new Set(now.people.map(({ code }) => code));
  const coming = [...there.values()]
    .filter(({ code }) => !codes.has(code))
    .map((person) => ({ ...person, balance: 0, held: 0, part: 0, otherwise: 0, then: person }));
  return [...known, ...coming];
}

/** The length of a whole bar: the largest balance there is or will be, either way. */
export function longest(standings: Standing[]): number {
  return Math.max(0, ...standings.flatMap(({ balance, then }) => [Math.abs(balance), Math.abs(then?.balance ?? 0)]));
}
