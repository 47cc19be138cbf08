import { words } from "./words";

/** "Wijkteam Noord" needs no "Team" before it. */
const saysTeam = (team: string) => /team/i.test(team);

/** At the door: what one must know before coming in, and who one is. */
export const door = words({
  nl: {
    title: (title: string) => `Welkom bij ${title}`,
    titleUnknown: "Welkom",
    team: (team: string) => (saysTeam(team) ? team : `Team ${team}`),
    before: "Goed om te weten voor je begint",
    sees: "Wat je van een ander zegt, ziet eerst alleen diegene. In het gesprek zien jullie het samen. Kijkt er iemand mee, dan zie je wie.",
    kept: (days: number) =>
      `Het blijft ${days} dagen bewaard na de laatste keer spelen. Daarna is alles weg.`,
    reasonsOut: "In bestanden voor het team staat wie een kaart kreeg, van wie en ook waarom.",
    reasonsIn: "In bestanden voor het team staat wie een kaart kreeg en van wie, maar niet waarom.",
    copy: "Je begeleider kan een kopie van de hele sessie bewaren, om later weer in te lezen. Daarin staat alles wat iedereen kon zien, ook waarom iemand een kaart kreeg.",
    removed:
      "Wil je dat er niets van je blijft staan? Kies in je menu ‘Vergeet mij’, of vraag je begeleider.",
    never: "Dit is nooit voor een beoordeling.",
    who: "Wie ben je?",
    name: "Je naam",
    nameHint: "Zoals je collega’s je noemen.",
    function: "Wat doe je?",
    functionHint: "Bijvoorbeeld wijkmanager, beheerder of bewoner.",
    sector: "Bij welk onderdeel?",
    sectorHint: "Bijvoorbeeld sociaal domein of stadsbeheer.",
    in: "Kom erbij",
    looking: "We kijken wie er aan tafel zit …",
    closedTitle: "De deur is dicht",
    closed: "Er kan nu niemand meer bij. Vraag je begeleider om de deur te openen en probeer het opnieuw.",
    over: "Deze sessie is afgesloten.",
    again: "Probeer opnieuw",
    ownLink:
      "Zat je al aan tafel? Open dan de link die je zelf bewaarde: daarmee krijg je je eigen plek terug.",
    toStart: "Een andere code",
    unknownTitle: "Hier is geen sessie",
  },
  en: {
    title: (title) => `Welcome to ${title}`,
    titleUnknown: "Welcome",
    team: (team) => (saysTeam(team) ? team : `Team ${team}`),
    before: "Good to know before you begin",
    sees: "What you say about someone is first seen by that person alone. In the conversation you see it together. If somebody looks on, you see who.",
    kept: (days) => `It is kept for ${days} days after the last time you played. Then everything is gone.`,
    reasonsOut: "Files for the team say who got a card, from whom and also why.",
    reasonsIn: "Files for the team say who got a card and from whom, but not why.",
    copy: "Your facilitator can keep a copy of the whole session, to read it in again later. It holds everything that everyone could see, also why someone got a card.",
    removed:
      "Do you want nothing of you to remain? Choose ‘Forget me’ in your menu, or ask your facilitator.",
    never: "This is never used to appraise anyone.",
    who: "Who are you?",
    name: "Your name",
    nameHint: "As your colleagues call you.",
    function: "What do you do?",
    functionHint: "For instance neighbourhood manager, caretaker or resident.",
    sector: "In which department?",
    sectorHint: "For instance social affairs or public works.",
    in: "Join the table",
    looking: "Looking who is at the table …",
    closedTitle: "The door is closed",
    closed: "Nobody can join at the moment. Ask your facilitator to open the door and try again.",
    over: "This session is closed.",
    again: "Try again",
    ownLink: "Were you at the table already? Open the link you kept: it gives you your own place back.",
    toStart: "Another code",
    unknownTitle: "There is no session here",
  },
});
