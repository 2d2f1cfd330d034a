import { useState } from "preact/hooks";
import type { PublicationPreview, Told } from "../../api/versions";
import { noticeWords, peopleCount, sessionCount, whenWords } from "../../domain/versions";
import { NoticeBadge, WasAndNow } from "../versions/ChangeLine";

const AT_ONCE = 6;

/** Who is told, and with how much notice; who has least comes first. */
export function ToldList({ preview }: { preview: PublicationPreview }) {
  const { people, changes, first } = preview;
  if (first) return <p>It is the first rota for these weeks, so there is nothing it changes.</p>;
  if (people.length === 0) return <p>Nobody’s sessions change.</p>;
  const [soonest, others] = [people.slice(0, AT_ONCE), people.slice(AT_ONCE)];
  return (
    <section class="told" aria-labelledby="told">
      <h3 id="told">
        {sessionCount(changes)} {changes === 1 ? "changes" : "change"} for {peopleCount(people.length)}
      </h3>
      <p class="muted">They are told with this notice, the shortest first:</p>
      <People people={soonest} />
      {others.length > 0 && (
        <details>
          <summary>and {peopleCount(others.length)} with more notice</summary>
          <People people={others} />
        </details>
      )}
    </section>
  );
}

function People({ people }: { people: Told[] }) {
  return (
    <ul>
      {people.map((person) => (
        <li key={person.code}>
          <OnePerson person={person} />
        </li>
      ))}
    </ul>
  );
}

/** Somebody's changes behind their name; made when they are opened, because there may be thousands. */
function OnePerson({ person }: { person: Told }) {
  const [open, setOpen] = useState(false);
  const short = person.changes.filter((change) => change.notice_days < change.window_days);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{person.name}</strong>{" "}
        <span class={short.length > 0 ? "badge person" : "badge"}>{noticeWords(person.shortest_notice)}</span>{" "}
        <span class="muted">
          {sessionCount(person.changes.length)}
          {short.length > 0 && `, ${short.length} with less than is due`}
        </span>
      </summary>
      {open && (
        <ul>
          {person.changes.map((change) => (
            <li key={change.date + change.half}>
              {whenWords(change)}: <WasAndNow was={change.was} now={change.now} /> <NoticeBadge change={change} />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
