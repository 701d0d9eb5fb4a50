"""A case that was made by mistake is taken away, while nobody outside has heard of it (P5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pathway import plan as engine
from pathway.case import Case
from pathway.commands import RemoveCase
from pathway.entries import Closing
from pathway.errors import AlreadyOutsideError, ReasonNeededError
from pathway.messages import Pen
from pathway.model import Facts, Participant
from pathway.outgoing import Content, Sending
from pathway.service.cases.registering import check_length
from pathway.service.run.breaking_off import ended
from pathway.views import Plan
from pathway.words import ClosedReason, Role, StaffId

OUTSIDE = frozenset(Role) - {Role.CLINICIAN, Role.SECRETARY, Role.COORDINATOR, Role.LEADER}

_NOTHING = Content(subject="", text="")


def remove_case(case: Case, pen: Pen, command: RemoveCase) -> Plan:
    """End the case as a mistake and take every name out of it; the log stays.

    `AlreadyOutsideError` where somebody outside may have heard of it. Colleagues who hold an
    invitation hear that it is called off.
    """
    if not command.reason:
        raise ReasonNeededError
    check_length(command.reason)
    heard = next(who_heard(case), None)
    if heard is not None:
        raise AlreadyOutsideError(case.ref, heard)
    stale = [sending.id for sending in case.sendings]
    case, told = engine.call_off_all(case, pen, engine.coming(case, pen.now), why="F6")
    case = ended(engine.dropped(case, (s for s in case.sendings if s.id in stale)), pen)
    closing = Closing(
        reason=ClosedReason.MISTAKE, at=pen.now, by=StaffId(pen.actor), note=command.reason
    )
    return Plan(case=replace(_nameless(case, pen), closing=closing), consequences=told)


def who_heard(case: Case) -> Iterator[Role]:
    """The roles of those outside who may have heard of the case: written to, phoned, answering."""
    for sending in case.sendings:
        if sending.role in OUTSIDE and sending.may_have_left:
            yield sending.role
    given = (a for a in case.answers_now if a.why_not not in {"taken_back", "undone"})
    answered = {case.invitation(answer.invitation_id).participant_id for answer in given}
    for person in case.participants:
        if person.role in OUTSIDE and (person.told_at is not None or person.id in answered):
            yield person.role


def _nameless(case: Case, pen: Pen) -> Case:
    """The case without names, contact details and free text (P5); colleagues keep theirs."""
    meetings = [
        replace(
            meeting,
            place="",
            link="",
            without_gp="",
            cancelled_at=pen.now if meeting.alive else meeting.cancelled_at,
        )
        for meeting in case.diary
    ]
    emptied = replace(
        case.with_changed(*meetings),
        name="",
        participants=tuple(_blank(person) for person in case.participants),
        milestones=tuple(replace(entry, reason="") for entry in case.milestones),
        corrections=tuple(replace(c, before="", after="") for c in case.corrections),
        sendings=tuple(_wordless(sending) for sending in case.sendings),
        questions=tuple(replace(q, sender="", sender_name="", comment="") for q in case.questions),
        wishes=None,
    )
    return emptied.with_changed(
        *(replace(i, offered=_placeless(i.offered)) for i in emptied.invitations)
    )


def _placeless(facts: Facts | None) -> Facts | None:
    """The time alone, so that a page that somebody may open still says what is called off."""
    return replace(facts, place="", link="") if facts else None


def _blank(person: Participant) -> Participant:
    if person.staff_id is not None:
        return person
    return replace(person, name="", office="", email="", phone="")


def _wordless(sending: Sending) -> Sending:
    if sending.waiting:  # a colleague is still to hear that it is called off
        return sending
    return replace(sending, content=_NOTHING, address="", facts=_placeless(sending.facts))
