/**
 * Understanding a list of actions that was pasted or read from a file: plain lines with or without bullets, or a table
 * as spreadsheets write it. Guesses, and says what it guessed; what it leaves out is counted.
 */
import Papa from "papaparse";
import { clean } from "../text";

/** `none`: every line is an action. */
export type Separator = "tab" | "semicolon" | "comma" | "none";
export type Role = "what" | "with_whom" | "how" | "when" | "ignore";

export interface Understood {
  readonly separator: Separator;
  /** The lines or rows that hold something, all equally long. */
  readonly rows: readonly (readonly string[])[];
  /** The first row says what stands in the columns. */
  readonly header: boolean;
  /** What stands in each column. */
  readonly roles: readonly Role[];
  /** Lines in which nothing stood. */
  readonly empty: number;
  /** Some rows were separated in another way than most. */
  readonly mixed: boolean;
  /** The quotation marks did not match, so they were read as ordinary ones. */
  readonly looseQuotes: boolean;
}

const CHARACTER: Record<Exclude<Separator, "none">, string> = { tab: "\t", semicolon: ";", comma: "," };
/** A quotation mark that no text has: reads without quoting. */
const NO_QUOTE = "\u0000";

const BULLET = /^\s*(?:[-–—*•·▪◦‣●○■□☐✓]|\(?\d{1,3}[.)]|[a-z][.)])\s+/;
/** A box to tick, empty or ticked, as lists in plain text have it. */
const BOX = /^\s*\[[ x]?\](?:\s+|$)/i;
const TAB_BULLET = /^[^\S\t]*(?:\[[ xX]?\]|[-–—*•·▪◦‣●○■□☐✓o§]|\(?\d{1,3}[.)])\t+/;

const NAMES: readonly (readonly [Role, readonly string[]])[] = [
  [
    "what",
    "wat|actie|acties|actiepunt|actiepunten|taak|taken|activiteit|activiteiten|omschrijving|wat gaan we oppakken|wat pakken we op|what|action|actions|task|tasks|activity|to do|todo".split(
      "|",
    ),
  ],
  [
    "with_whom",
    "wie|met wie|door wie|trekker|eigenaar|verantwoordelijke|verantwoordelijk|betrokkenen|partners|partner|who|with whom|owner|partners|responsible".split(
      "|",
    ),
  ],
  [
    "how",
    "hoe|aanpak|werkwijze|toelichting|opmerking|opmerkingen|stappen|how|approach|notes|steps".split("|"),
  ],
  [
    "when",
    "wanneer|datum|deadline|planning|termijn|gereed|klaar|wanneer klaar|voor wanneer|when|date|due|due date|by when".split(
      "|",
    ),
  ],
  ["ignore", "nr|nummer|no|id|status|number".split("|")],
];

/** The text of a file, as programs in the Netherlands write it: UTF-8, UTF-16, or the old Windows table. */
export function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Without the bullet, the number or the box to tick a line begins with. */
export function withoutBullet(line: string): string {
  return line.replace(BULLET, "").replace(BOX, "").trim();
}

export function understand(raw: string, wished?: Separator): Understood {
  const { text, said } = withoutSeparatorLine(clean(raw).replace(/\n$/, ""));
  const separator = wished ?? said ?? guess(text);
  const { rows: all, looseQuotes } = split(text, separator);
  const { rows: read, mixed } = separator === "none" ? { rows: all, mixed: false } : withOthers(all);
  const filled = read.filter((row) => row.some((cell) => cell !== ""));
  const width = Math.max(1, ...filled.map((row) => row.length));
  const rows = filled.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
  const header = isHeader(rows[0] ?? []);
  return {
    separator,
    rows,
    header,
    roles: rolesOf(rows, header),
    empty: read.length - filled.length,
    mixed,
    looseQuotes,
  };
}

/** What stands in the columns, by their names if there are any. */
export function rolesOf(rows: readonly (readonly string[])[], header: boolean): Role[] {
  const first = rows[0] ?? [""];
  const body = header ? rows.slice(1) : rows;
  const roles = first.map((): Role | null => null);
  const take = (at: number, role: Role) => {
    if (role === "ignore" || !roles.includes(role)) roles[at] = role;
  };
  if (header) {
    first.forEach((name, at) => {
      const role = roleOf(name);
      if (role !== null) take(at, role);
    });
    if (!roles.includes("what")) take(Math.max(0, roles.indexOf(null)), "what");
    return roles.map((role) => role ?? "ignore");
  }
  const order: Role[] = ["what", "with_whom", "how", "when"];
  return first.map((_, at) => {
    const isNumbers = first.length > 1 && body.every((row) => /^\d*$/.test(row[at] ?? ""));
    return isNumbers ? "ignore" : (order.shift() ?? "ignore");
  });
}

function roleOf(name: string): Role | null {
  const plain = name
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return NAMES.find(([, names]) => names.includes(plain))?.[0] ?? null;
}

function isHeader(row: readonly string[]): boolean {
  return row.some((name) => {
    const role = roleOf(name);
    return role !== null && role !== "ignore";
  });
}

/** Spreadsheets may say in a first line what separates: `sep=;`. */
function withoutSeparatorLine(text: string): { text: string; said?: Separator } {
  const found = /^\s*"?sep=(.)"?[^\S\n]*(?:\n|$)/i.exec(text);
  if (found === null) return { text };
  const said = (["tab", "semicolon", "comma"] as const).find((name) => CHARACTER[name] === found[1]);
  const rest = text.slice(found[0].length);
  return said === undefined ? { text: rest } : { text: rest, said };
}

function guess(text: string): Separator {
  const lines = text
    .split("\n")
    .map((line) => line.replace(TAB_BULLET, "").trim())
    .filter((line) => line !== "");
  const share = (has: (line: string) => boolean) => lines.filter(has).length / Math.max(1, lines.length);
  const names = (separator: string) =>
    (lines[0] ?? "").split(separator).filter((name) => roleOf(name.replace(/"/g, "")) !== null).length;
  if (lines.some((line) => line.includes("\t"))) return "tab";
  if (names(";") > 1 || share((line) => line.includes(";")) > 0.5) return "semicolon";
  // Commas stand in ordinary sentences: only with names above the columns, or quoted as programs do.
  if (names(",") > 1 || share((line) => /^".*","/.test(line)) > 0.5) return "comma";
  return "none";
}

function split(text: string, separator: Separator): { rows: string[][]; looseQuotes: boolean } {
  const bare = text.replace(new RegExp(TAB_BULLET, "gm"), "");
  if (separator === "none") {
    return { rows: bare.split("\n").map((line) => [withoutBullet(line)]), looseQuotes: false };
  }
  const delimiter = CHARACTER[separator];
  const lines = separator === "tab" ? bare : text;
  const quoted = Papa.parse(lines, { delimiter, newline: "\n" });
  const looseQuotes = quoted.errors.some(({ type }) => type === "Quotes");
  const { data } = looseQuotes
    ? Papa.parse(lines, { delimiter, newline: "\n", quoteChar: NO_QUOTE })
    : quoted;
  return { rows: data.map((row) => row.map((cell) => cell.trim())), looseQuotes };
}

/** A row in one piece among rows with more, separated by something else: as people put lists together. */
function withOthers(rows: string[][]): { rows: string[][]; mixed: boolean } {
  let mixed = false;
  const split = rows.map((row) => {
    const [only = ""] = row;
    const other = ["\t", ";"].find((separator) => row.length === 1 && only.includes(separator));
    if (other === undefined) return row;
    mixed = true;
    return only.split(other).map((cell) => cell.trim());
  });
  return { rows: split, mixed };
}
