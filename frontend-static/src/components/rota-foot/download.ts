/** Give somebody a text as a file. */
export function download(text: string, name: string): void {
  // The mark at the front tells spreadsheets that the letters are UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
