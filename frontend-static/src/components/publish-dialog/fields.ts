/** The element in which the reason of one trainee session is typed; `field` is the server's name for it. */
export function idOf(field: string): string {
  return `publish-${field.replace(/\W/g, "-")}`;
}
