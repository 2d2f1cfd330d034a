import type { AccountRow, Invitation, MailStatus, Role } from "../../api/accounts";

export const ROLES: { role: Role; words: string; explains: string }[] = [
  { role: "clinician", words: "Clinician", explains: "sees the rota and asks for leave" },
  { role: "administrator", words: "Administrator", explains: "makes rotas, decides on leave, invites people" },
  { role: "superuser", words: "Superuser", explains: "may do everything, and makes superusers" },
];

const INVITATION: Record<Invitation["status"], string> = {
  waiting: "Waiting",
  expired: "Ran out",
  lapsed: "Stopped",
  accepted: "Accepted",
  revoked: "Withdrawn",
};

const MAIL: Record<MailStatus, string> = {
  waiting: "Waits to be sent",
  sending: "Being sent",
  sent: "Sent",
  failed: "Not sent",
  uncertain: "May have arrived",
};

const KINDS: Record<string, string> = {
  invitation: "Invitation",
  "password-reset": "Forgotten password",
  "email-change": "Confirm an address",
  "email-changing": "Address about to change",
  "password-changed": "Password was changed",
  "leave-decided": "Leave was decided",
  "mail-trouble": "Mail that failed",
  "backup-failed": "A backup failed",
  "hand-off-overdue": "Lines of the hand-off overdue",
};

export function roleWords(roles: Role[]): string {
  return ROLES.filter(({ role }) => roles.includes(role))
    .map(({ words }) => words)
    .join(", ");
}

export function invitationWords(status: Invitation["status"]): string {
  return INVITATION[status];
}

export function mailWords(status: MailStatus): string {
  return MAIL[status];
}

export function kindWords(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** Good, a person has to look, or danger: how a state is coloured beside its words. */
export function mailTone(status: MailStatus): string {
  return { waiting: "", sending: "", sent: "good", failed: "danger", uncertain: "person" }[status];
}

export function invitationTone(status: Invitation["status"]): string {
  return { waiting: "", expired: "person", lapsed: "person", accepted: "good", revoked: "" }[status];
}

/** Everything an account is found by. */
export function searched(account: AccountRow): string {
  return [
    account.display_name,
    account.username,
    account.email,
    account.pending_email,
    account.person?.name,
    account.person?.code,
    roleWords(account.roles),
  ].join(" ");
}

/** What a browser calls itself, as people say it: "Firefox on Windows". */
export function browserWords(agent: string): string {
  const browser =
    [
      ["Edg/", "Edge"],
      ["OPR/", "Opera"],
      ["Firefox/", "Firefox"],
      ["Chrome/", "Chrome"],
      ["Safari/", "Safari"],
    ].find(([sign]) => agent.includes(sign ?? ""))?.[1] ?? "A browser";
  const system = [
    ["Windows", "Windows"],
    ["iPhone", "an iPhone"],
    ["iPad", "an iPad"],
    ["Android", "Android"],
    ["Mac OS", "a Mac"],
    ["Linux", "Linux"],
  ].find(([sign]) => agent.includes(sign ?? ""))?.[1];
  return system ? `${browser} on ${system}` : browser;
}
