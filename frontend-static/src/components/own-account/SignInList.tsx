import type { SignedIn } from "../../api/accounts";
import { momentInWords } from "../../domain/calendar";
import { browserWords } from "../accounts/words";

interface Props {
  places: SignedIn[];
  onSignOut?(place: SignedIn): void;
}

/** Where somebody is signed in. */
export function SignInList({ places, onSignOut }: Props) {
  return (
    <ul class="sign-in-list">
      {places.map((place) => (
        <li key={place.id}>
          <span>
            <strong>{browserWords(place.agent)}</strong> {place.current && <span class="badge good">This browser</span>}
            <br />
            <span class="muted">
              since {momentInWords(place.since)}, from {place.address}
            </span>
          </span>
          {onSignOut && !place.current && (
            <button type="button" class="button" onClick={() => onSignOut(place)}>
              Sign out<span class="hidden"> of {browserWords(place.agent)}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
