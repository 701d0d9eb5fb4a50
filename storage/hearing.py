"""Where staff are reached in chat, and what was heard there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy import text as sql_text

from pathway.chats import Chat, Heard, Standing
from pathway.outgoing import Sending, SendingStatus
from pathway.words import Channel
from storage.chat_tables import chats, heard
from storage.prepared import prepared
from storage.rows import build, flat
from storage.scope import Scope
from storage.tables import OLDEST_FIRST, POSTED, WAITING, promises, sendings

_ANSWERED = update(heard).where(
    heard.c.clinic_id == bindparam("clinic"),
    heard.c.conversation_id == bindparam("chat"),
    heard.c.activity_id == bindparam("activity"),
)
_ANSWERED_AT = (heard.c.answered_at.name,)


@cache
def _told(names: tuple[str, ...]) -> tuple[Select[Any], Select[Any]]:
    """For whom of so many something waits in chat, and in whose it was posted; once each."""
    theirs = (
        select(sendings.c.to)
        .distinct()
        .where(sendings.c.clinic_id == bindparam("clinic"))
        .where(sendings.c.to.in_([bindparam(name) for name in names]))
    )
    waits = theirs.where(sendings.c.channel == Channel.CHAT, sql_text(WAITING))
    lately = sendings.c.created_at >= bindparam("since")
    dropped = sendings.c.status == SendingStatus.DROPPED
    return waits, theirs.where(sql_text(POSTED), lately, ~dropped)


class Hearing(Scope):
    """The chats of a clinic's staff."""

    def chat(self, staff_id: str) -> Chat | None:
        """Where this person is reached in chat, or None."""
        rows = self.having(chats, staff_id=staff_id)
        found: list[Chat] = [build(Chat, row) for row in rows]
        return found[0] if found else None

    def put_chat(self, chat: Chat) -> None:
        """Remember it, in the place of this person's earlier one."""
        self.put(chats, flat(chat))

    def posted(self, staff_id: str, since: datetime) -> Sequence[Sending]:
        """What was posted in this person's chat since then, and its edits, oldest first."""
        query = select(sendings).where(
            self.ours(sendings),
            sendings.c.to == staff_id,
            sql_text(POSTED),
            sendings.c.created_at >= since,
            sendings.c.status != SendingStatus.DROPPED,
        )
        return [build(Sending, row) for row in self.rows(query.order_by(*OLDEST_FIRST))]

    def in_touch(self, staff: Collection[str], since: datetime | None = None) -> Collection[str]:
        """Those of them for whom something waits in chat, or in whose chat it was posted since."""
        if not staff:
            return frozenset()
        names = {f"who_{no}": one for no, one in enumerate(staff)}
        waits, posted = _told(tuple(names))
        rows = self.found(waits, clinic=self.clinic_id, **names)
        if since is not None:
            rows += self.found(posted, clinic=self.clinic_id, since=since, **names)
        return frozenset(row["to"] for row in rows)

    def standings(self, promises_: Collection[str]) -> Mapping[str, Standing]:
        """How far each of these has come."""
        query = select(
            promises.c.id,
            promises.c.kind,
            promises.c.owner,
            promises.c.ladder,
            promises.c.taken,
            promises.c.settled_how,
            promises.c.snoozed_until,
            promises.c.handed_to,
        ).where(self.ours(promises), promises.c.id.in_(promises_))
        return {
            row["id"]: Standing(
                kind=row["kind"],
                owner=row["owner"],
                ladder=row["ladder"],
                taken=row["taken"],
                settled=row["settled_how"],
                snoozed_until=row["snoozed_until"],
                handed_to=row["handed_to"],
            )
            for row in self.rows(query)
        }

    def heard(self, conversation_id: str, activity_id: str) -> Heard | None:
        """What was answered to this message, or None where it is new."""
        rows = self.having(heard, conversation_id=conversation_id, activity_id=activity_id)
        found: list[Heard] = [build(Heard, row) for row in rows]
        return found[0] if found else None

    def hear_first(self, one: Heard) -> bool:
        """Remember a message that is new; False where it was heard before, also just now."""
        return self.put_new(heard, flat(one))

    def put_heard(self, one: Heard) -> None:
        """Remember it, or its change."""
        self.put(heard, flat(one))

    def note_answered(self, messages: Sequence[tuple[str, str]], at: datetime) -> None:
        """These (conversation, activity) were answered then; unknown ones are passed over."""
        ours = {"clinic": self.clinic_id, "answered_at": at}
        rows = [{**ours, "chat": chat, "activity": activity} for chat, activity in messages]
        if rows:
            prepared(self.connection, _ANSWERED, _ANSWERED_AT).write(self.connection, rows)

    def unanswered(self) -> Sequence[Heard]:
        """Messages whose answer was not handed over, oldest first."""
        query = select(heard).where(self.ours(heard), heard.c.answered_at.is_(None))
        return [build(Heard, row) for row in self.rows(query.order_by(heard.c.at))]

    def forget_heard(self, before: datetime) -> None:
        """Forget what was heard before this moment."""
        self.connection.execute(delete(heard).where(self.ours(heard), heard.c.at < before))
