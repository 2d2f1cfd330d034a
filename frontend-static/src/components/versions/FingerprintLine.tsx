import { useEffect, useState } from "preact/hooks";
import { type Fingerprint, readFingerprint } from "../../api/versions";

/** What a version is known by, and whether what is kept of it still gives the same. */
export function FingerprintLine({ id, number }: { id: string; number: number }) {
  const [found, setFound] = useState<Fingerprint | "unknown" | null>(null);
  useEffect(() => {
    let live = true;
    setFound(null);
    readFingerprint(id).then(
      (answer) => live && setFound(answer),
      () => live && setFound("unknown"),
    );
    return () => {
      live = false;
    };
  }, [id]);
  if (!found) return null;
  if (found === "unknown") return <p class="muted">The fingerprint of version {number} cannot be checked just now.</p>;
  return (
    <p class="fingerprint">
      Fingerprint of version {number}: <code>{found.published}</code>{" "}
      {found.same ? (
        <span class="muted">Checked just now: it says what it said when it was published.</span>
      ) : (
        <strong>What is kept of it is not what was published. Tell whoever looks after this system.</strong>
      )}
    </p>
  );
}
