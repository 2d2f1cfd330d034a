import { useEffect, useState } from "preact/hooks";
import { type AccountRow, readSignIns, type SignedIn, signSomebodyOut } from "../../api/accounts";
import { Confirm } from "../confirm/Confirm";
import { SignInList } from "../own-account/SignInList";

interface Props {
  account: AccountRow;
  onDone(): void;
  onClose(): void;
}

/** Where somebody is signed in, and the end of it: for a lost phone, or somebody who has left in anger. */
export function SignOutDialog({ account, onDone, onClose }: Props) {
  const [places, setPlaces] = useState<SignedIn[] | null>(null);
  useEffect(() => {
    readSignIns(account.id).then(setPlaces, () => setPlaces([]));
  }, []);
  const out = async (): Promise<void> => {
    await signSomebodyOut(account.id);
    onDone();
  };
  return (
    <Confirm
      title={`Sign ${account.display_name} out?`}
      action="Sign out everywhere"
      danger
      words={
        <>
          <p>They may sign in again with their password. To keep them out, deactivate the account.</p>
          {places === null ? (
            <p class="muted">One moment…</p>
          ) : places.length === 0 ? (
            <p class="muted">They are not signed in anywhere at the moment.</p>
          ) : (
            <SignInList places={places} />
          )}
        </>
      }
      onConfirm={out}
      onClose={onClose}
    />
  );
}
