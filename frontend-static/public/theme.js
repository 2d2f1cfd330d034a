// Runs before the first paint, so that a chosen theme never flashes. "system" leaves the choice to the browser.
(() => {
  try {
    const theme = localStorage.getItem("rotacc-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be switched off; the system's theme then holds.
  }
})();
