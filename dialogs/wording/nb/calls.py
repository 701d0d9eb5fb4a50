"""The call that tells a third party whom it concerns, and what a consent lacks (R14, R16b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, phones
from dialogs.wording.nb.grammar import listed, sentences
from dialogs.wording.neutral import clean
from pathway.words import Role

NAV_PHONE = "Navs lege- og behandlertelefon, 55 55 33 36, tast 2"
"""R14; working days 09 to 15."""

_REGISTER = ("registrer veileder", "Registrer veileder")
_REGISTER_OTHER = ("registrer kontaktperson", "Registrer kontaktperson")
_NO_REPLY = ("ikke svar", "Ikke svar, prøv i morgen")
_NOBODY = ("har ingen veileder", "Har ingen veileder")
_RUNG = ("sendt", "Jeg har ringt")
WIDEN = ("samtykke", "Utvid samtykket")
KEEP = ("følg samtykket", "Bare det samtykket dekker")

Ways = tuple[tuple[str, str], ...]


def ways(role: Role, *, known: bool) -> Ways:
    """What comes of the call, as typed commands with titles; `known` is by name and contact."""
    if role is Role.NAV_ADVISER:
        return (_RUNG, _NO_REPLY, _NOBODY) if known else (register(role), _NO_REPLY, _NOBODY)
    return (_RUNG, _NO_REPLY) if known else (register(role), _NO_REPLY)


def register(role: Role) -> tuple[str, str]:
    """What records who it is: another than Nav has a contact person."""
    return _REGISTER if role is Role.NAV_ADVISER else _REGISTER_OTHER


def telling(
    role: Role | None, ref: str, *, name: str, office: str, phone: str, contact: bool
) -> str:
    """Whom to ring, what to say, and what to ask for (R14)."""
    consented = "Pasienten har samtykket. Si hvem det gjelder"
    reference = f"oppgi referansen {ref}."
    asks = "" if contact else "spør om telefon og e-post"
    if not name:
        who = "navn, telefon og e-post"
        asks = f"spør om {who} til veilederen" if role is Role.NAV_ADVISER else f"spør om {who}"
    said = f"{consented}, {asks}, og {reference}" if asks else f"{consented}, og {reference}"
    return sentences(_ring(role, name, office, phone), said)


def _ring(role: Role | None, name: str, office: str, phone: str) -> str:
    if name and phone:
        at = f", {clean(office)}," if office else ""
        return f"Ring {clean(name)}{at} på {phones.number(phone)}."
    if role is Role.NAV_ADVISER:
        wanted = f", og spør etter {clean(name)}" if name else ""
        return f"Ring {NAV_PHONE} (hverdager kl. 09–15){wanted}."
    at = called(name, office)
    return f"Ring {at}." if at else "Ring den pasienten vil ha med."


def called(name: str, office: str) -> str:
    """As "Nina Vik, Nav Fjordly"."""
    return ", ".join(clean(part) for part in (name, office) if part)


def tried(days: Sequence[date]) -> str:
    """On which days somebody rang in vain."""
    if not days:
        return ""
    return f"Ringt uten svar {listed(dates.short(day) for day in days)}."


def wider(who: str, lacking: Sequence[int]) -> str:
    """A consent that covers too few parts, and both ways out (R16b)."""
    return (
        f"Samtykket for {who} dekker ikke {the_parts(lacking)}. "
        "Spør pasienten om det kan utvides, eller begrens deltakelsen."
    )


def the_parts(numbers: Sequence[int]) -> str:
    """As "del 2", "del 1 og 3"."""
    return f"del {listed(str(number) for number in numbers)}"
