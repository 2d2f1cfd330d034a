/** What is being asked for, as the form holds it; kept in the address so that it survives a reload and can be sent. */

import type { Reason } from "../../api/client";
import type { HalfName, LeaveAsked } from "../../api/leave";
import { dayOf, HALVES, isIsoDate } from "../../domain/calendar";
import { type Chosen, slotOf, stretchOf } from "../../domain/leave";

export interface Wanted {
  kind: string;
  /** As typed: a date may be half typed. */
  start: string;
  startHalf: HalfName;
  end: string;
  endHalf: HalfName;
  /** Minutes of the one session chosen; empty: all of it. */
  part: string;
  isPart: boolean;
  note: string;
  buddy: string;
}

export const FIELDS: Record<string, string> = {
  kind: "leave-kind",
  start: "leave-start",
  start_half: "leave-start",
  end: "leave-end",
  end_half: "leave-end",
  part_minutes: "leave-part",
  note: "leave-note",
  buddy_code: "leave-buddy",
};

const EARLIEST = "2000-01-01";

/** The stretch, once both dates are whole and in order. */
export function chosenIn(wanted: Wanted): Chosen | null {
  if (!isDate(wanted.start) || !isDate(wanted.end)) return null;
  const chosen = { first: slotOf(wanted.start, wanted.startHalf), last: slotOf(wanted.end, wanted.endHalf) };
  return chosen.first <= chosen.last ? chosen : null;
}

export function withChosen(wanted: Wanted, chosen: Chosen | null): Wanted {
  if (!chosen) return { ...wanted, start: "", end: "", isPart: false };
  const { start, start_half: startHalf, end, end_half: endHalf } = stretchOf(chosen);
  return { ...wanted, start, startHalf, end, endHalf, isPart: wanted.isPart && chosen.first === chosen.last };
}

/** A year that is still being typed ("0020") is no date yet. */
export function isDate(text: string): boolean {
  return isIsoDate(text) && text >= EARLIEST;
}

export function asked(wanted: Wanted, code: string | null): LeaveAsked | null {
  const chosen = chosenIn(wanted);
  if (!chosen || !wanted.kind) return null;
  const minutes = Number(wanted.part);
  const part = wanted.isPart && Number.isInteger(minutes) && minutes > 0 ? minutes : null;
  if (wanted.isPart && part === null) return null;
  return {
    person_code: code,
    kind: wanted.kind,
    ...stretchOf(chosen),
    part_minutes: part,
    note: wanted.note.trim(),
    buddy_code: wanted.buddy || null,
  };
}

/** What has to be filled in before anything can be asked. */
export function faultsOf(wanted: Wanted): Reason[] {
  const faults: Reason[] = [];
  if (!wanted.kind) faults.push({ field: "kind", message: "Choose what kind of leave it is." });
  if (!isDate(wanted.start)) faults.push({ field: "start", message: "Choose the first day, in the calendar or here." });
  if (!isDate(wanted.end)) faults.push({ field: "end", message: "Choose the last day, in the calendar or here." });
  if (faults.length === 0 && chosenIn(wanted) === null)
    faults.push({ field: "end", message: "It ends before it starts." });
  if (wanted.isPart && !(Number.isInteger(Number(wanted.part)) && Number(wanted.part) > 0))
    faults.push({ field: "part_minutes", message: "Enter how many minutes of the session: a whole number from 1." });
  return faults;
}

export function fromAddress(): Wanted {
  const params = new URLSearchParams(location.search);
  const [start, startHalf] = sessionIn(params.get("from"), "AM");
  const [end, endHalf] = sessionIn(params.get("to"), "PM");
  const part = params.get("minutes") ?? "";
  return {
    kind: params.get("kind") ?? "",
    start,
    startHalf,
    end,
    endHalf,
    part,
    isPart: part !== "",
    note: "",
    buddy: "",
  };
}

export function toAddress(wanted: Wanted): void {
  const params = new URLSearchParams(location.search);
  const put = (name: string, value: string): void => (value ? params.set(name, value) : params.delete(name));
  put("kind", wanted.kind);
  put("from", isDate(wanted.start) ? `${wanted.start}-${wanted.startHalf}` : "");
  put("to", isDate(wanted.end) ? `${wanted.end}-${wanted.endHalf}` : "");
  put("minutes", wanted.isPart ? wanted.part : "");
  history.replaceState(history.state, "", params.size > 0 ? `?${params}` : location.pathname);
}

function sessionIn(text: string | null, otherwise: HalfName): [string, HalfName] {
  const match = /^(\d{4}-\d\d-\d\d)(?:-(AM|PM))?$/.exec(text ?? "");
  if (!match?.[1] || !isDate(match[1])) return ["", otherwise];
  return [match[1], HALVES.find((half) => half === match[2]) ?? otherwise];
}

export function weeksIn({ start, end }: Wanted): number {
  return isDate(start) && isDate(end) ? Math.max(1, Math.floor((dayOf(end) - dayOf(start)) / 7) + 1) : 1;
}
