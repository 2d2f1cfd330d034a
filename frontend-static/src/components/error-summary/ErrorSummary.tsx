import { useEffect, useRef } from "preact/hooks";
import type { Reason } from "../../api/client";

interface Props {
  title?: string;
  reasons: Reason[];
  /** Fields of the form by the server's name for them, with the id of the element to go to. */
  fields?: Record<string, string>;
}

/** Everything that is wrong, at the top, each with a link to its field. Takes the focus when it appears. */
export function ErrorSummary({ title = "This needs mending first", reasons, fields = {} }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reasons.length > 0) box.current?.focus();
  }, [reasons]);
  if (reasons.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <ul>
        {reasons.map((reason) => (
          <li key={`${reason.field}${reason.message}`}>
            <Line reason={reason} target={reason.field ? fields[reason.field] : undefined} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({ reason, target }: { reason: Reason; target: string | undefined }) {
  const words = reason.instead ? `${reason.message} Instead: ${reason.instead}` : reason.message;
  if (!target) return <>{words}</>;
  const go = (event: Event): void => {
    event.preventDefault();
    document.getElementById(target)?.focus();
  };
  return (
    <a href={`#${target}`} onClick={go}>
      {words}
    </a>
  );
}
