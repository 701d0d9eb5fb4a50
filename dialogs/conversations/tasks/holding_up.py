"""*Hvem venter vi på?*: who holds what up, whenever the office or a leader asks."""

from __future__ import annotations

from dialogs.messages import reply_of
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn
from dialogs.wording.nb import holdups as say
from pathway.service.context import check_may
from pathway.service.staff import holdups


def show(talk: Conversation, _rest: str, reader: Reader) -> Turn:
    """The Monday list, as it is now."""
    context = reader.desk.context
    check_may(context, clinicians=False, leaders=True)
    found = holdups.look(context)
    if not (found.people or found.left_out):
        return Turn(state=talk, replies=(Reply(text=say.NOBODY, summary=say.TITLE),))
    return Turn(state=talk, replies=(reply_of(say.content(found)),))
