"""*Noen kommer ikke inn*: who it is, and how the link reaches them now."""

from __future__ import annotations

from dialogs.wording.nb import ask_people
from dialogs.wording.nb.grammar import capital, sentences
from pathway.views import Consequence
from pathway.words import Channel

TITLE = "Noen kommer ikke inn"
BUTTON = "Noen kommer ikke inn"
WHO = ("Hvem kommer ikke inn?", "Deltaker", "Velg fra listen.")
QUESTION = "Skal jeg sende lenken på nytt?"
SEND = "Send lenken på nytt"

_SENT = {
    Channel.MAIL: "{Who} får lenken på nytt på e-post nå.",
    Channel.SMS: "Send denne SMS-en med lenken til {who} nå.",
    Channel.PHONE: "Ring {who}, og hjelp til med å komme inn.",
}


def nobody(ref: str) -> str:
    """Nobody holds a link that could be sent again."""
    return (
        f"Det er ingen i sak {ref} som kan få lenken på nytt nå. Enten er møtet over, eller så har "
        f"ingen fått noen lenke. Skriv «lenke {ref}» for å legge inn lenken."
    )


def sent(ref: str, told: Consequence) -> str:
    """How the link reaches them, and that nobody else hears."""
    who = ask_people.inside(told.participant)
    how = _SENT[told.channel].format(who=who, Who=capital(who))
    return sentences(f"Sak {ref}: {how}", "Ingen andre får melding.")
