"""What the program says to staff of itself: in chat, or by e-mail where there is none (D4)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.teams.connector import BusyError, Connector, Conversation, RefusedError, UnreachableError
from bot.teams.door import sealed
from bot.teams.faults import broke
from bot.teams.sdk import message_of
from dialogs.messages import reply_of
from dialogs.turn import Reply
from dialogs.wording.nb import doors
from pathway.outgoing import SendingKind
from pathway.ports import DeliveryFailedError, DeliveryRefusedError, Links
from pathway.words import Channel

if TYPE_CHECKING:
    from bot.teams.cards import Seals
    from pathway.chats import Chat
    from pathway.clinic import Clinic
    from pathway.outgoing import Content, Sending
    from pathway.ports import Carrier

FindChat = Callable[[str], Awaitable["Chat | None"]]
"""Where a member of staff is reached."""

Lost = Callable[[str, str], Awaitable[None]]
"""Told of a chat that is blocked or removed: whose, and its conversation."""

LOST, BUSY, NOWHERE = "unreachable", "busy", "no chat"
"""What the log keeps of a message that did not arrive."""

_REFERENCE = re.compile(r"(?<![\w@-])[A-Z]\d[A-Z]\d(?![\w@-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCarrier:
    """Delivers what waits in chat; `mail` is the way to those who have none."""

    clinic: Clinic
    find: FindChat
    lost: Lost
    connector: Connector
    seals: Seals
    mail: Carrier | None = None

    async def deliver(self, sending: Sending, links: Links) -> str | None:
        """Post it, and tell its id; or mail that there is something to see.

        `DeliveryFailedError` otherwise. An edit is refused for good where its message is gone.
        """
        chat = await self.find(sending.to)
        if chat is None or chat.unreachable_at is not None:
            await self._by_mail(sending, links)
            return None
        place = Conversation(
            service_url=chat.service_url, id=chat.conversation_id, tenant=chat.tenant
        )
        reply = sealed(self.seals, reply_of(sending.content), sending.to)
        try:
            if sending.kind is SendingKind.EDIT:
                return await self._edit(place, sending.message_id, reply)
            return await self._post(place, reply)
        except UnreachableError:
            await self.lost(sending.to, chat.conversation_id)
            raise DeliveryFailedError(LOST) from None
        except RefusedError as error:
            raise DeliveryFailedError(str(error.status)) from None
        except BusyError as error:
            busy = DeliveryFailedError(BUSY)
            busy.wait = error.retry_after or 0.0
            raise busy from None

    async def rest(self) -> None:
        """Nothing is kept open for a pass: the connector's session lives as long as the process."""

    async def _edit(self, place: Conversation, message_id: str, reply: Reply) -> str:
        """Whoever has deleted the message, or left, does not want it changed: no more is tried."""
        try:
            await self.connector.update(place, message_id, message_of(reply))
        except (RefusedError, UnreachableError) as error:
            raise DeliveryRefusedError(type(error).__name__) from None
        return message_id

    async def _post(self, place: Conversation, reply: Reply) -> str:
        """What Teams refuses to show is named in a sentence: it is never sent a second time."""
        try:
            return await self.connector.send(place, message_of(reply))
        except RefusedError as error:
            broke("message_refused", error)
            await self.connector.send(place, message_of(Reply(text=doors.cannot_be_shown())))
            return ""

    async def _by_mail(self, sending: Sending, links: Links) -> None:
        person = self.clinic.member(sending.to)
        if self.mail is None or not person.email:
            raise DeliveryFailedError(NOWHERE)
        content = by_mail(sending.content, name=person.name)
        mailed = replace(sending, channel=Channel.MAIL, address=person.email, content=content)
        await self.mail.deliver(mailed, links)


def by_mail(content: Content, *, name: str) -> Content:
    """What a mail says in its place: that there is something, and in which cases (D4)."""
    said = [content.text, *(line for line, _ in content.lines)]
    typed = [command for command, _ in content.actions]
    refs = list(dict.fromkeys(_REFERENCE.findall("\n".join([*said, *typed]))))
    listed = ", ".join(refs)
    return replace(
        content,
        subject=doors.staff_mail_subject(listed),
        text=doors.staff_mail(listed, len(refs)),
        actions=(),
        lines=(),
        name=name,
    )
