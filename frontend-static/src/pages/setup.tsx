import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Field, readSetUp, type SettingsDocument, type SetUpAnswer, setUp } from "../api/settings";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { Fields } from "../components/settings/SettingsSection";
import { ThreeFiles } from "../components/settings/ThreeFiles";
import { placeOf, write } from "../domain/settings";
import "./settings.css";

/** What cannot be guessed. Everything else has a default, and stands on the settings page. */
const ASKED: { title: string; explains: string; paths: string[] }[] = [
  {
    title: "The practice",
    explains: "The nation decides whose bank holidays you keep.",
    paths: ["name", "nation"],
  },
  {
    title: "Sites and rooms",
    explains: "Every building people work in, and how many can consult there at once.",
    paths: ["sites[].code", "sites[].name", "sites[].rooms"],
  },
  {
    title: "Duty",
    explains: "How many people hold duty in each half-day.",
    paths: ["duty.default", "duty.mondays", "duty.first_day_after_bank_holiday"],
  },
  {
    title: "Minimums",
    explains: "How many doctors must be in each day. Leave a day empty where nothing must be reached.",
    paths: ["Mon", "Tue", "Wed", "Thu", "Fri"].map((day) => `minimum_doctors.${day}`),
  },
  {
    title: "The leave year",
    explains: "Entitlement is granted and counted from this day to the next.",
    paths: ["leave.year_start"],
  },
];

function SetUpPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="settings">
      {isAdministrator(me.account) ? (
        <SetUp />
      ) : (
        <div class="empty">
          <h1>The practice is not set up yet</h1>
          <p>An administrator sets it up. Ask yours.</p>
        </div>
      )}
    </Page>
  );
}

function SetUp() {
  const [answer, setAnswer] = useState<SetUpAnswer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [done, setDone] = useState<string | null>(null);
  useEffect(() => {
    readSetUp().then(setAnswer, setFailure);
  }, []);
  if (failure) {
    return (
      <div class="empty">
        <h1>Set-up cannot be shown just now</h1>
        <ErrorSummary title="What happened" reasons={reasonsOf(failure)} />
      </div>
    );
  }
  if (!answer) {
    return (
      <div class="narrow-page setup-page">
        <h1>Set up the practice</h1>
        <div class="skeleton" role="status" aria-label="Loading" />
      </div>
    );
  }
  if (done !== null) return <Done words={done} />;
  if (!answer.needed) return <SetUpAlready name={answer.practice ?? "your practice"} />;
  return (
    <div class="narrow-page setup-page">
      <h1>Set up the practice</h1>
      <p class="muted">
        Only what cannot be guessed is asked here; the rest begins with its usual value and can be changed later.
      </p>
      <Questions answer={answer} onDone={() => setDone("The practice is set up. Nobody works in it yet.")} />
      <ThreeFiles onDone={setDone} />
    </div>
  );
}

function SetUpAlready({ name }: { name: string }) {
  return (
    <div class="empty">
      <h1>There is a practice already: {name}</h1>
      <p>What was asked here can be changed in the settings.</p>
      <a class="button primary" href="/settings.html">
        Open the settings
      </a>
    </div>
  );
}

function Done({ words }: { words: string }) {
  return (
    <div class="empty">
      <h1>That is done</h1>
      <p role="status">{words}</p>
      <p>Next come the people: bring them in from a file, or add them one by one. Then a rota can be generated.</p>
      <div class="actions">
        <a class="button primary" href="/people.html">
          Go to the people
        </a>
        <a class="button" href="/settings.html">
          Look through the settings
        </a>
      </div>
    </div>
  );
}

function Questions({ answer, onDone }: { answer: SetUpAnswer; onDone(): void }) {
  const [document, setDocument] = useState<SettingsDocument>(() => begin(answer.settings));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await setUp(document);
      onDone();
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };
  const places: Record<string, string> = {};
  for (const { field } of reasons) {
    const place = field ? placeOf(field) : undefined;
    if (field && place) places[field] = place;
  }
  return (
    <form onSubmit={submit} noValidate aria-label="Set up">
      <ErrorSummary reasons={reasons} fields={places} />
      {ASKED.map((step) => (
        <section class="card settings-section" key={step.title} aria-label={step.title}>
          <header>
            <div>
              <h2>{step.title}</h2>
              <p class="muted">{step.explains}</p>
            </div>
          </header>
          <div class="inside">
            <Fields
              fields={step.paths.flatMap((path) => fieldsAt(answer.fields, path))}
              document={document}
              reasons={reasons}
              onChange={setDocument}
            />
          </div>
        </section>
      ))}
      <div class="actions">
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? "Setting up…" : "Set the practice up"}
        </button>
      </div>
    </form>
  );
}

function begin(settings: SettingsDocument): SettingsDocument {
  return write(write(settings, "sites", [{ code: "MAIN" }]), "duty.default", 1);
}

function fieldsAt(fields: Field[], path: string): Field[] {
  return fields.filter((field) => field.path === path);
}

void startPage((me) => <SetUpPage me={me} />);
