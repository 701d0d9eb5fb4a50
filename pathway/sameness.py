"""Whether a case is still what a plan was shown of, so that a plan is applied once.

What the program does of itself meanwhile (a step of a ladder, a task, a receipt) makes no plan
stale, unless it changes what the plan shows.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from pathway.words import Channel

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import Command
    from pathway.model import Invitation
    from pathway.run import Run
    from pathway.views import Plan

_ABOUT_THE_CASE = (
    *("id", "ref", "variant", "name", "secretary", "clinician", "team", "closing", "decide_by"),
    *(
        "wishes",
        "referral",
        "milestones",
        "corrections",
        "participants",
        "diary",
        "answers",
        "consents",
    ),
    *("extra_wanted_at", "extra_on", "aftermath"),
    *("times", "options", "times_answers"),
)
_NOT_ASKED = frozenset({"plan", "accept_clashes"})


def fingerprint(case: Case, command: Command, plan: Plan) -> str:
    """A hash of the case's facts and of all that the plan shows; never of ids that it made up."""
    shown = [
        (
            (c.participant.role, c.participant.name, c.participant.office, c.channel),
            (c.kind, c.later, c.must_answer, c.content and c.content.text),
        )
        for c in plan.consequences
    ]
    return hashed((facts_of(case), _asked(command), shown, plan.clashes))


def facts_of(case: Case) -> tuple[object, ...]:
    """What people have said and what is agreed: all of a case but promises, messages and receipts.

    Those change what a plan does only by changing what it shows.
    """
    said = tuple(getattr(case, name) for name in _ABOUT_THE_CASE)
    asked = tuple(replace(one, asked_at=None) for one in case.asked)
    invited = tuple(_asked_for(invitation) for invitation in case.invitations)
    return (*said, pressed_in(case), invited, asked)


def pressed_in(case: Case) -> tuple[Run, ...]:
    """The runs by what people pressed and were told; when the program looks at them is nothing."""
    return tuple(replace(run, look_at=None) for run in case.runs)


def state_of(case: Case) -> str:
    """A hash of the case's facts and of what has become of every message to somebody outside chat.

    It stands while the program only writes tasks, takes steps of ladders or waits.
    """
    sent = [
        (row.id, row.status, row.attempts, row.address)
        for row in case.sendings
        if row.channel is not Channel.CHAT
    ]
    return hashed((facts_of(case), case.questions, sent))


def _asked_for(invitation: Invitation) -> Invitation:
    return replace(invitation, asked_at=None, left_at=None, stamp=None)


def _asked(command: Command) -> list[tuple[str, object]]:
    names = [f.name for f in fields(command) if f.name not in _NOT_ASKED]
    return [(type(command).__name__, ""), *((name, getattr(command, name)) for name in names)]


def hashed(value: object) -> str:
    """Sixteen hexadecimal digits, the same in every process."""
    return hashlib.sha256(repr(_plain(value)).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """The value in text that does not depend on the process: a set has no order of its own."""
    if is_dataclass(value):
        return [(field.name, _plain(getattr(value, field.name))) for field in fields(value)]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return sorted(value) if isinstance(value, frozenset) else value
