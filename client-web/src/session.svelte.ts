/**
 * One session as one person plays it: the documents, who is here, the deck, and the commands that are on their
 * way. A command stays `pending` until its answer is in, also over a lost connection: it is sent again with the
 * same number, and the server gives the same answer. Knows the protocol, no rules.
 */
import { createContext } from "svelte";
import { fetchDeck } from "./api";
import { Documents } from "./documents.svelte";
import type {
  Agenda,
  Card,
  Cluster,
  Code,
  Deck,
  Doing,
  Hello,
  Lead,
  Place,
  Play,
  Seat,
  ServerFrame,
  You,
} from "./generated/types";
import { open, type Socket, type SocketStatus } from "./net/socket";
import { byId } from "./parts/deck";
import { distinctions, seatLetter } from "./parts/people";
import { randomHex } from "./access";
import { common } from "./words/common";
import { lang } from "./words/lang.svelte";

export type Status = "connecting" | "live" | "lost" | "restarting" | "no_right" | "gone" | "too_old";

/**
 * How a command ended; `seq` is its entry, none where it was so already. `lost` when the session ended for us before
 * the answer came.
 */
export type Outcome = { ok: true; seq?: number } | { ok: false; code: Code | "lost"; limit?: number };

/** Sent, or waiting to be sent, and not yet answered. */
export interface Pending {
  readonly n: number;
  readonly command: Play | Lead | Agenda;
  /** The seat a facilitator plays for; null for one's own. */
  readonly forSeat: Seat | null;
}

interface Waiting extends Pending {
  readonly settle: (outcome: Outcome) => void;
  /** Accepted as this entry, which has not come in yet. */
  readonly seq?: number;
  readonly tries: number;
}

const VERSION = 1;
/** The server could not do it at this moment; it was no answer to the command itself. */
const TRY_AGAIN: readonly Code[] = ["busy", "too_fast", "not_now"];
const TRY_AGAIN_MS = 1200;
const TRIES_MAX = 6;

export class Session {
  readonly code: string;
  readonly token: string;
  readonly docs = new Documents();

  status = $state<Status>("connecting");
  you = $state.raw<You | null>(null);
  /** Who is connected and what they are doing: by seat, `"3"`, or by a facilitator's pass, `"f1"`. */
  here = $state.raw<Readonly<Record<string, Doing>>>({});
  deck = $state.raw<Deck | null>(null);

