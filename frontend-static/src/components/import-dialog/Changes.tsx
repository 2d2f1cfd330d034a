import type { Imported, TermChange } from "../../api/people";
import { datesInWords, FIELD_WORDS } from "../../domain/people";

type Detail = Imported["changes"]["details"][number];

const HEADS: readonly (readonly [Detail["what"], string])[] = [
  ["added", "Added"],
  ["changed", "Changed"],
  ["deactivated", "Deactivated, because the file does not name them"],
];

/** What files would change, person by person and field by field. */
export function Changes({ imported }: { imported: Imported }) {
  const { details, unchanged, settings, leave } = imported.changes;
  if (!imported.changed) {
    return (
      <p class="notice" role="status">
        <strong>Nothing to change.</strong> What is in the files is what is stored.
      </p>
    );
  }
  return (
    <div class="changes" role="status">
      {HEADS.map(([what, head]) => {
        const people = details.filter((person) => person.what === what);
        if (people.length === 0) return null;
        return (
          <section key={what}>
            <h3>
              {head} ({people.length})
            </h3>
            <ul>
              {people.map((person) => (
                <li key={person.code}>
                  <strong>{person.name}</strong> <span class="muted">{person.code}</span>
                  {what === "changed" && (
                    <ul>
                      {person.terms
                        .flatMap((term) => linesOf(term))
                        .map((line) => (
                          <li key={line}>{line}</li>
                        ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <p class="muted">
        {unchanged === 1 ? "1 person stays as they are." : `${unchanged} people stay as they are.`}
        {leave.added + leave.removed > 0 && ` Leave: ${leave.added} added, ${leave.removed} taken away.`}
        {settings.length > 0 && ` Settings: ${settings.join(", ")}.`}
      </p>
    </div>
  );
}

function linesOf(term: TermChange): string[] {
  const dates = datesInWords(term.starts || null, term.ends || null);
  if (term.what === "added") return [`A term ${dates} is added.`];
  if (term.what === "removed") return [`The term ${dates} is removed.`];
  return term.fields.map(
    ({ field, old, new: now }) => `${FIELD_WORDS[field] ?? field}: ${old || "nothing"} → ${now || "nothing"}`,
  );
}
