"""Who it is at Nav, or another third party: found out, told whom it concerns, or nobody (R14)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import asked_anew, offers, promises, rules, workdays
from pathway import plan as engine
from pathway.errors import (
    GateClosedError,
    NobodyToInviteError,
    NoConsentError,
    NoSuchInvitationError,
    NothingToCorrectError,
)
from pathway.rules import Unmet
from pathway.service.invitations.inviting import open_promise
from pathway.service.invitations.reaching import reached_otherwise
from pathway.service.meetings.arranging import with_template
from pathway.views import Consequence, Plan
from pathway.words import THIRD_PARTIES, ParticipantId, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import NoAdviser, NoReply, Person, RecordAdviser, RecordConsent
    from pathway.messages import Pen
    from pathway.model import Invitation, Participant

NO_ADVISER = "no_adviser"
"""Why Nav is out of a case whose consent stands: a name found later brings it back."""

_LEFT_TO_DO = frozenset({Unmet.PHONE_CALL, Unmet.CONTACT})


def actors(case: Case, role: Role | None = None) -> tuple[Participant, ...]:
    """Third parties of the case, those whom Nav had no adviser for too."""
    return tuple(
        person
        for person in case.participants
        if person.role in ({role} if role else THIRD_PARTIES)
        and (person.ended_at is None or person.ended_why == NO_ADVISER)
    )


def actor(case: Case, wanted: ParticipantId) -> Participant:
    """The third party with this id; `NobodyToInviteError` where there is none."""
    found = [person for person in actors(case) if person.id == wanted]
    if not found:
        raise NobodyToInviteError
    return found[0]


def as_said(old: Participant, said: RecordConsent | Person) -> Participant:
    """What is not said again stays; whoever was out for want of an adviser is back."""
    return replace(
        old,
        name=said.name or old.name,
        office=said.office or old.office,
        email=said.email or old.email,
        phone=said.phone or old.phone,
        ended_at=None,
        ended_why="",
    )


def record_adviser(case: Case, pen: Pen, command: RecordAdviser) -> Plan:
    """A name is recorded, and that they were told (R14); `GateClosedError` where it was too early.

    Another adviser than the one who holds an invitation: that one hears a CANCEL, and the new one
    is told and asked anew (F12). Another third party than Nav is another consent.
    """
    person = actor(case, command.participant_id)
    said = command.adviser
    if not said.name:
        raise NobodyToInviteError
    another = bool(person.name) and person.name != said.name
    if rules.consent_for(case, person) is None or (another and person.role is Role.OTHER):
        raise NoConsentError
    if command.told:
        _check_may_be_told(case, pen, person)
    told: tuple[Consequence, ...] = ()
    if another:
        case, over = asked_anew.for_another(case, pen, person)
        case, off = engine.call_off_all(case, pen, _held_by(case, pen, person), why="F12")
        told = (*over, *off)
        person = replace(person, email="", phone="", told_at=None)
    found = replace(
        as_said(person, said),
        told_at=pen.now if command.told else person.told_at,
    )
    if another or found.email == person.email:
        return Plan(case=case.with_changed(found), consequences=told)
    case, told = reached_otherwise(case, pen, person, found)
    return Plan(case=case, consequences=told)


def _check_may_be_told(case: Case, pen: Pen, person: Participant) -> None:
    """The call is contact, which gate N guards (F5); one who was told already may be told again.

    A question of times is a reason to call too, before there is a meeting.
    """
    if any(one.id == person.id for one, _ in offers.to_phone(case, pen.clinic, pen.now)):
        return
    ahead = [m for m in case.meetings if m.alive and m.starts_at > pen.now]
    missing = [set(rules.unmet(case, meeting, person)) - _LEFT_TO_DO for meeting in ahead]
    if all(missing):
        raise GateClosedError(tuple(sorted(missing[-1] if missing else {Unmet.NO_PART})))


def _held_by(case: Case, pen: Pen, person: Participant) -> tuple[Invitation, ...]:
    return tuple(i for i in engine.coming(case, pen.now) if i.participant_id == person.id)


def no_reply(case: Case, pen: Pen, command: NoReply) -> Plan:
    """The day is kept, and the call comes back on the next working day; its ladder goes on (F3)."""
    promise = open_promise(case, command.promise_id)
    if promise.kind is not PromiseKind.PHONE_CALL:
        raise NoSuchInvitationError
    tried = promise.tried_on if pen.today in promise.tried_on else (*promise.tried_on, pen.today)
    until = workdays.add(pen.today, 1)
    return Plan(case=case.with_changed(replace(promise, tried_on=tried, snoozed_until=until)))


def no_adviser(case: Case, pen: Pen, command: NoAdviser) -> Plan:
    """Nav takes no part, and nothing is owed any more; the consent stands (R14)."""
    person = actor(case, command.participant_id)
    if person.role is not Role.NAV_ADVISER:
        raise NobodyToInviteError
    if person.ended_at is not None:
        raise NothingToCorrectError
    gone = replace(person, ended_at=pen.now, ended_why=NO_ADVISER, told_at=None)
    case = case.with_changed(gone)
    for promise in promises.open_promises(case):
        if promise.kind is PromiseKind.PHONE_CALL and promise.about == person.id:
            case = promises.settle_by_hand(case, promise, pen.now)
    ahead = [m for m in case.meetings if m.alive and m.starts_at > pen.now]
    if command.template is not None and ahead:
        changed = with_template(case, pen, ahead[-1], command.template)
        case = case.with_changed(replace(changed, revision=changed.revision + 1))
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=told)
