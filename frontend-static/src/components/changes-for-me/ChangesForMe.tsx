import { useEffect, useState } from "preact/hooks";
import type { Me } from "../../api/auth";
import { type Reason, reasonsOf } from "../../api/client";
import { acknowledgeVersion, type ChangesOfVersion, type NoticedChange, readChangesForMe } from "../../api/versions";
import { unseenChanges, whenWords } from "../../domain/versions";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";
import { NoticeBadge, WasAndNow } from "../versions/ChangeLine";
import "./changes-for-me.css";

const AT_ONCE = 6;

interface Props {
  me: Me;
  onSeen?(): void;
}

/** What changed of one's own sessions since one last said one had seen it. Nothing at all when nothing did. */
export function ChangesForMe({ me, onSeen }: Props) {
  const [versions, setVersions] = useState<ChangesOfVersion[]>([]);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const code = me.account.person_code;

  useEffect(() => {
    if (!code) return;
    // Whoever cannot be told now is told at the next look; the page itself works without.
    readChangesForMe().then(setVersions, () => undefined);
  }, [code]);

  const { changes, ids } = unseenChanges(versions);
  if (ids.length === 0) return null;

  const seen = async (): Promise<void> => {
    setBusy(true);
    try {
      for (const id of ids) await acknowledgeVersion(id);
      setVersions([]);
      say("Noted: you have seen it.");
      onSeen?.();
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <section class="changes-for-me notice person" aria-labelledby="changes-for-me">
      <h2 id="changes-for-me">{headWords(changes.length)}</h2>
      <ErrorSummary title="This was not noted" reasons={reasons} />
      {changes.length === 0 ? (
        <p>Something changed for you and was changed back. Your sessions are as you knew them.</p>
      ) : (
        <Changes changes={changes.slice(0, AT_ONCE)} />
      )}
      {changes.length > AT_ONCE && (
        <details>
          <summary>and {changes.length - AT_ONCE} more</summary>
          <Changes changes={changes.slice(AT_ONCE)} />
        </details>
      )}
      <button class="button" type="button" disabled={busy} onClick={() => void seen()}>
        I have seen it
      </button>
    </section>
  );
}

function Changes({ changes }: { changes: NoticedChange[] }) {
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.date + change.half}>
          <strong>{whenWords(change)}</strong> <WasAndNow was={change.was} now={change.now} />{" "}
          <NoticeBadge change={change} />
        </li>
      ))}
    </ul>
  );
}

function headWords(count: number): string {
  if (count === 0) return "Nothing is different for you";
  return count === 1 ? "1 thing changed for you" : `${count} things changed for you`;
}
