import "./leave.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import {
  type Balance,
  type Cancelled,
  type Kind,
  type LeaveRequest,
  type LeaveYear,
  readBalance,
  readKinds,
  readYears,
} from "../api/leave";
import { AskedNotice } from "../components/asked-notice/AskedNotice";
import { AwayList } from "../components/away-list/AwayList";
import { inAddress, putInAddress } from "../components/data-table/address";
import { Dialog } from "../components/dialog/Dialog";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { LeaveBalance } from "../components/leave-balance/LeaveBalance";
import { LeaveForm } from "../components/leave-form/LeaveForm";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { WhatCameBack } from "../components/request-list/CancelDialog";
import { MyLeave } from "../components/request-list/MyLeave";
import { say } from "../components/toast/toast";
import { isoOf, today } from "../domain/calendar";
import { yearOf } from "../domain/leave";

function LeavePage({ me }: { me: Me }) {
  const code = me.account.person_code;
  return (
    <Page me={me} current="leave">
      {code === null ? <NotLinked administrator={isAdministrator(me.account)} /> : <Mine code={code} />}
    </Page>
  );
}

/** Somebody who can sign in and is nobody on the rota has no leave; everybody may see who is away. */
function NotLinked({ administrator }: { administrator: boolean }) {
  return (
    <div class="narrow-page">
      <h1>Leave</h1>
      <div class="notice person">
        <p>
          <strong>Your account is not linked to anybody on the rota,</strong> so there is no leave of yours to show or
          ask for.{" "}
          {administrator
            ? "Link it under Accounts, or record leave for somebody else."
            : "Ask a rota administrator to link it."}
        </p>
        {administrator && (
          <>
            <a class="button primary" href="/requests.html?for=">
              Record leave for somebody
            </a>
            <a class="button" href="/accounts.html">
              Accounts
            </a>
          </>
        )}
      </div>
      <AwayList generation={0} />
    </div>
  );
}

type Show = "ask" | "mine" | "away";
const SHOWS: readonly (readonly [Show, string])[] = [
  ["ask", "Ask for leave"],
  ["mine", "My leave"],
  ["away", "Who is away"],
];

interface Known {
  years: LeaveYear[];
  kinds: Kind[];
}

function Mine({ code }: { code: string }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [balance, setBalance] = useState<Balance | null>(null);
  const [year, setYear] = useState(inAddress("year"));
  const [show, setShow] = useState<Show>(() => SHOWS.find(([name]) => name === inAddress("show"))?.[0] ?? "ask");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [generation, setGeneration] = useState(0);
  const [asked, setAsked] = useState<LeaveRequest | null>(null);
  const [cancelled, setCancelled] = useState<Cancelled | null>(null);

  useEffect(() => {
    Promise.all([readYears(), readKinds()])
      .then(([years, kinds]) => setKnown({ years, kinds }))
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);

  const current = known && (known.years.find((y) => y.start === year) ?? yearOf(known.years, isoOf(today())));
  useEffect(() => {
    if (!current) return;
    let live = true;
    readBalance(code, current.start)
      .then((answer) => live && setBalance(answer))
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [code, current?.start, generation]);

  const changed = useCallback((): void => setGeneration((n) => n + 1), []);
  const back = (answer: Cancelled): void => {
    setAsked(null);
    setCancelled(answer);
    say(answer.not_put_back.length > 0 ? "Cancelled. Some sessions did not come back." : "Cancelled.");
    changed();
  };
  const choose = (next: Show): void => {
    setShow(next);
    putInAddress("show", next === "ask" ? "" : next);
  };

  if (reasons.length > 0 && !known) {
    return (
      <div class="empty">
        <h1>Leave cannot be shown</h1>
        <ErrorSummary title="What happened" reasons={reasons} />
      </div>
    );
  }
  return (
    <div class="narrow-page">
      <div class="leave-top">
        <h1>Leave</h1>
        <fieldset class="segments">
          <legend class="hidden">Show</legend>
          {SHOWS.map(([name, words]) => (
            <label key={name}>
              <input type="radio" name="show" checked={show === name} onChange={() => choose(name)} />
              {words}
            </label>
          ))}
        </fieldset>
        <div class="end">
          {known && current && (
            <label class="inline">
              Leave year
              <select
                value={current.start}
                onChange={(event) => {
                  setYear(event.currentTarget.value);
                  putInAddress("year", event.currentTarget.value);
                }}
              >
                {known.years.map((y) => (
                  <option key={y.start} value={y.start}>
                    {y.words}
                  </option>
                ))}
              </select>
            </label>
          )}
          <a href="/popular-weeks.html">Popular weeks</a>
        </div>
      </div>
      <ErrorSummary title="What you have left cannot be shown" reasons={known ? reasons : []} />
      {asked && <AskedNotice request={asked} mine onUndone={back} />}
      {balance ? (
        <LeaveBalance
          balance={balance}
          whose="You have"
          href={`/statement.html?code=${encodeURIComponent(code)}&year=${balance.year.start}`}
        />
      ) : (
        reasons.length === 0 && <div class="skeleton" aria-busy="true" />
      )}
      {known?.kinds.length === 0 && show === "ask" && (
        <p class="notice person">
          You have no working term now, so there is nothing you can ask for. A rota administrator can add one.
        </p>
      )}
      {known && known.kinds.length > 0 && show === "ask" && (
        <LeaveForm
          kinds={known.kinds}
          generation={generation}
          onAsked={(request) => {
            setAsked(request);
            changed();
          }}
          onDay={(day) => setYear(yearOf(known.years, day)?.start ?? year)}
        />
      )}
      {current && show === "mine" && <MyLeave code={code} year={current} generation={generation} onCancelled={back} />}
      {show === "away" && <AwayList generation={generation} />}
      {cancelled && (
        <Dialog title="Cancelled" onClose={() => setCancelled(null)}>
          <WhatCameBack answer={cancelled} />
          <div class="actions">
            <button class="button primary" type="button" onClick={() => setCancelled(null)}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

void startPage((me) => <LeavePage me={me} />);
