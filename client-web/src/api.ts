/** The HTTP part of the protocol: coming in, and what is asked once. Every call ends in a value or a reason. */
import type {
  Deck,
  Door,
  GivePass,
  Opened,
  OpenSession,
  PassGiven,
  Problem,
  ProblemCode,
  Seated,
  TakeSeat,
  Where,
} from "./generated/types";

/** `unreachable`: no answer came, so we do not know whether it was done; the same call again is safe. */
export type FailureCode = ProblemCode | "unreachable";
export interface Failure {
  ok: false;
  code: FailureCode;
  limit?: number;
  /** What is wrong in a deck file, a line each. */
  details?: string[];
}
export type Answer<Value> = { ok: true; value: Value } | Failure;

/** Longer than any answer takes, so that a dead connection does not keep someone waiting for ever. */
const PATIENCE_MS = 15_000;
/** A file of some megabytes over a slow connection takes longer. */
const PATIENCE_FILE_MS = 120_000;

interface Asking {
  method?: "GET" | "POST" | "DELETE";
  body?: OpenSession | TakeSeat | GivePass;
  /** A body that is JSON already, with a file in it as it is. */
  file?: string;
  token?: string | undefined;
}

export async function ask(
  path: string,
  { method = "GET", body, file, token }: Asking,
): Promise<Answer<Response>> {
  const patience = new AbortController();
  const timer = setTimeout(
    () => {
      patience.abort();
    },
    file === undefined ? PATIENCE_MS : PATIENCE_FILE_MS,
  );
  const sent = file ?? (body === undefined ? null : JSON.stringify(body));
  const headers: Record<string, string> = {};
  if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
  if (sent !== null) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(`/api${path}`, {
      method,
      headers,
      body: sent,
      signal: patience.signal,
      cache: "no-store",
    });
    return response.ok ? { ok: true, value: response } : await problem(response);
  } catch {
    return { ok: false, code: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy on the way may answer in its own words: those count as not having reached the server. */
async function problem(response: Response): Promise<Failure> {
  try {
    const { code, limit, details } = (await response.json()) as Problem;
    if (typeof code !== "string") return { ok: false, code: "unreachable" };
    return {
      ok: false,
      code,
      ...(limit === undefined ? {} : { limit }),
      ...(details === undefined ? {} : { details }),
    };
  } catch {
    return { ok: false, code: "unreachable" };
  }
}

export async function json<Value>(path: string, asking: Asking): Promise<Answer<Value>> {
  const answer = await ask(path, asking);
  if (!answer.ok) return answer;
  try {
    return { ok: true, value: (await answer.value.json()) as Value };
  } catch {
    return { ok: false, code: "unreachable" };
  }
}

export const openSession = (body: OpenSession) => json<Opened>("/sessions", { method: "POST", body });

/** Where others reach this server, when that is not the address this page was opened at. */
export const fetchWhere = () => json<Where>("/where", {});

export const fetchDoor = (code: string) => json<Door>(`/sessions/${code}/door`, {});

/** With a facilitator's token: for someone without a device, or to play along oneself. */
export const takeSeat = (code: string, body: TakeSeat, facilitator?: string) =>
  json<Seated>(`/sessions/${code}/seats`, { method: "POST", body, token: facilitator });

export const givePass = (code: string, body: GivePass, facilitator: string) =>
  json<PassGiven>(`/sessions/${code}/passes`, { method: "POST", body, token: facilitator });

export const fetchDeck = (code: string, token: string) => json<Deck>(`/sessions/${code}/deck`, { token });

/** `wiped` is false while someone still has the file open: ask again later. */
export const deleteSession = (code: string, token: string) =>
  json<{ wiped: boolean }>(`/sessions/${code}`, { method: "DELETE", token });
