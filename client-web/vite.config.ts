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
    sourcemap: false,
    reportCompressedSize: true,
  },
});
