import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import {
  type Alert,
  type AlertFilter,
  type AlertList as Listed,
  dismissAlert,
  readAlerts,
  restoreAlert,
} from "../api/alerts";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { readStaff } from "../api/people";
import { AlertFilters } from "../components/alerts/AlertFilters";
import { AlertList } from "../components/alerts/AlertList";
import { alertsChanged, countWords } from "../components/alerts/counts";
import { sentence, titleOf } from "../components/alerts/words";
import { Confirm } from "../components/confirm/Confirm";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RepairDialog } from "../components/repair/RepairDialog";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { say } from "../components/toast/toast";
import { useAddress } from "../domain/address";
import { dayOf, inFullWords } from "../domain/calendar";
import "./alerts.css";

const USUAL: AlertFilter = { layer: "published", status: "active", severity: "", rule: "", code: "", from: "", to: "" };
/** What each filter is called in the address. */
const NAMES: [keyof AlertFilter, string][] = [
  ["layer", "rota"],
  ["status", "status"],
  ["severity", "severity"],
  ["rule", "rule"],
  ["code", "who"],
  ["from", "from"],
  ["to", "to"],
];

function AlertsPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="rota">
      {isAdministrator(me.account) ? (
        <div class="narrow-page">
          <RotaTabs me={me} current="alerts" />
          <Alerts />
        </div>
      ) : (
        <div class="empty">
          <h1>Only rota administrators see to alerts</h1>
          <p>What is missing on a day stands on the rota itself.</p>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

function filterOf(address: URLSearchParams): AlertFilter {
  return Object.fromEntries(
    NAMES.map(([field, name]) => [field, address.get(name) || USUAL[field]]),
  ) as unknown as AlertFilter;
}

function Alerts() {
  const [address, go] = useAddress();
  const filter = filterOf(address);
  const wanted = JSON.stringify(filter);
  const [list, setList] = useState<Listed | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [turn, setTurn] = useState(0);
  const [dismissing, setDismissing] = useState<Alert | null>(null);
  const [repairing, setRepairing] = useState<Alert | null>(null);
  const count = useRef<HTMLParagraphElement>(null);
  const { people, siteName } = useNames();

  useEffect(() => {
    let live = true;
    const asked = JSON.parse(wanted) as AlertFilter;
    readAlerts(asked.status === "all" ? { ...asked, status: "" } : asked)
      .then((found) => {
        if (!live) return;
        setList(found);
        setReasons([]);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [wanted, turn]);

  const lookAgain = useCallback((): void => setTurn((n) => n + 1), []);
  useEffect(() => {
    // Whoever comes back to the page sees what others have done meanwhile.
    const onBack = (): void => {
      if (document.visibilityState !== "visible") return;
      lookAgain();
      alertsChanged();
    };
    document.addEventListener("visibilitychange", onBack);
    return () => document.removeEventListener("visibilitychange", onBack);
  }, [lookAgain]);

  const setFilter = (change: Partial<AlertFilter>): void => {
    const next = { ...filter, ...change };
    go(Object.fromEntries(NAMES.map(([field, name]) => [name, next[field] === USUAL[field] ? null : next[field]])));
  };
  const changed = (): void => {
    lookAgain();
    alertsChanged();
    count.current?.focus(); // the button that was pressed is gone with its alert
  };
  const restore = async (alert: Alert): Promise<void> => {
    try {
      await restoreAlert(alert.id);
      say("The alert is active again.");
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    changed();
  };
  const narrowed = NAMES.some(([field]) => filter[field] !== USUAL[field]);

  return (
    <>
      <div class="alerts-head">
        <h1>Alerts</h1>
        <p class="muted">What needs somebody on the rota, from this week to the last day that is published.</p>
      </div>
      <AlertFilters filter={filter} people={people} narrowed={narrowed} onFilter={setFilter} />
      <ErrorSummary title="The alerts cannot be fetched" reasons={reasons} />
      <p class={list?.alerts.length === 0 ? "hidden" : "muted alerts-count"} role="status" tabIndex={-1} ref={count}>
        {list ? shownWords(list) : "Looking for alerts…"}
      </p>
      {!list && reasons.length === 0 && <div class="skeleton" aria-hidden="true" />}
      {list?.alerts.length === 0 && <Nothing narrowed={narrowed} onShowUsual={() => go({}, "afresh")} />}
      {list && (
        <AlertList
          alerts={list.alerts}
          siteName={siteName}
          onRepair={setRepairing}
          onDismiss={setDismissing}
          onRestore={(alert) => void restore(alert)}
        />
      )}
      {repairing && (
        <RepairDialog
          start={repairing.date}
          end={repairing.date}
          onClose={() => setRepairing(null)}
          onApplied={(_, published) => published && changed()}
        />
      )}
      {dismissing && (
        <Confirm
          title="Dismiss this alert"
          words={
            <>
              <p>
                <strong>
                  {titleOf(dismissing, siteName)}, {inFullWords(dayOf(dismissing.date))}
                </strong>
              </p>
              <p>{sentence(dismissing.because)}</p>
              <p class="muted">
                It stays on record with your reason, and comes back if it becomes worse than it is now.
              </p>
            </>
          }
          action="Dismiss it"
          reason="required"
          onConfirm={async (reason) => {
            await dismissAlert(dismissing.id, reason);
            const undone = dismissing;
            setDismissing(null);
            say("Dismissed.", { words: "Undo", go: () => void restore(undone) });
            changed();
          }}
          onClose={() => {
            setDismissing(null);
            lookAgain(); // it may have been refused because it has resolved itself
          }}
        />
      )}
    </>
  );
}

function shownWords({ alerts, counts }: Listed): string {
  const all = counts.critical + counts.warning;
  if (all === 0) return "No alerts.";
  const shown = alerts.length === all ? `${all} shown` : `${alerts.length} of ${all} shown`;
  return `${shown}: ${countWords(counts)}.`;
}

function Nothing({ narrowed, onShowUsual }: { narrowed: boolean; onShowUsual(): void }) {
  return (
    <div class="empty alerts-none">
      <h2>{narrowed ? "No alert matches these filters" : "Nothing needs you"}</h2>
      <p>
        {narrowed
          ? "Take a filter away to see more."
          : "Every published day has the people it needs. What changes that is listed here at once."}
      </p>
      {narrowed && (
        <button type="button" class="button" onClick={onShowUsual}>
          Show what is active
        </button>
      )}
    </div>
  );
}

/** Names to choose from, and of sites. Without them the list can still be read; it names people itself. */
function useNames(): { people: [string, string][]; siteName(code: string): string } {
  const [people, setPeople] = useState<[string, string][]>([]);
  const [sites, setSites] = useState(new Map<string, string>());
  useEffect(() => {
    readStaff()
      .then((staff) => {
        setPeople(staff.people.map((person) => [person.code, person.name]));
        setSites(new Map(staff.sites.map((site) => [site.code, site.name])));
      })
      .catch(() => undefined);
  }, []);
  return { people, siteName: (code) => sites.get(code) ?? code };
}

void startPage((me) => <AlertsPage me={me} />);
