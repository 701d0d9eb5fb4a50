"""What a pass of the daemon finds to do, asked in one transaction: most passes find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.chats import KEPT
from pathway.heartbeat import Asked
from pathway.outgoing import CARRIED, Hours
from pathway.service.daemon import digest, progress
from pathway.service.run import sighted
from pathway.service.staff import holdups, passing_on
from pathway.words import Channel

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from pathway.clinic import Clinic
    from pathway.heartbeat import Glance
    from pathway.service.context import Context
    from pathway.words import CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What there is to do now; each part is judged again when its turn comes.

    `steps` are the cases in which a step is due, `running` those with a meeting that goes on and
    is to be looked at. `office` is whether anything else waits that is
    done in working hours: work that passes from one to another, Monday's list, digests. `leaves`
    are the channels that something may leave by, and `upcoming` is when the next step or message
    is due after this, UTC.
    """

    steps: Sequence[CaseId]
    running: Sequence[CaseId]
    office: bool
    leaves: frozenset[Channel]
    upcoming: datetime | None

    @property
    def nothing(self) -> bool:
        """Whether a pass would be over before it began."""
        return not (self.steps or self.running or self.office or self.leaves)


def look(context: Context, channels: Collection[Channel]) -> Look:
    """What this moment has for a daemon that carries these channels."""
    open_now = _office_hours(context)
    return Look(
        steps=context.ledger.due_cases(context.now) if open_now else (),
        running=context.ledger.running_cases(context.now),
        office=open_now and _has_work(context),
        leaves=frozenset(channel for channel in channels if _has_news(context, channel)),
        upcoming=context.ledger.next_event(context.now),
    )


def glanced(context: Context, channels: Collection[Channel], job: str) -> tuple[Glance, bool]:
    """What can be seen at a glance, and whether a look would find nothing; `job` is the pass's own.

    Nothing is written and nothing locked. Where it is not sure a look may still find nothing.
    """
    office = _office_hours(context)
    asked = Asked(
        now=context.now,
        today=context.today,
        job=job,
        carried=CARRIED & set(channels),
        readers=_readers(context) if office else (),
        staff=_looked_after(context.clinic),
    )
    seen = context.ledger.glance(asked)
    at_any_time = seen.running or seen.leaves
    in_hours = seen.steps or seen.told or seen.strays or seen.gone
    if at_any_time or (office and in_hours) or (office and _has_news_of_people(context)):
        return seen, False
    return seen, not (Channel.CHAT in channels and progress.in_touch(context))


def _readers(context: Context) -> Collection[str]:
    return [one.id for one in context.clinic.staff if digest.hour_has_come(context, one.id)]


def _looked_after(clinic: Clinic) -> Collection[str]:
    """Whose cases are with somebody who is here: their own, or a successor's."""
    known = {person.id for person in clinic.staff}
    left = {absence.staff_id for absence in clinic.roster.absences}
    return known | {who for who in left if clinic.roster.stand_in(who) in known}


def _has_news_of_people(context: Context) -> bool:
    return bool(passing_on.changes(context)) or holdups.is_due(context)


def _office_hours(context: Context) -> bool:
    clinic = context.clinic
    opens, closes = clinic.work_from, clinic.work_to
    return workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, closes)


def _has_work(context: Context) -> bool:
    return bool(passing_on.changes(context) or holdups.is_due(context) or digest.readers(context))


def _has_news(context: Context, channel: Channel) -> bool:
    """Whether a row waits to leave; in chat also what was posted and may have to be edited."""
    if channel in CARRIED:
        return bool(context.ledger.due_sendings(channel, context.now, 1))
    if channel is not Channel.CHAT:
        return False
    context.ledger.forget_heard(context.now - KEPT)
    if context.now.minute == 0:  # an empty pass costs little
        context.ledger.forget_unseen(context.now - sighted.KEPT)
    return bool(progress.in_touch(context))
