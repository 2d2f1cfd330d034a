import type { Me } from "../../api/auth";
import { Icon } from "../icon/Icon";
import { countWords, useAlertCounts } from "./counts";
import "./alerts-link.css";

/** "3 alerts", for administrators, while there are any. */
export function AlertsLink({ me }: { me: Me }) {
  const counts = useAlertCounts(me);
  const all = counts ? counts.critical + counts.warning : 0;
  if (!counts || all === 0) return null;
  return (
    <a class={counts.critical > 0 ? "alerts-link critical" : "alerts-link"} href="/alerts.html">
      <Icon name={counts.critical > 0 ? "critical" : "warning"} />
      <span>
        {all}
        <span class="word"> {all === 1 ? "alert" : "alerts"}</span>
        <span class="hidden">: {countWords(counts)}</span>
      </span>
    </a>
  );
}
