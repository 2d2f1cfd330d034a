import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Adjusted, type Fairness, readFairness } from "../api/fairness";
import { inAddress } from "../components/data-table/address";
import { DataTable } from "../components/data-table/DataTable";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { AdjustDutyDialog } from "../components/fairness/AdjustDutyDialog";
import { columnsOf } from "../components/fairness/columns";
import { Bar, Loading } from "../components/fairness/furniture";
import { HowItWorks } from "../components/fairness/HowItWorks";
import { PersonStatement } from "../components/fairness/PersonStatement";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { say } from "../components/toast/toast";
import { dayOf, inFullWords, isoOf, mondayOf, today } from "../domain/calendar";
import { signedHalfDays } from "../domain/duty";
import "../components/fairness/fairness.css";

function FairnessPage({ me }: { me: Me }) {
  const code = inAddress("code");
  return (
    <Page me={me} current="rota">
      {code ? <PersonStatement me={me} code={code} /> : <Everybody me={me} />}
    </Page>
  );
}

function Everybody({ me }: { me: Me }) {
  const [fairness, setFairness] = useState<Fairness | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [left, setLeft] = useState(false);
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const administrator = isAdministrator(me.account);
  const look = useCallback(async (): Promise<void> => {
    try {
      setFairness(await readFairness());
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), [look]);

  const people = fairness?.people ?? [];
  const gone = people.filter((person) => !person.active).length;
  return (
    <div class="narrow-page fairness">
      <RotaTabs me={me} current="fairness" />
      <header class="fairness-head">
        <h1>Fairness of duty</h1>
        {fairness?.as_of && <p class="muted">{countedInWords(fairness)}</p>}
      </header>
      <ErrorSummary title="What happened" reasons={reasons} />
      {!fairness && reasons.length === 0 && <Loading />}
      {fairness && people.length === 0 && <NothingYet fairness={fairness} administrator={administrator} />}
      {fairness && people.length > 0 && (
        <>
          <Bar onAdjust={administrator ? () => setAdjusting("") : null} />
          <DataTable
            name="fairness"
            caption="Everybody's balance of duty, in half-days"
            rows={left ? people : people.filter((person) => person.active)}
            keyOf={(row) => row.code}
            current={me.account.person_code}
            initialSort="-balance"
            columns={columnsOf({
              mine: me.account.person_code,
              most: Math.max(...people.map((person) => Math.abs(person.balance))),
              adjust: administrator ? setAdjusting : null,
            })}
            filters={
              gone > 0 && (
                <label class="check">
                  <input type="checkbox" checked={left} onChange={(event) => setLeft(event.currentTarget.checked)} />
                  <span>Also show the {gone} who left, and stand at nought</span>
                </label>
              )
            }
          />
          <p class="fairness-key">
            <span>
              <i class="more" /> Right: held more than their part
            </span>
            <span>
              <i class="less" /> Left: held less
            </span>
            <span>Otherwise: joining, leaving and adjustments</span>
          </p>
          {administrator && <EvenOut />}
          <HowItWorks how={fairness.how} />
        </>
      )}
      {adjusting !== null && (
        <AdjustDutyDialog
          people={people.filter((person) => person.active)}
          code={adjusting}
          onPosted={(adjusted) => {
            setAdjusting(null);
            say(movedInWords(adjusted));
            void look();
          }}
          onClose={() => setAdjusting(null)}
        />
      )}
    </div>
  );
}

function countedInWords({ weeks, first_week, as_of }: Fairness): string {
  const since = first_week ? ` since ${inFullWords(dayOf(first_week))}` : "";
  const until = as_of ? inFullWords(dayOf(as_of)) : "";
  return `In half-days of ordinary duty. Counted to ${until}: ${weeks === 1 ? "1 week" : `${weeks} weeks`}${since}. All balances together come to nought.`;
}

function movedInWords({ moved }: Adjusted): string {
  const [first] = moved;
  return first ? `${first.name} now stands at ${signedHalfDays(first.after)}.` : "Posted.";
}

/** Where a draft is made in which duty follows the balances; it begins next Monday. */
function EvenOut() {
  const monday = isoOf(mondayOf(today()) + 7);
  return (
    <section class="card even-out" aria-labelledby="even-out-title">
      <div>
        <h2 id="even-out-title">Even this out</h2>
        <p class="muted">
          Makes a draft from {inFullWords(dayOf(monday))} on in which whoever is above nought holds less duty and
          whoever is below holds more. The published rota stays as it is until you publish the draft.
        </p>
      </div>
      <a class="button primary" href={`/generate.html?mode=rebalance&start=${monday}`}>
        Even this out
      </a>
    </section>
  );
}

function NothingYet({ fairness, administrator }: { fairness: Fairness; administrator: boolean }) {
  return (
    <>
      <div class="notice">
        <div>
          <h2>No week is closed yet</h2>
          <p>
            On the Monday after the first week of a published rota, its duty is added up here, and everybody's part of
            it. Until then there is nothing to compare.
          </p>
        </div>
        <a class="button" href={administrator ? "/generate.html" : "/rota.html"}>
          {administrator ? "Generate a rota" : "See the rota"}
        </a>
      </div>
      <HowItWorks how={fairness.how} open />
    </>
  );
}

void startPage((me) => <FairnessPage me={me} />);
