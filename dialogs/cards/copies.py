"""Texts that a person is to copy and send: each under its own heading, with its own button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, plain, primary, section, size, text, to_copy
from dialogs.turn import JSON
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb.conversations import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One text to copy; `lead` is said before it once, where there are several.

    `press` is what ticks it off, as a typed command with its title. Without `text` it is only
    said, as of a message that may not be sent yet, or asked, with the press below.
    """

    above: str
    text: str = ""
    press: tuple[str, str] = ("", "")
    lead: str = ""


def as_text(copies: Sequence[Copy]) -> str:
    """All of them, for those who type."""
    return joined(*(part for one in copies for part in (one.lead, one.above, one.text)))


def as_card(copies: Sequence[Copy], room: int) -> list[JSON]:
    """As many as there is room for, in bytes, each whole, and how many more are found elsewhere."""
    body: list[JSON] = []
    left = 0
    for number, one in enumerate(copies, start=1):
        shown = block(one, number, first=number == 1)
        room -= sum(map(size, shown))
        if room < 0:
            left += 1
        else:
            body += shown
    return [*body, text(say.more_texts(left))] if left else body


def block(one: Copy, number: int, *, first: bool) -> list[JSON]:
    """The text with what stands around it; the first one's button is the card's primary one."""
    lead = [text(plain(one.lead))] if one.lead else []
    press = command(*one.press)
    if not one.text:
        return [*lead, text(plain(one.above)), *([buttons(press)] if one.press[0] else [])]
    shown = buttons(primary(press) if first else press)
    return [*lead, section(plain(one.above), to_copy(one.text, number), shown)]
