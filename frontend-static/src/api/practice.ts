import { call } from "./client";

export interface Site {
  code: string;
  name: string;
  rooms: number;
}

export interface Practice {
  name: string;
  nation: string;
  sites: Site[];
  horizon: { start: string; weeks: number } | null;
  roles: string[];
}

export function readPractice(): Promise<Practice> {
  return call("GET", "/practice");
}
