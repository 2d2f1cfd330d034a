import { useCallback, useEffect, useState } from "preact/hooks";
import {
  type AccountRow,
  type Accounts,
  deactivateAccount,
  type Invitation,
  inviteAgain,
  isGivenUp,
  type Mail,
  type MailItem,
  reactivateAccount,
  readAccounts,
  readInvitations,
  readMail,
  withdrawInvitation,
} from "../api/accounts";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { letMailBe, sendMailAgain } from "../api/mail";
import { AccountDialog } from "../components/accounts/AccountDialog";
import { AccountTable, type Shown } from "../components/accounts/AccountTable";
import { InvitationTable } from "../components/accounts/InvitationTable";
import { InviteDialog } from "../components/accounts/InviteDialog";
import { type MailFilter, MailTable } from "../components/accounts/MailTable";
import { SignOutDialog } from "../components/accounts/SignOutDialog";
import "../components/accounts/accounts.css";
import { Confirm } from "../components/confirm/Confirm";
import { inAddress, putInAddress } from "../components/data-table/address";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { MailNotice } from "../components/mail/MailNotice";
import { mailChanged } from "../components/mail/trouble";
import { Page } from "../components/page/Page";
import { start } from "../components/page/start";
import { say } from "../components/toast/toast";

function AccountsPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="accounts">
      {isAdministrator(me.account) ? (
        <Everybody me={me} />
      ) : (
        <div class="empty">
          <h1>Only rota administrators see accounts</h1>
          <p>Your own is a page of its own.</p>
          <a class="button primary" href="/account.html">
            Your account
          </a>
        </div>
      )}
    </Page>
  );
}

/** What is asked about in a dialog just now. */
type Asked =
  | { what: "invite" | "make" }
  | { what: "edit" | "deactivate" | "sign-out"; account: AccountRow }
  | { what: "withdraw"; invitation: Invitation }
  | { what: "mail-again"; item: MailItem };

