import "./requests.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type LeaveRequest, type PersonName, readBalances, readYears } from "../api/leave";
import { AskedNotice } from "../components/asked-notice/AskedNotice";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { Queue } from "../components/request-review/Queue";
import { LeaveOnBehalf } from "../components/request-review/LeaveOnBehalf";
import { say } from "../components/toast/toast";
import { useAddress } from "../domain/address";
import { isoOf, today } from "../domain/calendar";
import { yearOf } from "../domain/leave";

function RequestsPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="requests">
      {isAdministrator(me.account) ? (
        <Requests myName={me.account.display_name} />
      ) : (
        <div class="empty">
          <h1>Only rota administrators decide on leave</h1>
          <p>Your own requests, and asking for leave, are on the leave page.</p>
          <a class="button primary" href="/leave.html">
            Your leave
          </a>
        </div>
      )}
    </Page>
  );
}

function Requests({ myName }: { myName: string }) {
  const [address, go] = useAddress();
  const [people, setPeople] = useState<PersonName[]>([]);
  const [generation, setGeneration] = useState(0);
  const [recorded, setRecorded] = useState<LeaveRequest | null>(null);
  const changed = useCallback((): void => setGeneration((n) => n + 1), []);
  const behalf = address.get("for");

  useEffect(() => {
    readYears()
      .then((years) => readBalances(yearOf(years, isoOf(today()))?.start))
      .then((balances) => setPeople(balances.map((balance) => balance.person)))
      // Without the names the list can still be read; it names people itself.
      .catch(() => undefined);
  }, []);

  return (
    <div class="narrow-page">
      <div class="requests-top">
        <h1>{behalf === null ? "Requests for leave" : "Record leave for somebody"}</h1>
        <div class="end">
          <a class="button quiet" href="/balances.html">
            Everybody’s balances
          </a>
          {behalf === null ? (
            <button class="button" type="button" onClick={() => go({ for: "" }, "afresh")}>
              Record for somebody…
            </button>
          ) : (
            <button class="button" type="button" onClick={() => go({}, "afresh")}>
              Back to the requests
            </button>
          )}
        </div>
      </div>
      {recorded && (
        <AskedNotice
          request={recorded}
          mine={false}
          onUndone={() => {
            setRecorded(null);
            say("Undone.");
            changed();
          }}
        />
      )}
      {behalf === null ? (
        <Queue people={people} myName={myName} generation={generation} onChanged={changed} />
      ) : (
        <OnBehalf
          people={people}
          code={behalf}
          generation={generation}
          onPerson={(code) => go({ for: code })}
          onAsked={(request) => {
            setRecorded(request);
            changed();
          }}
        />
      )}
    </div>
  );
}

interface OnBehalfProps {
  people: PersonName[];
  code: string;
  generation: number;
  onPerson(code: string): void;
  onAsked(request: LeaveRequest): void;
}

function OnBehalf({ people, code, generation, onPerson, onAsked }: OnBehalfProps) {
  const person = people.find((each) => each.code === code);
  return (
    <>
      <div class="field">
        <label for="for-whom">For whom</label>
        <select id="for-whom" value={code} onChange={(event) => onPerson(event.currentTarget.value)}>
          <option value="">Choose somebody…</option>
          {people.map((each) => (
            <option key={each.code} value={each.code}>
              {each.name}
            </option>
          ))}
        </select>
      </div>
      {person && <LeaveOnBehalf code={code} name={person.name} generation={generation} onAsked={onAsked} />}
    </>
  );
}

void startPage((me) => <RequestsPage me={me} />);
