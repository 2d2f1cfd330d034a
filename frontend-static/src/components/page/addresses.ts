/** Where to sign in, with the way back to this page. */
export function signInAddress(): string {
  const here = location.pathname + location.search;
  return `/sign-in.html?next=${encodeURIComponent(here)}`;
}

/** The page to go back to after signing in; only ever one of our own. */
export function nextAddress(): string {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  if (!/^\/[\w-]+\.html/.test(next)) return "/rota.html";
  const address = new URL(next, location.origin);
  return address.origin === location.origin ? address.pathname + address.search : "/rota.html";
}
