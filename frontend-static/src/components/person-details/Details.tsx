import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { changeDetails, type PersonPage } from "../../api/people";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  person: PersonPage;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
}

const FIELDS = { name: "details-name", email: "details-email", note: "details-note" };

/** Name, address and a note only administrators read. */
export function Details({ person, onDone, onStale }: Props) {
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email ?? "");
  const [note, setNote] = useState(person.note);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const changed = name !== person.name || email !== (person.email ?? "") || note !== person.note;
  const wrong = (field: string): boolean => reasons.some((each) => each.field === field);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const wanted = { version: person.version, name, email: email.trim() || null, note };
      onDone(await changeDetails(person.code, wanted), "Details saved.");
      setReasons([]);
    } catch (error) {
      setReasons(reasonsOf(error));
      onStale();
    }
    setBusy(false);
  };

  return (
    <section class="card" aria-labelledby="details-head">
      <header>
        <h2 id="details-head">Details</h2>
      </header>
      <form class="inside" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        {reasons.length > 0 && changed && (
          <p class="muted">
            Stored now: {person.name}, {person.email ?? "no email"}
            {person.note && `, “${person.note}”`}.
          </p>
        )}
        <div class="term-row">
          <div class="field">
            <label for="details-name">Name</label>
            <input
              id="details-name"
              value={name}
              aria-invalid={wrong("name")}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="details-email">Email</label>
            <input
              id="details-email"
              type="email"
              autocomplete="off"
              value={email}
              aria-invalid={wrong("email")}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
        </div>
        <div class="field">
          <label for="details-note">Note, for administrators</label>
          <textarea
            id="details-note"
            rows={2}
            maxLength={2000}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </div>
        <div>
          <button type="submit" class="button primary" disabled={busy || !changed}>
            {busy ? "Saving…" : "Save details"}
          </button>
        </div>
      </form>
    </section>
  );
}
