/** A value kept behind the question mark of the address; empty when it is not there. */
export function inAddress(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}

/** Keep a value there without a step in the browser's history; an empty one is taken away. */
export function putInAddress(name: string, value: string): void {
  const params = new URLSearchParams(location.search);
  if (value) params.set(name, value);
  else params.delete(name);
  history.replaceState(history.state, "", params.size > 0 ? `?${params}` : location.pathname);
}
