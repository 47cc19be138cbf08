import { count, words } from "./words";

/** The facilitator's page. It is often mirrored on the big screen: nothing here is about one person's cards. */
export const leading = words({
  nl: {
    title: "Begeleiden",
    joinAt: (address: string) => `Ga naar ${address} en vul de code in, of scan.`,
    joinQr: (code: string) => `Scan om mee te doen met code ${code}`,
    copyLink: "Kopieer de link",
    copied: "De link is gekopieerd.",
    notCopied: "Kopiëren lukt hier niet. Selecteer de link zelf:",
    thisLaptopOnly:
      "Dit adres werkt alleen op deze laptop. Open deze pagina op het netwerkadres dat de server laat zien; dan klopt de code om te scannen.",
    lock: "Doe de deur dicht",
    lockHint: "Niemand kan er nog bij. Wie er al is, blijft.",

    people: "Wie doen er mee?",
    joined: (name: string) => `${name} doet mee.`,
    nobody: "Zodra iemand meedoet, zie je de naam hier.",
    peopleCount: (n: number) => count(n, "persoon doet mee", "mensen doen mee"),
    away: "Weggegaan",
    manage: (name: string) => `Meer over ${name}`,

    addPerson: "Iemand zonder telefoon",
    addPersonTitle: "Iemand zonder telefoon doet mee",
    addPersonText:
      "Jij speelt straks voor deze persoon. Die zegt wat er moet gebeuren; de anderen zien dat het via jou gaat.",
    name: "Naam",
    nameHint: "Zoals collega’s het zeggen.",
    function: "Functie",
    add: "Zet aan tafel",
    notNow: "Toch niet",

    playAlong: "Ik speel mee",
    playAlongTitle: "Zelf meespelen",
    playAlongText:
      "Je krijgt een eigen plek, op een andere pagina. Hier zie je dan alleen nog hoeveel mensen nog weinig kaarten hebben, niet wie.",
    playAlongDo: "Neem een plek",
    playAlongReady: "Je plek staat klaar. Open hem liever niet op een scherm dat iedereen ziet.",
    playAlongOpen: "Open mijn plek",

    bigScreen: "Groot scherm",
    bigScreenDo: "Open het grote scherm",
    bigScreenHint: "Opent in een nieuw tabblad. Sleep het naar de beamer en druk op F11.",
    bigScreenOpen: "Het grote scherm staat open. Voor een andere computer kun je de link kopiëren.",
    bigScreenBlocked: "Je browser hield het tabblad tegen. Open het zelf:",

    others: "Begeleiders en schermen",
    inviteFacilitator: "Nodig een begeleider uit",
    inviteObserver: "Nodig een toeschouwer uit",
    inviteFacilitatorText:
      "Deze persoon kan dan alles wat jij hier kunt. Stuur de link alleen aan die persoon.",
    inviteObserverText: "Een toeschouwer ziet wat op het grote scherm staat, en kan niets aanraken.",
    inviteDo: "Maak een link",
    inviteReady: (name: string) =>
      `De link voor ${name} is klaar. Hij geeft toegang: stuur hem alleen aan ${name}.`,
    roleFacilitator: "begeleider",
    roleScreen: "groot scherm",
    roleObserver: "toeschouwer",
    thatIsYou: "dat ben jij",
    playsToo: (name: string) => `speelt mee als ${name}`,
    withdraw: "Trek in",
    withdrawTitle: "Toegang intrekken?",
    withdrawText: (what: string) => `Deze link (${what}) werkt dan niet meer.`,

    toGiving: "Deel de kaarten uit",
    toConversation: "Begin het gesprek",
    toTalents: "Naar de talenten",
    toWerkagenda: "Naar de werkagenda",
    skipWerkagenda: "Sla de werkagenda over",
    toClosed: "Rond de sessie af",
    backTo: (phase: string) => `Terug naar ${phase}`,
    backTitle: (phase: string) => `Terug naar ${phase}?`,
    backText: "Er gaat niets verloren. Wat iedereen al zag, blijft te zien.",
    wait: "Nog even wachten",
    goOn: "Toch verder",
    goBack: "Ga terug",
    phaseLobby: "Welkom",
    phaseGiving: "Geven",
    phaseConversation: "Gesprek",
    phaseTalents: "Talenten",
    phaseWerkagenda: "Werkagenda",
    phaseClosed: "Afgerond",

    nobodyYet: "Met twee of meer mensen kun je beginnen. Het leukst is het vanaf drie.",
    twoTitle: "Jullie zijn met z’n tweeën",
    twoText:
      "Elke kaart gaat dan naar dezelfde persoon. Dat kan: praat er goed over door. Met een derde erbij zie je meer van elkaar.",
    manyPeople: (n: number) =>
      `Jullie zijn met ${n}. Maak liever tafels van 4 tot 7 mensen, elk met een eigen sessie: dan komt iedereen aan het woord.`,
    notReadyTitle: "Nog niet iedereen is klaar",
    notReadyText: (names: string, n: number) =>
      n === 1
        ? `Nog bezig: ${names}. Ga je verder, dan houdt ${names} de kaarten. Straks geven kan ook nog.`
        : `Nog bezig: ${names}. Ga je verder, dan houden zij hun kaarten. Ze kunnen straks ook nog geven.`,
    noTurnTitle: "Nog niet iedereen was aan de beurt",
    noTurnText: (names: string, n: number) =>
      `Nog niet aan de beurt: ${names}. Ga je verder, dan ziet iedereen ook ${n === 1 ? `de kaarten van ${names}` : "hun kaarten"}.`,
    openCardsText: (n: number) =>
      `Er ${n === 1 ? "ligt" : "liggen"} nog ${count(n, "kaart", "kaarten")} open. Wat niemand kreeg, laat zien wie jullie nog zoeken.`,
    decided: (n: number, of: number) =>
      n === of ? "Alles is verdeeld." : `${n} van de ${of} acties ${n === 1 ? "is" : "zijn"} verdeeld.`,
    undecidedText: (n: number) =>
      n === 1
        ? "Voor 1 actie is nog niet afgesproken wie hem oppakt. Het voorstel blijft erbij staan."
        : `Voor ${n} acties is nog niet afgesproken wie ze oppakt. Het voorstel blijft erbij staan.`,
    choicesText: (n: number) =>
      `Op ${count(n, "plek", "plekken")} op het blad schreven jullie tegelijk en is nog niet gekozen welke tekst blijft. Kies nu, of laat alle teksten zo staan.`,
    closeTitle: "De sessie afronden?",
    closeText: "Daarna verandert er niets meer. Iedereen kan alles nog bekijken, en jij kunt nog terug.",

    giving: "Iedereen geeft kaarten",
    givingLead: "Geef mensen de rust. Praten hoeft nog niet.",
    ready: (n: number, of: number) => `${n} van de ${of} klaar`,
    allReady: "Iedereen is klaar.",
    given: (n: number) =>
      n === 0 ? "De eerste kaarten gaan rond." : `Minstens ${count(n, "kaart", "kaarten")} gegeven`,
    openCards: (n: number) => count(n, "kaart open op tafel", "kaarten open op tafel"),

    onlyMe: (what: string) => `Alleen voor mij: ${what}`,
    onlyMeFew: "krijgt iedereen kaarten?",
    onlyMeTexts: "lees de teksten",
    onlyMeLink: "toon de link",
    onlyMeHint: "Draai je scherm even weg. Dit sluit vanzelf.",
    onlyMeClose: "Sluit",
    few: (n: number) => `Deze ${n === 1 ? "persoon kreeg" : "mensen kregen"} nog weinig kaarten:`,
    fewCount: (n: number) => `${count(n, "persoon kreeg", "mensen kregen")} nog weinig kaarten.`,
    fewNone: "Iedereen heeft genoeg kaarten om over te praten.",
    fewHelp: "Zeg niets hardop. Vraag straks aan tafel: waarin helpt deze persoon ons verder?",

    playFor: (name: string) => `Speel voor ${name}`,
    playForTitle: (name: string) => `Je speelt voor ${name}`,
    playForHint: (name: string) => `Dit zijn de kaarten van ${name}. Draai je scherm even weg van de groep.`,
    playForTurn: (name: string) => `Dit doe je voor ${name}.`,
    playForStop: "Klaar, sluit",
    playForReady: (name: string) => `${name} is klaar met geven`,
    playForEmpty: "Alle kaarten zijn gegeven of liggen open.",
    playForSheet: (name: string) =>
      `Op het blad schrijf je gewoon mee voor ${name}. Sluit dit, dan zie je het blad weer.`,
    playForLater: "Er valt nu niets te doen voor deze persoon.",

    round: "Tafelronde",
    roundLead: "Ga samen langs de open kaarten. Iedereen kan geven. Kies daarna wie er aan de beurt is.",
    roundDo: "Terug naar de tafelronde",
    turn: "Wie is er aan de beurt?",
    turnNow: (name: string) => `${name} is aan de beurt`,
    turnNext: (name: string) => `Nu ${name}`,
    turnHad: "is geweest",
    turnAll: "Iedereen is aan de beurt geweest.",
    turnLead: (name: string) =>
      `${name} kiest twee of drie kaarten. De anderen luisteren, vragen en vullen aan.`,
    turnLeadFew: (name: string) => `${name} is aan de beurt. De anderen luisteren, vragen en vullen aan.`,
    noOpen: "Er ligt niets open op tafel.",

    talents: "De talenten van het team",
    closed: "De sessie is afgerond",
    closedLead: "Iedereen kan alles nog bekijken. Er kan niets meer bij.",
    werkagenda: "De werkagenda",
    werkagendaLead:
      "Schrijf samen op wat jullie gaan doen. Kijk dan bij elke actie wie erbij past, praat erover, en kies wie het oppakt.",
    prepare: "Werkagenda voorbereiden",
    prepareLead: "Zet alvast klaar wat jullie weten. Je team ziet dit pas als de werkagenda begint.",
    theTalents: "Kijk terug naar de talenten",
    theSheet: "Bekijk de werkagenda",
    cap: "Hoeveel acties per persoon?",
    capHint: "Het voorstel geeft niemand er meer. Wat jullie zelf afspreken, blijft staan.",

    remove: "Haal van tafel",
    removeText:
      "De kaarten in de hand gaan open op tafel. Wat is gegeven, blijft. De persoon kan altijd terugkomen.",
    removeTextLater:
      "De kaarten blijven te zien. In het voorstel telt deze persoon niet mee. Terugzetten kan altijd.",
    bringBack: "Zet weer aan tafel",
    bringBackText: "Wat er nog open ligt uit de eigen hand, komt terug.",
    forget: "Vergeet deze persoon",
    forgetTitle: (name: string) => `${name} vergeten?`,
    forgetText:
      "De naam en alles wat deze persoon schreef of kreeg, worden gewist. Dit kan niet ongedaan worden gemaakt.",
    forgetDo: "Ja, vergeet",

    mentions: "Hier staat de naam nog",
    mentionsHint: (name: string) =>
      `${name} is vergeten. In deze teksten van anderen staat de naam misschien nog. Lees ze en wis wat weg moet.`,
    mentionsUnread: "Een tekst die jij niet mag lezen.",
    mentionsBefore: (field: string) =>
      `Wat er eerder stond bij ‘${field}’. Staat de naam daar nu niet meer? Wis dan wat er eerder stond.`,
    mentionsTeam: "Een tekst in de sessie, zoals een titel of een functie.",
    wipe: "Wis deze tekst",

    keep: "Bewaren en wissen",
    kept: (days: number) =>
      `Deze sessie blijft ${days} dagen bewaard, geteld vanaf de laatste keer dat er iets gebeurde.`,
    export: "Bewaar als bestand",
    exportHint: "Alles wat iedereen kon zien, ook de redenen. Bewaar het zorgvuldig.",
    delete: "Wis de hele sessie",
    deleteTitle: "De hele sessie wissen?",
    deleteText:
      "Alle namen, kaarten en teksten verdwijnen voor iedereen. Dit kan niet ongedaan worden gemaakt.",
    deleteType: (code: string) => `Typ ${code} om het zeker te weten`,
    deleteWrong: "Dat is niet de code van deze sessie.",
    deleteDo: "Wis alles",
    deleteLater:
      "De sessie is weg. De laatste resten worden gewist zodra niemand het bestand meer open heeft.",
  },
  en: {
    title: "Facilitating",
    joinAt: (address) => `Go to ${address} and type the code, or scan.`,
    joinQr: (code) => `Scan to join with code ${code}`,
    copyLink: "Copy the link",
    copied: "The link is copied.",
    notCopied: "Copying does not work here. Select the link yourself:",
    thisLaptopOnly:
      "This address works on this laptop only. Open this page at the network address the server shows; then the code to scan is right.",
    lock: "Close the door",
    lockHint: "Nobody else can join. Who is in, stays.",

    people: "Who is taking part?",
    joined: (name) => `${name} takes part.`,
    nobody: "As soon as someone joins, you see the name here.",
    peopleCount: (n) => count(n, "person takes part", "people take part"),
    away: "Gone",
    manage: (name) => `More about ${name}`,

    addPerson: "Someone without a phone",
    addPersonTitle: "Someone without a phone joins",
    addPersonText:
      "You will play for this person. They say what must be done; the others see that it goes through you.",
    name: "Name",
    nameHint: "As colleagues say it.",
    function: "Job title",
    add: "Give a seat",
    notNow: "Not now",

    playAlong: "I play too",
    playAlongTitle: "Playing yourself",
    playAlongText:
      "You get a seat of your own, on another page. Here you then only see how many people have few cards, not who.",
    playAlongDo: "Take a seat",
    playAlongReady: "Your seat is ready. Better not open it on a screen that everyone sees.",
    playAlongOpen: "Open my seat",

    bigScreen: "Big screen",
    bigScreenDo: "Open the big screen",
    bigScreenHint: "Opens in a new tab. Drag it to the projector and press F11.",
    bigScreenOpen: "The big screen is open. For another computer you can copy the link.",
    bigScreenBlocked: "Your browser held the tab back. Open it yourself:",

    others: "Facilitators and screens",
    inviteFacilitator: "Invite a facilitator",
    inviteObserver: "Invite an observer",
    inviteFacilitatorText:
      "This person can then do everything you can do here. Send the link to that person only.",
    inviteObserverText: "An observer sees what is on the big screen, and cannot touch anything.",
    inviteDo: "Make a link",
    inviteReady: (name) => `The link for ${name} is ready. It gives access: send it to ${name} only.`,
    roleFacilitator: "facilitator",
    roleScreen: "big screen",
    roleObserver: "observer",
    thatIsYou: "that is you",
    playsToo: (name) => `plays as ${name}`,
    withdraw: "Withdraw",
    withdrawTitle: "Withdraw this access?",
    withdrawText: (what) => `This link (${what}) will no longer work.`,

    toGiving: "Deal the cards",
    toConversation: "Begin the conversation",
    toTalents: "On to the talents",
    toWerkagenda: "On to the work agenda",
    skipWerkagenda: "Skip the work agenda",
    toClosed: "Close the session",
    backTo: (phase) => `Back to ${phase}`,
    backTitle: (phase) => `Back to ${phase}?`,
    backText: "Nothing is lost. What everyone saw stays in sight.",
    wait: "Wait a little",
    goOn: "Go on anyway",
    goBack: "Go back",
    phaseLobby: "Welcome",
    phaseGiving: "Giving",
    phaseConversation: "Conversation",
    phaseTalents: "Talents",
    phaseWerkagenda: "Work agenda",
    phaseClosed: "Closed",

    nobodyYet: "With two or more people you can begin. It is best with three or more.",
    twoTitle: "There are two of you",
    twoText:
      "Every card then goes to the same person. That is fine: talk it over well. With a third you see more of each other.",
    manyPeople: (n) =>
      `There are ${n} of you. Better make tables of 4 to 7 people, each with a session of its own: then everyone gets to speak.`,
    notReadyTitle: "Not everyone is ready yet",
    notReadyText: (names, n) =>
      n === 1
        ? `Still busy: ${names}. If you go on, ${names} keeps the cards, and can also give later on.`
        : `Still busy: ${names}. If you go on, they keep their cards. They can also give later on.`,
    noTurnTitle: "Not everyone has had a turn",
    noTurnText: (names, n) =>
      `No turn yet: ${names}. If you go on, everyone sees ${n === 1 ? `${names}’s` : "their"} cards too.`,
    openCardsText: (n) =>
      `${count(n, "card still lies", "cards still lie")} open. What nobody got shows whom you still look for.`,
    decided: (n, of) =>
      n === of
        ? "Everything is shared out."
        : `${n} of the ${of} actions ${n === 1 ? "is" : "are"} shared out.`,
    undecidedText: (n) =>
      `For ${count(n, "action", "actions")} it is not agreed yet who takes it up. The proposal stays beside it.`,
    choicesText: (n) =>
      `In ${count(n, "place", "places")} on the sheet you wrote at the same time, and it is not chosen yet which text stays. Choose now, or leave all texts as they are.`,
    closeTitle: "Close the session?",
    closeText:
      "After this nothing changes any more. Everyone can still look at everything, and you can still go back.",

    giving: "Everyone is giving cards",
    givingLead: "Leave people in peace. No need to talk yet.",
    ready: (n, of) => `${n} of ${of} ready`,
    allReady: "Everyone is ready.",
    given: (n) => (n === 0 ? "The first cards go round." : `At least ${count(n, "card", "cards")} given`),
    openCards: (n) => count(n, "card open on the table", "cards open on the table"),

    onlyMe: (what) => `For my eyes only: ${what}`,
    onlyMeFew: "does everyone get cards?",
    onlyMeTexts: "read the texts",
    onlyMeLink: "show the link",
    onlyMeHint: "Turn your screen away. This closes by itself.",
    onlyMeClose: "Close",
    few: (n) => `${n === 1 ? "This person has" : "These people have"} got few cards so far:`,
    fewCount: (n) => `${count(n, "person has", "people have")} got few cards so far.`,
    fewNone: "Everyone has enough cards to talk about.",
    fewHelp: "Say nothing aloud. Later, ask the table: how does this person help us along?",

    playFor: (name) => `Play for ${name}`,
    playForTitle: (name) => `You are playing for ${name}`,
    playForHint: (name) => `These are ${name}’s cards. Turn your screen away from the group.`,
    playForTurn: (name) => `You do this for ${name}.`,
    playForStop: "Done, close",
    playForReady: (name) => `${name} is ready with giving`,
    playForEmpty: "All cards are given or lie open.",
    playForSheet: (name) =>
      `On the sheet you simply write along for ${name}. Close this to see the sheet again.`,
    playForLater: "There is nothing to do for this person now.",

    round: "Round the table",
    roundLead: "Go through the open cards together. Anyone can give. Then choose whose turn it is.",
    roundDo: "Back to the open table",
    turn: "Whose turn is it?",
    turnNow: (name) => `It is ${name}’s turn`,
    turnNext: (name) => `Now ${name}`,
    turnHad: "has been",
    turnAll: "Everyone has had a turn.",
    turnLead: (name) => `${name} chooses two or three cards. The others listen, ask and add.`,
    turnLeadFew: (name) => `It is ${name}’s turn. The others listen, ask and add.`,
    noOpen: "Nothing lies open on the table.",

    talents: "The team’s talents",
    closed: "The session is closed",
    closedLead: "Everyone can still look at everything. Nothing can be added any more.",
    werkagenda: "The work agenda",
    werkagendaLead:
      "Write down together what you will do. Then look at each action who fits it, talk about it, and choose who takes it up.",
    prepare: "Prepare the work agenda",
    prepareLead: "Put ready what you know. Your team sees this only when the work agenda begins.",
    theTalents: "Look back at the talents",
    theSheet: "See the work agenda",
    cap: "How many actions a person?",
    capHint: "The proposal gives nobody more. What you agree on yourselves stays.",

    remove: "Take from the table",
    removeText:
      "The cards in hand go open on the table. What was given stays. The person can always come back.",
    removeTextLater:
      "The cards stay in sight. The proposal leaves this person out. You can always bring them back.",
    bringBack: "Back to the table",
    bringBackText: "What still lies open of the own hand comes back.",
    forget: "Forget this person",
    forgetTitle: (name) => `Forget ${name}?`,
    forgetText: "The name and everything this person wrote or received are wiped. This cannot be undone.",
    forgetDo: "Yes, forget",

    mentions: "The name is still here",
    mentionsHint: (name) =>
      `${name} is forgotten. These texts of others may still hold the name. Read them and wipe what must go.`,
    mentionsUnread: "A text you may not read.",
    mentionsBefore: (field) =>
      `What stood earlier at ‘${field}’. Is the name no longer there? Then wipe what stood there before.`,
    mentionsTeam: "A text of the session, such as a title or a job.",
    wipe: "Wipe this text",

    keep: "Keep and wipe",
    kept: (days) => `This session is kept for ${days} days, counted from the last time something happened.`,
    export: "Save as a file",
    exportHint: "Everything that everyone could see, also the reasons. Keep it with care.",
    delete: "Wipe the whole session",
    deleteTitle: "Wipe the whole session?",
    deleteText: "All names, cards and texts disappear, for everyone. This cannot be undone.",
    deleteType: (code) => `Type ${code} to be sure`,
    deleteWrong: "That is not the code of this session.",
    deleteDo: "Wipe everything",
    deleteLater: "The session is gone. The last remains are wiped as soon as nobody has the file open.",
  },
});
