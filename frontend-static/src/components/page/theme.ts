/** Light, dark or as the system says. Kept on this computer; `theme.js` applies it before the first paint. */

export type Theme = "system" | "light" | "dark";
const KEY = "rotacc-theme";

export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be switched off; the choice then lasts until the page is left.
  }
}
