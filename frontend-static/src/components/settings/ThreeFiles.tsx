import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { importFiles } from "../../api/settings";
import { ErrorSummary } from "../error-summary/ErrorSummary";

const PARTS = [
  { key: "practice", words: "Settings", hint: "NAME.practice.json", accept: ".json,application/json" },
  { key: "people", words: "People", hint: "NAME.people.csv", accept: ".csv,text/csv" },
  { key: "leave", words: "Leave", hint: "NAME.leave.csv", accept: ".csv,text/csv" },
] as const;

type Part = (typeof PARTS)[number]["key"];

/** Brings a whole practice in from its three files, or says every fault with its file and line. */
export function ThreeFiles({ onDone }: { onDone(words: string): void }) {
  const [files, setFiles] = useState<Partial<Record<Part, File>>>({});
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = PARTS.filter(({ key }) => !files[key]);
    if (missing.length > 0) {
      setReasons(
        missing.map(({ key, words, hint }) => ({ field: key, message: `${words}: choose the file ${hint}.` })),
      );
      return;
    }
    setBusy(true);
    try {
      const read = async (part: Part): Promise<string> => (await files[part]?.text()) ?? "";
      const name = (part: Part): string => files[part]?.name ?? part;
      const found = await importFiles({
        practice: await read("practice"),
        people: await read("people"),
        leave: await read("leave"),
        names: { practice: name("practice"), people: name("people"), leave: name("leave") },
      });
      onDone(`${found.people} people at ${found.sites} ${found.sites === 1 ? "site" : "sites"} were brought in.`);
    } catch (error) {
      setReasons(reasonsOf(error).map(withItsPlace));
      setBusy(false);
    }
  };

  return (
    <details class="card three-files">
      <summary>Have the practice in three files? Load them at once instead</summary>
      <form class="inside" onSubmit={submit} noValidate aria-label="Load three files">
        <ErrorSummary
          reasons={reasons}
          title={reasons.length === 1 ? "One thing needs mending" : `${reasons.length} things need mending`}
          fields={{ practice: "file-practice", people: "file-people", leave: "file-leave" }}
        />
        <div class="entry-fields">
          {PARTS.map(({ key, words, hint, accept }) => (
            <div class="field" key={key}>
              <label for={`file-${key}`}>{words}</label>
              <input
                id={`file-${key}`}
                type="file"
                accept={accept}
                aria-describedby={`file-${key}-hint`}
                onChange={(event) => {
                  const chosen = event.currentTarget.files?.[0];
                  setFiles((was) => (chosen ? { ...was, [key]: chosen } : was));
                }}
              />
              <p class="hint" id={`file-${key}-hint`}>
                {hint}
              </p>
            </div>
          ))}
        </div>
        <div class="actions">
          <button class="button" type="submit" disabled={busy}>
            {busy ? "Reading…" : "Load the three files"}
          </button>
        </div>
      </form>
    </details>
  );
}

/** A fault of a file as one line: where, then what. */
function withItsPlace(reason: Reason): Reason {
  const place = [reason.file, reason.line ? `line ${reason.line}` : "", reason.field].filter(Boolean).join(", ");
  return place ? { message: `${place}: ${reason.message}`, instead: reason.instead ?? null } : reason;
}
