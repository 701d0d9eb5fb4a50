"""*Deltaker*, *ønsker*, *kall inn alle* and *endre møtet*: what is asked, shown and said after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.wording.nb import ask_invite, dates, names, phones, planning
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.neutral import clean
from pathway.model import Participant, Window
from pathway.words import Attendance, Role

ADD_TITLE = "Ny deltaker"
CHANGE_TITLE = "Endre deltaker"
REMOVE_TITLE = "Ta bort deltaker"

ROLE = ("Hvem er det?", "Rolle", "Skriv for eksempel nærstående, tolk eller kliniker.")
ONE_AT_A_TIME = (
    "Legg til én om gangen, så kan hver få sin del av møtet. Skriv det første navnet nå, og «ny "
    "deltaker» én gang til etterpå."
)
NAME_ALONE = "Skriv bare navnet. Jeg spør om telefonnummeret etterpå."
NAME = (
    "Hva heter personen? For en nærstående er fornavn eller slektskap nok.",
    "Navn",
    "Skriv for eksempel «Anne» eller «mor».",
)
STAFF = ("Hvilken kliniker?", "Kliniker", "Velg fra listen.")
MUST = ("Må klinikeren være med?", "Må eller kan", "Skriv må eller kan.")
ATTENDS = ("Hvordan deltar personen?", "Deltar", "Velg fra listen.")
PHONE = (
    "Hva er telefonnummeret?",
    "Telefon",
    "Skriv åtte sifre, for eksempel 55 55 12 34.",
)
EMAIL = (
    "Hva er e-postadressen? Det kan vente.",
    "E-post",
    "Skriv for eksempel anne@post.example.",
)
OFFICE = (
    "Hvor jobber personen? Det kan vente.",
    "Arbeidssted",
    "Skriv for eksempel Fjord sykehus.",
)
STAYS = (
    "Skal personen være med mens Nav er der?",
    "Samtidig med Nav",
    "Skriv ja eller nei.",
)
ORDER = (
    "Da må personen gå ut og komme inn igjen. Skal Nav-delen flyttes?",
    "Nav-delen flyttes",
    "Velg fra listen.",
)
WHO = ("Hvem gjelder det?", "Deltaker", "Velg fra listen.")
WHAT = ("Hva skal endres?", "Endring", "Velg fra listen.")
NEW_EMAIL = (
    "Hva er e-postadressen? Skriv «fjern» for å ta den bort.",
    "E-post",
    EMAIL[2],
)
NEW_PHONE = (
    "Hva er telefonnummeret? Skriv «fjern» for å ta det bort.",
    "Telefon",
    PHONE[2],
)
PARTS = (
    "Hvilke deler skal personen være med på?",
    "Deler",
    "Skriv «hele møtet» eller tall, for eksempel «1 og 2».",
)

ROLES = {
    Role.RELATIVE: "Nærstående",
    Role.INTERPRETER: "Tolk",
    Role.CLINICIAN: "Kliniker",
    Role.REFERRER: "Annen henviser",
    Role.NAV_ADVISER: "Nav",
    Role.OTHER: "Andre, for eksempel arbeidsgiver",
}
MUST_CHOICES = {"must": "Må være med", "may": "Kan være med"}
STAYS_CHOICES = {"yes": "Ja, hele tiden", "no": "Nei, ikke mens Nav er der"}
WHAT_CHOICES = {
    "attends": "Hvordan personen deltar",
    "phone": "Telefonnummeret",
    "email": "E-postadressen",
    "must": "Om klinikeren må eller kan være med",
    "parts": "Hvilke deler av møtet",
}
GP_HAS_OWN_WAY = "Fastlegen legges inn med «annen lege», og pasienten er alltid med."
NO_SUCH_PART = "Møtet har ikke en slik del."

ADD = "Legg til"
ADD_QUESTION = "Skal jeg legge til deltakeren?"
CHANGE = "Endre"
CHANGE_QUESTION = "Skal jeg endre dette?"
CALL_BACK_TITLE = "Ring tilbake"
CALL_BACK = "Lag oppgaven"
CALL_BACK_QUESTION = "Skal jeg lage oppgaven?"
REMOVE = "Ta bort"
REMOVE_QUESTION = "Skal jeg ta bort deltakeren?"


ROLE_ALONE = "Skriv bare rollen, for eksempel «tolk». Jeg spør om navnet etterpå."


def not_a_relative(text: str) -> str:
    """Nav or another outside under the name of a relative or the like (R13)."""
    return (
        f"Er «{text}» en nærstående? Nav, arbeidsgiver og andre utenfor kan ikke legges inn slik, "
        "for de må ha samtykke fra pasienten. Velg «Nav» eller «Andre» som rolle."
    )


def order_choice(titles: Iterable[str]) -> str:
    """The parts in the order that mends it."""
    shown = listed(f"«{names.part(title)}»" for title in titles)
    return f"Ja, rekkefølgen blir {shown}"


STAY_ANYWAY = "Nei, personen er med hele tiden"


def part_choice(number: int, title: str) -> str:
    """As "Del 2 (Arbeid, utdanning og økonomi)"."""
    return f"Del {number} ({names.part(title)})"


def person(who: Participant) -> str:
    """As "Den nærstående (Anne)"."""
    return ask_invite.person(who.role, who.name, who.office)


def inside(who: Participant) -> str:
    """The same in the middle of a sentence: "den nærstående (Anne)"."""
    return ask_invite.inside(who.role, who.name, who.office)


def to_whom(who: Participant) -> str:
    """Above one text of several; a colleague's goes into a calendar."""
    return f"Til {inside(who)}{', i kalenderen' if who.role is Role.CLINICIAN else ''}:"


