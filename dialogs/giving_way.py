"""A form gives way to the meeting: a press in one that runs is done at once, and the form goes on.

Whoever leads a meeting has no time to be asked whether something else is to be left.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.run import running as presses
from dialogs.conversations.run import starting
from dialogs.parsing import Asked, reference_in
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Turn
from pathway import running

PRESSES = frozenset(form.name for form in (*presses.FORMS, starting.END))


def wins(talk: Conversation, command: Asked, reader: Reader) -> bool:
    """Whether this steers a meeting that runs in the case that is named, or talked about."""
    ref = reference_in(command.rest) or talk.case
    if command.name not in PRESSES or not ref:
        return False
    return running.going_on(reader.case(ref)) is not None


def set_aside(talk: Conversation) -> Conversation:
    """The conversation with its form put aside; a press that was not finished is forgotten."""
    form = talk.running
    kept = talk.kept if form is None or form.form in PRESSES else form
    return replace(talk, running=None, kept=kept)


def back(turn: Turn) -> Turn:
    """The turn with the form that gave way taken up again, once nothing else is being asked."""
    talk = turn.state
    if talk.kept is None or talk.running is not None or talk.asks or turn.command is not None:
        return turn
    return replace(turn, state=replace(talk, running=talk.kept, kept=None))
