/** Which page the address asks for. The addresses are part of what people share and keep. */

export type Route =
  | { page: "start" | "begin" | "readin" | "nowhere" }
  | { page: "member" | "leading" | "screen" | "results" | "own"; code: string };

/** What stands behind a session's code in the address; nothing is a member's place at the table. */
const PAGES = new Map([
  ["leiden", "leading"],
  ["scherm", "screen"],
  ["resultaat", "results"],
  ["mijn", "own"],
] as const);

/** A–Z and 2–9 without I and O. */
const CODE = /^[A-HJ-NP-Z2-9]{6}$/;

/** What someone typed or clicked, as a code; null when it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return CODE.test(code) ? code : null;
}

function read(path: string): Route {
  const [first = "", second, ...more] = path.split("/").filter((part) => part !== "");
  if (first === "") return { page: "start" };
  if (more.length > 0) return { page: "nowhere" };
  if (first === "begin" && second === undefined) return { page: "begin" };
  if (first === "inlezen" && second === undefined) return { page: "readin" };
  const code = readCode(first);
  const page = (PAGES as ReadonlyMap<string | undefined, "leading" | "screen" | "results" | "own">).get(
    second,
  );
  if (code === null || (second !== undefined && page === undefined)) return { page: "nowhere" };
  return { page: page ?? "member", code };
}

class Router {
  now = $state.raw<Route>(read(location.pathname));

  constructor() {
    addEventListener("popstate", () => {
      this.now = read(location.pathname);
    });
  }

  /** `replace` where going back would only lead here again. */
  go(path: string, { replace = false } = {}) {
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
    this.now = read(location.pathname);
    scrollTo(0, 0);
  }
}

export const router = new Router();
