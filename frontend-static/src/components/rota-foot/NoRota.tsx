import type { Practice } from "../../api/practice";

/** Before there is a rota: what to do first. */
export function NoRota({ may, practice }: { may: boolean; practice: Practice | null }) {
  if (!practice?.name) {
    return (
      <div class="empty">
        <h1>No practice yet</h1>
        <p>
          {may
            ? "Set the practice up first: a few questions, or its settings, people and leave as three files."
            : "A rota administrator has to set the practice up first."}
        </p>
        {may && (
          <a class="button primary" href="/setup.html">
            Set the practice up
          </a>
        )}
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>No rota is published yet</h1>
      <p>
        {may
          ? "Generate one: choose the weeks, watch it being made, look at its gaps, and publish it."
          : "Once a rota administrator publishes one, it is shown here."}
      </p>
      {may && (
        <a class="button primary" href="/generate.html">
          Generate a rota
        </a>
      )}
    </div>
  );
}
