import type { Status } from "../../api/leave";
import { STATUSES } from "../../domain/leave";
import { Icon } from "../icon/Icon";
import "./request-list.css";

/** A status by its word and its mark. */
export function StatusBadge({ status, overdue = false }: { status: Status; overdue?: boolean }) {
  const { words, style, mark } = STATUSES[status];
  return (
    <span class="status-badges">
      <span class={`badge ${style}`}>
        <Icon name={mark} />
        {words}
      </span>
      {overdue && (
        <span class="badge danger">
          <Icon name="warning" />
          Overdue
        </span>
      )}
    </span>
  );
}
