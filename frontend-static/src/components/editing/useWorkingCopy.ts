import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { reasonsOf } from "../../api/client";
import {
  type CellChange,
  type Cause,
  discardEdits,
  type Edit,
  readEdits,
  readEditsAfter,
  redoEdit,
  stageEdit,
  undoEdit,
  type Waiting,
} from "../../api/edits";
import { mondayOf } from "../../domain/calendar";
import { difference, outcomeWords, reversed, weeksTouched } from "../../domain/edits";
import type { Timeline } from "../../domain/timeline";
import { hush, say } from "../toast/toast";
import { arrived, newerCells, type Refusal, refusalOf } from "./answers";
import { Queue } from "./queue";

const LOOKS_EVERY_MS = 3000;
/** After the last act of a burst the weeks it touched are fetched again, with their gaps. */
const SETTLES_MS = 400;
const NOTHING: Waiting = { stamp: 0, published: 0, edits: [], undone: [], alerts: { new: [], mended: [] } };

const OUT_OF_REACH = "This works again as soon as the server answers.";
const MOVED = "The published rota has changed, by a publication or by leave. It is shown as it is now.";

export interface WorkingCopy {
  waiting: Waiting;
  isRead: boolean;
  refusal: Refusal | null;
  /** What somebody else did last, while this page was open. */
  news: string | null;
  /** How many changes are drawn here and kept until the server can be reached again. */
  held: number;
  canUndo: boolean;
  canRedo: boolean;
  stage(cells: CellChange[], cause?: Cause): void;
  undo(edit?: Edit): void;
  redo(edit?: Edit): void;
  discardAll(): Promise<void>;
  forgetRefusal(): void;
  /** Read all again: something was published, or staged elsewhere. */
  reload(): Promise<void>;
}

interface Wanted {
  on: boolean;
  timeline: Timeline;
  nameOf(code: string): string;
  /** Changes that waited are gone, and not by undoing here, or the published rota has changed underneath. */
  onMoved(): void;
}

