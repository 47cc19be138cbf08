/** The places where people write, in the order of the sheet, and how much fits; the server says so too. */
import type { ActionId, Place } from "../../generated/types";

export const CASE = ["title", "situation", "reflection", "direction", "koppelkansen"] as const;
/** The five questions of SMART; the last is also one of the action itself. */
export const SMART = ["specific", "measurable", "acceptable", "realistic", "when"] as const;

const ACTION = ["what", "with_whom", "how", ...SMART] as const;

export type Name = (typeof CASE)[number] | (typeof ACTION)[number];

/** Every place on a sheet with these actions. */
export const placesOf = (actions: readonly ActionId[]): Place[] => [
  ...CASE,
  ...actions.flatMap((id) => ACTION.map((name) => `${String(id)}/${name}`)),
];

const LINES: readonly Name[] = ["title", "what", "with_whom", "when"];
const LINE_CHARS_MAX = 300;
const TEXT_CHARS_MAX = 2000;

/** One thing, such as a title or a date: Enter does not begin another line. */
export const isLine = (name: Name) => LINES.includes(name);

export const charsMax = (name: Name) => (isLine(name) ? LINE_CHARS_MAX : TEXT_CHARS_MAX);