def how(who: Participant) -> str:
    """How somebody attends, with the number that is rung: "på telefon 99 88 77 66"."""
    way = names.attendance(who.attends)
    return f"{way} {phones.number(who.phone)}" if who.attends is Attendance.TELEPHONE else way


def same_name(name: str, role: Role) -> str:
    """Somebody stands in the case with this name already, as something else."""
    other = names.role(role)
    said = f"{name} er allerede med i saken som {other}."
    if role is Role.GP:
        return f"{said} En fastlege som også er nærstående, kalles bare inn som fastlege."
    return f"{said} Den samme personen skal bare kalles inn én gang."


def added_facts(who: Participant) -> list[tuple[str, str]]:
    """The newcomer in facts."""
    must = "" if who.must else "Kan være med, trenger ikke å svare"
    return [
        (ROLE[1], ROLES[who.role]),
        (NAME[1], who.name or "ikke kjent ennå"),
        (OFFICE[1], who.office),
        (ATTENDS[1], capital(how(who))),
        (EMAIL[1], who.email),
        (MUST[1], must),
    ]


def added(ref: str, who: Participant) -> str:
    """Somebody was added."""
    return f"{person(who)} er lagt til i sak {ref}."


def own_window(numbers: Sequence[int], window: Window, zone: str) -> str:
    """As "Med i del 2, tirsdag 24. november kl. 10.20–10.35."."""
    parts = listed(str(number) for number in numbers)
    return f"Med i del {parts}, {dates.medium_span(window, zone)}."


def nobody_is_told() -> str:
    """What adding means for the newcomer."""
    return "Ingen får melding nå. Du kaller inn når du er klar."


def next_for(ref: str, who: Participant, missing: Sequence[str], *, arranged: bool) -> str:
    """What the newcomer waits for, and how it is done."""
    if not arranged:
        return "Deltakeren kan kalles inn når møtet er satt opp."
    if not missing:
        return f"Skriv «kall inn alle {ref}» for å kalle inn nå."
    who_not = f"{capital(names.role_definite(who.role))} kan ikke kalles inn ennå"
    return f"{who_not}: {planning.unmet(missing[0])}. {planning.way_out(missing[0], who.role)}"


def comes_in(ref: str, who: Participant) -> str:
    """How it is said that somebody new is there, in a meeting that runs."""
    name = clean(who.name) or names.role_definite(who.role)
    return f"Møtet er i gang. Skriv «{name} har kommet {ref}» når {name} er inne."


def changed_facts(who: Participant) -> list[tuple[str, str]]:
    """How somebody attends and is reached from now on."""
    rung = who.attends is Attendance.TELEPHONE
    return [
        (ATTENDS[1], capital(how(who))),
        (PHONE[1], "" if rung else phones.number(who.phone)),
        (EMAIL[1], who.email),
        (MUST[1], MUST_CHOICES["must" if who.must else "may"] if who.staff_id else ""),
    ]


def changed(ref: str, who: Participant) -> str:
    """Somebody was changed."""
    arrange = "Plassen på legekontoret må avtales. Det blir en oppgave til deg."
    there = arrange if who.attends is Attendance.GP_OFFICE and who.role is not Role.GP else ""
    return sentences(f"Opplysningene om {inside(who)} er endret i sak {ref}.", there)


def to_be_rung(ref: str, who: Participant) -> str:
    """A call back is a task (R15); the number stands where it is known."""
    number = f"Nummeret er {phones.number(who.phone)}." if who.phone else ""
    return sentences(
        f"Jeg har lagt inn i oppgavene at {inside(who)} skal ringes tilbake.",
        number,
        f"Skriv «ringt {ref}» når det er gjort.",
    )


def removed(ref: str, who: Participant) -> str:
    """Somebody was taken out."""
    return f"{person(who)} er tatt bort fra sak {ref}."


def nobody_to_remove(ref: str) -> str:
    """Only the patient and the GP are there."""
    return (
        f"Det er bare pasienten og fastlegen i sak {ref}. "
        f"Skriv «annen lege {ref}» eller «uten fastlege {ref}» hvis det gjelder fastlegen."
    )
