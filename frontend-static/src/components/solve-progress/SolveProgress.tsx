import { useEffect, useRef, useState } from "preact/hooks";
import { reasonsOf } from "../../api/client";
import { type Progress, type Run, stopRun } from "../../api/generate";
import { clock } from "../../domain/calendar";
import { gapCount } from "../../domain/runs";
import { say } from "../toast/toast";
import { Curve } from "./Curve";
import "./solve-progress.css";

interface Props {
  run: Run;
  points: Progress[];
}

const SPOKEN_EVERY_MS = 8000;

/** A run as it happens: time, gaps, cost, and how far from perfect at most. It can be stopped, keeping the best. */
export function SolveProgress({ run, points }: Props) {
  const [stopping, setStopping] = useState(false);
  const now = points.at(-1) ?? run.progress;
  const spoken = useSpoken(now);
  const share = run.seconds && now ? Math.min(1, now.seconds / run.seconds) : null;

  const stop = async (): Promise<void> => {
    setStopping(true);
    try {
      await stopRun(run.id);
      say("Stopping. The best draft so far is kept.");
    } catch (error) {
      setStopping(false);
      say(reasonsOf(error)[0]?.message ?? "It could not be stopped.");
    }
  };

  return (
    <section class="card solve-progress" aria-labelledby="progress-title">
      <header>
        <h2 id="progress-title">{run.status === "queued" ? "Waiting for the solver" : "Generating"}</h2>
        {run.attempt > 1 && <span class="badge person">Attempt {run.attempt}: the first was cut off</span>}
        <button class="button end" type="button" onClick={stop} disabled={stopping}>
          {stopping ? "Stopping…" : "Stop, keep the best"}
        </button>
      </header>
      <div class="inside">
        {run.status === "queued" ? (
          <p>{queueWords(run)} You may leave this page; the run goes on.</p>
        ) : (
          <>
            <progress aria-label="Time used" max="1" {...(share === null ? {} : { value: share })} />
            <div class="figures-and-curve">
              <dl class="figures">
                <Figure
                  name="Time"
                  value={now ? clock(now.seconds) : "0:00"}
                  note={run.seconds ? `of ${clock(run.seconds)}` : ""}
                />
                <Figure name="Gaps" value={now?.gaps ?? "…"} danger={(now?.gaps ?? 0) > 0} />
                <Figure name="Cost" value={now?.objective ?? "…"} note="points" />
                <Figure name="Cannot be below" value={now?.bound ?? "…"} note="points" />
                <Figure
                  name="From perfect, at most"
                  value={now?.gap_percent == null ? "…" : `${now.gap_percent.toFixed(1)} %`}
                />
              </dl>
              <Curve points={points} seconds={run.seconds ?? 0} />
            </div>
          </>
        )}
        <p class="hidden" aria-live="polite">
          {spoken}
        </p>
      </div>
    </section>
  );
}

function Figure({
  name,
  value,
  note = "",
  danger = false,
}: {
  name: string;
  value: string | number;
  note?: string;
  danger?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={danger ? "danger" : undefined}>
        {value} {note && <small>{note}</small>}
      </dd>
    </div>
  );
}

function queueWords(run: Run): string {
  const before = run.queue_position ?? 0;
  if (before === 0) return "It starts in a moment.";
  return before === 1 ? "One run is before it." : `${before} runs are before it.`;
}

/** Progress for those who listen: often enough to follow, seldom enough to bear. */
function useSpoken(now: Progress | null): string {
  const [words, setWords] = useState("");
  const last = useRef(0);
  useEffect(() => {
    if (!now || Date.now() - last.current < SPOKEN_EVERY_MS) return;
    last.current = Date.now();
    const quality =
      now.gap_percent === null
        ? "no draft yet"
        : `${gapCount(now.gaps ?? 0)}, at most ${now.gap_percent.toFixed(1)} % from perfect`;
    setWords(`${Math.round(now.seconds)} seconds: ${quality}`);
  }, [now]);
  return words;
}
