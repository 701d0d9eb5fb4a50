"""*Noen kommer ikke inn*: one person is sent the meeting's link again, by what reaches them now.

Nobody else hears of it. What is sent is what the person holds already, so it can never be another
meeting's link, nor one that a gate holds back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway import channels, leaving, rules, underway, workdays
from pathway.errors import (
    GateClosedError,
    LinkOnItsWayError,
    MeetingInPastError,
    NoLinkHeldError,
    UnreachableNowError,
)
from pathway.messages import Draft, to_participant
from pathway.outgoing import CARRIED, Hours, SendingKind, SendingStatus
from pathway.owed.terms import BY_HAND, HELD
from pathway.rules import Unmet
from pathway.service.meetings.arranging import living
from pathway.views import Consequence, Plan
from pathway.words import Channel, InvitationState

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import SendLinkAgain
    from pathway.messages import Pen
    from pathway.model import Facts, Invitation, Meeting, Participant

_MOMENT = timedelta(minutes=2)
"""A link that left this recently is not sent again: who presses twice means it once."""

_QUICK = frozenset({Channel.MAIL, Channel.GRAPH, Channel.SMS, Channel.PHONE})


def send_link_again(case: Case, pen: Pen, command: SendLinkAgain) -> Plan:
    """Write the message; refusals where they hold no link, or it is on its way already."""
    meeting = living(case, command.kind)
    if underway.over_at(case, meeting) <= pen.now:
        raise MeetingInPastError
    invitation = case.live_invitation(command.who, meeting.id)
    if invitation is None or not holds_link(case, meeting, invitation):
        raise NoLinkHeldError
    _check_not_on_its_way(case, invitation, pen.now)
    person, facts = case.participant(command.who), _facts(invitation)
    draft = Draft(
        kind=SendingKind.LINK,
        facts=facts,
        why=leaving.LET_IN,
        must_answer=False,
        hours=Hours.ANY,
        channel=_quickest(pen, invitation, person),
    )
    row = to_participant(pen, case, invitation, draft)
    if invitation.channel is not Channel.MAIL:  # the calendar entry is another channel's
        row = replace(row, content=replace(row.content, event=None))
    if leaving.frozen(case, row):
        lacking = leaving.lacks_consent(case, invitation)
        raise GateClosedError((Unmet.CONSENT_PARTS if lacking else Unmet.GP_ACCEPTED,))
    told = Consequence(
        participant=person,
        channel=row.channel,
        kind=row.kind,
        must_answer=False,
        later=False,
        window=facts.window,
        content=row.content,
    )
    return Plan(case=case.with_changed(row), consequences=(told,))


def in_by_link(case: Case, meeting: Meeting, now: datetime) -> tuple[Participant, ...]:
    """Those who come into this meeting by a link that they hold; nobody once it is over."""
    if underway.over_at(case, meeting) <= now:
        return ()
    asked = (i for i in case.invitations_to(meeting.id) if not i.cancelled_at)
    held = (i for i in asked if holds_link(case, meeting, i))
    return tuple(case.participant(i.participant_id) for i in held)


def holds_link(case: Case, meeting: Meeting, invitation: Invitation) -> bool:
    """Whether its owner is to have the meeting's present link, and has not said no."""
    offered = invitation.offered
    if not meeting.link or offered is None or offered.link != meeting.link:
        return False
    return rules.state_of(case, invitation) in HELD | {InvitationState.UNDELIVERED}


def _quickest(pen: Pen, invitation: Invitation, person: Participant) -> Channel:
    """Mail, or else a text message while it may be sent, or else a call (P6, F18)."""
    clinic = pen.clinic
    mailed = clinic.channel_for(person.role, person.email) in CARRIED  # also with a calendar
    if mailed and invitation.undelivered_at is None:
        return Channel.MAIL
    opens, closes = clinic.work_from, clinic.work_to
    now = workdays.may_leave(pen.now, Hours.SMS, clinic.zone, opens, closes)
    if channels.may_text(person) and now:
        return Channel.SMS
    if person.phone:
        return Channel.PHONE
    raise UnreachableNowError


def _facts(invitation: Invitation) -> Facts:
    if invitation.offered is None:
        raise NoLinkHeldError
    return invitation.offered


def _check_not_on_its_way(case: Case, invitation: Invitation, now: datetime) -> None:
    """`LinkOnItsWayError` where this very link waits to leave, or left a moment ago."""
    for row in case.sendings_of(invitation.id):
        if row.channel not in _QUICK or row.facts != invitation.offered:
            continue
        just_left = row.status is SendingStatus.SENT and row.done_at and now < row.done_at + _MOMENT
        if row.kind in leaving.FACTUAL and (row.waiting or just_left):
            raise LinkOnItsWayError(by_hand=row.waiting and row.channel in BY_HAND)
