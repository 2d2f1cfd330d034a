/** What a half-day or a day of the booking calendar says. */

import type { CalendarHalf } from "../../api/leave";
import { activityWords } from "../../domain/activities";
import { HALVES, inFullWords } from "../../domain/calendar";
import { dayOfSlot, halfOfSlot, type LeaveDays, placesWords, type Slot } from "../../domain/leave";

/** Everything known of one half-day, as sentences without the date. */
export function halfWords(half: CalendarHalf | undefined): string[] {
  if (!half) return ["Not known yet"];
  if (half.closed) return [`Closed: ${half.closed}`];
  if (!half.activity && !half.away) return ["Not working"];
  const words = [half.activity ? activityWords(half.activity).label : "Not working"];
  if (half.away) words.push(half.away === "approved" ? "Your leave, approved" : "Your leave, asked for");
  if (half.places !== null && half.activity) words.push(sentence(placesWords(half.places)));
  if (!half.may_ask && !half.away) words.push(...half.why_not.map(unstopped));
  return words;
}

/** "Tue 16 Feb 2027 AM. Clinic. 2 places left." */
export function slotWords(days: LeaveDays, slot: Slot, wholeDay: boolean): string {
  const day = dayOfSlot(slot);
  const name = inFullWords(day);
  const [am, pm] = [days.half(day * 2), days.half(day * 2 + 1)];
  if (!wholeDay) return `${[`${name} ${HALVES[halfOfSlot(slot)]}`, ...halfWords(days.half(slot))].join(". ")}.`;
  const [morning, afternoon] = [halfWords(am).join(". "), halfWords(pm).join(". ")];
  if (morning === afternoon) return `${name}. ${morning}.`;
  return `${name}. Morning: ${morning}. Afternoon: ${afternoon}.`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function unstopped(words: string): string {
  return words.replace(/\.$/, "");
}
