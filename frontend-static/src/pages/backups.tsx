import "./backups.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import {
  type Backup,
  type Backups,
  type BackupsFare,
  chooseToBeTold,
  type Exports,
  isUnderWay,
  makeBackup,
  makeExport,
  proveBackup,
  readBackups,
  readBackupsFare,
  readExports,
  SHEET_PAGE,
  SHEET_PAPER,
} from "../api/backups";
import { type Reason, reasonsOf } from "../api/client";
import { type BackupFilter, BackupTable } from "../components/backups/BackupTable";
import { ExportCard } from "../components/backups/ExportCard";
import { agoWords } from "../components/backups/words";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Icon } from "../components/icon/Icon";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { say } from "../components/toast/toast";
import { momentInWords } from "../domain/calendar";

const LOOK_AGAIN_MS = 2000;

function BackupsPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="backups">
      {isAdministrator(me.account) ? (
        <div class="narrow-page backups-page">
          <Content isSuperuser={me.account.roles.includes("superuser")} />
        </div>
      ) : (
        <div class="empty">
          <h1>Only administrators see to backups</h1>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

function Content({ isSuperuser }: { isSuperuser: boolean }) {
  const [fare, setFare] = useState<BackupsFare | null>(null);
  const [answer, setAnswer] = useState<Backups | null>(null);
  const [exports, setExports] = useState<Exports | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [filter, setFilter] = useState<BackupFilter>("");
  const [busy, setBusy] = useState(false);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [found, list, made] = await Promise.all([
        readBackupsFare(),
        isSuperuser ? readBackups() : null,
        isSuperuser ? readExports() : null,
      ]);
      setFare(found);
      setAnswer(list);
      setExports(made);
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), []);

  const working = answer?.backups.find(isUnderWay);
  const isAnyUnderWay = working !== undefined || exports?.exports.some(isUnderWay) === true;
  useEffect(() => {
    if (!isAnyUnderWay) return;
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isAnyUnderWay]);

  const act = async (doing: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true);
    try {
      await doing();
      await look();
      say(said);
    } catch (error) {
      await look();
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };

  const choose = (told: boolean): void => {
    setFare((known) => known && { ...known, told });
    void act(() => chooseToBeTold(told), told ? "You are told when a backup fails." : "You are not told any more.");
  };

  if (!fare) {
    return reasons.length > 0 ? (
      <ErrorSummary title="Backups cannot be shown just now" reasons={reasons} />
    ) : (
      <div class="skeleton" role="status" aria-label="Reading the backups" />
    );
  }
  return (
    <>
      <div class="backups-head">
        <div>
          <h1>Backups</h1>
          <p class="muted">{provedWords(fare)}</p>
        </div>
        {isSuperuser && (
          <button
            type="button"
            class="button primary"
            disabled={busy || (working !== undefined && !working.made_at)}
            onClick={() => void act(makeBackup, "A backup is being made.")}
          >
            Make a backup now
          </button>
        )}
      </div>
      <ErrorSummary title="That was not done" reasons={reasons} />
      <p role="status" class="backups-progress">
        {working ? progressWords(working) : ""}
      </p>
      <div class="backups-cards">
        <GrabSheet />
        {exports && (
          <ExportCard
            answer={exports}
            busy={busy}
            onExport={() => void act(makeExport, "Everything is being exported.")}
          />
        )}
      </div>
      <Told fare={fare} busy={busy} onChoose={choose} />
      {answer ? (
        <>
          <p class="muted">{placeWords(answer)}</p>
          <BackupTable
            answer={answer}
            filter={filter}
            busy={busy}
            onFilter={setFilter}
            onProve={(backup) => void act(() => proveBackup(backup.id), "The backup is being proved.")}
          />
        </>
      ) : (
        <p class="muted">Superusers see every backup here, and make new ones.</p>
      )}
    </>
  );
}

function GrabSheet() {
  return (
    <section class="card backups-card">
      <h2>Grab sheet</h2>
      <p>
        This week and the three after it, for the day nothing else works: who is on duty, who is where. One is kept with
        every backup. Print it, or keep it apart from this system.
      </p>
      <div class="backups-ways">
        <a class="button" href={SHEET_PAPER} download>
          <Icon name="print" /> As a PDF
        </a>
        <a class="button" href={SHEET_PAGE} download>
          <Icon name="export" /> As a page
        </a>
      </div>
    </section>
  );
}

interface ToldProps {
  fare: BackupsFare;
  busy: boolean;
  onChoose(told: boolean): void;
}

function Told({ fare, busy, onChoose }: ToldProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={fare.told}
        disabled={busy}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      Mail me when a backup fails or cannot be proved
    </label>
  );
}

function provedWords({ last_proved: proved }: BackupsFare): string {
  if (!proved) return "No backup has been proved yet. Every night one is made, and proved by restoring it.";
  return `Last proved by restoring it: ${agoWords(proved)} (${momentInWords(proved)}).`;
}

function progressWords(backup: Backup): string {
  if (backup.status === "working") return "A backup is being made…";
  if (backup.status === "waiting") {
    return backup.attempts > 0 && backup.due_at
      ? `A backup failed and is tried again ${momentInWords(backup.due_at)}.`
      : "A backup is about to be made…";
  }
  return backup.proof === "working" ? "A backup is being proved…" : "A backup is about to be proved…";
}

function placeWords({ tiers, folder, bucket, encrypted }: Backups): string {
  const how = encrypted ? "encrypted" : "not encrypted";
  const places = bucket
    ? `They lie in ${folder}, ${how}, with copies in s3://${bucket}.`
    : `They lie in ${folder}, ${how}, and nowhere else: no bucket is named.`;
  const kept = `All are kept for ${tiers.days} days, then one a week for ${tiers.weeks} weeks, then one a month for ${tiers.months} months; the newest proved one always.`;
  return `${places} ${kept}`;
}

void startPage((me) => <BackupsPage me={me} />);
