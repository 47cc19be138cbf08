/** The werkagenda beside the team, as the pictures of it need it. Puts documents together, decides nothing. */
import type { ActionId, CardId, Fit, Part, Seat } from "../generated/types";
import { labelOf } from "../screens/talents/theirs";
import type { Session } from "../session.svelte";
import { listOf } from "../words/list";
import { pictures } from "../words/pictures";
import { werkagenda } from "../words/werkagenda";

/** One action, with who fits it and who does what. */
export interface Row {
  readonly action: ActionId;
  /** Its number in the agenda as people count. */
  readonly n: number;
  /** What is taken up, or that there is no text yet. */
  readonly text: string;
  readonly fits: readonly Fit[];
  /** As the team decided. */
  readonly owner: Seat | null;
  readonly helpers: readonly Seat[];
  /** As proposed, where the team has not decided. */
  readonly couldOwn: Seat | null;
  readonly couldHelp: readonly Seat[];
  /** It has no cards that it needs: nobody can fit it. */
  readonly notMatched: boolean;
}

/** What stands where an action and a member meet. */
export interface Cell {
  readonly fit: Fit | null;
  readonly part: Part | null;
  readonly decided: boolean;
}

/** The actions that stand, in order. */
export function rowsOf(session: Session): Row[] {
  return (session.docs.agenda?.actions ?? []).map((action, i) => rowOf(session, action, i + 1));
}

function rowOf(session: Session, action: ActionId, n: number): Row {
  const { docs } = session;
  const about = docs.action(action);
  const proposal = docs.proposal?.actions.find((one) => one.action === action);
  const text = docs.field(`${String(action)}/what`)?.text.trim() ?? "";
  const owner = about?.owner ?? null;
  const helpers = about?.helpers ?? [];
  const doing = owner === null ? helpers : [owner, ...helpers];
  return {
    action,
    n,
    text: text === "" ? werkagenda.untitled : text,
    fits: docs.fit(action)?.fits ?? [],
    owner,
    helpers,
    couldOwn: owner === null ? (proposal?.owner ?? null) : null,
    couldHelp: (proposal?.helpers ?? []).filter((seat) => !doing.includes(seat)),
    notMatched: (about?.needs ?? []).length === 0,
  };
}

export function cellOf(row: Row, seat: Seat): Cell {
  const fit = row.fits.find((one) => one.seat === seat) ?? null;
  if (row.owner === seat) return { fit, part: "owner", decided: true };
  if (row.helpers.includes(seat)) return { fit, part: "helper", decided: true };
  if (row.couldOwn === seat) return { fit, part: "owner", decided: false };
  if (row.couldHelp.includes(seat)) return { fit, part: "helper", decided: false };
  return { fit, part: null, decided: false };
}

/** Those who fit best, in order of seat: not a ranking. */
export function bestOf(fits: readonly Fit[], most: number): Fit[] {
  const levels = ["strong", "good", "some"] as const;
  const best = levels.flatMap((level) => fits.filter((fit) => fit.level === level)).slice(0, most);
  return fits.filter((fit) => best.includes(fit));
}

/** Someone's cards that answer to an action: those that are needed themselves, and those that look like it. */
export function behind({ because }: Fit): { readonly needed: CardId[]; readonly related: CardId[] } {
  const needed = new Set(because.filter(({ related }) => related === null).map(({ card }) => card));
  const all = new Set(because.map(({ card }) => card));
  return { needed: [...needed], related: [...all].filter((card) => !needed.has(card)) };
}

/** How well someone fits, in a word, and with which cards. */
export function fitInWords(session: Session, fit: Fit): string {
  const { needed, related } = behind(fit);
  const names = (cards: readonly CardId[]) => listOf(cards.map((card) => labelOf(session, card)));
  const cards = pictures.cards(names(needed), names(related), related.length);
  return pictures.fits(werkagenda.fit[fit.level], cards);
}

/** A cell in words, for who does not see what lies there. */
export function cellInWords(session: Session, { fit, part, decided }: Cell): string {
  const what = part === null ? "" : (decided ? pictures.decided : pictures.proposed)[part];
  return pictures.cell(what, fit === null ? "" : fitInWords(session, fit));
}

/** Who stand in the columns: everyone with a name, also who went home, since what they took up still stands. */
export function columnsOf(session: Session): Seat[] {
  return session.docs.seats.filter((member) => !member.forgotten).map((member) => member.seat);
}
