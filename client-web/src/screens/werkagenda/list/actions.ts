/** From the rows that were understood to actions to send, in parts that fit in a frame. */
import type { NewAction } from "../../../generated/types";
import { charsMax, type Name } from "../places";
import { tidy } from "../text";
import { withoutBullet, type Role } from "./read";

/** A text that does not fit. */
export interface TooLong {
  readonly role: Exclude<Role, "ignore">;
  readonly over: number;
}

export interface Row {
  /** Its number among the rows. */
  readonly at: number;
  readonly action: NewAction;
  readonly tooLong: readonly TooLong[];
}

/** Actions sent at once. */
export const PART_ACTIONS = 20;
/** Of JSON at once: the server takes 32 KiB. */
const PART_BYTES = 24_000;

const ROLES = ["what", "with_whom", "how", "when"] as const;

/** The rows as actions; a row of which no column is taken is none. */
export function toRows(rows: readonly (readonly string[])[], roles: readonly Role[], header: boolean): Row[] {
  return rows.slice(header ? 1 : 0).flatMap((row, i) => {
    const texts = ROLES.map((role) => [role, cellOf(row, roles.indexOf(role), role)] as const);
    const filled = texts.filter(([, text]) => text !== "");
    if (filled.length === 0) return [];
    const tooLong = filled
      .map(([role, text]) => ({ role, over: Array.from(text).length - charsMax(role) }))
      .filter(({ over }) => over > 0);
    return [{ at: i + (header ? 1 : 0), action: Object.fromEntries(filled), tooLong }];
  });
}

function cellOf(row: readonly string[], at: number, role: Name): string {
  const cell = tidy(at === -1 ? "" : (row[at] ?? "")).trim();
  if (role === "how") return cell;
  const line = cell.replace(/\s+/g, " ");
  return role === "what" ? withoutBullet(line) : line;
}

/** In order, each part small enough for one frame. */
export function inParts(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = new TextEncoder().encode(JSON.stringify(row.action)).length;
    const part = parts[parts.length - 1];
    if (part === undefined || part.length === PART_ACTIONS || bytes + size > PART_BYTES) {
      parts.push([row]);
      bytes = size;
    } else {
      part.push(row);
      bytes += size;
    }
  }
  return parts;
}
