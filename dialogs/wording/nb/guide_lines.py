"""*Hjelp*: what one may type, each with what it does; examples name a case or an office."""

from __future__ import annotations

TITLE = "Hva du kan gjøre"
MORE_INTRO = "Alt annet er ordnet etter emne:"
TOPIC_INTRO = "Skriv som her:"
END = "Skriv «avbryt» for å slutte med noe og «tilbake» for å gå ett steg tilbake."
EVERYTHING, ALL = "Alt", "alt"
ALL_TOPICS = "Alle emner"

Line = tuple[str, str]

TOPICS: dict[str, tuple[Line, ...]] = {
    "Saker": (
        ("ny pasient", "registrer et nytt forløp"),
        ("oppgaver", "det du har å gjøre. Det som haster, står først"),
        ("oversikt", "alle saker. De som haster, står først"),
        ("sak K7M2", "se alt om en sak"),
        ("finn Kari", "let etter referanse, navn, dato eller legekontor"),
        ("hva skjer videre K7M2", "se hva som blir sendt, til hvem og hvorfor"),
        ("milepæl K7M2", "registrer at utredningen har startet, eller at et møte er holdt"),
        ("henvisning K7M2", "se hva henvisningen mangler, og be om det"),
        ("sjekkliste K7M2", "se hva som gjenstår ved mottak og avslutning"),
        ("avslutt forløpet K7M2", "avslutt et forløp, og avlys alt"),
    ),
    "Utredning": (
        ("sett opp utredning K7M2", "legg utredningen i klinikernes kalendere"),
        ("flytt utredning K7M2", "flytt en utredning eller en intern prat"),
        ("avlys utredning K7M2", "avlys en utredning eller en intern prat"),
        ("intern prat før K7M2", "sett av tid til klinikerne før eller etter møtet"),
    ),
    "Finne tid": (
        ("finn tid K7M2", "se når møtet passer for dem som skal være med"),
        ("finn tid K7M2 i januar etter kl. 12, ikke fredager", "let bare da det passer dere"),
        ("hvorfor ikke torsdag kl. 10 K7M2", "se hva som taler imot et tidspunkt"),
        (
            "spør om tider K7M2",
            "spør fastlegen, Nav og pasienten hvilke av inntil fem tider som passer",
        ),
        ("tider K7M2", "se hva som er svart om tidene, og velg en"),
        ("svar om tider K7M2", "registrer hvilke tider som passer for noen"),
        ("velg tid K7M2", "la møtet få en av tidene"),
        ("stopp tider K7M2", "slutt å spørre om tider"),
    ),
    "Kalle inn": (
        ("kall inn K7M2", "kall inn fastlegen eller pasienten til møte"),
        ("kall inn alle K7M2", "kall inn alle som kan kalles inn nå"),
        ("purr K7M2", "send en påminnelse til den som ikke har svart"),
        ("dagens e-meldinger", "alt du skal sende for hånd i dag"),
        ("sendt K7M2", "si fra at du har sendt en e-melding eller et brev"),
        ("lenke K7M2", "legg inn lenken til videomøtet"),
    ),
    "Deltakere": (
        ("ny deltaker K7M2", "legg til nærstående, tolk, kliniker eller andre"),
        (
            "endre deltaker K7M2",
            "endre hvordan noen deltar, telefon, e-post eller hvilke deler av møtet",
        ),
        ("bytt deltaker K7M2", "la noen ta en annens plass, med samme deler av møtet"),
        ("ta bort deltaker K7M2", "ta bort noen fra saken"),
        ("ønsker K7M2", "registrer hva pasienten ønsker"),
        ("kontakter Solsiden", "se fastleger, veiledere og kontorer"),
    ),
    "Svar": (
        ("svar K7M2 ja", "registrer et svar på en innkalling"),
        ("forslag K7M2", "se tidspunktene noen foreslår, og godta eller avslå"),
        ("innboks K7M2", "se e-poster som ikke er vanlige svar, og velg hva dere gjør"),
        ("e-post uten sak", "finn saken til e-poster som ikke nevner noen"),
        ("rett opp svar K7M2", "ta bort et svar som gjaldt en annen sak"),
    ),
    "Fastlegen": (
        ("svar fra legekontoret K7M2", "en annen lege, et annet tidspunkt eller begge deler"),
        ("bestem K7M2", "se hva dere kan gjøre når legen ikke kan komme"),
        ("fastlegen deltar K7M2 på telefon", "fastlegen deltar på telefon eller i en del"),
        ("annen lege K7M2", "en annen lege svarer, denne gangen eller for godt"),
        ("uten fastlege K7M2", "hold møtet uten fastlege"),
        ("rett opp fastlege K7M2", "bytt ut en fastlege som er skrevet feil"),
    ),
    "Nav og samtykke": (
        ("samtykke K7M2", "registrer samtykke fra pasienten"),
        ("trekk samtykke K7M2", "registrer at samtykket er trukket"),
        ("nav K7M2", "se hvem du skal ringe i Nav, og hva du skal si"),
        ("registrer veileder K7M2", "registrer hvem som er veileder i Nav"),
        ("ikke svar K7M2", "si fra at Nav ikke svarte på telefonen"),
        ("ring tilbake K7M2", "noter at noen vil bli ringt opp"),
    ),
    "Endre møtet": (
        ("flytt K7M2", "flytt et møte"),
        ("endre møtet K7M2", "endre møteoppsett, sted eller møteleder"),
        ("endre delene K7M2", "gjør deler lengre eller kortere, bytt om, del opp eller slå sammen"),
        ("avlys K7M2", "avlys et møte"),
        ("utsett møtet K7M2", "avlys møtet, og bestem senere hva dere gjør"),
        ("angre K7M2", "angre den siste endringen, så lenge ingen har fått melding om den"),
    ),
    "Selve møtet": (
        ("dagsorden K7M2", "se delene, hvem som er med i hver, og hva dere kan ta opp"),
        ("start møte K7M2", "start møtet, og følg det del for del"),
        ("noen kommer ikke inn K7M2", "send lenken på nytt til én deltaker"),
        ("referent K7M2", "velg hvem som skriver referat og tiltaksplan"),
    ),
    "Etter møtet": (
        ("etter møtet K7M2", "hvem som var med, planen og neste møte"),
        ("ferdig K7M2", "si fra at tiltaksplanen eller journalnotatet er ferdig"),
        ("ekstra møte K7M2", "avtal et møte for å gjøre ferdig tiltaksplanen"),
        ("tiltaksplan K7M2", "se tiltakene, hvis klinikken skriver planen her"),
        ("nytt tiltak K7M2", "skriv et tiltak med ansvarlig og dag for oppfølging"),
        ("ny tiltaksplan K7M2", "lag en ny versjon av en plan som er ferdig"),
    ),
    "Kolleger": (
        ("utsett K7M2", "skjul en oppgave til en dag"),
        ("gi videre K7M2", "gi en oppgave til en kollega"),
        ("når vil jeg ha oppgavene", "velg når på dagen du får oppgavene dine"),
        ("fravær", "meld fra at en kollega er borte"),
        ("hvem er borte", "se hvem som er borte, og til når"),
        ("hvem venter vi på", "se hvem som holder noe opp"),
        ("overfør sakene", "gi alt en kollega har, til en annen"),
    ),
    "Rette opp": (
        ("rett opp K7M2", "rett opp navn, datoer eller kontaktopplysninger"),
        ("rett kontakt Solsiden", "rett opp e-post, telefon eller kontor"),
        ("fjern sak K7M2", "fjern en sak som ble opprettet ved en feil"),
    ),
}
"""By what one wants to do, in the order of a course."""

