import { useState } from "preact/hooks";
import { type Alert, type AlertEvent, readAlertHistory } from "../../api/alerts";
import { type Reason, reasonsOf } from "../../api/client";
import { dayOf, inFullWords, momentInWords } from "../../domain/calendar";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { Icon } from "../icon/Icon";
import { canBeRepaired, rotaAddress, sentence, titleOf } from "./words";
import "./alerts.css";

interface Props {
  alerts: Alert[];
  siteName(code: string): string;
  onRepair(alert: Alert): void;
  onDismiss(alert: Alert): void;
  onRestore(alert: Alert): void;
}

/** Alerts under the date they are about. */
export function AlertList({ alerts, ...rest }: Props) {
  const dates = [...new Set(alerts.map((alert) => alert.date))];
  return (
    <>
      {dates.map((date) => (
        <section key={date} class="card alert-day" aria-labelledby={`on-${date}`}>
          <header>
            <h2 id={`on-${date}`}>{inFullWords(dayOf(date))}</h2>
          </header>
          <ul class="alert-list">
            {alerts
              .filter((alert) => alert.date === date)
              .map((alert) => (
                <Line key={`${alert.id}${alert.status}${alert.because}`} alert={alert} {...rest} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Line({ alert, siteName, onRepair, onDismiss, onRestore }: { alert: Alert } & Omit<Props, "alerts">) {
  const title = titleOf(alert, siteName);
  const about = `${title}, ${inFullWords(dayOf(alert.date))}`;
  return (
    <li class={`alert ${alert.severity}`}>
      <Mark alert={alert} />
      <div class="alert-words">
        <h3>{title}</h3>
        <p>{sentence(alert.because)}</p>
        <BecomeOf alert={alert} />
      </div>
      <div class="alert-acts">
        <a class="button" href={rotaAddress(alert)}>
          On the rota
          <span class="hidden">: {about}</span>
        </a>
        {canBeRepaired(alert) && (
          <button class="button" type="button" onClick={() => onRepair(alert)}>
            Repair…<span class="hidden"> {about}</span>
          </button>
        )}
        {alert.layer === "published" && alert.status === "active" && (
          <button class="button" type="button" onClick={() => onDismiss(alert)}>
            Dismiss…<span class="hidden"> {about}</span>
          </button>
        )}
        {alert.status === "dismissed" && (
          <button class="button" type="button" onClick={() => onRestore(alert)}>
            Restore<span class="hidden"> {about}</span>
          </button>
        )}
      </div>
      <History alert={alert} about={about} />
    </li>
  );
}

/** How bad it is, by word and by shape. */
function Mark({ alert }: { alert: Alert }) {
  const isCritical = alert.severity === "critical";
  return (
    <p class="alert-mark">
      <span class={`badge ${isCritical ? "danger" : "person"}`}>
        <Icon name={isCritical ? "critical" : "warning"} />
        {isCritical ? "Critical" : "Warning"}
      </span>
    </p>
  );
}

function BecomeOf({ alert }: { alert: Alert }) {
  if (alert.status === "resolved") return <p class="muted">Resolved {momentInWords(alert.resolved_at ?? "")}.</p>;
  if (alert.status !== "dismissed") return null;
  const by = alert.dismissed_by ? ` by ${alert.dismissed_by}` : "";
  return (
    <p class="alert-dismissed">
      <span class="muted">
        Dismissed {momentInWords(alert.dismissed_at ?? "")}
        {by}:
      </span>{" "}
      {alert.dismissed_reason}
    </p>
  );
}

const HAPPENED: Record<AlertEvent["what"], string> = {
  raised: "Raised",
  changed: "Changed",
  resolved: "Resolved",
  dismissed: "Dismissed",
  restored: "Active again",
};

function History({ alert, about }: { alert: Alert; about: string }) {
  const [events, setEvents] = useState<AlertEvent[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const open = (event: Event): void => {
    if (!(event.currentTarget as HTMLDetailsElement).open || events) return;
    readAlertHistory(alert.id)
      .then((found) => {
        setEvents(found);
        setReasons([]);
      })
      .catch((error) => setReasons(reasonsOf(error)));
  };
  return (
    <details class="alert-history" onToggle={open}>
      <summary>
        History<span class="hidden"> of {about}</span>
      </summary>
      <ErrorSummary title="The history cannot be fetched" reasons={reasons} />
      {events && (
        <ol aria-label={`History of ${about}`}>
          {events.map((event) => (
            <li key={event.at + event.what}>
              <span class="muted">{momentInWords(event.at)}</span> {HAPPENED[event.what]}
              {event.by && ` by ${event.by}`}
              {event.because && `: ${event.because}`}
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
