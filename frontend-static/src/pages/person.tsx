import "./person.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import {
  changeGroups,
  deleteTerm,
  type PersonPage as Person,
  reactivate,
  readPerson,
  readStaff,
  type Staff,
  type Term,
} from "../api/people";
import { Confirm } from "../components/confirm/Confirm";
import { DeactivateDialog } from "../components/deactivate-dialog/DeactivateDialog";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { Details } from "../components/person-details/Details";
import { PersonHistory } from "../components/person-history/PersonHistory";
import { Supervision } from "../components/supervision/Supervision";
import { EndTerm } from "../components/term-form/EndTerm";
import { TermForm } from "../components/term-form/TermForm";
import { TermList } from "../components/term-list/TermList";
import { say } from "../components/toast/toast";
import { datesInWords } from "../domain/people";

function PersonPage({ me }: { me: Me }) {
  const code = new URLSearchParams(location.search).get("code") ?? "";
  return (
    <Page me={me} current="people">
      {isAdministrator(me.account) ? (
        <OnePerson code={code} />
      ) : (
        <div class="empty">
          <h1>Only rota administrators look after people and terms</h1>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

type Task =
  | { kind: "add" }
  | { kind: "change"; term: Term }
  | { kind: "correct"; term: Term }
  | { kind: "end"; term: Term }
  | { kind: "delete"; term: Term }
  | { kind: "deactivate" };

function OnePerson({ code }: { code: string }) {
  const [person, setPerson] = useState<Person | null>(null);
  const [staff, setStaff] = useState<Staff | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [task, setTask] = useState<Task | null>(null);

  const look = useCallback((): Promise<void> => {
    return Promise.all([readPerson(code), readStaff()])
      .then(([found, everybody]) => {
        setPerson(found);
        setStaff(everybody);
        setReasons([]);
        document.title = `${found.name} · RotaCC`;
      })
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);
  useEffect(() => void look(), []);

  const done = (saved: Person, words: string): void => {
    setPerson(saved);
    setTask(null);
    say(words);
  };
  // A refusal may mean that somebody else was first: read again, so that saving once more is saving knowingly.
  const stale = (): void => void readPerson(code).then(setPerson, () => undefined);

  if (!person || !staff) {
    return (
      <div class="narrow-page">
        <p>
          <a href="/people.html">People</a>
        </p>
        {reasons.length > 0 ? (
          <ErrorSummary title="This person cannot be shown" reasons={reasons} />
        ) : (
          <div class="skeleton" role="status" aria-label="Reading" />
        )}
      </div>
    );
  }
  const close = (): void => setTask(null);
  return (
    <div class="narrow-page person-page">
      <Head
        person={person}
        onDeactivate={() => setTask({ kind: "deactivate" })}
        onReactivate={() =>
          reactivate(person.code, person.version)
            .then((saved) => done(saved, "Reactivated. Where no term runs, add one."))
            .catch((error) => {
              setReasons(reasonsOf(error));
              stale();
            })
        }
      />
      <ErrorSummary reasons={reasons} />
      {person.warnings.length > 0 && (
        <ul class="notice person warnings">
          {person.warnings.map((warning) => (
            <li key={warning.words}>{warning.words}</li>
          ))}
        </ul>
      )}
      <section class="card" aria-labelledby="terms-head">
        <header>
          <h2 id="terms-head">Working terms</h2>
          {person.active && (
            <button type="button" class="button" onClick={() => setTask({ kind: "add" })}>
              Add a term…
            </button>
          )}
        </header>
        <div class="inside">
          <TermList
            person={person}
            staff={staff}
            onChange={(term) => setTask({ kind: "change", term })}
            onCorrect={(term) => setTask({ kind: "correct", term })}
            onEnd={(term) => setTask({ kind: "end", term })}
            onDelete={(term) => setTask({ kind: "delete", term })}
          />
        </div>
      </section>
      <Details person={person} onDone={done} onStale={stale} />
      <Groups person={person} staff={staff} onDone={done} onStale={stale} />
      <Supervision person={person} staff={staff} onDone={done} onStale={stale} />
      <PersonHistory history={person.history} />
      {(task?.kind === "add" || task?.kind === "change" || task?.kind === "correct") && (
        <TermForm task={task} person={person} staff={staff} onDone={done} onStale={stale} onClose={close} />
      )}
      {task?.kind === "end" && (
        <EndTerm term={task.term} person={person} onDone={done} onStale={stale} onClose={close} />
      )}
      {task?.kind === "delete" && (
        <Confirm
          title="Delete this term?"
          words={`${task.term.role} ${datesInWords(task.term.starts, task.term.ends)} has not begun, and will be gone.`}
          action="Delete"
          danger
          onConfirm={async () => done(await deleteTerm(person.code, task.term.id, person.version), "Term deleted.")}
          onClose={close}
        />
      )}
      {task?.kind === "deactivate" && (
        <DeactivateDialog person={person} onDone={done} onStale={stale} onClose={close} />
      )}
    </div>
  );
}

interface HeadProps {
  person: Person;
  onDeactivate(): void;
  onReactivate(): void;
}

function Head({ person, onDeactivate, onReactivate }: HeadProps) {
  return (
    <>
      <p>
        <a href="/people.html">People</a>
      </p>
      <div class="people-top">
        <h1>{person.name}</h1>
        <span class="muted">{person.code}</span>
        {!person.active && <span class="badge">Left</span>}
        <span class="muted">
          {person.account ? `Account ${person.account.username}${person.account.active ? "" : " (off)"}` : "No account"}
        </span>
        <div class="end">
          {person.active ? (
            <button type="button" class="button danger" onClick={onDeactivate}>
              Deactivate…
            </button>
          ) : (
            <button type="button" class="button primary" onClick={onReactivate}>
              Reactivate
            </button>
          )}
        </div>
      </div>
    </>
  );
}

interface GroupsProps {
  person: Person;
  staff: Staff;
  onDone(person: Person, words: string): void;
  onStale(): void;
}

/** The groups somebody is in, each saved as it is ticked. */
function Groups({ person, staff, onDone, onStale }: GroupsProps) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  const mine = person.groups.map((group) => group.code);
  const choose = (code: string, wanted: boolean): void => {
    const groups = wanted ? [...mine, code] : mine.filter((each) => each !== code);
    changeGroups(person.code, person.version, groups)
      .then((saved) => {
        setReasons([]);
        onDone(saved, "Groups saved.");
      })
      .catch((error) => {
        setReasons(reasonsOf(error));
        onStale();
      });
  };
  return (
    <section class="card" aria-labelledby="groups-head">
      <header>
        <h2 id="groups-head">Groups</h2>
      </header>
      <div class="inside">
        <ErrorSummary reasons={reasons} />
        {staff.groups.length === 0 ? (
          <p class="muted">
            No groups yet. They are made on the <a href="/people.html">people page</a>.
          </p>
        ) : (
          <div class="term-flags">
            {staff.groups.map((group) => (
              <label class="check" key={group.code}>
                <input
                  type="checkbox"
                  checked={mine.includes(group.code)}
                  onChange={(event) => choose(group.code, event.currentTarget.checked)}
                />
                {group.name}
              </label>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

void startPage((me) => <PersonPage me={me} />);
