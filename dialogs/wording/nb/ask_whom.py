"""*Kall inn* somebody of a case: whom the words mean, and why not somebody."""

from __future__ import annotations

import re

from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.grammar import capital
from dialogs.wording.nb.words import invite as invite_words
from dialogs.wording.nb.words import whom as whom_words
from dialogs.wording.nb.words.people import way_named
from pathway.words import Role

_BEFORE_HOW = frozenset({"på", "til", "med", "hos", "fra"})
_NUMBER = re.compile(r"(?<!\S)(?:\+47\s*)?\d(?:\s?\d){7}(?!\S)")
_BESIDE = frozenset({"nå", "også", "gjerne", "takk"})


def whom(rest: str) -> str:
    """The words that say whom to invite; the GP too, where nobody else is named."""
    left = ask_invite.without_noise(invite_words.template_in(rest)[1])
    kept = [word for word in left.split() if word.lower().strip(".,!?") not in _BESIDE]
    said = rest.split()
    return " ".join(kept) or " ".join(w for w in said if whom_words.any_role(w) is Role.GP)


def how_said(said: str) -> str:
    """The words that say how somebody attends or is reached, from the first of them on."""
    words = _NUMBER.sub(" @ ", said).split()
    tells = [place for place, word in enumerate(words) if "@" in word or way_named(word)]
    if not tells:
        return ""
    first = tells[0] - (tells[0] > 0 and words[tells[0] - 1].lower() in _BEFORE_HOW)
    return said.split(maxsplit=first)[first]


def not_taken(how: str, ref: str) -> str:
    """How somebody attends was said beside the invitation, which takes it from the case."""
    if not how:
        return ""
    return f"Jeg har ikke tatt med «{how}». Skriv «endre deltaker {ref}» først hvis det er nytt."


def not_among(text: str, ref: str) -> str:
    """Nobody in the case is called that."""
    return (
        f"Jeg finner ingen «{text}» å kalle inn i sak {ref}. "
        f"Skriv «ny deltaker {ref}» for å legge til noen."
    )


def asked_already(who: str, ref: str) -> str:
    """Whoever is named holds an invitation."""
    return f"{capital(who)} er allerede kalt inn i sak {ref}."
