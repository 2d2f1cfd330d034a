/** What stands behind the # of a mailed link. It is taken out of the address, so that it stays in no history. */
export function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, "", location.pathname);
  // Another link opened in the same tab changes what stands behind the # alone: the browser would not load anything.
  addEventListener("hashchange", () => location.reload());
  return token;
}
