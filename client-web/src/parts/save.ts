/** Lets the browser save what was fetched, as if it had been a link to a file. */
export function saveAs(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: some browsers still have to fetch it.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
