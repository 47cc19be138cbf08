import type { Code, DoorCode } from "../generated/types";
import { words } from "./words";

/** Every reason something did not happen: the rules, the door, and not having heard from the server at all. */
export type Refused = Code | DoorCode | "lost" | "unreachable";

/** The server says how much or how many is accepted. */
type WithLimit = "text_too_long" | "too_few" | "enough_actions" | "enough_needs" | "enough_offers";
type Refusals = Record<Exclude<Refused, WithLimit>, string> & Record<WithLimit, (limit: number) => string>;

/** What was wrong and what to do now, in one breath. A code without a sentence is a type error. */
const nl: Refusals = {
  bad_frame: "Dat kwam niet goed over. Laad de pagina opnieuw en probeer het nog eens.",
  unknown_command: "Deze pagina is ouder dan de server. Laad de pagina opnieuw.",
  busy: "Het is even druk. Probeer het zo nog eens.",
  too_fast: "Dat ging iets te snel. Wacht even en probeer het nog eens.",
  not_now: "We kunnen dit nu niet bewaren. Probeer het zo nog eens; wat er was, is er nog.",
  not_done: "Dit is niet gelukt. Probeer het nog eens.",
  wrong_phase: "De begeleider is intussen verder gegaan. Dit kan nu niet meer.",
  not_allowed: "Dit kan alleen iemand anders doen. Vraag het je begeleider.",
  not_in_hand: "Deze kaart heb je niet meer. Kies een andere.",
  unknown_card: "Deze kaart hoort niet bij dit spel. Kies een andere.",
  to_yourself: "Een kaart geef je aan een ander. Kies een teamgenoot.",
  unknown_seat: "Deze persoon doet niet meer mee. Kies iemand anders.",
  seat_away: "Deze persoon is weggegaan. Kies iemand anders.",
  nobody_named: "Kies eerst aan wie je de kaart geeft.",
  unknown_gift: "Deze kaart ligt hier niet meer.",
  already_given: "Deze kaart gaf je al aan deze persoon. Kies iemand anders.",
  already_shown: "De anderen hebben deze kaart al gezien. Terugnemen kan niet meer.",
  enough_picked: "Je hebt er al drie gekozen. Leg er eerst één terug.",
  too_few: (limit) => `Jullie zijn nog met te weinig. Begin als er ten minste ${limit} mensen zijn.`,
  not_next: "De sessie is intussen in een andere stap. Kijk nog eens waar jullie zijn.",
  full: "De sessie is vol. Vraag je begeleider of er nog plaats komt.",
  locked: "De deur is dicht: er kan niemand meer bij. Vraag je begeleider om de deur te openen.",
  last_facilitator: "Er moet iemand zijn die begeleidt. Geef eerst iemand anders toegang.",
  unknown_pass: "Deze toegang is al ingetrokken.",
  unknown_text: "Deze tekst is al weg.",
  already_so: "Dat was al zo. Je hoeft niets te doen.",
  text_empty: "Hier staat nog niets. Vul iets in.",
  text_too_long: (limit) => `Dit is te lang. Gebruik ten hoogste ${limit} tekens.`,
  text_characters: "Er staat een teken in dat we niet kunnen tonen. Typ de tekst opnieuw.",
  hand_size: "Een hand heeft 5 tot 12 kaarten. Kies een aantal daartussen.",
  retention: "Kies 30, 90 of 365 dagen.",
  deck_unfit: "Dit spel heeft te weinig kaarten om mee te spelen. Voeg kaarten toe.",
  unknown_action: "Deze actie staat niet meer op het blad.",
  enough_actions: (limit) => `Op het blad passen ten hoogste ${limit} acties. Haal er eerst één weg.`,
  enough_needs: (limit) => `Een actie vraagt ten hoogste ${limit} competenties. Haal er eerst één weg.`,
  enough_offers: (limit) =>
    `Er staan al ${limit} versies onder elkaar. Kies eerst samen wat er blijft staan; jouw tekst blijft hier.`,
  moved_on: "De tekst is net veranderd. Lees hem nog eens en kies dan.",
  cap_size: "Kies een aantal van 1 tot en met 20.",
  unknown_code: "Deze code kennen we niet. Kijk nog eens goed: een code heeft nooit een O, I, 0 of 1.",
  no_entry: "Hiermee kom je niet binnen. Vraag je begeleider om de code of een nieuwe link.",
  no_right: "Met deze link kan dit niet. Vraag het je begeleider.",
  too_many_tries: "Dat was te vaak achter elkaar. Wacht een minuut en probeer het nog eens.",
  foreign_origin:
    "De server kent dit adres niet als dat van het spel. Gebruik de link van je begeleider. Blijft het zo, zeg het dan tegen wie de server beheert.",
  wrong_host: "Op dit adres kun je niet spelen. Gebruik de link van je begeleider.",
  media_type: "Dat kwam niet goed over. Laad de pagina opnieuw en probeer het nog eens.",
  bad_request: "Dat kwam niet goed over. Laad de pagina opnieuw en probeer het nog eens.",
  deck_wrong: "Er klopt iets niet in het bestand met kaarten. Pas dit aan en kies het opnieuw:",
  unknown_deck: "Dit spel kaarten is er niet op deze server. Laat de keuze leeg voor het gewone spel.",
  create_key: "Op deze server heb je een sleutel nodig om een sessie te beginnen. Vul die hier in.",
  import_no_json:
    "Dit bestand is niet heel: het is afgebroken, of het is geen export. Download de export opnieuw en kies die.",
  import_other: "Dit bestand komt niet uit het Competentiespel. Kies een export die eindigt op .json.",
  import_older:
    "Dit bestand is van een oude versie die we niet kunnen inlezen. Download de export opnieuw en kies die.",
  import_newer:
    "Dit bestand is gemaakt met een nieuwere versie van het Competentiespel. Deze server moet eerst bijgewerkt worden.",
  import_damaged:
    "Dit bestand is beschadigd of veranderd nadat het gemaakt is. Download de export opnieuw en kies die.",
  import_impossible: "In dit bestand staat iets wat in het spel niet kan. Daarom lezen we het niet in:",
  import_too_large: "Dit bestand is te groot: een export is hoogstens 5 MB. Kies een ander bestand.",
  unavailable: "De server is vol of gaat net opnieuw aan. Probeer het over een minuut nog eens.",
  failed: "Er ging iets mis op de server. Probeer het nog eens; wat er was, is er nog.",
  lost: "De verbinding viel weg voor dit was gelukt. Probeer het nog eens.",
  unreachable: "We krijgen geen verbinding. Kijk of je wifi aanstaat en probeer het nog eens.",
};

