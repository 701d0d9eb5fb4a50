"""What waits for staff in chat leaves for where each of them is reached (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.chats import KEPT
from pathway.outgoing import SendingKind
from pathway.service import Context
from pathway.service.daemon import chatting, progress
from pathway.words import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.clinic import Staff
    from pathway.outgoing import Sending
    from scheduler.passing import Pass

CHAT_SECONDS = 40.0
"""After so much of a pass nothing more is claimed for the chats: people outside wait too."""

MOST = 10
"""Messages to one person in one pass; the rest goes with the next."""


async def deliver_chat(this: Pass) -> None:
    """Everybody's, one message at a time; what one cannot get now does not stop the others."""
    await this.apart(lambda context: context.ledger.forget_heard(context.now - KEPT))
    for person in await this.run(progress.in_touch):
        await this.apart(_note_progress(person))
        for _ in range(MOST):
            if this.cut_after(CHAT_SECONDS):
                return
            if not await _deliver_next(this, person):
                break


async def _deliver_next(this: Pass, person: Staff) -> bool:
    """Whether something was delivered; after a failure the person is left alone in this pass."""
    claimed = await this.apart(_claim(person, by_mail=this.mail_staff))
    if claimed is None:
        return False
    sending, way = claimed
    handed = await this.hand_over(sending)
    gone = handed.for_good and sending.kind is SendingKind.EDIT
    this.count(way, handed, given_up=gone)

    def receipt(context: Context) -> None:
        if not handed.error:
            chatting.delivered(context, person.id, sending.id, handed.message_id, sending.attempts)
        elif gone:
            chatting.gone(context, person.id, sending.id, handed.error)
        else:
            chatting.failed(
                context, person.id, sending.id, handed.error, sending.attempts, wait=handed.wait
            )

    await this.apart(receipt)
    return not handed.error


def _note_progress(person: Staff) -> Callable[[Context], None]:
    return lambda context: progress.note(context, person.id)


def _claim(person: Staff, *, by_mail: bool) -> Callable[[Context], tuple[Sending, Channel] | None]:
    def claim(context: Context) -> tuple[Sending, Channel] | None:
        """The next thing, and the way that it goes."""
        row = chatting.claim(context, person.id, by_mail=by_mail)
        way = Channel.CHAT if chatting.in_chat(context, person.id) else Channel.MAIL
        return (row, way) if row else None

    return claim
