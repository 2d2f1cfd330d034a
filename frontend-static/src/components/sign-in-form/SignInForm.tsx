import { useEffect, useRef, useState } from "preact/hooks";
import { type Account, signIn } from "../../api/auth";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import "./sign-in-form.css";

interface Props {
  username?: string;
  onSignedIn(account: Account): void;
}

/** User name and password; says in words why it did not work, and how long to wait after too many tries. */
export function SignInForm({ username = "", onSignedIn }: Props) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>(username ? "#password" : "#username")?.focus();
  }, []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const [name, password] = [String(data.get("username")).trim(), String(data.get("password"))];
    const missing: Reason[] = [];
    if (!name) missing.push({ field: "username", message: "Enter your user name or email address." });
    if (!password) missing.push({ field: "password", message: "Enter your password." });
    setReasons(missing);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      onSignedIn(await signIn(name, password));
    } catch (error) {
      setReasons(waitWords(error) ?? reasonsOf(error));
      setBusy(false);
    }
  };

  const wrong = (field: string): boolean => reasons.some((reason) => reason.field === field);
  return (
    <form class="sign-in-form" onSubmit={submit} ref={form} noValidate>
      <ErrorSummary
        title="You are not signed in"
        reasons={reasons}
        fields={{ username: "username", password: "password" }}
      />
      <div class="field">
        <label for="username">User name or email address</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          defaultValue={username}
          aria-invalid={wrong("username")}
        />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          aria-invalid={wrong("password")}
        />
      </div>
      <button class="button primary" type="submit" disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}

function waitWords(error: unknown): Reason[] | null {
  if (!(error instanceof ApiProblem) || error.status !== 429) return null;
  return [
    { message: `Too many tries. Wait ${long(error.retryAfterSeconds ?? 60)}, or choose a new password by mail.` },
  ];
}

/** "40 seconds", "a minute", "57 minutes": never less than it takes. */
function long(seconds: number): string {
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
