import { useCallback, useEffect, useState } from "preact/hooks";
import {
  type OwnAccount,
  readOwnAccount,
  readOwnSignIns,
  type SignedIn,
  signOutEverywhere,
  signOutThere,
} from "../api/accounts";
import type { Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import "../components/accounts/accounts.css";
import { Confirm } from "../components/confirm/Confirm";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { DetailsForm } from "../components/own-account/DetailsForm";
import { PasswordForm } from "../components/own-account/PasswordForm";
import { SignInList } from "../components/own-account/SignInList";
import { Page } from "../components/page/Page";
import { start } from "../components/page/start";
import { say } from "../components/toast/toast";

function AccountPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="account">
      <div class="narrow-page">
        <h1>Your account</h1>
        <Own />
      </div>
    </Page>
  );
}

function Own() {
  const [account, setAccount] = useState<OwnAccount | null>(null);
  const [places, setPlaces] = useState<SignedIn[]>([]);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [leaving, setLeaving] = useState(false);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [own, signIns] = await Promise.all([readOwnAccount(), readOwnSignIns()]);
      setAccount(own);
      setPlaces(signIns);
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  }, []);
  useEffect(() => void look(), []);

  const out = async (which: SignedIn[], words: string): Promise<void> => {
    try {
      await Promise.all(which.map((place) => signOutThere(place.id)));
      say(words);
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setPlaces(await readOwnSignIns());
  };

  if (!account) {
    return reasons.length > 0 ? (
      <ErrorSummary title="Your account cannot be shown" reasons={reasons} />
    ) : (
      <div class="skeleton" role="status" aria-label="Loading your account" />
    );
  }
  const elsewhere = places.filter((place) => !place.current);
  return (
    <>
      <ErrorSummary title="That did not work" reasons={reasons} />
      <section class="card">
        <header>
          <h2>You</h2>
        </header>
        <div class="inside">
          <DetailsForm account={account} onChanged={setAccount} />
        </div>
      </section>
      <section class="card">
        <header>
          <h2>Password</h2>
        </header>
        <div class="inside">
          <PasswordForm username={account.username} onChanged={() => void look()} />
        </div>
      </section>
      <section class="card">
        <header>
          <h2>Where you are signed in</h2>
        </header>
        <div class="inside">
          <SignInList places={places} onSignOut={(place) => void out([place], "Signed out there.")} />
          <div class="page-head">
            {elsewhere.length > 0 && (
              <button type="button" class="button" onClick={() => void out(elsewhere, "Signed out everywhere else.")}>
                Sign out everywhere else
              </button>
            )}
            <button type="button" class="button danger" onClick={() => setLeaving(true)}>
              Sign out everywhere…
            </button>
          </div>
        </div>
      </section>
      {leaving && (
        <Confirm
          title="Sign out everywhere?"
          words="This browser too. You need your password to sign in again."
          action="Sign out everywhere"
          danger
          onConfirm={async () => {
            await signOutEverywhere();
            location.assign("/sign-in.html");
          }}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  );
}

void start((me) => <AccountPage me={me} />);
