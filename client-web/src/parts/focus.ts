/** After what had the focus is gone: to what it belonged to, not to the top of the page. */
export function focusIfLost(to: HTMLElement | undefined) {
  setTimeout(() => {
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body || !activeElement.isConnected;
    if (isLost && to?.isConnected === true) to.focus({ preventScroll: true });
  });
}
