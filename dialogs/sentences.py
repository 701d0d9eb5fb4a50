"""Whole sentences that are commands although they do not begin with a command's words."""

from __future__ import annotations

from dialogs import interludes
from dialogs.conversations.staff.being_away import said_of_staff
from dialogs.conversations.staff.leaving import said_to_leave
from dialogs.parsing import Asked, folded
from dialogs.reader import Reader
from dialogs.understand import swaps
from dialogs.wording.nb.ask_words import HELP


def meant(text: str, reader: Reader) -> Asked | None:
    """Help, a reference, somebody in another's place, a colleague away, back or leaving."""
    if (folded(text) or text.strip()) in HELP:
        return Asked(name="help", rest="")
    if swaps.swap_said(text):
        return Asked(name="replace_participant", rest=text)
    found = interludes.bare_reference(text) or said_of_staff(text, reader)
    return found or said_to_leave(text, reader)
