import type { MailItem } from "./accounts";
import { call } from "./client";

/** What about mail needs a person: messages given up, and messages that have waited for too long. */
export interface MailTrouble {
  given_up: number;
  held_up: number;
  said: string | null;
}

export function readMailTrouble(): Promise<MailTrouble> {
  return call("GET", "/notify/trouble");
}

/** As it was. One that may have arrived needs that to be said. */
export function sendMailAgain(id: string, mayArriveTwice: boolean): Promise<MailItem> {
  return call("POST", `/notify/mail/${id}/sending`, { body: { may_arrive_twice: mayArriveTwice } });
}

/** Nobody is told of it any more. */
export function letMailBe(id: string): Promise<MailItem> {
  return call("PUT", `/notify/mail/${id}/settlement`);
}
