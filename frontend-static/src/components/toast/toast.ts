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

export function say(text: string): void {
  if (!region) return;
  region.textContent = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => region?.replaceChildren(), SHOWN_MS);
}
