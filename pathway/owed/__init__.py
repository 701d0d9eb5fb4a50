"""What a case expects of people, derived from its facts: one small function a kind of promise.

A promise's `key` is its identity: while the same thing is expected the key stays the same, and
a new revision, window or deadline makes a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.model import Promise
from pathway.owed import (
    assessments,
    away,
    briefings,
    by_mail,
    checklists,
    closes,
    doctors,
    held,
    inside,
    interviews,
    links,
    outside,
    papers,
    people,
    times,
)

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

Maker = Callable[["Case", "Clinic", datetime], Iterator[Promise]]

_MAKERS: tuple[Maker, ...] = (
    inside.postponed,
    outside.answers,
    outside.reminders,
    outside.still_stands,
    inside.time_questions,
    times.answers,
    times.choices,
    times.undelivered,
    inside.phone_calls,
    inside.undelivered,
    inside.told_old_time,
    inside.consents,
    inside.wider_consents,
    links.links,
    briefings.briefings,
    people.wishes,
    people.places,
    people.call_backs,
    people.shm2_details,
    papers.action_plans,
    papers.notes,
    papers.extra_meetings,
    checklists.lists,
    closes.ends,
    checklists.referral_content,
    interviews.letters,
    assessments.starts,
    held.questions,
    inside.milestones,
    doctors.new_gps,
    doctors.call_ins,
    by_mail.questions,
    away.questions,
)


def expected(case: Case, clinic: Clinic, now: datetime) -> tuple[Promise, ...]:
    """Every promise that the case holds at this moment, without ids, steps or settlement."""
    if case.closing is not None:
        return ()
    found = tuple(_owed(case, clinic, now))
    return (*found, *inside.by_hand(case, clinic, now, {promise.key for promise in found}))


def _owed(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    for maker in _MAKERS:
        yield from maker(case, clinic, now)
