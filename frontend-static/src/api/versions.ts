import { call, query, type Reason } from "./client";
import type { Edit } from "./edits";
import type { Gap, Publication, VersionSpan } from "./rota";

/** What somebody does in a session, and where; null where they are not at work. */
export type Does = { activity: string; site: string } | null;

/** A session that is otherwise than it was. */
export interface Difference {
  date: string;
  half: "AM" | "PM";
  was: Does;
  now: Does;
}

/** The same, with the days from telling to it and the days that are due. */
export interface NoticedChange extends Difference {
  notice_days: number;
  window_days: number;
}

export interface Told {
  code: string;
  name: string;
  changes: NoticedChange[];
  shortest_notice: number;
}

/** Trainees who would have no supervisor; `field` is how a refusal calls the reason that is asked for. */
export interface Unsupervised {
  date: string;
  half: "AM" | "PM";
  site: string | null;
  trainees: string[];
  need: number;
  have: number;
  because: string;
  field: string;
}

/** What a publication would do. `first`: nothing was published for these weeks until now. */
export interface PublicationPreview {
  range: { start: string; weeks: number }[];
  edits: number[];
  first: boolean;
  changes: number;
  people: Told[];
  inside_window: number;
  reason_required: boolean;
  refusals: Reason[];
  supervision: Unsupervised[];
  also_waiting: number;
  gaps: Gap[];
  new_gaps: Gap[];
}

/** A run's draft, or changes that wait; null: all that wait. */
export type Subject = { edits: number[] | null } | { run: string };

export interface Override {
  date: string;
  half: "AM" | "PM";
  site: string | null;
  reason: string;
}

export function previewPublication(subject: Subject): Promise<PublicationPreview> {
  return call("POST", "/rota/publications/previews", { body: subject });
}

export function publishRota(subject: Subject, reason: string | null, overrides: Override[]): Promise<Publication> {
  return call("POST", "/rota/publications", { body: { ...subject, reason, overrides } });
}

export type VersionKind = "run" | "edits";

/** `reason` and `acknowledged` are null for everybody but administrators. */
export interface ListedVersion extends VersionSpan {
  kind: VersionKind;
  weeks: number;
  published_by: string | null;
  reason: string | null;
  changes: number;
  people: number;
  acknowledged: number | null;
}

export function readListedVersions(): Promise<ListedVersion[]> {
  return call("GET", "/rota/versions");
}

export interface Span {
  start: string;
  end: string;
}

export interface VersionSide extends Span {
  id: string;
  number: number;
}

/** What version `a` has otherwise than `b`; `b` null: than what people saw until `a` was published. */
export interface VersionDifference {
  a: VersionSide;
  b: VersionSide | null;
  changed: number;
  people: number;
  by_person: { code: string; name: string; changes: Difference[] }[];
  by_day: { date: string; changes: (Difference & { code: string; name: string })[] }[];
  both: Span[];
  only_a: Span[];
  only_b: Span[];
}

export function readVersionDifference(a: string, against: string): Promise<VersionDifference> {
  return call("GET", `/rota/versions/${a}/difference${query({ against })}`);
}

export interface Fingerprint {
  published: string;
  now: string;
  same: boolean;
}

export function readFingerprint(id: string): Promise<Fingerprint> {
  return call("GET", `/rota/versions/${id}/fingerprint`);
}

export interface Restoration {
  edit: Edit;
  left_out: { code: string; date: string; half: "AM" | "PM"; because: string }[];
}

export function restoreVersion(id: string): Promise<Restoration> {
  return call("POST", `/rota/versions/${id}/restoration`);
}

/** What one version changed for me. */
export interface ChangesOfVersion {
  version_id: string;
  number: number;
  published_at: string;
  reason: string | null;
  changes: NoticedChange[];
  acknowledged_at: string | null;
}

export function readChangesForMe(): Promise<ChangesOfVersion[]> {
  return call("GET", "/rota/changes-for-me");
}

export function acknowledgeVersion(id: string): Promise<{ acknowledged_at: string }> {
  return call("PUT", `/rota/versions/${id}/acknowledgement`);
}

export interface NoticeRow extends NoticedChange {
  code: string;
  name: string;
  version_id: string;
  number: number;
  published_at: string;
  published_by: string | null;
  reason: string | null;
}

export interface NoticeReport extends Span {
  rows: NoticeRow[];
}

export function readNotice(start: string, end: string): Promise<NoticeReport> {
  return call("GET", `/rota/notice${query({ start: start || undefined, end: end || undefined })}`);
}

export function noticeFile(start: string, end: string): string {
  return `/api/v1/rota/notice.csv${query({ start, end })}`;
}
