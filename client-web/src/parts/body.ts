import type { Attachment } from "svelte/attachments";

/** Moves an element to the end of the body: no parent's transform or overflow then reaches it. */
export const toBody: Attachment<HTMLElement> = (element) => {
  document.body.append(element);
  return () => {
    element.remove();
  };
};

let covers = 0;
/** The heading of a screen that came while a dialog lay over it: nothing under a dialog can have the focus. */
let waiting: HTMLElement | null = null;

/** To the start of a new screen: at once, or when the dialog over it is gone. */
export function focusScreen(heading: HTMLElement) {
  if (covers > 0) {
    waiting = heading;
    return;
  }
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/**
 * Takes everything under a dialog out of reach of pointer, keyboard and screen reader until the answer is called,
 * which gives the focus back: to what had it, or to the start of the screen that has come meanwhile.
 */
export function coverPage(): () => void {
  const before = document.activeElement;
  covers += 1;
  set(true);
  return () => {
    covers -= 1;
    if (covers === 0) set(false);
    const heading = waiting;
    if (covers === 0) waiting = null;
    if (covers === 0 && heading?.isConnected === true) focusScreen(heading);
    else if (before instanceof HTMLElement && before.isConnected) before.focus();
    setTimeout(focusHeadingIfLost); // What opened it may be gone with what was done: a card that is given.
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
