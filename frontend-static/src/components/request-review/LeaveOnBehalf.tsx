import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import {
  type Assessment,
  type Balance,
  type Kind,
  type LeaveRequest,
  type LeaveYear,
  readBalance,
  readKinds,
  readYears,
} from "../../api/leave";
import { isoOf, today } from "../../domain/calendar";
import { yearOf } from "../../domain/leave";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { LeaveBalance } from "../leave-balance/LeaveBalance";
import { LeaveForm } from "../leave-form/LeaveForm";

interface Props {
  code: string;
  name: string;
  generation: number;
  onAsked(request: LeaveRequest, assessment: Assessment): void;
}

/** Leave or sickness recorded for somebody, with their balance and their calendar. */
export function LeaveOnBehalf({ code, name, generation, onAsked }: Props) {
  const [kinds, setKinds] = useState<Kind[] | null>(null);
  const [years, setYears] = useState<LeaveYear[]>([]);
  const [day, setDay] = useState(isoOf(today()));
  const [balance, setBalance] = useState<Balance | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    let live = true;
    setKinds(null);
    setReasons([]);
    Promise.all([readKinds(code), readYears()])
      .then(([list, all]) => {
        if (!live) return;
        setKinds(list);
        setYears(all);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [code]);
  const year = yearOf(years, day)?.start;
  useEffect(() => {
    if (year === undefined) return;
    let live = true;
    setBalance((was) => (was?.person.code === code ? was : null));
    readBalance(code, year)
      .then((answer) => live && setBalance(answer))
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [code, year, generation]);

  return (
    <>
      <ErrorSummary title={`What ${name} may have cannot be shown`} reasons={reasons} />
      {balance && (
        <LeaveBalance
          balance={balance}
          whose={`${name} has`}
          href={`/statement.html?code=${encodeURIComponent(code)}&year=${balance.year.start}`}
        />
      )}
      {kinds === null && reasons.length === 0 && <div class="skeleton" aria-busy="true" />}
      {kinds?.length === 0 && (
        <p class="notice person">{name} has no working term now, so there is nothing to record.</p>
      )}
      {kinds && kinds.length > 0 && (
        <LeaveForm
          key={code}
          kinds={kinds}
          person={{ code, name }}
          generation={generation}
          onAsked={onAsked}
          onDay={setDay}
        />
      )}
    </>
  );
}
