// For tests: a module of the client as the server side of Vite makes it, where a rune is a plain variable.
import { after } from "node:test";
import { createServer } from "vite";

const server = await createServer({
  configFile: new URL("../vite.config.ts", import.meta.url).pathname,
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  appType: "custom",
  logLevel: "error",
  optimizeDeps: { noDiscovery: true },
});
after(() => server.close());

/** `path` as of the folder `src`. */
export const load = (path) => server.ssrLoadModule(`/src/${path}`);
