"""What waits for staff in chat leaves for where each of them is reached (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.chats import KEPT
from pathway.service import Context, chatting

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
    for person in await this.run(lambda context: context.clinic.staff):
        for _ in range(MOST):
            if this.cut_after(CHAT_SECONDS):
                return
            if not await _deliver_next(this, person):
                break


async def _deliver_next(this: Pass, person: Staff) -> bool:
    """Whether something was delivered; after a failure the person is left alone in this pass."""
    sending = await this.apart(_claim(person, by_mail=this.mail_staff))
    if sending is None:
        return False
    trouble = await this.hand_over(sending)

    def receipt(context: Context) -> None:
        if trouble is None:
            chatting.delivered(context, person.id, sending.id)
        else:
            chatting.failed(context, person.id, sending.id, trouble.error, wait=trouble.wait)

    await this.apart(receipt)
    return trouble is None


def _claim(person: Staff, *, by_mail: bool) -> Callable[[Context], Sending | None]:
    return lambda context: chatting.claim(context, person.id, by_mail=by_mail)
