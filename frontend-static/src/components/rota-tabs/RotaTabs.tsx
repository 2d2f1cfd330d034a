import { useEffect, useRef } from "preact/hooks";
import { isAdministrator, type Me } from "../../api/auth";
import { useAlertCounts } from "../alerts/counts";
import { useOverdue } from "../hand-off/overdue";
import "./rota-tabs.css";

export type RotaTab = "rota" | "alerts" | "versions" | "fairness" | "hand-off";

const TABS: { tab: RotaTab; words: string; administrators: boolean }[] = [
  { tab: "rota", words: "Grid", administrators: false },
  { tab: "alerts", words: "Alerts", administrators: true },
  { tab: "versions", words: "Versions", administrators: false },
  { tab: "fairness", words: "Fairness", administrators: false },
  { tab: "hand-off", words: "Hand-off", administrators: true },
];

interface Badge {
  count: number;
  words: string;
}

interface Props {
  me: Me;
  current: RotaTab;
}

/** The pages about the rota, side by side; beside alerts and hand-off, how many need somebody. */
export function RotaTabs({ me, current }: Props) {
  const counts = useAlertCounts(me);
  const overdue = useOverdue(me)?.overdue ?? 0;
  const badges: Partial<Record<RotaTab, Badge>> = {
    alerts: { count: counts ? counts.critical + counts.warning : 0, words: "active" },
    "hand-off": { count: overdue, words: "overdue" },
  };
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
              {words} <Count badge={badges[tab]} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Count({ badge }: { badge: Badge | undefined }) {
  if (!badge || badge.count === 0) return null;
  return (
    <span class="count">
      {badge.count}
      <span class="hidden"> {badge.words}</span>
    </span>
  );
}
