import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { addLink, changeLink, deleteLink, type Link, type PersonPage, type Staff } from "../../api/people";
import { datesInWords } from "../../domain/people";
import { Confirm } from "../confirm/Confirm";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { DateField } from "../term-form/TermForm";

interface Props {
  person: PersonPage;
  staff: Staff;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
}

type Task = { kind: "add" } | { kind: "dates"; link: Link } | { kind: "remove"; link: Link };

/** Who supervises somebody, and whom they supervise. Links are made and changed on the trainee's page. */
export function Supervision({ person, staff, onDone, onStale }: Props) {
  const [task, setTask] = useState<Task | null>(null);
  const trainee = person.terms.some((term) => term.state !== "past" && isTrainee(term.group, term.flags));
  const done = (saved: PersonPage, words: string): void => {
    setTask(null);
    onDone(saved, words);
  };
  if (!trainee && person.supervised_by.length === 0 && person.supervises.length === 0) return null;
  return (
    <section class="card" aria-labelledby="supervision-head">
      <header>
        <h2 id="supervision-head">Supervision</h2>
        {trainee && (
          <button type="button" class="button" onClick={() => setTask({ kind: "add" })}>
            Add a supervisor…
          </button>
        )}
      </header>
      <div class="inside">
        {trainee && person.supervised_by.length === 0 && (
          <p class="muted">No supervisor yet. Add the educational supervisor first.</p>
        )}
        <ul class="link-list">
          {person.supervised_by.map((link) => (
            <li key={link.id}>
              <span>
                {KINDS[link.kind]}: <a href={`/person.html?code=${encodeURIComponent(link.code)}`}>{link.name}</a>{" "}
                <span class="muted">{datesInWords(link.starts, link.ends)}</span>
              </span>
              <span class="link-actions">
                <button type="button" class="button" onClick={() => setTask({ kind: "dates", link })}>
                  Dates…<span class="hidden"> of {link.name}</span>
                </button>
                <button type="button" class="button quiet" onClick={() => setTask({ kind: "remove", link })}>
                  Remove…<span class="hidden"> {link.name}</span>
                </button>
              </span>
            </li>
          ))}
          {person.supervises.map((link) => (
            <li key={link.id}>
              <span>
                Supervises <a href={`/person.html?code=${encodeURIComponent(link.code)}`}>{link.name}</a>{" "}
                <span class="muted">
                  {KINDS[link.kind].toLowerCase()}, {datesInWords(link.starts, link.ends)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      {(task?.kind === "add" || task?.kind === "dates") && (
        <LinkForm
          link={task.kind === "dates" ? task.link : null}
          person={person}
          staff={staff}
          onDone={done}
          onStale={onStale}
          onClose={() => setTask(null)}
        />
      )}
      {task?.kind === "remove" && (
        <Confirm
          title={`Remove ${task.link.name} as supervisor?`}
          words="As if it had never been. If they have supervised until now, give the link a last day instead."
          action="Remove"
          danger
          onConfirm={async () => done(await deleteLink(person.code, task.link.id, person.version), "Removed.")}
          onClose={() => setTask(null)}
        />
      )}
    </section>
  );
}

const KINDS = { educational: "Educational supervisor", clinical: "Clinical supervisor" };

function isTrainee(group: string, flags: string[]): boolean {
  return flags.includes("trainee") || group === "FY doctor" || group === "ST doctor";
}

interface FormProps {
  link: Link | null;
  person: PersonPage;
  staff: Staff;
  onDone(person: PersonPage, words: string): void;
  onStale(): void;
  onClose(): void;
}

const FIELDS = {
  supervisor_code: "link-supervisor",
  starts: "link-starts",
  ends: "link-ends",
  trainee_code: "link-starts",
};

function LinkForm({ link, person, staff, onDone, onStale, onClose }: FormProps) {
  const training = person.terms.find((term) => term.state !== "past" && isTrainee(term.group, term.flags));
  const [supervisor, setSupervisor] = useState("");
  const [kind, setKind] = useState("educational");
  const [starts, setStarts] = useState((link ? link.starts : training?.starts) ?? "");
  const [ends, setEnds] = useState((link ? link.ends : training?.ends) ?? "");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const able = staff.people.filter((each) => each.active && each.may_supervise && each.code !== person.code);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const dates = { version: person.version, starts: starts || null, ends: ends || null };
    try {
      if (link) onDone(await changeLink(person.code, link.id, dates), "Dates changed.");
      else onDone(await addLink(person.code, { ...dates, supervisor_code: supervisor, kind }), "Supervisor added.");
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
      onStale();
    }
  };

  return (
    <Dialog title={link ? `Dates of ${link.name}` : `A supervisor for ${person.name}`} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        {!link && (
          <>
            <div class="field">
              <label for="link-supervisor">Supervisor</label>
              <select
                id="link-supervisor"
                value={supervisor}
                onChange={(event) => setSupervisor(event.currentTarget.value)}
              >
                <option value="">Choose somebody who may supervise</option>
                {able.map((each) => (
                  <option key={each.code} value={each.code}>
                    {each.name}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="link-kind">As</label>
              <select id="link-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
                <option value="educational">{KINDS.educational}</option>
                <option value="clinical">{KINDS.clinical}</option>
              </select>
            </div>
          </>
        )}
        <DateField
          id="link-starts"
          label="First day"
          hint=""
          value={starts}
          wrong={reasons.some((each) => each.field === "starts")}
          onInput={setStarts}
        />
        <DateField
          id="link-ends"
          label="Last day"
          hint="Empty: without end"
          value={ends}
          wrong={reasons.some((each) => each.field === "ends")}
          onInput={setEnds}
        />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Saving…" : link ? "Save the dates" : "Add the supervisor"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