  #waiting = $state.raw<readonly Waiting[]>([]);
  readonly pending: readonly Pending[] = $derived(this.#waiting);

  /** One's own seat; null for who has none. */
  readonly me: Seat | null = $derived(this.you?.role === "member" ? this.you.seat : null);

  readonly #cards = $derived(byId(this.deck?.cards));
  readonly #clusters = $derived(byId(this.deck?.clusters));
  readonly #distinctions = $derived(distinctions(this.docs.seats));

  readonly #device = randomHex(8);
  #socket: Socket;
  #n = 0;
  #doing = $state<Doing>("here");
  #fetching = false;
  #ended = false;

  constructor(code: string, token: string) {
    this.code = code;
    this.token = token;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = open({
      url: `${scheme}://${location.host}/api/sessions/${code}/live`,
      hello: () => ({ hello: this.#hello() }),
      onFrame: (frame) => {
        this.#take(frame as ServerFrame);
      },
      onStatus: (status) => {
        this.#become(status);
      },
    });
  }

  /** Leaves the connection; what is pending is lost. */
  close() {
    this.#ended = true;
    this.#socket.close();
    this.#loseAll();
  }

  play(play: Play, forSeat?: Seat): Promise<Outcome> {
    return this.#ask(play, forSeat ?? null);
  }

  lead(lead: Lead): Promise<Outcome> {
    return this.#ask(lead, null);
  }

  agenda(asked: Agenda): Promise<Outcome> {
    return this.#ask(asked, null);
  }

  /** In the middle of something that nothing may lie over. */
  get choosing(): boolean {
    return this.#doing !== "here";
  }

  /** The others who write there now; null is a facilitator. `at` is a place, or what places begin with: `2/`. */
  writers(at: Place): (Seat | null)[] {
    return Object.entries(this.here)
      .filter(([who, doing]) => {
        if (typeof doing === "string" || who === this.#self) return false;
        return at.endsWith("/") ? doing.writing.startsWith(at) : doing.writing === at;
      })
      .map(([who]) => (who.startsWith("f") ? null : Number(who)));
  }

  /** One's own key in `here`. */
  get #self(): string | null {
    if (this.you?.role === "facilitator") return `f${String(this.you.pass)}`;
    return this.me === null ? null : String(this.me);
  }

  /**
   * Tells the others where one writes. That one is choosing a card is for this page alone: beside the moment that it
   * is given, it would tell who gave it.
   */
  doing(doing: Doing) {
    if (JSON.stringify(doing) === JSON.stringify(this.#doing)) return;
    this.#doing = doing;
    if (this.status === "live") this.#tell();
  }

  #tell() {
    this.#socket.send({ doing: this.#doing === "choosing" ? "here" : this.#doing });
  }

  card(id: string): Card | undefined {
    return this.#cards.get(id);
  }

  cluster(id: string): Cluster | undefined {
    return this.#clusters.get(id);
  }

  /** A card with its cluster, as the part `Card` takes them. */
  face(id: string): { card: Card; cluster: Cluster } | undefined {
    const card = this.card(id);
    const cluster = card && this.cluster(card.cluster);
    return card && cluster ? { card, cluster } : undefined;
  }

  /** Someone's name in a sentence, told apart from another of the same name. */
  nameOf(seat: Seat): string {
    const name = this.docs.seat(seat)?.name;
    if (name === undefined || name === null) return common.formerMember(seatLetter(seat));
    const added = this.#distinctions.get(seat);
    return added === undefined ? name : `${name} (${added})`;
  }

  /** Someone at the table, as the part `Person` takes them. */
  person(seat: Seat) {
    const document = this.docs.seat(seat);
    return {
      seat,
      name: document?.name ?? null,
      distinction: this.#distinctions.get(seat),
      you: seat === this.me,
      // Who was read in from a file has no link to come in by: nobody of them is away.
      here: seat === this.me || this.here[String(seat)] !== undefined || this.docs.session?.imported === true,
      ready: document?.ready ?? false,
      left: document?.away ?? false,
      viaFacilitator: document?.proxy !== null && document?.proxy !== undefined,
    };
  }

  #hello(): Hello {
    const { have } = this.docs;
    return {
      v: VERSION,
      token: this.token,
      device: this.#device,
      lang: lang.now,
      ...(have ? { have } : {}),
    };
  }

  #ask(command: Play | Lead | Agenda, forSeat: Seat | null): Promise<Outcome> {
    return new Promise((settle) => {
      if (this.#ended) {
        settle({ ok: false, code: "lost" });
        return;
      }
      this.#n += 1;
      const waiting: Waiting = { n: this.#n, command, forSeat, settle, tries: 0 };
      this.#waiting = [...this.#waiting, waiting];
      this.#send(waiting);
    });
  }

  #send({ n, command, forSeat, seq }: Waiting) {
    if (this.status !== "live" || seq !== undefined) return; // After the welcome everything goes again.
    this.#socket.send(forSeat === null ? { n, ...command } : { n, for: forSeat, ...command }, true);
  }

  #become(status: SocketStatus) {
    if (this.#ended) return;
    switch (status) {
      case "lost":
        // A server that said it restarts is restarting until it is back.
        if (this.status !== "restarting") this.status = status;
        return;
      case "restarting":
        this.status = status;
        return;
      case "no_right":
      case "gone":
      case "too_old":
        this.status = status;
        this.#ended = true;
        this.#loseAll();
        return;
      default:
        status satisfies never;
    }
  }

  #take(frame: ServerFrame) {
    if ("welcome" in frame) {
      this.you = frame.welcome.you;
      this.docs.welcome(frame.welcome);
      this.status = "live";
      void this.#fetchDeck();
      if (this.#doing !== "here") this.#tell();
      this.#settleSeen();
      for (const waiting of this.#waiting) this.#send(waiting);
    } else if ("ack" in frame) {
      this.#replace(frame.ack, (waiting) => ({ ...waiting, seq: frame.seq }));
      this.#settleSeen();
    } else if ("refused" in frame) {
      this.#refused(frame.refused, frame.code, frame.limit);
    } else if ("here" in frame) {
      this.here = frame.here;
    } else if ("seq" in frame) {
      if (this.docs.change(frame)) this.#settleSeen();
      else this.#socket.again();
    }
  }

  #refused(n: number, code: Code, limit: number | undefined) {
    const waiting = this.#waiting.find((other) => other.n === n);
    if (waiting === undefined) return;
    if (waiting.tries < TRIES_MAX && TRY_AGAIN.includes(code)) {
      const again = { ...waiting, tries: waiting.tries + 1 };
      this.#replace(n, () => again);
      setTimeout(() => {
        if (this.#waiting.includes(again)) this.#send(again);
      }, TRY_AGAIN_MS);
    } else if (waiting.tries < TRIES_MAX && code === "not_done") {
      // A later number was accepted first: this one never was, so it may have a new number.
      this.#n += 1;
      const again = { ...waiting, n: this.#n, tries: waiting.tries + 1 };
      this.#replace(n, () => again);
      this.#send(again);
    } else if (code === "already_so") {
      // Somebody, or another tab, did the same: what was asked is so.
      this.#replace(n, () => null);
      waiting.settle({ ok: true });
    } else {
      this.#replace(n, () => null);
      waiting.settle({ ok: false, code, ...(limit === undefined ? {} : { limit }) });
    }
  }

  /** Accepted commands are done when their own entry is in the documents. */
  #settleSeen() {
    const at = this.docs.have?.seq ?? -1;
    const isSeen = ({ seq }: Waiting) => seq !== undefined && seq <= at;
    const seen = this.#waiting.filter(isSeen);
    if (seen.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !isSeen(waiting));
    for (const { settle, seq } of seen) settle(seq === undefined ? { ok: true } : { ok: true, seq });
  }

  #replace(n: number, by: (waiting: Waiting) => Waiting | null) {
    this.#waiting = this.#waiting.flatMap((waiting) => (waiting.n === n ? (by(waiting) ?? []) : waiting));
  }

  #loseAll() {
    const lost = this.#waiting;
    this.#waiting = [];
    for (const { settle } of lost) settle({ ok: false, code: "lost" });
  }

  /** Once; when it fails, the next welcome tries again. */
  async #fetchDeck() {
    if (this.deck !== null || this.#fetching) return;
    this.#fetching = true;
    const fetched = await fetchDeck(this.code, this.token);
    this.#fetching = false;
    if (fetched.ok) this.deck = fetched.value;
    else if (fetched.code === "unreachable" && !this.#ended)
      setTimeout(() => void this.#fetchDeck(), TRY_AGAIN_MS);
  }
}

export const [useSession, setSession] = createContext<Session>();
