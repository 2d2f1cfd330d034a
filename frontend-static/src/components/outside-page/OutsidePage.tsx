import "../../styles/tokens.css";
import "../../styles/base.css";
import "../../styles/layout.css";
import "../../styles/components.css";
import "../../pages/sign-in.css";
import { type ComponentChild, type ComponentChildren, render } from "preact";

interface Props {
  title: string;
  children: ComponentChildren;
  /** Stands below the card. */
  foot?: ComponentChildren;
}

/** A page for somebody who is not signed in: the name, and one card. */
export function OutsidePage({ title, children, foot }: Props) {
  return (
    <main class="sign-in">
      <p class="brand">
        <img src="/favicon.svg" alt="" width="36" height="36" />
        RotaCC
      </p>
      <div class="card">
        <h1>{title}</h1>
        {children}
      </div>
      {foot && <p class="muted">{foot}</p>}
    </main>
  );
}

export function show(page: ComponentChild): void {
  const app = document.getElementById("app");
  if (app) render(page, app);
}
