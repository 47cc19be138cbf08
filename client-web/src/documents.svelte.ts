/**
 * What this client was sent: documents by kind and number, exactly as they came. Knows no rules. Each kind is
 * a map of its own, so that only what changed is drawn again.
 */
import { SvelteMap } from "svelte/reactivity";
import type {
  ActionDocument,
  AgendaDocument,
  Change,
  Coverage,
  Document,
  FewDocument,
  FieldDocument,
  FitDocument,
  FlowDocument,
  GiftDocument,
  HandDocument,
  Have,
  MentionsDocument,
  PassesDocument,
  Place,
  ProfileDocument,
  ProposalDocument,
  SeatDocument,
  SessionDocument,
  TableDocument,
  TalentsDocument,
  TeamDocument,
  WatchingDocument,
  Welcome,
} from "./generated/types";

/** The first part of a key such as `gift/17`, and what stands under it. */
interface Kinds {
  session: SessionDocument;
  seat: SeatDocument;
  hand: HandDocument;
  gift: GiftDocument;
  table: TableDocument;
  flow: FlowDocument;
  watching: WatchingDocument;
  talents: TalentsDocument;
  profile: ProfileDocument;
  coverage: Coverage;
  agenda: AgendaDocument;
  action: ActionDocument;
  fit: FitDocument;
  proposal: ProposalDocument;
  team: TeamDocument;
  few: FewDocument;
  few_count: FewDocument;
  passes: PassesDocument;
  mentions: MentionsDocument;
}

type Store = { readonly [Kind in keyof Kinds]: SvelteMap<number, Kinds[Kind]> } & {
  /** By place: `field/2/how`. */
  readonly field: SvelteMap<Place, FieldDocument>;
};

/** The number of what there is only one of, such as `session`. */
const ONLY = 0;

export class Documents {
  readonly #of: Store = {
    session: new SvelteMap(),
    seat: new SvelteMap(),
    hand: new SvelteMap(),
    gift: new SvelteMap(),
    table: new SvelteMap(),
    flow: new SvelteMap(),
    watching: new SvelteMap(),
    talents: new SvelteMap(),
    profile: new SvelteMap(),
    coverage: new SvelteMap(),
    agenda: new SvelteMap(),
    field: new SvelteMap(),
    action: new SvelteMap(),
    fit: new SvelteMap(),
    proposal: new SvelteMap(),
    team: new SvelteMap(),
    few: new SvelteMap(),
    few_count: new SvelteMap(),
    passes: new SvelteMap(),
    mentions: new SvelteMap(),
  };

  /** Where these documents stand; nothing before the first welcome. */
  #have: Have | undefined;
  get have(): Have | undefined {
    return this.#have;
  }

  /** Everyone who ever took a seat, by seat number. */
  readonly seats: readonly SeatDocument[] = $derived(sorted(this.#of.seat));
  /** Every gift this person may see, by number: for everyone in the same order, which says nothing. */
  readonly gifts: readonly GiftDocument[] = $derived(sorted(this.#of.gift));
  /** The same as they came to this page; those that were there when it came are in no order. */
  readonly arrived: readonly GiftDocument[] = $derived(Array.from(this.#of.gift.values()));
  readonly mentions: readonly MentionsDocument[] = $derived(sorted(this.#of.mentions));

  get session() {
    return this.#of.session.get(ONLY);
  }
  get table() {
    return this.#of.table.get(ONLY);
  }
  get flow() {
    return this.#of.flow.get(ONLY);
  }
  get watching() {
    return this.#of.watching.get(ONLY);
  }
  get team() {
    return this.#of.team.get(ONLY);
  }
  /** For a facilitator: with the seats, or for one who plays too the count alone. */
  get few() {
    return this.#of.few.get(ONLY) ?? this.#of.few_count.get(ONLY);
  }
  get coverage() {
    return this.#of.coverage.get(ONLY);
  }
  get agenda() {
    return this.#of.agenda.get(ONLY);
  }
  get proposal() {
    return this.#of.proposal.get(ONLY);
  }
  get passes() {
    return this.#of.passes.get(ONLY);
  }
  seat(n: number) {
    return this.#of.seat.get(n);
  }
  hand(n: number) {
    return this.#of.hand.get(n);
  }
  gift(id: number) {
    return this.#of.gift.get(id);
  }
  talents(n: number) {
    return this.#of.talents.get(n);
  }
  profile(n: number) {
    return this.#of.profile.get(n);
  }
  /** Nothing where nobody ever wrote. */
  field(place: Place) {
    return this.#of.field.get(place);
  }
  action(n: number) {
    return this.#of.action.get(n);
  }
  fit(n: number) {
    return this.#of.fit.get(n);
  }

  /** With the position we said we have, the store stays as it is; otherwise this is all there is. */
  welcome({ epoch, seq, docs }: Welcome) {
    const kept = this.#have?.epoch === epoch && this.#have.seq === seq;
    if (!kept) {
      for (const kind of Object.values(this.#of)) kind.clear();
      for (const [key, document] of Object.entries(docs)) this.#put(key, document);
    }
    this.#have = { epoch, seq };
  }

  /** False when a change in between is missing: the connection must be made again. */
  change({ seq, put, drop }: Change): boolean {
    const have = this.#have;
    if (have === undefined || seq > have.seq + 1) return false;
    if (seq <= have.seq) return true;
    for (const [key, document] of Object.entries(put ?? {})) this.#put(key, document);
    for (const key of drop ?? []) this.#drop(key);
    this.#have = { epoch: have.epoch, seq };
    return true;
  }

  #put(key: string, document: Document) {
    const found = this.#find(key);
    found?.in.set(found.at, document);
  }

  #drop(key: string) {
    const found = this.#find(key);
    found?.in.delete(found.at);
  }

  /** Where a key belongs; nothing for a kind a newer server may have. */
  #find(key: string) {
    const [kind = "", ...rest] = key.split("/");
    if (!Object.keys(this.#of).includes(kind)) return undefined;
    // The server writes under a key only what belongs there: that is its contract.
    const documents = this.#of[kind as keyof Store] as SvelteMap<number | string, Document>;
    return { in: documents, at: kind === "field" ? rest.join("/") : Number(rest[0] ?? ONLY) };
  }
}

function sorted<Kind>(documents: SvelteMap<number, Kind>): Kind[] {
  return Array.from(documents)
    .sort(([one], [other]) => one - other)
    .map(([, document]) => document);
}
