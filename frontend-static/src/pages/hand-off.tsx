import "./hand-off.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import {
  giveLines,
  HAND_OFF_TABLE,
  type HandOff,
  type HandOffLine,
  keepHandOff,
  readHandOff,
  tick,
} from "../api/handOff";
import { type Practice, readPractice } from "../api/practice";
import { Confirm } from "../components/confirm/Confirm";
import { DataTable } from "../components/data-table/DataTable";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { BeginForm } from "../components/hand-off/BeginForm";
import { columnsOf } from "../components/hand-off/columns";
import { handOffChanged } from "../components/hand-off/overdue";
import { keyOf, lineInWords, whenInWords } from "../components/hand-off/words";
import { Icon } from "../components/icon/Icon";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { say } from "../components/toast/toast";
import { momentInWords } from "../domain/calendar";

function HandOffPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="rota">
      {isAdministrator(me.account) ? (
        <div class="narrow-page">
          <RotaTabs me={me} current="hand-off" />
          <h1>Hand-off to the clinical system</h1>
          <List />
        </div>
      ) : (
        <div class="empty">
          <h1>Only rota administrators see to the hand-off</h1>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

function List() {
  const [list, setList] = useState<HandOff | null>(null);
  const [practice, setPractice] = useState<Practice | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [ticked, setTicked] = useState<HandOffLine[]>([]);
  const [asking, setAsking] = useState<HandOffLine[] | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [found, known] = await Promise.all([readHandOff(), readPractice()]);
      setList(found);
      setPractice(known);
      handOffChanged();
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), []);

  /** Do something to the list; what went wrong is said, and the list is as it is now either way. */
  const act = async (doing: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await doing();
      setReasons([]);
      await look();
      return true;
    } catch (error) {
      await look();
      setReasons(reasonsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const tickThem = async (lines: HandOffLine[]): Promise<void> => {
    if (await act(() => tick(lines))) {
      setTicked(lines);
      say(lines.length === 1 ? "Ticked." : `Ticked ${lines.length} lines.`);
    }
  };
  const untick = async (): Promise<void> => {
    if (await act(() => tick(ticked, true))) {
      setTicked([]);
      say("Back on the list.");
    }
  };

  if (!list || !practice) {
    return reasons.length > 0 ? (
      <ErrorSummary title="The list cannot be read just now" reasons={reasons} />
    ) : (
      <div class="skeleton" role="status" aria-label="Reading the list" />
    );
  }
  if (!list.since) return <BeginForm list={list} onBegun={setList} />;
  const siteName = (code: string): string => practice.sites.find((site) => site.code === code)?.name ?? code;
  return (
    <>
      <ErrorSummary title="That was not done" reasons={reasons} />
      <p class="muted">
        Kept since {momentInWords(list.since)}. {countWords(list)}
      </p>
      <div class="hand-off-acts">
        <Owner list={list} busy={busy} onChoose={(owner) => void act(() => keepHandOff(owner, null))} />
        <span class="end">
          <a class="button" href={HAND_OFF_TABLE} download>
            <Icon name="export" /> CSV
          </a>
          <button type="button" class="button" onClick={() => window.print()}>
            <Icon name="print" /> Print
          </button>
        </span>
      </div>
      {ticked.length > 0 && (
        <p class="notice" role="status">
          <span>{tickedWords(ticked, siteName)}</span>
          <button type="button" class="button" disabled={busy} onClick={() => void untick()}>
            Undo
          </button>
        </p>
      )}
      <DataTable
        name="hand-off"
        caption="Lines to change in the clinical system"
        rows={list.lines}
        keyOf={keyOf}
        columns={columnsOf(list, {
          siteName,
          busy,
          onTick: (line) => void tickThem([line]),
          onGive: (line, owner) => void act(() => giveLines([line], owner)),
        })}
        search={(line) => `${line.name} ${line.code} ${whenInWords(line)} ${lineInWords(line, siteName)}`}
        searchLabel="Find a line"
        bulk={(found) =>
          found.length > 1 && (
            <button type="button" class="button" disabled={busy} onClick={() => setAsking(found)}>
              Tick {found.length === list.lines.length ? `all ${found.length}` : `these ${found.length}`}…
            </button>
          )
        }
        initialSort="when"
        empty={<p>The clinical system is in step with the rota. Whatever changes is listed here.</p>}
      />
      {asking && (
        <Confirm
          title={asking.length === list.lines.length ? "Tick every line?" : "Tick these lines?"}
          words={<p>{asking.length} lines are taken as written into the clinical system.</p>}
          action="Tick them all"
          onConfirm={async () => {
            await tickThem(asking);
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function countWords({ lines, overdue }: HandOff): string {
  if (lines.length === 0) return "Nothing to do.";
  const all = lines.length === 1 ? "1 line to do" : `${lines.length} lines to do`;
  return overdue > 0 ? `${all}, ${overdue} overdue.` : `${all}.`;
}

function tickedWords(lines: HandOffLine[], siteName: (code: string) => string): string {
  const [line] = lines;
  if (!line || lines.length > 1) return `Ticked ${lines.length} lines.`;
  return `Ticked: ${line.name}, ${whenInWords(line)}: ${lineInWords(line, siteName)}.`;
}

interface OwnerProps {
  list: HandOff;
  busy: boolean;
  onChoose(owner: string | null): void;
}

function Owner({ list, busy, onChoose }: OwnerProps) {
  return (
    <div class="field">
      <label for="hand-off-owner">Who sees to the list</label>
      <select
        id="hand-off-owner"
        value={list.owner?.id ?? ""}
        disabled={busy}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">Nobody yet</option>
        {list.administrators.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

void startPage((me) => <HandOffPage me={me} />);