function Everybody({ me }: { me: Me }) {
  const [known, setKnown] = useState<Accounts | null>(null);
  const [invitations, setInvitations] = useState<Invitation[]>([]);
  const [mail, setMail] = useState<Mail | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [sending, setSending] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>((inAddress("show") as Shown) || "active");
  const [status, setStatus] = useState(inAddress("mail") as MailFilter);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [a, i, m] = await Promise.all([readAccounts(), readInvitations(), readMail()]);
      setKnown(a);
      setInvitations(i);
      setMail(m);
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), []);

  const close = (): void => setAsked(null);
  const done = (words: string): void => {
    close();
    say(words);
    void look();
  };
  /** Something done at once, by one button. */
  const attempt = async (act: () => Promise<unknown>, words: string): Promise<void> => {
    try {
      await act();
      done(words);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };
  const sendAgain = async (invitation: Invitation): Promise<void> => {
    setSending(invitation.id);
    await attempt(() => inviteAgain(invitation.id), `A new link is on its way to ${invitation.email}.`);
    setSending(null);
  };

  if (!known) {
    return (
      <div class="narrow-page">
        <h1>Accounts</h1>
        <ErrorSummary title="The accounts cannot be shown" reasons={reasons} />
        {reasons.length === 0 && <div class="skeleton" role="status" aria-label="Loading the accounts" />}
      </div>
    );
  }
  const superuser = me.account.roles.includes("superuser");
  const failed = (mail?.mail ?? []).filter(isGivenUp).length;
  const again = async (item: MailItem, twice: boolean): Promise<void> => {
    await sendMailAgain(item.id, twice);
    mailChanged();
    done(`It is on its way to ${item.to} again.`);
  };
  return (
    <div class="narrow-page">
      <header class="page-head">
        <h1>Accounts</h1>
        <div class="end">
          <button type="button" class="button" onClick={() => setAsked({ what: "make" })}>
            Make one by hand
          </button>
          <button
            type="button"
            class="button primary"
            disabled={!known.can_mail}
            onClick={() => setAsked({ what: "invite" })}
          >
            Invite somebody
          </button>
        </div>
      </header>
      {!known.can_mail && (
        <p class="notice person">
          <strong>Mail is not set up.</strong> Nobody can be invited, and forgotten passwords cannot be mended by mail,
          until SITE_URL, DEFAULT_FROM_EMAIL and what the provider needs (EMAIL_HOST, or its key) are set. Until then
          make accounts by hand.
        </p>
      )}
      <MailNotice me={me} />
      <ErrorSummary title="That did not work" reasons={reasons} />
      <AccountTable
        rows={known.accounts}
        shown={shown}
        onShow={(next) => {
          setShown(next);
          putInAddress("show", next === "active" ? "" : next);
        }}
        onEdit={(account) => setAsked({ what: "edit", account })}
        onDeactivate={(account) => setAsked({ what: "deactivate", account })}
        onReactivate={(account) =>
          void attempt(() => reactivateAccount(account.id), `${account.display_name} may sign in again.`)
        }
        onSignOut={(account) => setAsked({ what: "sign-out", account })}
      />
      <section class="accounts-section" aria-labelledby="invitations-head">
        <h2 id="invitations-head">Invitations</h2>
        <InvitationTable
          rows={invitations}
          busy={sending}
          onAgain={(invitation) => void sendAgain(invitation)}
          onWithdraw={(invitation) => setAsked({ what: "withdraw", invitation })}
        />
      </section>
      {mail && (
        <details class="accounts-section" open={status !== ""}>
          <summary>
            Mail{" "}
            {failed > 0 && (
              <span class="badge danger">{failed === 1 ? "1 was not sent" : `${failed} were not sent`}</span>
            )}
          </summary>
          <MailTable
            mail={mail}
            status={status}
            onStatus={(next) => {
              setStatus(next);
              putInAddress("mail", next);
            }}
            onAgain={(item) =>
              item.status === "uncertain"
                ? setAsked({ what: "mail-again", item })
                : void again(item, false).catch((error) => setReasons(reasonsOf(error)))
            }
            onLetBe={(item) =>
              void attempt(async () => {
                await letMailBe(item.id);
                mailChanged();
              }, `The message to ${item.to} is seen to.`)
            }
          />
        </details>
      )}
      {asked?.what === "invite" && (
        <InviteDialog
          people={known.people}
          superuser={superuser}
          onInvited={(invitation) => done(`An invitation is on its way to ${invitation.email}.`)}
          onClose={close}
        />
      )}
      {(asked?.what === "make" || asked?.what === "edit") && (
        <AccountDialog
          account={asked.what === "edit" ? asked.account : null}
          people={known.people}
          superuser={superuser}
          canMail={known.can_mail}
          onSaved={(account) => done(`${account.display_name} is saved.`)}
          onClose={close}
        />
      )}
      {asked?.what === "deactivate" && (
        <Confirm
          title={`Deactivate ${asked.account.display_name}?`}
          words="They are signed out at once and cannot sign in any more. Their name stays on what they did, and you can reactivate the account."
          action="Deactivate"
          danger
          reason="welcome"
          onConfirm={async (reason) => {
            await deactivateAccount(asked.account, reason);
            done(`${asked.account.display_name} is deactivated.`);
          }}
          onClose={close}
        />
      )}
      {asked?.what === "sign-out" && (
        <SignOutDialog
          account={asked.account}
          onDone={() => done(`${asked.account.display_name} is signed out everywhere.`)}
          onClose={close}
        />
      )}
      {asked?.what === "mail-again" && (
        <Confirm
          title="Send it although it may have arrived?"
          words={`Nobody knows whether the message to ${asked.item.to} arrived. If it did, they get it twice.`}
          action="Send it again"
          onConfirm={() => again(asked.item, true)}
          onClose={close}
        />
      )}
      {asked?.what === "withdraw" && (
        <Confirm
          title="Withdraw this invitation?"
          words={`The link that ${asked.invitation.email} was sent stops working. You can invite them again.`}
          action="Withdraw"
          danger
          onConfirm={async () => {
            await withdrawInvitation(asked.invitation.id);
            done("The invitation is withdrawn.");
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

void start((me) => <AccountsPage me={me} />);
