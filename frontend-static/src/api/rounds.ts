import { call } from "./client";

export interface RoundWeek {
  start: string;
  label: string;
  asked: number;
  given: number;
  mine: boolean;
}

export interface RoundResult {
  code: string;
  name: string;
  week: string;
  status: "given" | "waiting" | "refused" | "given-up";
  position: number;
  of: number;
  turn: number;
  next_best: string | null;
  request_id: string | null;
  because: string | null;
}

export interface RoundBid {
  code: string;
  name: string;
  choices: string[];
  at: string;
}

/** One offer of popular weeks. `my_bid` and `my_results` are the reader's; `bids` and `results` are for administrators. */
export interface Round {
  id: string;
  label: string;
  closes_on: string;
  status: "open" | "allocated" | "cancelled";
  weeks: RoundWeek[];
  places: number;
  groups: string[];
  first_flag: string | null;
  most_weeks: number;
  seed: number;
  rule: string[];
  bids_are_open: boolean;
  bidders: number;
  may_bid: string[];
  my_bid: string[] | null;
  my_results: RoundResult[];
  bids: RoundBid[] | null;
  results: RoundResult[] | null;
  allocated_at: string | null;
  version: number;
}

export interface Rounds {
  rounds: Round[];
  groups: string[];
  flags: string[];
}

export interface RoundWanted {
  label: string;
  closes_on: string;
  weeks: { start: string; label: string }[];
  places: number;
  groups: string[];
  first_flag: string | null;
  most_weeks: number;
  seed: number | null;
  version: number | null;
}

export interface Preview {
  order: RoundBid[];
  results: RoundResult[];
}

export function readRounds(): Promise<Rounds> {
  return call("GET", "/leave/rounds");
}

export function offerRound(wanted: RoundWanted): Promise<Round> {
  return call("POST", "/leave/rounds", { body: wanted });
}

export function changeRound(id: string, wanted: RoundWanted): Promise<Round> {
  return call("PUT", `/leave/rounds/${id}`, { body: wanted });
}

export function putBid(id: string, code: string, choices: string[]): Promise<Round> {
  return call("PUT", `/leave/rounds/${id}/bids/${encodeURIComponent(code)}`, { body: { choices } });
}

export function withdrawBid(id: string, code: string): Promise<Round> {
  return call("DELETE", `/leave/rounds/${id}/bids/${encodeURIComponent(code)}`);
}

export function previewRound(id: string): Promise<Preview> {
  return call("GET", `/leave/rounds/${id}/preview`);
}

export function allocateRound(round: Round, early: boolean): Promise<Round> {
  return call("PUT", `/leave/rounds/${round.id}/allocation`, { body: { version: round.version, early } });
}

export function cancelRound(round: Round): Promise<Round> {
  return call("PUT", `/leave/rounds/${round.id}/cancellation`, { body: { version: round.version } });
}
