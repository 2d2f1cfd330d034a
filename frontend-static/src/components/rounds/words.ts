import type { Round, RoundResult } from "../../api/rounds";
import { dayOf, inFullWords, inWords, rangeInWords } from "../../domain/calendar";

/** "Half-term (15 – 19 Feb 2027)" */
export function weekInWords(start: string, label = ""): string {
  const first = dayOf(start);
  const range = rangeInWords(first, first + 4);
  return label ? `${label} (${range})` : `Week of ${range}`;
}

export function labelOf(round: Round, start: string): string {
  return weekInWords(start, round.weeks.find((week) => week.start === start)?.label);
}

export function stateOf(round: Round): string {
  if (round.status === "cancelled") return "Taken back";
  if (round.status === "allocated") return "Places given out";
  return round.bids_are_open
    ? `Bids close at the end of ${inFullWords(dayOf(round.closes_on))}`
    : "Bids are closed; places will be given out soon";
}

/** What a result means for the person it is about, in sentences. */
export function resultInWords(round: Round, result: RoundResult): string {
  const week = labelOf(round, result.week);
  if (result.status === "given") return `${week}: yours. It is approved leave.`;
  if (result.status === "given-up") return `${week}: you gave this week back.`;
  const next = result.next_best ? ` Next best: ${labelOf(round, result.next_best)}.` : "";
  if (result.status === "refused") return `${week}: it could not be given. ${result.because ?? ""}${next}`;
  return `${week}: no place yet. You are number ${result.position} of ${result.of} on the waiting list.${next}`;
}

export function resultShort(result: RoundResult): string {
  if (result.status === "given") return "Given";
  if (result.status === "waiting") return `Waiting, number ${result.position}`;
  return result.status === "refused" ? "Could not be given" : "Given back";
}

export function choicesInWords(choices: string[]): string {
  return choices.map((start, index) => `${index + 1}. ${inWords(dayOf(start))}`).join(", ");
}
