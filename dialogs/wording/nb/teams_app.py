"""The app as people meet it in Teams: its name, what it is for, and the menu of its chat.

Everybody in the hospital can see it in the list of apps, so no word tells what the clinic treats
(P1, F17), and no number is longer than Teams allows.
"""

from __future__ import annotations

from dialogs.wording.nb.ask_words import typed

LANGUAGE_TAG = "nb-no"

LONGEST_SHORT_NAME = 30
LONGEST_FULL_NAME = 100
LONGEST_DEVELOPER = 32

_BOT = "Møtebot"
_FIRST_LINES = (
    ("tasks", "Det du har å gjøre, det som haster først"),
    ("board", "Alle saker, de som haster, først"),
    ("register", "Registrer et nytt forløp"),
    ("find", "Let etter referanse, navn, dato eller legekontor"),
    ("case", "Skriv referansen etterpå, og se alt om saken"),
    ("invite", "Skriv referansen etterpå, og kall inn til møte"),
    ("answer", "Skriv referansen etterpå, og registrer et svar"),
    ("move", "Skriv referansen etterpå, og flytt møtet"),
    ("texts", "Alt du skal sende for hånd i dag"),
    ("help", "Se alt du kan gjøre"),
)
_HELP_IN_GROUP = "Se hva møteboten kan. Saker tar dere i chatten med den, ikke her."


def short_name(clinic: str) -> str:
    """Say "Møtebot, Fjordly klinikk", or only what it is where that is too long for a list."""
    name = f"{_BOT}, {clinic}"
    return name if len(name) <= LONGEST_SHORT_NAME else _BOT


def full_name(clinic: str) -> str:
    """Say "Møtebot for Fjordly klinikk"."""
    return _cut(f"{_BOT} for {clinic}", LONGEST_FULL_NAME)


def developer(clinic: str) -> str:
    """Who stands behind it: the clinic, for whoever looks it up in the list of apps."""
    return _cut(clinic, LONGEST_DEVELOPER)


def short_description() -> str:
    """What it is for, in one line."""
    return "Avtaler møter for klinikken: innkalling, svar og påminnelser."


def full_description(clinic: str) -> str:
    """What it does, what it never does, and who may use it."""
    return (
        f"Møteboten hjelper de ansatte ved {clinic} med å avtale møter. Skriv hva du vil, eller "
        "trykk på en knapp. Den viser hvem som får hva før en innkalling sendes, tar imot svar, "
        "og minner om dem som mangler.\n\n"
        "Skriv «hjelp» for å se alt du kan gjøre, og «avbryt» for å slutte med noe.\n\n"
        "Bare ansatte som klinikken har lagt inn, kan bruke den. "
        "Den leser bare det som skrives til den."
    )


def menu() -> tuple[tuple[str, str], ...]:
    """What one can type in a chat with the bot alone, and what each does; the likeliest first."""
    return tuple((typed(name), meaning) for name, meaning in _FIRST_LINES)


def group_menu() -> tuple[tuple[str, str], ...]:
    """The same where others read along: nothing that opens a case."""
    return ((typed("help"), _HELP_IN_GROUP),)


def _cut(text: str, longest: int) -> str:
    """The text, cut between two words where it is too long."""
    if len(text) <= longest:
        return text
    kept = text[:longest]
    return f"{kept.rpartition(' ')[0] or kept[:-1]}…"
