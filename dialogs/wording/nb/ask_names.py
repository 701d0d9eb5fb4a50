"""What is said of a name that is none, or that does not look like one."""

from __future__ import annotations

from dialogs.understand.tidy import listed

_TITLES = listed(
    "vikar vikaren kollega kollegaen lege legen fastlege fastlegen doktor doktoren legekontor "
    "legekontoret legevakt legevakta veileder veilederen saksbehandler saksbehandleren nav"
)
_COMES = listed("kommer kjem kan deltar møter stiller tar svarte svarer i stedet istedenfor da")
"""What may stand after the name of whoever comes instead, and says no more."""


WITHOUT_NUMBERS = (
    "Skriv bare navnet, uten fødselsår og telefonnummer. Telefonnummeret kan du skrive i feltet "
    "for telefon."
)


def is_courtesy(name: str) -> bool:
    """Whether it is only said out of kindness."""
    return name.lower().strip(".!") in {"takk", "tusen takk", "mange takk", "ok", "hei", "hallo"}


def is_title(name: str) -> bool:
    """Whether it says what somebody is, and not who."""
    words = [word.strip(".,:;").lower() for word in name.split()]
    return bool(words) and all(word in _TITLES for word in words)


def without_coming(said: str) -> str:
    """The name without "kommer i stedet" after it."""
    words = said.split()
    while words[1:] and words[-1].strip(".!").lower() in _COMES:
        words = words[:-1]
    return " ".join(words)


def no_name(text: str) -> str:
    """A sentence, or a title, in the place of a name."""
    return f"Jeg forsto ikke «{text}» som et navn. Skriv bare navnet, for eksempel «Kari Nordmann»."


def doubtful(text: str) -> str:
    """Said before "er du sikker?"."""
    return f"«{text}» ser ikke ut som et navn."
