/** The client's sentences outside a browser: what they need of Svelte and of the page. */
declare global {
  function $state<Value>(value: Value): Value;
}

Object.assign(globalThis, {
  $state: <Value>(value: Value) => value,
  document: { documentElement: {} },
});

export {};
