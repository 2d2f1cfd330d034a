import { useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { reasonsOf } from "../api/client";
import { type AmountUnit, balancesFile, type Posted, readAllBalances, takeBack } from "../api/entitlement";
import type { PersonBalance } from "../api/leave";
import { inAddress, putInAddress } from "../components/data-table/address";
import { DataTable } from "../components/data-table/DataTable";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { AdjustDialog } from "../components/statement/AdjustDialog";
import { columnsIn } from "../components/statement/columns";
import { useOfYear } from "../components/statement/useOfYear";
import { YearSwitch } from "../components/statement/YearSwitch";
import { say } from "../components/toast/toast";
import { signed, UNITS } from "../domain/amount";
import "../components/statement/statement.css";

function BalancesPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="leave">
      {isAdministrator(me.account) ? (
        <Everybody />
      ) : (
        <div class="empty">
          <h1>Only administrators see everybody's leave</h1>
          <p>You can see your own, with every line of the sum.</p>
          <a class="button primary" href="/statement.html">
            See your statement
          </a>
        </div>
      )}
    </Page>
  );
}

type Which = "" | "owing" | "pending" | "plenty";
const WHICH: readonly (readonly [Which, string])[] = [
  ["", "Everybody"],
  ["owing", "Owing leave"],
  ["pending", "With leave that waits"],
  ["plenty", "With more than half left"],
];

function belongs(row: PersonBalance, which: Which, group: string): boolean {
  if (group && row.person.group !== group) return false;
  if (which === "owing") return row.left.minutes < 0;
  if (which === "pending") return row.pending.minutes > 0;
  return which !== "plenty" || row.left_percent_used < 50;
}

function Everybody() {
  const { years, year, choose, found, reasons, setReasons, look } = useOfYear(readAllBalances);
  const [unit, setUnit] = useState<AmountUnit>(unitInAddress);
  const [group, setGroup] = useState(inAddress("group"));
  const [which, setWhich] = useState<Which>(inAddress("which") as Which);
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const [posted, setPosted] = useState<{ posted: Posted; name: string } | null>(null);

  const undo = async (): Promise<void> => {
    if (!posted) return;
    try {
      await takeBack(posted.posted.id, "Undone straight away");
      setPosted(null);
      say("Taken back.");
      await look();
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };

  if (!found) {
    return reasons.length > 0 ? (
      <div class="empty">
        <h1>Nothing to add up yet</h1>
        <ErrorSummary title="What happened" reasons={reasons} />
        <p>Import the practice first: its settings, people and leave.</p>
      </div>
    ) : (
      <div class="narrow-page">
        <p class="muted" role="status">
          Adding it up…
        </p>
        <div class="skeleton" />
      </div>
    );
  }
  const groups = [...new Set(found.balances.map(({ person }) => person.group))].filter(Boolean).sort();
  return (
    <div class="narrow-page balances">
      <header class="statement-head">
        <h1>Leave balances, {found.year.words}</h1>
        <p class="muted">What everybody has, has used and has left. Open a statement to see every line of the sum.</p>
      </header>
      <ErrorSummary reasons={reasons} />
      {posted && (
        <p class="notice" role="status">
          <span>
            <strong>Posted for {posted.name}:</strong> {signed(posted.posted.amount.sessions)} sessions.
          </span>
          <button type="button" class="button" onClick={undo}>
            Undo
          </button>
        </p>
      )}
      <div class="bar statement-bar">
        <YearSwitch
          years={years}
          start={year}
          onChoose={(start) => {
            setPosted(null);
            choose(start);
          }}
        />
        <UnitSwitch
          unit={unit}
          onChoose={(chosen) => {
            putInAddress("in", chosen === "sessions" ? "" : chosen);
            setUnit(chosen);
          }}
        />
        <div class="end">
          <a class="button" href={balancesFile(year)}>
            Save as CSV
          </a>
          <button type="button" class="button primary" onClick={() => setAdjusting("")}>
            Adjust…
          </button>
        </div>
      </div>
      <DataTable
        name="balances"
        caption={`Leave balances, ${found.year.words}, in ${unit}`}
        rows={found.balances.filter((row) => belongs(row, which, group))}
        keyOf={(row) => row.person.code}
        columns={columnsIn(unit, year, setAdjusting)}
        search={(row) => `${row.person.name} ${row.person.code} ${row.person.group}`}
        searchLabel="Find somebody"
        empty={<p>{which || group ? "Nobody here is like that." : "Nobody works in this leave year yet."}</p>}
        filters={
          <>
            <div class="field">
              <label for="balances-group">Group</label>
              <select
                id="balances-group"
                value={group}
                onChange={(event) => {
                  putInAddress("group", event.currentTarget.value);
                  setGroup(event.currentTarget.value);
                }}
              >
                <option value="">All</option>
                {groups.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="balances-which">Show</label>
              <select
                id="balances-which"
                value={which}
                onChange={(event) => {
                  putInAddress("which", event.currentTarget.value);
                  setWhich(event.currentTarget.value as Which);
                }}
              >
                {WHICH.map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </div>
          </>
        }
      />
      {adjusting !== null && (
        <AdjustDialog
          year={found.year}
          people={adjusting ? found.balances.filter(({ person }) => person.code === adjusting) : found.balances}
          code={adjusting}
          onPosted={(line, who) => {
            setAdjusting(null);
            setPosted({ posted: line, name: who.person.name });
            void look();
          }}
          onClose={() => setAdjusting(null)}
        />
      )}
    </div>
  );
}

function unitInAddress(): AmountUnit {
  return UNITS.find((unit) => unit === inAddress("in")) ?? "sessions";
}

function UnitSwitch({ unit, onChoose }: { unit: AmountUnit; onChoose(unit: AmountUnit): void }) {
  return (
    <fieldset class="field">
      <legend>In</legend>
      <div class="segments">
        {UNITS.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name="unit"
              value={option}
              checked={unit === option}
              onChange={() => onChoose(option)}
            />
            {option}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

void startPage((me) => <BalancesPage me={me} />);