LINES = tuple(line for lines in TOPICS.values() for line in lines)

_USUAL = (
    *("ny pasient", "oppgaver", "sak K7M2", "finn tid K7M2", "kall inn K7M2", "svar K7M2 ja"),
    *("flytt K7M2", "hva skjer videre K7M2"),
)
USUAL = tuple(line for words in _USUAL for line in LINES if line[0] == words)
"""What is asked for most, for who has not yet a topic in mind."""

_OFFICE = frozenset(
    {
        *("ny pasient", "spør om tider K7M2", "velg tid K7M2", "stopp tider K7M2"),
        *("kall inn K7M2", "kall inn alle K7M2", "svar fra legekontoret K7M2", "flytt K7M2"),
        *("fastlegen deltar K7M2 på telefon", "endre møtet K7M2", "endre delene K7M2"),
        *("avlys K7M2", "lenke K7M2", "annen lege K7M2", "rett opp K7M2", "fjern sak K7M2"),
        *("rett opp fastlege K7M2", "rett opp svar K7M2", "rett kontakt Solsiden"),
        *(
            "utsett møtet K7M2",
            "avslutt forløpet K7M2",
            "e-post uten sak",
            "fravær",
            "overfør sakene",
        ),
    }
)
OFFICE = tuple(line for line in LINES if line[0] in _OFFICE)
"""What only those who run the office may do; a test holds it against the forms themselves."""


def usual_intro(ref: str) -> str:
    """Above what is needed most; where no case is talked about, the examples name none."""
    said = "Det dere trenger oftest"
    return f"{said}:" if ref else f"{said}. K7M2 er et eksempel på en saks referanse:"


def command_of(words: str) -> str:
    """A line's command, without the case or what else stands in it as an example."""
    return words.partition(" K7M2")[0]


def topics_typed(topics: tuple[str, ...]) -> str:
    """How a topic is asked for by typing."""
    named = ", ".join(topic.lower() for topic in topics)
    return f"Skriv «hjelp» og et emne, for eksempel «hjelp {topics[0].lower()}»: {named}, {ALL}."


def topic_title(topic: str) -> str:
    """Above the lines of one topic."""
    return f"{TITLE}: {topic.lower()}"
