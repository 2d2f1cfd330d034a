import type { Does, NoticedChange } from "../../api/versions";
import { doesWords, isShort, noticeWords } from "../../domain/versions";
import "./change-line.css";

/** "Clinic → Duty": what was, and what is. */
export function WasAndNow({ was, now }: { was: Does; now: Does }) {
  return (
    <span class="was-and-now">
      <span class="was">{doesWords(was, now)}</span> <span aria-hidden="true">→</span>
      <span class="hidden">becomes</span> <span class="now">{doesWords(now, was)}</span>
    </span>
  );
}

/** How much notice there is, and whether it is less than is due. */
export function NoticeBadge({ change }: { change: NoticedChange }) {
  const short = isShort(change);
  const words = noticeWords(change.notice_days);
  return <span class={short ? "badge person" : "badge"}>{short ? `${words}, ${change.window_days} due` : words}</span>;
}
