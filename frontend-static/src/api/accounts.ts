import type { Account } from "./auth";
import { call, query, rememberCsrfToken } from "./client";

export type Role = "clinician" | "administrator" | "superuser";

export interface PersonRef {
  code: string;
  name: string;
}

export interface AccountRow {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  pending_email: string | null;
  roles: Role[];
  person: PersonRef | null;
  active: boolean;
  created_at: string;
  last_sign_in_at: string | null;
  version: number;
  may: ("edit" | "deactivate" | "reactivate" | "sign-out")[];
}

export interface Accounts {
  accounts: AccountRow[];
  people: PersonRef[];
  can_mail: boolean;
}

export interface Invitation {
  id: string;
  email: string;
  display_name: string;
  roles: Role[];
  person: PersonRef | null;
  status: "waiting" | "expired" | "lapsed" | "accepted" | "revoked";
  invited_by: string | null;
  invited_at: string;
  sent_at: string;
  expires_at: string;
  accepted_at: string | null;
  revoked_at: string | null;
  mail: { status: MailStatus; said: string | null } | null;
  may: ("send-again" | "revoke")[];
}

export type MailStatus = "waiting" | "sending" | "sent" | "failed" | "uncertain";

export interface MailItem {
  id: string;
  kind: string;
  about: string | null;
  to: string;
  subject: string;
  status: MailStatus;
  attempts: number;
  posted_at: string;
  due_at: string | null;
  ended_at: string | null;
  said: string | null;
  /** What stands in it is kept, so it can be sent again as it was. */
  kept: boolean;
  settled_at: string | null;
}

/** Given up, and nobody has seen to it. */
export function isGivenUp({ status, settled_at }: MailItem): boolean {
  return (status === "failed" || status === "uncertain") && settled_at === null;
}

export interface Mail {
  counts: Partial<Record<MailStatus, number>>;
  mail: MailItem[];
}

export interface InvitationValues {
  email: string;
  display_name: string;
  roles: Role[];
  person_code: string | null;
}

export interface AccountValues {
  version: number;
  display_name: string;
  email: string | null;
  roles: Role[];
  person_code: string | null;
}

export interface NewAccountValues {
  username: string;
  display_name: string;
  email: string | null;
  roles: Role[];
  person_code: string | null;
  password: string;
}

export interface OwnAccount {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  pending_email: string | null;
  roles: Role[];
  person: PersonRef | null;
  password_changed_at: string;
  version: number;
}

export interface SignedIn {
  id: string;
  since: string;
  address: string;
  agent: string;
  current: boolean;
}

export interface WelcomeLook {
  email: string;
  display_name: string;
  practice: string | null;
  roles: Role[];
  person: PersonRef | null;
  invited_by: string | null;
  expires_at: string;
}

export interface ResetLook {
  username: string;
  display_name: string;
  expires_at: string;
}

const ACCOUNTS = "/auth/accounts";
const INVITATIONS = "/auth/invitations";

export function readAccounts(): Promise<Accounts> {
  return call("GET", ACCOUNTS);
}

export function readAccount(id: string): Promise<AccountRow> {
  return call("GET", `${ACCOUNTS}/${id}`);
}

export function makeAccount(values: NewAccountValues): Promise<AccountRow> {
  return call("POST", ACCOUNTS, { body: values });
}

export function changeAccount(id: string, values: AccountValues): Promise<AccountRow> {
  return call("PUT", `${ACCOUNTS}/${id}`, { body: values });
}

export function deactivateAccount(account: AccountRow, reason: string): Promise<AccountRow> {
  return call("PUT", `${ACCOUNTS}/${account.id}/deactivation`, {
    body: { version: account.version, reason: reason || null },
  });
}

export function reactivateAccount(id: string): Promise<AccountRow> {
  return call("DELETE", `${ACCOUNTS}/${id}/deactivation`);
}

export function readSignIns(accountId: string): Promise<SignedIn[]> {
  return call("GET", `${ACCOUNTS}/${accountId}/sessions`);
}

export function signSomebodyOut(accountId: string): Promise<void> {
  return call("DELETE", `${ACCOUNTS}/${accountId}/sessions`);
}

export async function readInvitations(): Promise<Invitation[]> {
  return (await call<{ invitations: Invitation[] }>("GET", INVITATIONS)).invitations;
}

export function invite(values: InvitationValues): Promise<Invitation> {
  return call("POST", INVITATIONS, { body: values });
}

export function inviteAgain(id: string): Promise<Invitation> {
  return call("POST", `${INVITATIONS}/${id}/mails`);
}

export function withdrawInvitation(id: string): Promise<Invitation> {
  return call("PUT", `${INVITATIONS}/${id}/revocation`);
}

export function readMail(status?: MailStatus): Promise<Mail> {
  return call("GET", `/notify/mail${query({ status })}`);
}

export function readOwnAccount(): Promise<OwnAccount> {
  return call("GET", "/auth/account");
}

export function changeOwnAccount(values: {
  version: number;
  display_name: string;
  email: string | null;
  present_password: string | null;
}): Promise<OwnAccount> {
  return call("PUT", "/auth/account", { body: values });
}

/** Ends every other sign-in; this one goes on under a new token. */
export async function changeOwnPassword(present: string, password: string): Promise<void> {
  const answer = await call<{ account: Account; csrf_token: string }>("PUT", "/auth/account/password", {
    body: { present_password: present, password },
  });
  rememberCsrfToken(answer.csrf_token);
}

export function readOwnSignIns(): Promise<SignedIn[]> {
  return call("GET", "/auth/sessions");
}

export function signOutThere(id: string): Promise<void> {
  return call("DELETE", `/auth/sessions/${encodeURIComponent(id)}`);
}

export function signOutEverywhere(): Promise<void> {
  return call("DELETE", "/auth/sessions");
}

export function lookAtInvitation(token: string): Promise<WelcomeLook> {
  return call("POST", "/auth/welcome/look", { body: { token }, expectSignedOut: true });
}

export async function acceptInvitation(token: string, displayName: string, password: string): Promise<void> {
  const body = { token, display_name: displayName, password };
  const answer = await call<{ csrf_token: string }>("POST", "/auth/welcome", { body, expectSignedOut: true });
  rememberCsrfToken(answer.csrf_token);
}

/** Gives the sentence to show: the same one whether the address is known or not. */
export async function askForReset(email: string): Promise<string> {
  const answer = await call<{ message: string }>("POST", "/auth/password-resets", {
    body: { email },
    expectSignedOut: true,
  });
  return answer.message;
}

export function lookAtReset(token: string): Promise<ResetLook> {
  return call("POST", "/auth/password-resets/look", { body: { token }, expectSignedOut: true });
}

export function resetPassword(token: string, password: string): Promise<void> {
  return call("POST", "/auth/password-resets/password", { body: { token, password }, expectSignedOut: true });
}

export async function confirmEmail(token: string): Promise<string> {
  const answer = await call<{ email: string }>("POST", "/auth/email-confirmations", {
    body: { token },
    expectSignedOut: true,
  });
  return answer.email;
}
