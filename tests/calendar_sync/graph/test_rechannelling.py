"""A role that goes over from mail to calendar, or back: called off in one, asked in the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.arrivals import Handled
from pathway.commands import AddParticipant, Invite, SettleQuestion
from pathway.outgoing import SendingKind
from pathway.questions import Resolution
from pathway.rules import present_answer
from pathway.service import PROGRAM
from pathway.service.invitations.rechannelling import all_moved, elsewhere, move_over
from pathway.words import Channel, MeetingKind, Role, StaffId, Verdict
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice, address
from tests.fakes.graph_server import Planned


def move_all(office: GraphOffice) -> int:
    """What the daemon does when it starts; how many cases it moved."""
    refs, unreadable = office.ask(elsewhere, PROGRAM)
    assert not unreadable
    for ref in refs:
        office.ask(lambda context, ref=ref: move_over(context, ref), PROGRAM)  # type: ignore[misc]
    office.ask(all_moved, PROGRAM)
    return len(refs)


async def delivered(office: GraphOffice) -> None:
    """Both the cancellation and what follows it have left."""
    for _ in range(2):
        await office.tick(timedelta(minutes=1))


async def test_from_calendar_to_mail_and_back(office: GraphOffice) -> None:
    """Each hears it is off where it stood, and is asked where it now stands, once."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.clinic = replace(GRAPH_CLINIC, in_graph=frozenset())
    office.clock += timedelta(hours=1)
    assert move_all(office) == 1
    assert move_all(office) == 0
    await delivered(office)
    assert office.events() == []
    assert office.told("lea") == ["invited", "cancelled"]
    (mail,) = office.carrier.to(address("lea"))
    assert mail.sending.kind is SendingKind.INVITATION
    assert office.invitation(ref, "lea").channel is Channel.MAIL
    office.clinic = GRAPH_CLINIC
    office.clock += timedelta(hours=1)
    assert move_all(office) == 1
    await delivered(office)
    assert [one.sending.kind for one in office.carrier.to(address("lea"))] == [
        SendingKind.INVITATION,
        SendingKind.CANCELLATION,
    ]
    assert office.told("lea") == ["invited", "cancelled", "invited"]
    assert office.on(office.events()[0]) == {"lea", "pal"}


async def test_what_was_dragged_while_it_is_on_its_way_out_is_only_called_off(
    office: GraphOffice,
) -> None:
    """Put back, nobody is asked anew where they are no more: the event goes, the mail stands."""
    ref = office.with_doctors("lea")
    await office.tick()
    before = office.invitation(ref, "lea")
    office.graph.plan.append(Planned(status=503, method="POST", path="/cancel"))
    office.clinic = replace(GRAPH_CLINIC, in_graph=frozenset())
    office.clock += timedelta(hours=1)
    move_all(office)
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    hour = timedelta(hours=1)
    office.graph.exchange.move_by_hand(event, event.start + hour, event.end + hour)
    assert await office.read() == [Handled.ASKED]
    (question,) = office.case(ref).questions
    rows = office.case(ref).sendings_of(before.id)
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
    case = office.case(ref)
    assert case.invitation(before.id).channel is Channel.GRAPH
    assert case.sendings_of(before.id) == rows
    await office.tick(hour)
    assert office.events() == []
    assert office.told("lea")[-1] == "cancelled"


async def test_a_yes_goes_along(office: GraphOffice) -> None:
    """Who has said yes in the calendar has said yes, and the mail says so."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    office.clinic = replace(GRAPH_CLINIC, in_graph=frozenset())
    office.clock += timedelta(hours=1)
    move_all(office)
    waiting = (s for s in office.case(ref).sendings if s.waiting)
    (asked,) = (s for s in waiting if s.kind is SendingKind.INVITATION)
    assert asked.content.event is not None
    assert asked.content.event.accepted, "they are not asked again"
    await delivered(office)
    answer = present_answer(office.case(ref), office.invitation(ref, "lea"))
    assert answer is not None
    assert answer.verdict is Verdict.ACCEPTED
    (mail,) = office.carrier.to(address("lea"))
    assert mail.sending.content.event is not None
    assert mail.sending.content.event.accepted


async def test_nobody_is_moved_where_nothing_changed(office: GraphOffice) -> None:
    """A start with the same file moves nobody, and looks at no case a second time."""
    ref = office.with_doctors("lea")
    await office.tick()
    assert move_all(office) == 0
    before = office.case(ref)
    office.ask(lambda context: move_over(context, ref), PROGRAM)
    assert office.case(ref) == before


def with_address(office: GraphOffice, who: str, email: str) -> None:
    """The clinic's file has another address for this one, and the daemon starts."""
    staff = (replace(one, email=email) if one.id == who else one for one in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=tuple(staff))
    office.clock += timedelta(hours=1)


async def test_another_address_in_the_file_reaches_the_shared_event(office: GraphOffice) -> None:
    """The old address is off it, the new one on it; a yes goes along, and nobody else hears."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    with_address(office, "lea", "lea.ny@klinikk.example")
    assert move_all(office) == 1
    assert move_all(office) == 0
    await delivered(office)
    (event,) = office.events()
    assert office.on(event) == {"lea.ny", "pal"}
    assert [office.told(who) for who in ("lea", "lea.ny", "pal")] == [
        ["invited", "cancelled"],
        ["invited"],
        ["invited"],
    ]
    answer = present_answer(office.case(ref), office.invitation(ref, "lea"))
    assert answer is not None
    assert answer.verdict is Verdict.ACCEPTED


async def test_another_address_in_the_file_is_asked_by_mail(office: GraphOffice) -> None:
    """Where invitations go by mail the old mailbox is called off, and the new one asked."""
    office.clinic = replace(GRAPH_CLINIC, in_graph=frozenset())
    office.with_doctors("lea")
    await office.tick()
    with_address(office, "lea", "lea.ny@klinikk.example")
    move_all(office)
    await delivered(office)
    kinds = [one.sending.kind for one in office.carrier.to(address("lea"))]
    assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]
    (mail,) = office.carrier.to("lea.ny@klinikk.example")
    assert mail.sending.kind is SendingKind.INVITATION


async def test_who_is_not_asked_yet_is_asked_at_the_new_address(office: GraphOffice) -> None:
    """What has not left leaves for the new address alone, and so does what is asked later."""
    ref = office.invited()
    office.do(AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=StaffId("pal")))
    office.joins(ref, "lea")
    for who in ("lea", "pal"):
        with_address(office, who, f"{who}.ny@klinikk.example")
    assert move_all(office) == 1
    pal = next(p for p in office.case(ref).participants if p.staff_id == "pal")
    office.do(Invite(ref=ref, kind=MeetingKind.SHM1, role=Role.CLINICIAN, who=pal.id))
    await delivered(office)
    (event,) = office.events()
    assert office.on(event) == {"lea.ny", "pal.ny"}
    assert office.told("lea") == []


@pytest.mark.parametrize("email", ["", "LEA@klinikk.example"])
async def test_an_address_that_is_none_or_the_same_moves_nobody(
    office: GraphOffice, email: str
) -> None:
    """Taken out of the file, or in capitals: what is held stays where it is."""
    ref = office.with_doctors("lea")
    await office.tick()
    before = office.case(ref)
    with_address(office, "lea", email)
    assert move_all(office) == 0
    assert office.case(ref) == before
