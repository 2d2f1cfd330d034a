import { useEffect, useRef, useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { type LeaveRequest, type PersonName, type RequestFilter, readRequests, reopen } from "../../api/leave";
import { useAddress } from "../../domain/address";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { RequestTable } from "../request-list/RequestTable";
import { say } from "../toast/toast";
import { isForThePage, REVIEW_KEYS } from "./keys";
import { RequestReview, type ReviewControl } from "./RequestReview";

const FILTERS = ["status", "code", "kind", "start", "end"] as const;

interface QueueProps {
  people: PersonName[];
  myName: string;
  generation: number;
  onChanged(): void;
}

interface Done {
  words: string;
  request: LeaveRequest;
}

/** The requests, and beside them the one that is being decided. */
export function Queue({ people, myName, generation, onChanged }: QueueProps) {
  const [address, go] = useAddress();
  const [requests, setRequests] = useState<LeaveRequest[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [kinds, setKinds] = useState(new Map<string, string>());
  const [done, setDone] = useState<Done | null>(null);
  const [keys, setKeys] = useState(false);
  const [turn, setTurn] = useState(0);
  const control = useRef<ReviewControl | null>(null);
  const list = useRef<HTMLElement>(null);
  const id = address.get("id");
  const filter: RequestFilter = Object.fromEntries(FILTERS.map((name) => [name, address.get(name) || undefined]));
  const wanted = JSON.stringify(filter);

  useEffect(() => {
    let live = true;
    readRequests(JSON.parse(wanted) as RequestFilter)
      .then((answer) => {
        if (!live) return;
        setRequests(answer);
        setKinds((was) => new Map([...was, ...answer.map((request) => [request.kind, request.kind_words] as const)]));
        setReasons([]);
      })
      .catch((error) => live && setReasons(reasonsOf(error)));
    return () => {
      live = false;
    };
  }, [wanted, generation, turn]);

  /** As the table shows them, sorted and searched. */
  const shown = (): string[] =>
    [...(list.current?.querySelectorAll<HTMLElement>("[data-request]") ?? [])].map(
      (link) => link.dataset.request ?? "",
    );
  const open = (next: string | null): void => go({ id: next });
  const step = (by: 1 | -1): void => {
    const ids = shown();
    const next = id === null ? ids[0] : ids[ids.indexOf(id) + by];
    if (next) open(next);
    else say(by > 0 ? "That was the last one." : "That was the first one.");
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isForThePage(event)) return;
      const act = {
        j: () => step(1),
        k: () => step(-1),
        a: () => control.current?.approve(),
        d: () => control.current?.decline(),
        s: () => control.current?.suggest(),
        "?": () => setKeys(true),
        escape: () => id !== null && open(null),
      }[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  const onDone = (words: string, request: LeaveRequest): void => {
    const waiting = (requests ?? []).filter((other) => other.status === "requested");
    const at = waiting.findIndex((other) => other.id === request.id);
    const next = waiting[at + 1] ?? waiting.find((other) => other.id !== request.id);
    setDone({ words: next ? words : `${words} Nothing more waits.`, request });
    say(words);
    open(next?.id ?? null);
    onChanged();
  };

  return (
    <>
      <ErrorSummary title="The requests cannot be fetched" reasons={reasons} />
      {done && <DoneNotice done={done} onUndone={onChanged} onOpen={open} onGone={() => setDone(null)} />}
      <div class={`requests-columns${id === null ? "" : " with-review"}`}>
        <section class="card requests-list" aria-label="Requests" ref={list}>
          {requests === null ? (
            reasons.length === 0 && <div class="skeleton" aria-busy="true" />
          ) : (
            <RequestTable
              requests={requests}
              current={id}
              filter={filter}
              people={people.map((person) => [person.code, person.name])}
              kinds={[...kinds]}
              onFilter={(change) => go({ ...change }, "quiet")}
              onOpen={open}
            />
          )}
        </section>
        {id !== null && (
          <RequestReview
            id={id}
            generation={generation}
            myName={myName}
            control={control}
            onStep={step}
            onClose={() => open(null)}
            onDone={onDone}
            onChanged={onChanged}
            onRaced={() => setTurn((n) => n + 1)}
          />
        )}
      </div>
      <p class="muted">
        <button class="button quiet" type="button" onClick={() => setKeys(true)}>
          <strong aria-hidden="true">?</strong> Keys of this page
        </button>
      </p>
      {keys && (
        <Dialog title="Requests: keys" onClose={() => setKeys(false)}>
          <dl class="keys">
            {REVIEW_KEYS.map(([key, does]) => [<dt key={key}>{key}</dt>, <dd key={does}>{does}</dd>])}
          </dl>
          <div class="actions">
            <button class="button primary" type="button" onClick={() => setKeys(false)}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

interface DoneProps {
  done: Done;
  onUndone(): void;
  onOpen(id: string): void;
  onGone(): void;
}

/** What was decided a moment ago, with the way back where there is one. */
function DoneNotice({ done, onUndone, onOpen, onGone }: DoneProps) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  const undo = async (): Promise<void> => {
    try {
      const lost = (await reopen(done.request)).not_put_back.length;
      say(lost > 0 ? `Undone, but ${lost} of the sessions did not come back.` : "Undone: the request waits again.");
      onGone();
      onUndone();
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };
  return (
    <div class={`notice${done.request.status === "approved" ? "" : " person"}`}>
      <p>{done.words}</p>
      {done.request.may.includes("reopen") && (
        <button class="button" type="button" onClick={undo}>
          Undo
        </button>
      )}
      <button class="button quiet" type="button" onClick={() => onOpen(done.request.id)}>
        Look at it
      </button>
      <ErrorSummary title="It was not undone" reasons={reasons} />
    </div>
  );
}
