/** Short news at the foot of the page, also read out. One line at a time; silence clears it. */

const SHOWN_MS = 6000;
let region: HTMLElement | null = null;
let timer = 0;

export function prepareToasts(): void {
  region = document.createElement("div");
  region.className = "toast";
  region.setAttribute("role", "status");
  document.body.append(region);
}

/** What can be done about the news: one button beside it. */
interface Way {
  words: string;
  go(): void;
}

export function say(text: string, way?: Way): void {
  if (!region) return;
  region.replaceChildren(text);
  if (way) region.append(" ", buttonFor(way));
  clearTimeout(timer);
  timer = window.setTimeout(() => region?.replaceChildren(), SHOWN_MS);
}

/** Take back what was said: it is no longer so. */
export function hush(): void {
  region?.replaceChildren();
}

function buttonFor({ words, go }: Way): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", () => {
    region?.replaceChildren();
    go();
  });
  return button;
}
