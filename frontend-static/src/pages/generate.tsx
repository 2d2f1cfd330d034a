import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { isOver, type Run } from "../api/generate";
import { type Practice, readPractice } from "../api/practice";
import { type RotaVersion, readVersions } from "../api/rota";
import { DraftView } from "../components/draft-view/DraftView";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { GenerateForm } from "../components/generate-form/GenerateForm";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RunList } from "../components/run-list/RunList";
import { SolveProgress } from "../components/solve-progress/SolveProgress";
import { say } from "../components/toast/toast";
import { dayOf, momentInWords, rangeInWords } from "../domain/calendar";
import { statusWords, useRun } from "../domain/runs";

function GeneratePage({ me }: { me: Me }) {
  return (
    <Page me={me} current="generate">
      {isAdministrator(me.account) ? (
        <Generate />
      ) : (
        <div class="empty">
          <h1>Only rota administrators generate rotas</h1>
          <p>You can see what they published.</p>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

function runInAddress(): string | null {
  return new URLSearchParams(location.search).get("run");
}

function Generate() {
  const [practice, setPractice] = useState<Practice | null>(null);
  const [versions, setVersions] = useState<RotaVersion[]>([]);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [id, setId] = useState<string | null>(runInAddress);
  const { run, points, error, refresh } = useRun(id);

  const look = useCallback(async (): Promise<void> => {
    try {
      const [p, v] = await Promise.all([readPractice(), readVersions()]);
      setPractice(p);
      setVersions(v);
      setReasons([]);
    } catch (failure) {
      setReasons(reasonsOf(failure));
    }
  }, []);

  useEffect(() => {
    void look();
    const back = (): void => setId(runInAddress());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);

  const choose = (chosen: string): void => {
    // How the list is filtered stays; what the form was to begin with has been asked by now.
    const address = new URLSearchParams(location.search);
    for (const name of ["mode", "start", "weeks"]) address.delete(name);
    address.set("run", chosen);
    history.pushState(null, "", `?${address}`);
    setId(chosen);
  };

  if (!practice) {
    return reasons.length > 0 ? (
      <div class="empty">
        <h1>Nothing to generate yet</h1>
        <ErrorSummary title="What happened" reasons={reasons} />
        <p>Set the practice up first, or import its settings, people and leave as three files.</p>
        <a class="button primary" href="/setup.html">
          Set the practice up
        </a>
      </div>
    ) : null;
  }
  const over = run !== null && isOver(run.status);
  const hasDraft = over && (run.has_draft ?? run.summary !== null);
  return (
    <div class="narrow-page">
      <h1>Generate a rota</h1>
      <GenerateForm
        practice={practice}
        versions={versions}
        onStarted={(started) => {
          choose(started.id);
          say("Started.");
        }}
      />
      {error !== null && <ErrorSummary title="This run cannot be shown just now" reasons={reasonsOf(error)} />}
      {run && !over && <SolveProgress run={run} points={points} />}
      {run && over && <Ended run={run} hasDraft={hasDraft} />}
      {run && hasDraft && (
        <DraftView
          key={run.id}
          run={run}
          practice={practice}
          versions={versions.filter((version) => version.id !== run.id)}
          onPublished={() => {
            refresh();
            void look();
          }}
          onRepeated={(again) => {
            choose(again.id);
            say("Asked again.");
          }}
          onSetAside={refresh}
        />
      )}
      <RunList current={run} onChoose={choose} />
    </div>
  );
}

/** How a run ended, in a sentence, with the way on. */
function Ended({ run, hasDraft }: { run: Run; hasDraft: boolean }) {
  const first = dayOf(run.start);
  const range = rangeInWords(first, first + run.weeks * 7 - 3);
  if (run.published) {
    return (
      <p class="notice" role="status">
        <strong>Published.</strong> This is the rota for {range}.
        <a href={`/rota.html?start=${run.start}`}>See the rota</a>
      </p>
    );
  }
  if (hasDraft && run.set_aside) {
    return (
      <p class="notice" role="status">
        <strong>Discarded.</strong> This draft is out of the list, and stays on record.
      </p>
    );
  }
  if (hasDraft && run.status === "stopped") {
    return (
      <p class="notice person" role="status">
        <strong>Stopped.</strong> This is the best draft found until then.
      </p>
    );
  }
  if (hasDraft) return null;
  return (
    <p class="notice danger" role="status">
      <strong>{statusWords(run)}.</strong> {run.error ?? "There is no draft."}
      <span class="muted">Asked for {momentInWords(run.requested_at)}</span>
    </p>
  );
}

void startPage((me) => <GeneratePage me={me} />);
