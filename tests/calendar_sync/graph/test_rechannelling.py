"""A role that goes over from mail to calendar, or back: called off in one, asked in the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pathway.outgoing import SendingKind
from pathway.rules import present_answer
from pathway.service import PROGRAM
from pathway.service.rechannelling import all_moved, elsewhere, move_over
from pathway.words import Channel, Verdict
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice, address


def move_all(office: GraphOffice) -> int:
    """What the daemon does when it starts; how many cases it moved."""
    refs = office.ask(elsewhere, PROGRAM)
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
