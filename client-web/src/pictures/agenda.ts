/** The werkagenda beside the team, as the pictures of it need it. Puts documents together, decides nothing. */
import type { ActionId, Fit, FitLevel, Part, Seat } from "../generated/types";
import type { Session } from "../session.svelte";
import { pictures } from "../words/pictures";
import { werkagenda } from "../words/werkagenda";

/** The shapes: how well someone fits, and what they do; decided is filled, proposed is a line. */
export type ShapeName = FitLevel | "owner" | "owner_proposed" | "helper" | "helper_proposed";

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
  readonly fit: FitLevel | null;
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
  const fit = row.fits.find((one) => one.seat === seat)?.level ?? null;
  if (row.owner === seat) return { fit, part: "owner", decided: true };
  if (row.helpers.includes(seat)) return { fit, part: "helper", decided: true };
  if (row.couldOwn === seat) return { fit, part: "owner", decided: false };
  if (row.couldHelp.includes(seat)) return { fit, part: "helper", decided: false };
  return { fit, part: null, decided: false };
}

export function shapesOf({ fit, part, decided }: Cell): ShapeName[] {
  const shapes: ShapeName[] = [];
  if (part !== null) shapes.push(decided ? part : `${part}_proposed`);
  if (fit !== null) shapes.push(fit);
  return shapes;
}

/** The same in words, for who does not see the shapes. */
export function wordsOf({ fit, part, decided }: Cell): string {
  const what = part === null ? "" : (decided ? pictures.decided : pictures.proposed)[part];
  const how = fit === null ? "" : pictures.fit[fit];
  return pictures.cell(how, what);
}

/** Who stand in the columns: everyone with a name, also who went home, since what they took up still stands. */
export function columnsOf(session: Session): Seat[] {
  return session.docs.seats.filter((member) => !member.forgotten).map((member) => member.seat);
}
