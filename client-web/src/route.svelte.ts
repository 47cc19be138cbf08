/** Which page the address asks for. The addresses are part of what people share and keep. */

export type Route =
  { page: "start" | "begin" | "nowhere" } | { page: "member" | "leading" | "screen"; code: string };

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
  const code = readCode(first);
  const page = ({ leiden: "leading", scherm: "screen" } as const)[second ?? ""] ?? null;
  if (code === null || (second !== undefined && page === null)) return { page: "nowhere" };
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