/** The shared working copy: what waits, doing and undoing, and what others do meanwhile. */
export function useWorkingCopy({ on, timeline, nameOf, onMoved }: Wanted): WorkingCopy {
  const [waiting, setWaiting] = useState<Waiting>(NOTHING);
  const [isRead, setIsRead] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [news, setNews] = useState<string | null>(null);
  const [undone, setUndone] = useState<Edit[]>([]);
  const [held, setHeld] = useState(0);
  const now = useRef(waiting);
  const dirty = useRef(new Set<number>());
  /** Counts what was acknowledged: a list read before is older than what is shown. */
  const acts = useRef(0);
  const timer = useRef(0);
  const line = useRef(timeline);
  line.current = timeline;
  const names = useRef(nameOf);
  names.current = nameOf;

  const queue = useMemo(() => new Queue((changes) => line.current.draw(changes), setHeld), []);
  const keep = useCallback((next: Waiting): void => {
    now.current = next;
    setWaiting(next);
    setIsRead(true);
  }, []);

  /** Fetch weeks again; those an act of one's own is drawn on are fetched once it is acknowledged. */
  const refresh = useCallback(async (mondays: readonly number[] | "all"): Promise<void> => {
    const left = await (mondays === "all" ? line.current.refreshAll() : line.current.refresh(mondays));
    for (const monday of left) dirty.current.add(monday);
  }, []);

  /** Take in a new list: say what others did, and fetch the weeks they did it in. */
  const take = useCallback(
    async (next: Waiting, quietly = false): Promise<void> => {
      const { came, went } = difference(now.current.edits, next.edits);
      const moved = next.published !== now.current.published;
      keep(next);
      if (moved && !quietly) {
        if (went.length === 0) setNews(MOVED);
        onMoved();
        return refresh("all");
      }
      const others = came.filter(({ mine }) => !mine);
      const last = others.at(-1);
      if (last && !quietly)
        setNews(
          `${last.by_name ?? "The system"}${others.length > 1 ? `, ${others.length} changes` : ""}: ${last.words}`,
        );
      if (went.length > 0 && !quietly) onMoved();
      await refresh(
        weeksTouched(
          [...came, ...went].flatMap(({ cells }) => cells),
          mondayOf,
        ),
      );
    },
    [keep, onMoved, refresh],
  );

  const reload = useCallback(async (): Promise<void> => {
    const next = await readEdits();
    dirty.current.clear();
    await take(next, true);
  }, [take]);

  const settle = useCallback((cells: readonly CellChange[]): void => {
    for (const monday of weeksTouched(cells, mondayOf)) dirty.current.add(monday);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(async () => {
      if (!queue.isIdle) return;
      const mondays = [...dirty.current];
      dirty.current.clear();
      const before = acts.current;
      const listed = readEdits().then((next) => (before === acts.current ? take(next) : undefined));
      await Promise.all([refresh(mondays), listed]).catch(() => undefined);
    }, SETTLES_MS);
  }, []);

  useEffect(() => {
    line.current.keepDrawn(() => queue.drawn());
    // What the server does not have yet would be lost with the page.
    const stay = (event: BeforeUnloadEvent): void => {
      if (!queue.isIdle) event.preventDefault();
    };
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [queue]);

  useEffect(() => {
    if (!on) return;
    void reload().catch((error) => setRefusal({ title: "The changes cannot be read", reasons: reasonsOf(error) }));
    const look = async (): Promise<void> => {
      if (document.visibilityState !== "visible" || !queue.isIdle) return;
      const before = acts.current;
      const answer = await readEditsAfter(now.current.stamp).catch(() => null);
      if (answer?.edits && before === acts.current && queue.isIdle) await take(answer);
    };
    const every = window.setInterval(look, LOOKS_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(every);
      document.removeEventListener("visibilitychange", look);
    };
  }, [on, reload, take, queue]);

  const refused = useCallback((title: string, cells: readonly CellChange[], error: unknown): void => {
    hush();
    line.current.draw(newerCells(error).map((cell) => ({ ...cell, was: cell.now })));
    setRefusal(refusalOf(title, error, names.current));
    settle(cells);
  }, []);

  const undo = useCallback(
    async (chosen?: Edit): Promise<void> => {
      if (queue.isHeld) return say(OUT_OF_REACH);
      await queue.idle();
      const edit = chosen ?? newestOfMine(now.current.edits);
      if (!edit) return;
      const cells = reversed(edit.cells);
      queue.add({
        cells,
        async send() {
          await undoEdit(edit.id);
          acts.current++;
          keep({ ...now.current, edits: now.current.edits.filter(({ id }) => id !== edit.id) });
          setUndone((was) => [...was, edit]);
          setRefusal(null);
          say(`Undone: ${edit.words}.`);
          settle(cells);
        },
        failed: (error) => refused("It was not undone", cells, error),
      });
    },
    [queue, keep, settle, refused],
  );

  const stage = useCallback(
    (cells: CellChange[], cause: Cause = "hand"): void => {
      if (cells.length === 0) return;
      setRefusal(null);
      queue.add({
        cells,
        async send(again) {
          const before = again ? await arrived(cells, now.current.edits) : null;
          const { edit, breaches, fairness } = before ?? (await stageEdit(cells, cause));
          acts.current++;
          keep({ ...now.current, edits: [...now.current.edits, edit] });
          setUndone([]);
          const outcome = outcomeWords(breaches, fairness);
          say(`${edit.words}.${outcome ? ` ${outcome}.` : ""}`, { words: "Undo", go: () => void undo(edit) });
          settle(cells);
        },
        failed: (error) => refused("It was not done", cells, error),
      });
    },
    [queue, keep, settle, refused, undo],
  );

  const redo = useCallback(
    async (chosen?: Edit): Promise<void> => {
      if (queue.isHeld) return say(OUT_OF_REACH);
      await queue.idle();
      const edit = chosen ?? undone.at(-1);
      if (!edit) return;
      queue.add({
        cells: edit.cells,
        async send() {
          await redoEdit(edit.id);
          const edits = [...now.current.edits, edit].sort((a, b) => a.id - b.id);
          acts.current++;
          keep({ ...now.current, edits });
          setUndone((was) => was.filter(({ id }) => id !== edit.id));
          say(`Done again: ${edit.words}.`);
          settle(edit.cells);
        },
        failed(error) {
          setUndone((was) => was.filter(({ id }) => id !== edit.id));
          refused("It was not done again", edit.cells, error);
        },
      });
    },
    [queue, undone, keep, settle, refused],
  );

  const discardAll = useCallback(async (): Promise<void> => {
    await queue.idle();
    const gone = now.current.edits.filter(({ mine }) => mine);
    await discardEdits(now.current.edits.at(-1)?.id);
    setUndone(gone.reverse());
    await reload();
  }, [queue, reload]);

  return {
    waiting,
    isRead,
    refusal,
    news,
    held,
    canUndo: newestOfMine(waiting.edits) !== undefined,
    canRedo: undone.length > 0,
    stage,
    undo,
    redo,
    discardAll,
    forgetRefusal: () => setRefusal(null),
    reload,
  };
}

function newestOfMine(edits: readonly Edit[]): Edit | undefined {
  return edits.filter(({ mine }) => mine).at(-1);
}
