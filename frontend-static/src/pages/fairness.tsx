import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Adjusted, type Fairness, type FairnessAhead, readFairness, readFairnessAhead } from "../api/fairness";
import { inAddress } from "../components/data-table/address";
import { DataTable } from "../components/data-table/DataTable";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { AdjustDutyDialog } from "../components/fairness/AdjustDutyDialog";
import { columnsOf } from "../components/fairness/columns";
import { EvenOut } from "../components/fairness/EvenOut";
import { Bar, Loading } from "../components/fairness/furniture";
import { HowItWorks } from "../components/fairness/HowItWorks";
import { PersonStatement } from "../components/fairness/PersonStatement";
import { longest, standingsOf } from "../components/fairness/standings";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { say } from "../components/toast/toast";
import { dayOf, inFullWords, inWords } from "../domain/calendar";
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
  const [[fairness, ahead], setFound] = useState<[Fairness, FairnessAhead] | [null, null]>([null, null]);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [left, setLeft] = useState(false);
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const administrator = isAdministrator(me.account);
  const look = useCallback(async (): Promise<void> => {
    try {
      setFound(await Promise.all([readFairness(), readFairnessAhead()]));
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), [look]);

  const people = fairness ? standingsOf(fairness, ahead) : [];
  const gone = people.filter((person) => !person.active).length;
  return (
    <div class="narrow-page fairness">
      <RotaTabs me={me} current="fairness" />
      <header class="fairness-head">
        <h1>Fairness of duty</h1>
        {fairness && people.length > 0 && <p class="muted">{countedInWords(fairness)}</p>}
        {ahead?.until && <p class="muted">{aheadInWords(ahead, fairness.as_of !== null)}</p>}
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
            initialSort={fairness.as_of || !ahead.until ? "-balance" : "-then"}
            columns={columnsOf({
              mine: me.account.person_code,
              most: longest(people),
              counted: fairness.as_of !== null || !ahead.until,
              until: ahead.until && inWords(dayOf(ahead.until)),
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
            {fairness.as_of && <span>Otherwise: joining, leaving and adjustments</span>}
          </p>
          {administrator && <EvenOut ahead={ahead} />}
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
  const counted = weeks === 1 ? "1 week" : `${weeks} weeks`;
  const told =
    first_week && as_of
      ? `Counted to ${inFullWords(dayOf(as_of))}: ${counted} since ${inFullWords(dayOf(first_week))}.`
      : "No week is closed yet: that happens on the Monday after the first week of a published rota.";
  return `In half-days of ordinary duty. ${told} All balances together come to nought.`;
}

function aheadInWords({ weeks, until }: FairnessAhead, counted: boolean): string {
  const more = `${weeks}${counted ? " more" : ""} ${weeks === 1 ? "week is" : "weeks are"}`;
  const last = until ? dayOf(until) : 0;
  return `${more} published, to ${inFullWords(last)}. “By ${inWords(last)}” says where they lead, as they stand now.`;
}

function movedInWords({ moved }: Adjusted): string {
  const [first] = moved;
  return first ? `${first.name} now stands at ${signedHalfDays(first.after)}.` : "Posted.";
}

function NothingYet({ fairness, administrator }: { fairness: Fairness; administrator: boolean }) {
  return (
    <>
      <div class="notice">
        <div>
          <h2>Nobody holds duty here yet</h2>
          <p>
            The settings say how many hold duty in each half-day, and by which skill of theirs. Whoever has it is listed
            here, with all that the rota gives them.
          </p>
        </div>
        <a class="button" href={administrator ? "/settings.html" : "/rota.html"}>
          {administrator ? "See the settings" : "See the rota"}
        </a>
      </div>
      <HowItWorks how={fairness.how} open />
    </>
  );
}

void startPage((me) => <FairnessPage me={me} />);
