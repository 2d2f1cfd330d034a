import { useEffect, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { readLeaveYears } from "../../api/entitlement";
import type { LeaveYear } from "../../api/leave";
import { inAddress, putInAddress } from "../data-table/address";

interface OfYear<T> {
  years: LeaveYear[];
  year: string;
  choose(start: string): void;
  /** Null until it is read. */
  found: T | null;
  reasons: Reason[];
  setReasons(reasons: Reason[]): void;
  /** Read it again. */
  look(): Promise<void>;
}

/** Something of one leave year: the one the address asks for, or the one that is running. */
export function useOfYear<T>(read: (year: string) => Promise<T>): OfYear<T> {
  const [years, setYears] = useState<LeaveYear[]>([]);
  const [year, setYear] = useState("");
  const [found, setFound] = useState<T | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  useEffect(() => {
    readLeaveYears()
      .then((all) => {
        setYears(all);
        setYear(yearToShow(all, inAddress("year")));
      })
      .catch((error: unknown) => setReasons(reasonsOf(error)));
  }, []);
  const look = async (): Promise<void> => {
    if (!year) return;
    try {
      setFound(await read(year));
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };
  useEffect(() => {
    void look();
  }, [year]);
  const choose = (start: string): void => {
    putInAddress("year", start);
    setYear(start);
  };
  return { years, year, choose, found, reasons, setReasons, look };
}

function yearToShow(years: LeaveYear[], asked: string): string {
  const found =
    years.find((year) => year.start <= asked && asked <= year.end) ?? years.find((year) => year.current) ?? years[0];
  return found?.start ?? "";
}
