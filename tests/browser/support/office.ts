/** Exports, opened by the programs people have: LibreOffice, and a reader of CSV. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { parse } from "csv-parse/sync";

/** Every sheet as CSV: comma, double quotes, UTF-8, cells as they are shown; -1 is all sheets. */
const EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

function convert<Read>(file: string, to: string, read: (folder: string) => Read): Read {
  const folder = mkdtempSync(join(tmpdir(), "office-"));
  try {
    // A profile of its own: two that share one wait for each other.
    const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
    const out = join(folder, "out");
    execFileSync("soffice", [profile, "--headless", "--convert-to", to, "--outdir", out, file], {
      stdio: "pipe",
    });
    return read(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sheets of a workbook by name, as LibreOffice shows them: rows of cells. */
export function sheets(file: string): Map<string, string[][]> {
  const book = basename(file, extname(file));
  return convert(file, EVERY_SHEET, (folder) => {
    const read = (name: string) => parse(readFileSync(join(folder, name)), { relaxColumnCount: true });
    return new Map(
      readdirSync(folder).map((name) => [name.slice(book.length + 1, -".csv".length), read(name)]),
    );
  });
}

/** The text of a document, as LibreOffice Writer reads it. */
export function textOf(file: string): string {
  return convert(file, "txt:Text (encoded):UTF8", (folder) => {
    const [name] = readdirSync(folder);
    if (name === undefined) throw new Error(`LibreOffice cannot read ${file}`);
    return readFileSync(join(folder, name), "utf8");
  });
}

/** The rows of a CSV file by their headings, as a spreadsheet in Dutch reads it. */
export function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { bom: true, delimiter: ";", columns: true });
}
