"""The pages that outsiders see: the answer page, the code page, and the calm error pages.

None of them says what kind of meeting it is or what it is about (P1, F17).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, listed
from pathway.model import Window
from pathway.words import Attendance, Substitute, Verdict

LANGUAGE = "nb"

QUESTION = "Passer møtet for deg?"
WHEN = "Når"
HOW = "Hvordan"
REFERENCE = "Referanse"
BEFORE = "Før"
NOW = "Nå"
YOUR_ANSWER = "Svaret ditt"

OPEN_LINK = "Åpne videomøtet"
LINK_COMES = "Lenken til møtet kommer senere."

MORE = "Kommentar eller forslag (valgfritt)"
COMMENT = "Kommentar (valgfritt)"
NO_NAMES = "Ikke skriv hvem møtet gjelder, eller andre personlige opplysninger."
PROPOSED = "Forslag til nytt tidspunkt (valgfritt)"
SEVERAL_TIMES = "Du kan foreslå inntil tre. Skriv det beste først."
DATE = "Dato"
TIME = "Klokkeslett"

SUBSTITUTE = "En annen lege enn fastlegen deltar"
WHO_ANSWERS = "Hvem svarer?"
OWN_NAME = "Navnet ditt"
_SUBSTITUTES = {
    Substitute.NONE: "Jeg er fastlegen, eller svarer på vegne av fastlegen",
    Substitute.FOR_NOW: "Jeg deltar i stedet for fastlegen denne gangen",
    Substitute.FOR_GOOD: "Jeg har overtatt som fastlege",
}

_NOTED = {
    Substitute.FOR_NOW: "Vi har også registrert at du deltar i stedet for fastlegen denne gangen.",
    Substitute.FOR_GOOD: "Vi har også registrert at du har overtatt som fastlege.",
}

CHANGE = "Vil du endre svaret?"
TO_CALENDAR = "Legg i kalenderen"
KEPT = "Møtet er endret siden du svarte, men du trenger ikke å svare på nytt."
MAY_CHANGE = "Du kan endre svaret helt til møtet starter."
OFTEN = (
    "Du har svart mange ganger, og vi kan ikke registrere flere svar her. "
    "Ring oss hvis noe skal endres."
)
COMMENT_KEPT = "Vi har også tatt imot kommentaren din."

CANCELLED = "Møtet er avlyst"
NOTHING_TO_DO = "Du trenger ikke å gjøre noe."

BEGUN = "Møtet har startet"
TOO_LATE = "Det er for sent å svare her. Ring oss hvis du ikke kan komme."

CHANGED = "Møtet er endret"
CHANGED_MEANWHILE = (
    "Møtet ble endret etter at du åpnet siden. Svaret ditt er tatt vare på, "
    "men det gjaldt det som sto her før. Se hva som er nytt, og svar en gang til."
)

ERRORS = "Svaret er ikke sendt ennå"
PRESS_AN_ANSWER = "Velg ett av de tre svarene."
FORM_IS_OLD = "Siden hadde stått åpen for lenge. Se over svaret, og send det på nytt."
COMMENT_TOO_LONG = "Kommentaren kan ha høyst 300 tegn."
NO_BIRTH_NUMBER = "Ikke skriv fødselsnummer her."
NAME_NEEDED = "Skriv navnet ditt, siden du svarer i stedet for fastlegen."
NAME_TOO_LONG = "Navnet kan ha høyst 100 tegn."
BOTH_DATE_AND_TIME = (
    "Velg både dato og klokkeslett, for eksempel 24.11.2026 og 10.30, eller skriv det i "
    "kommentaren."
)
TIME_IS_PAST = "Tidspunktet er passert. Velg et tidspunkt fram i tid."
TIME_TOO_FAR = "Tidspunktet er for langt fram. Velg et tidspunkt innen to år."
TIME_WITHOUT_WISH = (
    "Du har foreslått et annet tidspunkt. Velg «Jeg trenger et annet tidspunkt», "
    "eller fjern forslaget."
)

CODE_TITLE = "Svar på invitasjonen"
CODE_LABEL = "Koden i invitasjonen"
CODE_HINT = "12 tegn. Store og små bokstaver, mellomrom og bindestrek har ingenting å si."
CODE_SUBMIT = "Gå videre"
CODE_WRONG = (
    "Vi finner ingen invitasjon med denne koden. Sjekk at den er riktig skrevet, "
    "eller ring nummeret i invitasjonen."
)

UNAVAILABLE = "Denne siden er ikke tilgjengelig"
RING_INSTEAD = "Ring nummeret i invitasjonen, så hjelper vi deg."
_FAULTS = {
    400: ("Vi kunne ikke lese svaret", "Gå tilbake, og prøv igjen."),
    403: ("Ingen tilgang", "Denne siden kan bare åpnes på maskinen som programmet kjører på."),
    404: (UNAVAILABLE, RING_INSTEAD),
    405: ("Det gikk ikke", "Siden kan ikke brukes på denne måten. Åpne lenken på nytt."),
    408: ("Det tok for lang tid", "Vi fikk ikke alt som ble sendt. Gå tilbake, og prøv igjen."),
    413: ("Det ble for mye", "Det som ble sendt, var for stort. Skriv kortere, og prøv igjen."),
    429: ("Vent litt", "Det er prøvd for mange ganger. Vent ti minutter, og prøv igjen."),
    503: ("Noe gikk galt hos oss", "Prøv igjen om litt, eller ring nummeret i invitasjonen."),
}

_HOW = {
    Attendance.VIDEO: "På video",
    Attendance.TELEPHONE: "På telefon. Vi ringer deg.",
    Attendance.CLINIC: "Oppmøte hos oss",
    Attendance.GP_OFFICE: "På legekontoret",
    Attendance.HOME: "På video hjemmefra",
}
_OWN_OFFICE = "På video fra kontoret ditt"
_PLACES = frozenset({Attendance.CLINIC, Attendance.GP_OFFICE})


def when(window: Window, zone: str) -> str:
    """Say "Tirsdag 24. november 2026 kl. 10.20–10.35"."""
    return capital(dates.span(window, zone))


def how(attends: Attendance, place: str, *, own: bool = False) -> str:
    """Say "På video", or where to come: "Oppmøte hos oss: Storgata 1".

    `own` is true for a doctor, whose own office "at the doctor's" is.
    """
    if attends is Attendance.GP_OFFICE and own:
        return _OWN_OFFICE
    where = f": {place}" if place and attends in _PLACES else ""
    return f"{_HOW[attends]}{where}"


def verdict(what: Verdict) -> str:
    """What the button says: "Ja, det passer"."""
    return names.verdict_choice(what)


def substitute(how_long: Substitute) -> str:
    """What one chooses about whose answer it is."""
    return _SUBSTITUTES[how_long]


def receipt(what: Verdict) -> str:
    """That the answer is registered."""
    return f"Takk! Vi har registrert svaret ditt: {names.verdict_choice(what)}."


def noted(how_long: Substitute) -> str:
    """What else was registered of the one who answered; nothing of the GP, who is known."""
    return _NOTED.get(how_long, "")


def proposal(number: int) -> str:
    """The name of one of several pairs of date and time."""
    return f"Forslag {number}"


def proposed(times: Sequence[datetime]) -> str:
    """The times that were proposed, given as wall times."""
    whose = "Forslaget ditt" if len(times) == 1 else "Forslagene dine"
    return f"{whose}: {listed(map(dates.moment, times))}."


def questions(phone: str) -> str:
    """Where to turn."""
    return f"Spørsmål? Ring {phone}."


def fault(status: int) -> tuple[str, str]:
    """Heading and sentence of the calm page for an HTTP status; unknown ones as 400."""
    return _FAULTS.get(status, _FAULTS[400])
