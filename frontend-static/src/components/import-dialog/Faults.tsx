import { useEffect, useRef } from "preact/hooks";
import type { Reason } from "../../api/client";

/** Everything wrong with files, by file and line, with what to write instead. Takes the focus. */
export function Faults({ reasons }: { reasons: Reason[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reasons.length > 0) box.current?.focus();
  }, [reasons]);
  if (reasons.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h3>Nothing was changed: {reasons.length === 1 ? "one thing needs" : `${reasons.length} things need`} mending</h3>
      <ul class="faults">
        {reasons.map((reason) => (
          <li key={`${reason.file}${reason.line}${reason.field}${reason.message}`}>
            <strong>{placeOf(reason)}</strong> {reason.message}
            {reason.instead && <em> {reason.instead}</em>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function placeOf(reason: Reason): string {
  const place = [reason.file, reason.line ? `line ${reason.line}` : "", reason.field].filter(Boolean).join(", ");
  return place && `${place}:`;
}
