/** What about mail needs a person. */

import type { Me } from "../../api/auth";
import { type MailTrouble, readMailTrouble } from "../../api/mail";
import { askedOnce } from "../../domain/askedOnce";

const trouble = askedOnce<MailTrouble>("rotacc-mail", readMailTrouble);

/** Have every badge ask again: somebody has seen to a message. */
export function mailChanged(): void {
  trouble.changed();
}

export function useMailTrouble(me: Me): MailTrouble | null {
  return trouble.use(me);
}

/** "2 not sent, 1 waiting for too long" */
export function troubleWords({ given_up, held_up }: MailTrouble): string {
  const parts = [given_up && `${given_up} not sent`, held_up && `${held_up} waiting for too long`];
  return parts.filter(Boolean).join(", ");
}
