"""Figures of one clinic, read beside the program on a connection of their own.

They count whole tables, so they keep no turn waiting: neither the one writer of SQLite nor a
connection of PostgreSQL's pool is used, and nothing is ever written.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, case, func, select

from pathway.figures import OPEN, SNOOZED, Figures, Queue, State
from pathway.outgoing import CARRIED, SendingStatus
from pathway.outgoing import OPEN as WAITING
from pathway.words import Channel, ClinicId, PromiseKind
from storage.engine import open_reader
from storage.tables import promises, sendings


class FigureReader:
    """Reads one clinic's figures; nothing is connected before the first time."""

    def __init__(self, url: str, clinic_id: ClinicId) -> None:
        self._engine = open_reader(url)
        self._clinic_id = clinic_id

    def read(self, now: datetime, today: date) -> Figures:
        """The figures at this moment; `today` is the clinic's date. Blocks while it counts."""
        with self._engine.connect() as connection:
            return Figures(
                queues=self._queues(connection, now), promises=self._promises(connection, today)
            )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _queues(self, connection: Connection, now: datetime) -> dict[Channel, Queue]:
        """What the program carries itself; the rest people carry, or it waits to be read.

        Each failure moves `not_before`, so what has failed waits since it was written.
        """
        failed = sendings.c.status == SendingStatus.FAILED
        since = case((failed, sendings.c.created_at), else_=sendings.c.not_before)
        query = (
            select(sendings.c.channel, func.count(), func.min(since))
            .where(
                sendings.c.clinic_id == self._clinic_id,
                sendings.c.status.in_(WAITING),
                sendings.c.channel.in_(CARRIED),
                failed | (sendings.c.not_before <= now),
            )
            .group_by(sendings.c.channel)
        )
        return {
            channel: Queue(number, since) for channel, number, since in connection.execute(query)
        }

    def _promises(
        self, connection: Connection, today: date
    ) -> dict[tuple[PromiseKind, State], int]:
        snoozed = promises.c.snoozed_until > today
        hidden = case((promises.c.settled_at.is_(None) & snoozed, 1), else_=0)
        query = (
            select(promises.c.kind, promises.c.settled_how, hidden, func.count())
            .where(promises.c.clinic_id == self._clinic_id)
            .group_by(promises.c.kind, promises.c.settled_how, hidden)
        )
        return {
            (kind, how.value if how is not None else SNOOZED if late else OPEN): number
            for kind, how, late, number in connection.execute(query)
        }
