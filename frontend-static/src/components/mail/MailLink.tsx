import type { Me } from "../../api/auth";
import { Icon } from "../icon/Icon";
import { troubleWords, useMailTrouble } from "./trouble";
import "../alerts/alerts-link.css";

/** "2 mails", for administrators, while there are any that need somebody. */
export function MailLink({ me }: { me: Me }) {
  const trouble = useMailTrouble(me);
  const all = trouble ? trouble.given_up + trouble.held_up : 0;
  if (!trouble || all === 0) return null;
  const shown = trouble.given_up > 0 ? "given-up" : "waiting";
  return (
    <a class={trouble.given_up > 0 ? "alerts-link critical" : "alerts-link"} href={`/accounts.html?mail=${shown}`}>
      <Icon name="warning" />
      <span>
        {all}
        <span class="word"> mail</span>
        <span class="hidden">: {troubleWords(trouble)}</span>
      </span>
    </a>
  );
}
