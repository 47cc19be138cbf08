/**
 * The line between one device and the server. It can go silent, as a phone in a lift does: nothing comes through, and
 * nobody is told. What was on its way then still arrives when the line is back.
 */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export class Line {
  readonly #ends = new Set<Socket>();
  #server: Server;
  #silent = false;

  private constructor(to: number) {
    this.#server = createServer((device) => {
      const server = connect(to, "127.0.0.1");
      for (const [end, other] of [
        [device, server],
        [server, device],
      ] as const) {
        this.#ends.add(end);
        end.on("error", () => other.destroy());
        end.on("close", () => {
          this.#ends.delete(end);
          other.end();
        });
        end.pipe(other);
        if (this.#silent) end.pause();
      }
    });
  }

  static async to(port: number): Promise<Line> {
    const line = new Line(port);
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    return line;
  }

  get url() {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  silence() {
    this.#silent = true;
    for (const end of this.#ends) end.pause();
  }

  restore() {
    this.#silent = false;
    for (const end of this.#ends) end.resume();
  }

  close() {
    for (const end of this.#ends) end.destroy();
    this.#server.close();
  }
}
