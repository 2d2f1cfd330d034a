import { call, rememberCsrfToken } from "./client";

export interface Account {
  username: string;
  display_name: string;
  roles: string[];
  person_code: string | null;
}

export interface Me {
  account: Account;
  csrf_token: string;
  practice: string | null;
}

export async function whoAmI(): Promise<Me> {
  const me = await call<Me>("GET", "/auth/me", { expectSignedOut: true });
  rememberCsrfToken(me.csrf_token);
  return me;
}

export async function signIn(username: string, password: string): Promise<Account> {
  const answer = await call<{ account: Account; csrf_token: string }>("POST", "/auth/sign-in", {
    body: { username, password },
    expectSignedOut: true,
  });
  rememberCsrfToken(answer.csrf_token);
  return answer.account;
}

export function signOut(): Promise<void> {
  return call("POST", "/auth/sign-out", { expectSignedOut: true });
}

/** May generate and publish. */
export function isAdministrator(account: Account): boolean {
  return account.roles.includes("administrator") || account.roles.includes("superuser");
}
