import { useEffect, useRef } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import { useAlertCounts } from "../alerts/counts";
import "./rota-tabs.css";

export type RotaTab = "rota" | "alerts" | "versions" | "fairness" | "hand-off";

const TABS: { tab: RotaTab; words: string; administrators: boolean }[] = [
  { tab: "rota", words: "Grid", administrators: false },
  { tab: "alerts", words: "Alerts", administrators: true },
  { tab: "versions", words: "Versions", administrators: false },
  { tab: "fairness", words: "Fairness", administrators: false },
  { tab: "hand-off", words: "Hand-off", administrators: true },
];

interface Props {
  me: Me;
  current: RotaTab;
}

/** The pages about the rota, side by side; beside the alerts, how many are active. */
export function RotaTabs({ me, current }: Props) {
  const counts = useAlertCounts(me);
  const alerts = counts ? counts.critical + counts.warning : 0;
  const row = useRef<HTMLUListElement>(null);
  // On a narrow screen the row scrolls: the page one is on is in sight.
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (row.current && here) row.current.scrollLeft = here.offsetLeft - row.current.offsetLeft;
  }, []);
  return (
    <nav class="rota-tabs" aria-label="The rota">
      <ul ref={row}>
        {TABS.filter((each) => !each.administrators || isAdministrator(me.account)).map(({ tab, words }) => (
          <li key={tab}>
            <a href={`/${tab}.html`} aria-current={current === tab ? "page" : undefined}>
              {words}{" "}
              {tab === "alerts" && alerts > 0 && (
                <span class="count">
                  {alerts}
                  <span class="hidden"> active</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
