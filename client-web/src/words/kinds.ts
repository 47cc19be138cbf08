import type { Level, Strand } from "../generated/types";
import { words } from "./words";

/** What shows with someone; what is in the background is named too, without a word for how much. */
export type Showing = Exclude<Level, "background">;

/**
 * The ways to look at a person: types, roles, qualities, and how much of each shows. Two names mean two things
 * (a bruggenbouwer is a type and a role, a fixer is no doener), so beside each stands what such a person does.
 */
export const kinds = words({
  nl: {
    /** What it is, in one breath, wherever a profile stands. */
    line: "Om over door te praten: zo lezen wij jullie kaarten. Het is geen test.",
    tooFew: "Te weinig kaarten om samen iets te zeggen. Praat gerust door over wat hier ligt.",
    profile: "Wat vertellen deze kaarten samen?",
    types: "Vier typen mensen die het verschil maken",
    roles: "Vier rollen van een wijkverbinder",
    rolesHint: "Een fixer informeert: dat is iets anders dan de alledaagse doener bij de typen.",
    qualities: "Vijf kwaliteiten",
    levels: {
      strong: "springt eruit",
      clear: "duidelijk te zien",
      present: "ook aanwezig",
    } satisfies Record<Showing, string>,
    also: (names: string) => `En verder: ${names}`,
    alsoItem: (name: string, cards: string) => (cards === "" ? name : `${name} (${cards})`),

    covered: "Welke typen hebben jullie samen?",
    coveredAlso: "Ook: rollen en kwaliteiten",
    sole: (name: string) => `nu bij ${name} alleen`,
    wanted: "Wie zoeken we er nog bij?",
    wantedBy: "hier zoeken jullie nog iemand voor",
    wantedHint: "Wie ken je in of om de wijk die dit heeft? Daar zijn ze vaak te vinden:",

    type: {
      "alledaagse-doener": {
        name: "Alledaagse doener",
        does: "pakt het gewoon aan",
        found:
          "Vaak buiten de gemeente: een bewoner die de straat in beweging krijgt, iemand van een vereniging.",
      },
      frontliniewerker: {
        name: "Frontliniewerker",
        does: "staat naast bewoners",
        found:
          "Vaak bij de gemeente of een instelling, dicht bij bewoners: het wijkteam, de school, de balie.",
      },
      "sociale-ondernemer": {
        name: "Sociale ondernemer",
        does: "ziet kansen en kent de weg",
        found: "Vaak buiten de instellingen: iemand met een eigen zaak of een eigen plan voor de wijk.",
      },
      bruggenbouwer: {
        name: "Bruggenbouwer",
        does: "brengt groepen in gesprek",
        found: "Binnen en buiten de gemeente: iemand die zich bij meer groepen thuis voelt.",
      },
    },
    role: {
      fixer: { name: "Fixer", does: "informeert" },
      "innovatieve-ondernemer": { name: "Innovatieve ondernemer", does: "verkent wat er kan" },
      bruggenbouwer: { name: "Bruggenbouwer", does: "signaleert en agendeert" },
      bemiddelaar: { name: "Bemiddelaar", does: "begeleidt gesprekken" },
    },
    quality: {
      open: { name: "Open", does: "verkent en leeft mee" },
      gedreven: { name: "Gedreven", does: "weet waar het heen moet" },
      verbindend: { name: "Verbindend", does: "brengt mensen en belangen bij elkaar" },
      bricolerend: { name: "Bricolerend", does: "maakt iets met wat er is" },
      "er-zijn": { name: "Er zijn", does: "is er als het nodig is" },
    },
  },
  en: {
    line: "To talk about together: this is how we read your cards. It is not a test.",
    tooFew: "Too few cards to say anything together. Do talk about what lies here.",
    profile: "What do these cards say together?",
    types: "Four types of people who make the difference",
    roles: "Four roles of a neighbourhood connector",
    rolesHint: "A fixer informs: that is not the same as the everyday doer among the types.",
    qualities: "Five qualities",
    levels: {
      strong: "stands out",
      clear: "clear to see",
      present: "present too",
    },
    also: (names) => `And also: ${names}`,
    alsoItem: (name, cards) => (cards === "" ? name : `${name} (${cards})`),

    covered: "Which types do you have together?",
    coveredAlso: "Also: roles and qualities",
    sole: (name) => `now with ${name} alone`,
    wanted: "Whom are we still looking for?",
    wantedBy: "you are still looking for someone here",
    wantedHint: "Whom do you know in or around the neighbourhood? This is where they are often found:",

    type: {
      "alledaagse-doener": {
        name: "Everyday doer",
        does: "simply gets going",
        found: "Often outside the municipality: a resident who gets the street moving, someone from a club.",
      },
      frontliniewerker: {
        name: "Frontline worker",
        does: "stands beside residents",
        found:
          "Often in the municipality or another organisation, close to residents: a neighbourhood team, a school.",
      },
      "sociale-ondernemer": {
        name: "Social entrepreneur",
        does: "sees chances and knows the way",
        found:
          "Often outside organisations: someone with a business or a plan of their own for the neighbourhood.",
      },
      bruggenbouwer: {
        name: "Bridge builder",
        does: "gets groups talking",
        found: "Inside and outside the municipality: someone who feels at home in more groups.",
      },
    },
    role: {
      fixer: { name: "Fixer", does: "informs" },
      "innovatieve-ondernemer": { name: "Innovative entrepreneur", does: "explores what is possible" },
      bruggenbouwer: { name: "Bridge builder", does: "signals and puts on the agenda" },
      bemiddelaar: { name: "Mediator", does: "helps talks along" },
    },
    quality: {
      open: { name: "Open", does: "explores and feels with others" },
      gedreven: { name: "Driven", does: "knows where to go" },
      verbindend: { name: "Connecting", does: "brings people and interests together" },
      bricolerend: { name: "Making do", does: "makes something of what there is" },
      "er-zijn": { name: "Being there", does: "is there when needed" },
    },
  },
});

/** Which of the three ways to look. */
export type View = "type" | "role" | "quality";

interface Kind {
  readonly name: string;
  readonly does: string;
  /** Of a type: where such people usually are. */
  readonly found?: string;
}

interface Shown extends Strand {
  readonly level: Showing;
}

/** What shows, and what is only named: never one label, and never a place at the bottom. */
export function apart(strands: readonly Strand[]): { showing: Shown[]; also: Strand[] } {
  const shows = (strand: Strand): strand is Shown => strand.level !== "background";
  return { showing: strands.filter(shows), also: strands.filter((strand) => !shows(strand)) };
}

/** Its name in the middle of a sentence. */
export function inSentence(view: View, { id }: Strand): string {
  const { name } = kindOf(view, id);
  return name.charAt(0).toLocaleLowerCase() + name.slice(1);
}

/** How a type, role or quality is called; one that only a newer server knows by its own id. */
export function kindOf(view: View, id: string): Kind {
  return (kinds[view] as Readonly<Record<string, Kind>>)[id] ?? { name: id, does: "" };
}
