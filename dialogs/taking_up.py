"""An interrupted conversation on a page that has forgotten it: what is asked is asked again."""

from __future__ import annotations

from dialogs import flow, interludes
from dialogs.asking import again
from dialogs.conversations.catalogue import FORMS
from dialogs.reader import Reader
from dialogs.resuming import given_up, resumed, sound
from dialogs.state import Conversation
from dialogs.turn import Turn
from dialogs.wording.nb import conversations as say
from pathway.errors import RuleError
from pathway.service import Desk


def take_up(state: Conversation, desk: Desk) -> Turn | None:
    """The open question once more, perhaps days later; None where none is open.

    It has a new number, so the state that comes with it must be kept.
    """
    talk = sound(state).on(desk.today)
    if talk.running is None and not talk.asks:
        return None
    try:
        return _asked_again(talk, Reader(desk, talk.whys))
    except RuleError as error:
        return flow.refused(Turn(state=talk), error, desk)


def _asked_again(talk: Conversation, reader: Reader) -> Turn:
    title = FORMS[talk.running.form].title if talk.running else ""
    if talk.asks:
        return interludes.again(talk, title)
    going = resumed(talk, reader)
    return given_up(going) or again(going, say.still_in(title))
