import type { Me } from "../../api/auth";
import { troubleWords, useMailTrouble } from "./trouble";

/** What is wrong with mail, in the words of whoever refused it. */
export function MailNotice({ me }: { me: Me }) {
  const trouble = useMailTrouble(me);
  if (!trouble || trouble.given_up + trouble.held_up === 0) return null;
  return (
    <p class="notice person">
      <strong>Mail needs somebody: {troubleWords(trouble)}.</strong>{" "}
      {trouble.said && `The last of it: “${trouble.said}”. `}See to it under Mail below.
    </p>
  );
}
