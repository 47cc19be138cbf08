import type { Attachment } from "svelte/attachments";

/** Moves an element to the end of the body: no parent's transform or overflow then reaches it. */
export const toBody: Attachment<HTMLElement> = (element) => {
  document.body.append(element);
  return () => {
    element.remove();
  };
};

let covers = 0;

/** Takes everything under a dialog out of reach of pointer, keyboard and screen reader until the answer is called. */
export function coverPage(): () => void {
  covers += 1;
  set(true);
  return () => {
    covers -= 1;
    if (covers === 0) set(false);
  };
}

function set(covered: boolean) {
  const page = document.getElementById("app");
  page?.toggleAttribute("inert", covered);
  if (covered)
    page?.setAttribute("aria-hidden", "true"); // Firefox 91 and Safari 15.0 know no inert.
  else page?.removeAttribute("aria-hidden");
  document.documentElement.classList.toggle("covered", covered);
}

/** After what had the focus is gone from the page: back to the top of the screen, not to nowhere. */
export function focusHeadingIfLost() {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body && activeElement.isConnected) return;
  document.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
}