const en: Refusals = {
  bad_frame: "That did not come across well. Reload the page and try again.",
  unknown_command: "This page is older than the server. Reload the page.",
  busy: "It is busy right now. Try again in a moment.",
  too_fast: "That was a little too fast. Wait a moment and try again.",
  not_now: "We cannot save this right now. Try again in a moment; what was there is still there.",
  not_done: "This did not work. Try again.",
  wrong_phase: "The facilitator has moved on in the meantime. This is no longer possible.",
  not_allowed: "Only someone else can do this. Ask your facilitator.",
  not_in_hand: "You do not have this card any more. Choose another one.",
  unknown_card: "This card is not part of this deck. Choose another one.",
  to_yourself: "You give a card to someone else. Choose a teammate.",
  unknown_seat: "This person no longer takes part. Choose someone else.",
  seat_away: "This person has left. Choose someone else.",
  nobody_named: "First choose who you give the card to.",
  unknown_gift: "This card is no longer here.",
  already_given: "You already gave this card to this person. Choose someone else.",
  already_shown: "The others have already seen this card. You cannot take it back any more.",
  enough_picked: "You have chosen three already. Put one back first.",
  too_few: (limit) => `There are not enough of you yet. Start when there are at least ${limit} people.`,
  not_next: "The session is at another step by now. Have another look at where you are.",
  full: "The session is full. Ask your facilitator whether there will be room.",
  locked: "The door is closed: nobody can join any more. Ask your facilitator to open it.",
  last_facilitator: "Someone has to facilitate. Give someone else access first.",
  unknown_pass: "This access has been withdrawn already.",
  unknown_text: "This text is already gone.",
  already_so: "That was so already. You need not do anything.",
  text_empty: "There is nothing here yet. Fill something in.",
  text_too_long: (limit) => `This is too long. Use at most ${limit} characters.`,
  text_characters: "It has a character that we cannot show. Type the text again.",
  hand_size: "A hand has 5 to 12 cards. Choose a number in between.",
  retention: "Choose 30, 90 or 365 days.",
  deck_unfit: "This deck has too few cards to play with. Add some cards.",
  unknown_action: "This action is no longer on the sheet.",
  enough_actions: (limit) => `At most ${limit} actions fit on the sheet. Take one away first.`,
  enough_needs: (limit) => `An action asks for at most ${limit} competences. Take one away first.`,
  enough_offers: (limit) =>
    `There are ${limit} versions under each other already. First choose together what stays; your text stays here.`,
  moved_on: "The text has just changed. Read it again and then choose.",
  cap_size: "Choose a number from 1 to 20.",
  unknown_code: "We do not know this code. Have a close look: a code never has an O, I, 0 or 1.",
  no_entry: "This does not let you in. Ask your facilitator for the code or for a new link.",
  no_right: "This is not possible with this link. Ask your facilitator.",
  too_many_tries: "That was too often in a row. Wait a minute and try again.",
  foreign_origin:
    "The server does not know this address as that of the game. Use your facilitator's link. If that does not help, tell who runs the server.",
  wrong_host: "You cannot play at this address. Use your facilitator's link.",
  media_type: "That did not come across well. Reload the page and try again.",
  bad_request: "That did not come across well. Reload the page and try again.",
  deck_wrong: "Something is wrong in the file with cards. Mend this and choose it again:",
  unknown_deck: "This server does not have that deck. Leave the choice empty for the usual one.",
  create_key: "This server asks for a key to begin a session. Fill it in here.",
  import_no_json:
    "This file is not whole: it was cut off, or it is not an export. Download the export again and choose that.",
  import_other: "This file is not from the Competentiespel. Choose an export that ends in .json.",
  import_older:
    "This file is from an old version that we cannot read in. Download the export again and choose that.",
  import_newer:
    "This file was made by a newer version of the Competentiespel. This server has to be updated first.",
  import_damaged:
    "This file was damaged or changed after it was made. Download the export again and choose that.",
  import_impossible: "This file tells something that cannot happen in the game. So we do not read it in:",
  import_too_large: "This file is too large: an export is 5 MB at most. Choose another file.",
  unavailable: "The server is full or is just starting again. Try again in a minute.",
  failed: "Something went wrong on the server. Try again; what was there is still there.",
  lost: "The connection dropped before this was done. Try again.",
  unreachable: "We cannot connect. Check that your wifi is on and try again.",
};

const refusals = words<Refusals>({ nl, en });

export function refusal({ code, limit }: { code: Refused; limit?: number }): string {
  const sentence = refusals[code];
  return typeof sentence === "string" ? sentence : sentence(limit ?? 0);
}
