/** Sessions as files: taking one home, and reading one in. */
import { ask, json, type Answer } from "./api";
import type { ImportSession, Opened } from "./generated/types";

export type ExportFile = "md" | "csv" | "xlsx" | "docx" | "json";

/** How people want a file: in which language, and of a CSV which table. */
export interface ExportWish {
  lang?: "nl" | "en";
  table?: "talents" | "werkagenda";
}

export interface Exported {
  readonly blob: Blob;
  /** As the server calls it; nothing when a proxy on the way took that off. */
  readonly name: string | null;
}

/** A session as a file to keep. */
export async function fetchExport(
  code: string,
  token: string,
  file: ExportFile = "json",
  wish: ExportWish = {},
): Promise<Answer<Exported>> {
  const asked = new URLSearchParams(Object.entries(wish)).toString();
  const answer = await ask(`/sessions/${code}/export.${file}${asked === "" ? "" : `?${asked}`}`, { token });
  if (!answer.ok) return answer;
  try {
    const name = nameIn(answer.value.headers.get("Content-Disposition") ?? "");
    return { ok: true, value: { blob: await answer.value.blob(), name } };
  } catch {
    return { ok: false, code: "unreachable" };
  }
}

function nameIn(disposition: string): string | null {
  const [, exact] = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition) ?? [];
  try {
    return exact === undefined ? null : decodeURIComponent(exact);
  } catch {
    return null;
  }
}

/**
 * Reads in a session from the text of a file, or without one the example every server has. The text goes as it
 * is: whether it is whole, the server sees by its sum.
 */
export function importSession(token: string, key: string | undefined, text?: string) {
  const wish = {
    token,
    ...(key === undefined ? {} : { create_key: key }),
    ...(text === undefined ? { example: true } : {}),
  } satisfies Omit<ImportSession, "session">;
  const written = JSON.stringify(wish);
  const file = text === undefined ? written : `${written.slice(0, -1)},"session":${text}}`;
  return json<Opened>("/sessions/import", { method: "POST", file });
}
