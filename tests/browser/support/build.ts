/** Once, before all tests: the program as the sources are now. When nothing changed this takes a moment. */
import { execFileSync } from "node:child_process";
import { root } from "./server";

export default function build() {
  if (process.env.COMPETENTIESPEL_BINARY !== undefined) return;
  execFileSync("cargo", ["build", "--quiet", "--locked", "-p", "competentiespel"], {
    cwd: root,
    stdio: "inherit",
  });
}
