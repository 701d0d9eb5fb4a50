"""What a person must send or say: which texts, to whom, and why there is nothing quicker."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital, listed, sentences
from pathway.views import Consequence
from pathway.words import DOCTORS, Channel, Role

_TEXTS = {
    Channel.SECURE_MESSAGE: ("e-meldingen", "e-meldingene"),
    Channel.LETTER: ("brevet", "brevene"),
    Channel.SMS: ("SMS-en", "SMS-ene"),
}


def must_send(by_hand: Sequence[Consequence], told: Sequence[Consequence] = ()) -> str:
    """As "Brevet og SMS-en til pasienten må du sende selv."."""
    calls = [c for c in by_hand if c.channel is Channel.PHONE]
    texts = [c for c in by_hand if c.channel is not Channel.PHONE]
    return sentences(
        f"{capital(_what(texts))} til {whom(texts, told)} må du sende selv." if texts else "",
        f"Ring {whom(calls)} også." if calls else "",
    )


def _what(texts: Sequence[Consequence]) -> str:
    """What is to be sent, by name where it is one to each or all to one; a clinician gets none."""
    people = len({c.participant.id for c in texts})
    ways = list(dict.fromkeys(c.channel for c in texts))
    clinicians = any(c.participant.role is Role.CLINICIAN for c in texts)
    if clinicians or (people > 1 and len(ways) > 1):
        return "meldingen" if people == 1 else "meldingene"
    return listed(_TEXTS[way][people > 1] for way in ways)


def why_only_a_letter(told: Sequence[Consequence], ref: str) -> str:
    """Why the patient gets nothing but a letter, and the way out (R20, P6); else empty."""
    patients = [c.participant for c in told if c.participant.role is Role.PATIENT]
    ways = {c.channel for c in told if c.participant in patients}
    if ways != {Channel.LETTER}:
        return ""
    person = patients[0]
    if person.no_sms:
        return "Pasienten vil ikke ha SMS. Send brevet i posten eller på Helsenorge."
    if person.phone:
        return ""
    known = "har ikke telefonnummer her" if person.email else "har verken telefon eller e-post her"
    return (
        f"Pasienten {known}. Send brevet i posten eller på Helsenorge. "
        f"Har du nummeret, skriv «rett opp {ref} pasientens telefon»."
    )


def whom(consequences: Sequence[Consequence], told: Sequence[Consequence] = ()) -> str:
    """As "fastlegen og pasienten"; by name too where two doctors are among those `told`."""
    several = len({c.participant.id for c in told if c.participant.role in DOCTORS}) > 1
    people = [c.participant for c in consequences]
    named = (
        f"{names.role_definite(p.role)} {p.name if several and p.role in DOCTORS else ''}".rstrip()
        for p in people
    )
    return listed(dict.fromkeys(named))
