import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** The oldest browsers on municipal phones and laptops that we promise to work on. */
const oldest = ["safari15", "chrome90", "firefox91"];

export default defineConfig({
  plugins: [svelte()],
  server: {
    // While developing: a server of ours that runs beside it.
    proxy: { "/api": { target: process.env["COMPETENTIESPEL_SERVER"] ?? "http://127.0.0.1:8080", ws: true } },
  },
  build: {
    target: oldest,
    cssTarget: oldest,
    // The server sends `default-src 'self'`: a data: address in CSS would be blocked, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Svelte does not say so itself: its reactive classes do nothing until one is made, so what is not used can go.
    rolldownOptions: {
      output: {
        // Few large files instead of many small ones, which compress badly: what every page needs, and talents.
        codeSplitting: {
          groups: [
            { name: "app", test: /\/src\/main\.ts$/, priority: 2 },
            { name: "talents", test: /\/src\/screens\/(Talents|talents\/.*)\.svelte$/, priority: 1 },
          ],
        },
      },
      treeshake: { moduleSideEffects: (id) => !id.includes("/svelte/src/reactivity/") },
    },
    sourcemap: false,
    reportCompressedSize: true,
  },
});
