"""What is to leave: which rows are due, who holds one, what is shown in chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, or_, select, update
from sqlalchemy import text as sql_text

from pathway.outgoing import CARRIED, OPEN, Queued, Sending, SendingKind
from pathway.words import Channel, SendingId
from storage.rows import ForeignRowError, build, digest_on, flat
from storage.scope import Scope
from storage.tables import OLDEST_FIRST, WAITING, cases, sendings

# Asked in every pass, so they are made once.
_OURS = sendings.c.clinic_id == bindparam("clinic")
_READY = (
    select(sendings.c.id, sendings.c.case_id)
    .where(
        _OURS,
        sendings.c.case_id.is_not(None),
        sql_text(WAITING),
        sendings.c.not_before <= bindparam("now"),
        or_(sendings.c.leased_until.is_(None), sendings.c.leased_until <= bindparam("now")),
    )
    .order_by(*OLDEST_FIRST)
)
_DUE = _READY.where(sendings.c.channel == bindparam("channel")).limit(bindparam("limit"))
_IN_HAND = select(sendings.c.case_id).where(
    _OURS,
    sendings.c.leased_until > bindparam("now"),
    sendings.c.case_id.is_not(None),
    sendings.c.channel.in_([bindparam(f"carried_{one}", one) for one in sorted(CARRIED)]),
)
_TO_TAKE = (
    _DUE.join(
        cases,
        (cases.c.clinic_id == sendings.c.clinic_id) & (cases.c.id == sendings.c.case_id),
    )
    .where(sendings.c.case_id.not_in(_IN_HAND))
    .with_for_update(of=cases, skip_locked=True)
)
_DIGEST = select(sendings.c.id).where(
    _OURS,
    sendings.c.to == bindparam("who"),
    sendings.c.kind == SendingKind.DIGEST,
    sendings.c.digest_on == bindparam("on"),
)


def first_due(channel: BindParameter[Any]) -> Select[Any]:
    """The oldest row of this channel that is claimable `now`."""
    return _READY.where(sendings.c.channel == channel).with_only_columns(sendings.c.id).limit(1)


class Outbox(Scope):
    """Outgoing rows. A lease is given by one UPDATE, so no two processes ever hold the same."""

    def due_sendings(
        self, channel: Channel, now: datetime, limit: int, *, take: bool = False
    ) -> Sequence[Queued]:
        """Rows of this channel and of a case, claimable now, oldest first.

        Of those that are to be taken two daemons never see the same.
        """
        query = _TO_TAKE if take else _DUE
        found = self.found(query, clinic=self.clinic_id, channel=channel, now=now, limit=limit)
        return [Queued(row["id"], row["case_id"]) for row in found]

    def claim(self, sending_id: SendingId, now: datetime, lease_until: datetime) -> Sending | None:
        """Take the row until `lease_until` and count the attempt; the case has a new revision.

        None when it no longer waits, is not due, or somebody else holds it.
        """
        self._lock_case_of(sending_id)
        taken = (
            update(sendings)
            .where(self.ours(sendings), sendings.c.id == sending_id, *_free(now))
            .values(leased_until=lease_until, attempts=sendings.c.attempts + 1)
            .returning(sendings)
        )
        found: list[Sending] = [build(Sending, row) for row in self.rows(taken)]
        for case_id in (one.case_id for one in found if one.case_id is not None):
            own = update(cases).where(self.ours(cases), cases.c.id == case_id)
            self.connection.execute(own.values(revision=cases.c.revision + 1))
        return found[0] if found else None

    def waiting_chat(self, staff_id: str) -> Sequence[Sending]:
        """Rows of channel chat that this person has not been shown, oldest first."""
        query = (
            select(sendings)
            .where(
                self.ours(sendings),
                sendings.c.to == staff_id,
                sendings.c.channel == Channel.CHAT,
                sendings.c.status.in_(OPEN),
            )
            .order_by(*OLDEST_FIRST)
        )
        return [build(Sending, row) for row in self.rows(query)]

    def put_sending(self, sending: Sending) -> None:
        """Remember a row that belongs to no case (digests), or its change."""
        if sending.clinic_id != self.clinic_id or sending.case_id is not None:
            raise ForeignRowError(sending.id)
        derived = {"position": 0, "digest_on": digest_on(sending, self.zone)}
        self.put(sendings, flat(sending) | derived)

    def digest_sent(self, staff_id: str, on: date) -> bool:
        """Whether this person's digest of that day (the clinic's date) exists.

        Of two daemons that ask at once the second knows of the first's.
        """
        self.one_at_a_time("digest", staff_id)
        return bool(self.found(_DIGEST, clinic=self.clinic_id, who=staff_id, on=on))

    def _lock_case_of(self, sending_id: SendingId) -> None:
        """Wait for whoever is changing the case: a message it takes back is not claimed."""
        case_id = select(sendings.c.case_id).where(self.ours(sendings), sendings.c.id == sending_id)
        locked = select(cases.c.id).where(self.ours(cases), cases.c.id.in_(case_id))
        self.connection.execute(locked.with_for_update())


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """That a row waits, is due, and is under nobody's lease."""
    lease = sendings.c.leased_until
    waiting = sendings.c.status.in_(OPEN)
    return waiting, sendings.c.not_before <= now, or_(lease.is_(None), lease <= now)
