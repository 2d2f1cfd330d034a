import "../../styles/tokens.css";
import "../../styles/base.css";
import "../../styles/layout.css";
import "../../styles/components.css";
import { type ComponentChild, render } from "preact";
import { type Me, whoAmI } from "../../api/auth";
import { ApiProblem, reasonsOf } from "../../api/client";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { prepareToasts } from "../toast/toast";
import { signInAddress } from "./addresses";

/** Find out who is here, then draw the page; somebody not signed in is sent to sign in and comes back. */
export async function start(page: (me: Me) => ComponentChild): Promise<void> {
  const app = document.getElementById("app");
  if (!app) return;
  prepareToasts();
  try {
    const me = await whoAmI();
    keepFromOthers(me);
    render(page(me), app);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) location.replace(signInAddress());
    else render(<Broken error={error} />, app);
  }
}

/** A browser brings a page back as it was left, also after signing out: it is shown once the same person is known. */
function keepFromOthers(me: Me): void {
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.documentElement.style.visibility = "hidden";
    const now = await whoAmI().catch(() => null);
    if (now?.account.username === me.account.username) document.documentElement.style.visibility = "";
    else location.reload();
  });
}

function Broken({ error }: { error: unknown }) {
  return (
    <main class="empty">
      <h1>This page cannot be shown</h1>
      <ErrorSummary title="What happened" reasons={reasonsOf(error)} />
      <button class="button" type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
