"""What waits for staff in chat leaves for where each of them is reached (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.service import Context, chatting
from scheduler.passing import PASS_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathway.clinic import Staff
    from pathway.outgoing import Sending
    from scheduler.passing import Pass


async def deliver_chat(this: Pass) -> None:
    """Everybody's, one person at a time; what one cannot get now does not stop the others."""
    for person in await this.run(lambda context: context.clinic.staff):
        if this.cut_after(PASS_SECONDS):
            return
        for sending in await this.apart(_claimed(person, by_mail=this.mail_staff)) or ():
            await _deliver_one(this, person, sending)


def _claimed(person: Staff, *, by_mail: bool) -> Callable[[Context], Sequence[Sending]]:
    return lambda context: chatting.claim(context, person.id, by_mail=by_mail)


async def _deliver_one(this: Pass, person: Staff, sending: Sending) -> None:
    error, for_good = await this.hand_over(sending)

    def receipt(context: Context) -> None:
        if not error:
            chatting.delivered(context, person.id, sending.id)
            return
        chatting.failed(context, person.id, sending.id, error)
        if for_good:
            chatting.lost(context, person.id)

    await this.apart(receipt)
