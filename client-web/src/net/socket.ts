/**
 * A websocket that comes back: after a pause that doubles and is never the same for everyone, at once when the
 * network or the page wakes, and when an answer stays out too long. The close code says whether to come back.
 * Knows no game.
 */

/** `lost` and `restarting`: it is coming back by itself. The others are final. */
export type SocketStatus = "lost" | "restarting" | "no_right" | "gone" | "too_old";

export interface SocketOptions {
  url: string;
  /** The first frame of every connection. */
  hello: () => unknown;
  onFrame: (frame: object) => void;
  onStatus: (status: SocketStatus) => void;
}

export interface Socket {
  /** Sends if there is a connection; with `answered`, silence after it means the connection is dead. */
  send: (frame: unknown, answered?: boolean) => void;
  /** Drops this connection and makes a new one now. */
  again: () => void;
  /** For good. */
  close: () => void;
}

const RESTARTING = 4001;
/** The server cannot read us. Before its first word that may be a slow line; after it we speak another language. */
const UNREADABLE: readonly number[] = [4400, 1009];
const FINAL: Readonly<Record<number, SocketStatus>> = { 4503: "no_right", 4504: "gone", 4505: "too_old" };
const isFinal = (code: number) => code >= 4500 && code <= 4999;

/** A connection that lived this long was a good one: the next pause is short again. */
const GOOD_MS = 5_000;
const WAIT_MIN_MS = 400;
const WAIT_MAX_MS = 15_000;
/** A connection that has not opened and welcomed us by then is given up. */
const OPEN_MS = 10_000;
/** An answer takes milliseconds; after this long the connection is not trusted any more. */
const ANSWER_MS = 8_000;
/** The server says something every 20 s: two of those were missed. */
const SILENCE_MS = 45_000;
/** A page that was out of sight this long may sit on a connection that died without a word. */
const ASLEEP_MS = 25_000;

export function open({ url, hello, onFrame, onStatus }: SocketOptions): Socket {
  let socket: WebSocket | null = null;
  let tries = 0;
  let heardAt = 0;
  let welcomedAt: number | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let distrust: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function connect() {
    clearTimeout(retry);
    let mine: WebSocket;
    try {
      mine = new WebSocket(url);
    } catch {
      later();
      return;
    }
    socket = mine;
    welcomedAt = null;
    expect(OPEN_MS);
    mine.onopen = () => {
      mine.send(JSON.stringify(hello()));
    };
    mine.onmessage = (event: MessageEvent<unknown>) => {
      clearTimeout(distrust);
      distrust = undefined;
      heardAt = Date.now();
      welcomedAt ??= heardAt;
      clearTimeout(silence);
      silence = setTimeout(again, SILENCE_MS);
      const frame = parse(event.data);
      if (frame !== null) onFrame(frame);
    };
    mine.onclose = ({ code }) => {
      if (socket === mine) lose(code);
    };
  }

  function lose(code: number) {
    letGo();
    if (isFinal(code) || (UNREADABLE.includes(code) && welcomedAt !== null)) {
      end();
      onStatus(FINAL[code] ?? "too_old");
      return;
    }
    if (welcomedAt !== null && Date.now() - welcomedAt > GOOD_MS) tries = 0;
    onStatus(code === RESTARTING ? "restarting" : "lost");
    later();
  }

  function later() {
    const wait = Math.min(WAIT_MAX_MS, WAIT_MIN_MS * 2 ** tries) * (0.5 + Math.random() / 2);
    tries += 1;
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
  }

  function letGo() {
    clearTimeout(silence);
    clearTimeout(distrust);
    distrust = undefined;
    const old = socket;
    socket = null;
    if (old === null) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }

  function expect(withinMs: number) {
    distrust ??= setTimeout(() => {
      lose(0);
    }, withinMs);
  }

  function again() {
    if (ended) return;
    letGo();
    onStatus("lost");
    connect();
  }

  /** The network or the page is back: no need to wait out the pause, or to trust an old connection. */
  function wake() {
    if (ended || document.visibilityState === "hidden") return;
    if (socket === null) connect();
    else if (socket.readyState === WebSocket.OPEN && Date.now() - heardAt > ASLEEP_MS) again();
  }

  function end() {
    ended = true;
    clearTimeout(retry);
    letGo();
    removeEventListener("online", wake);
    removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", wake);
  }

  addEventListener("online", wake);
  addEventListener("pageshow", wake); // Safari keeps whole pages asleep when one goes back to them.
  document.addEventListener("visibilitychange", wake);
  connect();

  return {
    send(frame, answered = false) {
      if (socket?.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify(frame));
      if (answered) expect(ANSWER_MS);
    },
    again,
    close: end,
  };
}

function parse(data: unknown): object | null {
  if (typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null ? frame : null;
  } catch {
    return null;
  }
}
