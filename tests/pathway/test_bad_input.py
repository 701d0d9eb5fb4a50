"""What should not be, and is: a case that has ended, somebody who is reached by no channel."""

from __future__ import annotations

import pytest

from pathway.commands import (
    CaseCommand,
    HandOver,
    Invite,
    Person,
    Snooze,
    StopPathway,
    TickSent,
)
from pathway.errors import PathwayClosedError
from pathway.outgoing import SendingKind, SendingStatus
from pathway.words import Channel, ClosedReason, MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import COORDINATOR, SECRETARY, a_clinic, day
from tests.pathway.office import Office

SHM1 = MeetingKind.SHM1


# --- a promise about a closed case ----------------------------------------------------------------


def ended() -> Office:
    """A GP was asked by a text that nobody sent, the secretary was told, and the case ended."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.until("2026-10-06")
    assert office.digests
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    return office


def test_a_closed_case_is_chased_no_more() -> None:
    """No step is taken, no digest is made, and the task that waited to be read is dropped."""
    office = ended()
    known = len(office.digests)
    office.until("2027-02-01")
    assert len(office.digests) == known
    tasks = [s for s in office.case.sendings if s.kind is SendingKind.TASK]
    assert {task.status for task in tasks} == {SendingStatus.DROPPED}
    assert office.desk(lambda desk: desk.tasks()) == ()


@pytest.mark.parametrize("press", ["tick", "put off", "hand over"])
def test_a_button_of_before_changes_nothing(press: str) -> None:
    """A press on what was told before the case ended is refused, and the case stays as it is."""
    office = ended()
    before, ref = office.case, office.case.ref
    (owed,) = (p for p in before.promises if p.kind is PromiseKind.SECURE_MESSAGE)
    commands: dict[str, CaseCommand] = {
        "tick": TickSent(ref=ref, promise_id=owed.id),
        "put off": Snooze(ref=ref, promise_id=owed.id, until=day("2026-10-20")),
        "hand over": HandOver(ref=ref, promise_id=owed.id, to=COORDINATOR),
    }
    with pytest.raises(PathwayClosedError):
        office.do(commands[press])
    assert office.case == before


# --- somebody whom no channel reaches -------------------------------------------------------------


def asked_without_address(role: Role) -> Office:
    """Everybody may be mailed, and neither GP nor patient has an address or a number."""
    office = Office(clinic=a_clinic(mail_to=frozenset(Role)))
    office.register(gp=Person(name="Gro", office="Legesenteret"))
    office.invite_gp()
    if role is Role.PATIENT:
        office.tick_off(PromiseKind.SECURE_MESSAGE)
        office.answer(Verdict.ACCEPTED)
        office.do(Invite(ref=office.case.ref, kind=SHM1, role=role))
    return office


@pytest.mark.parametrize(
    ("role", "way"), [(Role.GP, Channel.SECURE_MESSAGE), (Role.PATIENT, Channel.LETTER)]
)
def test_who_has_neither_address_nor_number_is_the_secretarys_to_reach(
    role: Role, way: Channel
) -> None:
    """The secretary has the text, whose it is and how it goes, and is chased until it is ticked."""
    office = asked_without_address(role)
    office.tick()
    assert office.left == []
    lines = office.desk(lambda desk: desk.tasks())
    (line,) = [one for one in lines if one.kind is PromiseKind.SECURE_MESSAGE]
    assert (line.person and line.person.role, line.channel) == (role, way)
    assert line.content is not None
    office.until("2026-10-08")
    told = [who for _, who, why in office.tasks() if ":secure_message:" in why]
    assert told == [SECRETARY, SECRETARY, SECRETARY, COORDINATOR]
