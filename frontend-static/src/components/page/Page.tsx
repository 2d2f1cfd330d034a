import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isAdministrator, type Me, signOut } from "../../api/auth";
import { whenSignedOut } from "../../api/client";
import { AlertsLink } from "../alerts/AlertsLink";
import { BackupBanner } from "../backups/BackupBanner";
import { Dialog } from "../dialog/Dialog";
import { MailLink } from "../mail/MailLink";
import { SignInForm } from "../sign-in-form/SignInForm";
import { signInAddress } from "./addresses";
import { chooseTheme, chosenTheme, type Theme } from "./theme";

export type PageName =
  | "rota"
  | "leave"
  | "requests"
  | "people"
  | "generate"
  | "settings"
  | "accounts"
  | "audit"
  | "backups"
  | "account";

interface Link {
  page: PageName;
  words: string;
  administrators: boolean;
}

/** What stands in the head of every page, in this order. */
const LINKS: Link[] = [
  { page: "rota", words: "Rota", administrators: false },
  { page: "leave", words: "Leave", administrators: false },
  { page: "requests", words: "Requests", administrators: true },
  { page: "people", words: "People", administrators: true },
  { page: "generate", words: "Generate", administrators: true },
  { page: "settings", words: "Settings", administrators: true },
  { page: "accounts", words: "Accounts", administrators: true },
  { page: "audit", words: "Audit", administrators: true },
  { page: "backups", words: "Backups", administrators: true },
];

interface Props {
  me: Me;
  current: PageName;
  /** The page fills the window and scrolls inside. */
  fills?: boolean;
  children: ComponentChildren;
}

/** What every page has: banner, head, and the dialog that asks to sign in again without losing the page. */
export function Page({ me, current, fills = false, children }: Props) {
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    document.getElementById("app")?.classList.toggle("fills", fills);
  }, [fills]);
  // On a narrow screen the links stand in one row that scrolls: the page one is on is in sight.
  useEffect(() => {
    const row = here.current?.closest("ul");
    if (row && here.current) row.scrollLeft = here.current.offsetLeft - row.offsetLeft - row.clientWidth / 3;
  }, []);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the page
      </a>
      <BackupBanner me={me} />
      <header class="masthead">
        <span class="brand">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          <span>{me.practice ?? "RotaCC"}</span>
        </span>
        <nav aria-label="Pages">
          <ul>
            {LINKS.filter((link) => !link.administrators || isAdministrator(me.account)).map(({ page, words }) => (
              <li key={page}>
                <a
                  href={`/${page}.html`}
                  aria-current={current === page ? "page" : undefined}
                  ref={current === page ? here : null}
                >
                  {words}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="end">
          <MailLink me={me} />
          <AlertsLink me={me} />
          <AccountMenu me={me} />
        </div>
      </header>
      <main id="main" class="page" tabIndex={-1}>
        {children}
      </main>
      <SignInAgain me={me} />
    </>
  );
}

function AccountMenu({ me }: { me: Me }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { display_name: name, roles } = me.account;

  useEffect(() => {
    const close = (event: Event): void => {
      if (!menu.current?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const elsewhere = event.type === "click" && !menu.current.contains(event.target as Node);
      if (!escaped && !elsewhere) return;
      menu.current.open = false;
      if (escaped) menu.current.querySelector("summary")?.focus();
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  const leave = async (): Promise<void> => {
    await signOut().catch(() => undefined);
    location.assign("/sign-in.html");
  };

  return (
    <details class="account-menu" ref={menu}>
      <summary>
        <span class="avatar" aria-hidden="true">
          {initials(name)}
        </span>
        <span class="who">{name}</span>
        <span class="hidden">: account and theme</span>
      </summary>
      <div class="menu">
        <div>
          <strong>{name}</strong>
          <p class="muted">
            {me.account.username}, {roles.join(" and ")}
          </p>
        </div>
        <ThemeSwitch />
        <div class="ways">
          <a class="button" href="/account.html">
            Your account
          </a>
          <button class="button" type="button" onClick={leave}>
            Sign out
          </button>
        </div>
      </div>
    </details>
  );
}

function initials(name: string): string {
  const words = name.replace(/^(Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+/i, "").split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(chosenTheme());
  const choose = (next: Theme): void => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <fieldset class="field">
      <legend>Theme</legend>
      <div class="segments">
        {(["system", "light", "dark"] as const).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name="theme"
              value={option}
              checked={theme === option}
              onChange={() => choose(option)}
            />
            {option.charAt(0).toUpperCase() + option.slice(1)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** When a sign-in ends in the middle of something, ask for the password here, so that nothing typed is lost. */
function SignInAgain({ me }: { me: Me }) {
  const [answer, setAnswer] = useState<((signedIn: boolean) => void) | null>(null);
  const waiting = useRef<Promise<boolean> | null>(null);

  useEffect(() => {
    whenSignedOut(() => {
      // Several requests may find out at once; one dialog answers them all.
      waiting.current ??= new Promise((resolve) => setAnswer(() => resolve));
      return waiting.current;
    });
  }, []);

  if (!answer) return null;
  return (
    <Dialog title="Sign in again to carry on">
      <p class="muted">Your sign-in has ended. Nothing on this page is lost.</p>
      <SignInForm
        username={me.account.username}
        onSignedIn={(account) => {
          if (account.username !== me.account.username) return location.reload();
          setAnswer(null);
          waiting.current = null;
          answer(true);
        }}
      />
      <a href={signInAddress()}>Leave this page instead</a>
    </Dialog>
  );
}
