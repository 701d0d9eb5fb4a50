"""What a person must send or say: which texts, to whom, and why there is nothing quicker."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital, listed, sentences
from pathway.model import Participant
from pathway.views import Consequence
from pathway.words import Channel

_TEXTS = {
    Channel.SECURE_MESSAGE: "e-meldingen",
    Channel.LETTER: "brevet",
    Channel.SMS: "SMS-en",
}


def must_send(by_hand: Sequence[Consequence]) -> str:
    """As "Brevet og SMS-en til pasienten må du sende selv."."""
    calls = [c for c in by_hand if c.channel is Channel.PHONE]
    texts = [c for c in by_hand if c.channel is not Channel.PHONE]
    what = listed(dict.fromkeys(_TEXTS[c.channel] for c in texts))
    return sentences(
        f"{capital(what)} til {whom(texts)} må du sende selv." if texts else "",
        f"Ring {whom(calls)} også." if calls else "",
    )


def only_by_letter(person: Participant, ref: str) -> str:
    """Why the patient gets nothing but a letter, and the way out (R20, P6)."""
    if person.no_sms:
        return "Pasienten vil ikke ha SMS. Send brevet i posten eller på Helsenorge."
    if person.phone:
        return ""
    known = "har ikke telefonnummer her" if person.email else "har verken telefon eller e-post her"
    return (
        f"Pasienten {known}. Send brevet i posten eller på Helsenorge. "
        f"Har du nummeret, skriv «rett opp {ref} pasientens telefon»."
    )


def whom(consequences: Sequence[Consequence]) -> str:
    """As "fastlegen og pasienten"."""
    return listed(dict.fromkeys(names.role_definite(c.participant.role) for c in consequences))
