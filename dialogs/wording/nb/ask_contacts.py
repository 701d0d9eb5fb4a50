"""*Kontakter*, *rett kontakt*, and "stemmer dette fortsatt?" before somebody is written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, names, phones
from dialogs.wording.nb.grammar import capital, counted, others
from pathway.clinic import Contact

TITLE = "Kontakter"
FIX_TITLE = "Rett kontakt"

STILL_RIGHT = ("Stemmer dette fortsatt?", "Stemmer dette fortsatt?", "Svar ja, eller rett opp.")
RIGHT = "Ja, det stemmer"
FIX = "Nei, rett opp"
RIGHT_WORDS = frozenset({"ja", "stemmer", "det stemmer", "riktig", "ja det stemmer"})
FIX_WORDS = frozenset(
    {"nei", "nei rett opp", "rett opp", "rett", "stemmer ikke", "det stemmer ikke", "feil"}
)
OFFICE_NOW = ("Hva heter kontoret nå?", "Kontor", "Skriv for eksempel Solsiden legesenter.")
EMAIL_NOW = (
    "Hva er e-postadressen nå? Skriv «fjern» hvis det ikke er noen.",
    "E-post",
    "Skriv for eksempel post@legekontor.example.",
)
PHONE_NOW = (
    "Hva er telefonnummeret nå? Skriv «fjern» hvis det ikke er noe.",
    "Telefon",
    "Skriv åtte sifre, for eksempel 55 55 12 34.",
)

WHO = ("Hvilken kontakt?", "Kontakt", "Skriv navnet eller kontoret, for eksempel «Solsiden».")
WHAT = ("Hva er nytt?", "Valg", "Velg fra listen.")
NAME_NOW = ("Hva er riktig navn?", "Navn", "Skriv for eksempel «Kari Nordmann».")
WHAT_CHOICES = {
    "email": "E-post",
    "phone": "Telefon",
    "office": "Kontor",
    "name": "Navn",
    "right": "Alt stemmer",
    "gone": "Fjern kontakten",
}
SAVE = "Rett kontakten"
SAVE_QUESTION = "Skal jeg rette dette?"
GONE_QUESTION = "Skal jeg fjerne kontakten? Sakene der den står, endres ikke."
RIGHT_QUESTION = "Har du sjekket at alt stemmer?"
NOTHING = "ikke registrert"

NONE_YET = (
    "Det er ingen kontakter ennå. De huskes når du registrerer fastleger og veiledere i sakene."
)
NONE_FOUND = (
    "Jeg fant ingen kontakt med det navnet eller kontoret. Skriv «kontakter» for å se alle."
)


def details(name: str, office: str, email: str, phone: str) -> list[tuple[str, str]]:
    """Who it is and how they are reached."""
    return [
        ("Navn", name),
        ("Kontor", office or NOTHING),
        ("E-post", email or NOTHING),
        ("Telefon", phones.number(phone) or NOTHING),
    ]


def still(contact: Contact) -> str:
    """What is asked about before somebody is written to."""
    pairs = details(contact.name, contact.office, contact.email, contact.phone)
    return "\n".join([*(f"{what}: {value}" for what, value in pairs), verified(contact)])


def verified(contact: Contact) -> str:
    """When somebody last made sure."""
    if contact.verified_on is None:
        return "Aldri sjekket."
    return f"Sist sjekket {dates.digits(contact.verified_on)}."


def contact_line(contact: Contact) -> str:
    """As "Kari Testlege, Solsiden legesenter (fastlege)"."""
    who = ", ".join(part for part in (contact.name, contact.office) if part)
    return f"{who} ({names.role(contact.role)})"


def reached(contact: Contact) -> str:
    """How they are reached, and when that was last checked."""
    ways = [way for way in (contact.email, phones.number(contact.phone)) if way]
    return f"{', '.join(ways) or 'ingen e-post eller telefon'}. {verified(contact)}"


def found(number: int) -> str:
    """Above what was found."""
    return f"{capital(counted(number, 'kontakt', 'kontakter'))}:"


def more_found(number: int) -> str:
    """Below the first ones."""
    return f"… og {others(number)}. Skriv «kontakt» og navnet eller kontoret for å finne færre."


def corrected(name: str) -> str:
    """A contact was put right."""
    return (
        f"Kontaktopplysningene til {name} er rettet og sjekket i dag. De brukes i nye innkallinger."
    )


def made_sure(name: str) -> str:
    """Somebody checked that all is right."""
    return f"Kontaktopplysningene til {name} er sjekket i dag."


def taken_away(name: str) -> str:
    """A contact was taken away."""
    return f"{name} er fjernet fra kontaktene."


def facts(contact: Contact, what: str, after: str, today: date) -> Sequence[tuple[str, str]]:
    """What stands there, and what will."""
    who = ("Kontakt", contact_line(contact))
    if what in {"right", "gone"}:
        return [who, *details("", contact.office, contact.email, contact.phone)[1:]]
    before = getattr(contact, what)
    if what == "phone":
        before, after = phones.number(before), phones.number(after)
    return [
        who,
        ("Felt", WHAT_CHOICES[what]),
        ("Nå", before or NOTHING),
        ("Blir", after or NOTHING),
        ("Sjekket", dates.digits(today)),
    ]
