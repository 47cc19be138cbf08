/** The real binary on a free port, with a data folder of its own. Can be killed at any moment and come back. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export const root = resolve(import.meta.dirname, "../../..");
/** With which its counters are read. */
export const METRICS_KEY = "sleutel-van-de-tellers";

/** `COMPETENTIESPEL_BINARY` tries another build, such as the one that is to be released. */
const binary = process.env.COMPETENTIESPEL_BINARY ?? join(root, "target/debug/competentiespel");

export class Server {
  readonly #data: string;
  readonly #host: string;
  #process: ChildProcess | null = null;
  #port = 0;
  #said: string[] = [];

  private constructor(data: string, host: string) {
    this.#data = data;
    this.#host = host;
  }

  static async start({ host = "127.0.0.1" } = {}): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), "competentiespel-")), host);
    await server.run();
    return server;
  }

  /** Where this machine finds it. */
  get url() {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  get port() {
    return this.#port;
  }

  /** Starts it, again on the same port and data when it ran before. */
  async run() {
    const child = spawn(binary, ["--listen", `${this.#host}:${String(this.#port)}`, "--data", this.#data], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, COMPETENTIESPEL_METRICS_KEY: METRICS_KEY },
    });
    this.#process = child;
    createInterface({ input: child.stderr }).on("line", (line) => this.#said.push(line));
    const lines = createInterface({ input: child.stdout });
    const ended = once(child, "exit").then(() => {
      throw new Error(`the server stopped while starting:\n${this.#said.join("\n")}`);
    });
    ended.catch(() => undefined); // Later it may end: that is no failure of the start.
    const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
    const port = /^listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) throw new Error(`the first line is not the address: ${line}`);
    this.#port = Number(port);
  }

  /** As when the power fails: no signal it could handle, no time to write anything. */
  async kill() {
    await this.#end("SIGKILL");
  }

  async stop() {
    await this.#end("SIGTERM");
    await rm(this.#data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals) {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
}
