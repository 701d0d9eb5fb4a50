"""What is answered to a time that somebody has dragged an event to (decision 72)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway import promises
from pathway.arrivals import Handled
from pathway.commands import SettleQuestion
from pathway.model import Window
from pathway.questions import Doubt, Resolution
from pathway.rules import present_answer
from pathway.words import CaseRef, PromiseKind, Verdict
from tests.calendar_sync.graph.office import GraphOffice, address
from tests.calendar_sync.graph.test_answers import HOUR, START
from tests.calendar_sync.graph.test_holding import asked, held, look, starts
from tests.fakes.graph_calendar import Event
from tests.fakes.graph_server import Planned

THERE = Window(start=START + 26 * HOUR, end=START + 27 * HOUR)
"""On 25 November at 12.00 in Oslo."""


def drag(office: GraphOffice, to: Window = THERE) -> Event:
    """Somebody drags the meeting's event there."""
    (event,) = office.events()
    office.graph.exchange.move_by_hand(event, to.start, to.end)
    return event


async def dragged(office: GraphOffice, *who: str) -> CaseRef:
    """A meeting of these, which somebody has dragged; the secretary is asked."""
    ref = office.with_doctors(*who)
    await office.tick()
    drag(office)
    assert await office.read() == [Handled.ASKED]
    office.clock += HOUR
    return ref


def settle(office: GraphOffice, ref: CaseRef, how: Resolution) -> None:
    """What is asked is settled."""
    (question,) = office.questions(ref)
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=how))


def owes_an_answer(office: GraphOffice, ref: CaseRef, who: str) -> bool:
    """Whether we still wait for this one."""
    owed = promises.open_promises(office.case(ref))
    waits = {one.about for one in owed if one.kind is PromiseKind.ANSWER}
    return office.invitation(ref, who).id in waits


@pytest.mark.parametrize("response", ["accepted", "declined", "tentativelyAccepted"])
async def test_an_answer_to_another_time_is_none_to_ours(
    office: GraphOffice, response: str
) -> None:
    """Put back, Exchange has forgotten it, and so it was never in the case."""
    ref = await dragged(office, "lea", "pal")
    office.answer("lea", response, at=office.clock)
    assert await office.read() == []
    settle(office, ref, Resolution.RESTORED)
    await office.tick(HOUR)
    assert await office.read() == []
    assert office.answers(ref, "lea") == []
    assert owes_an_answer(office, ref, "lea")
    office.answer("lea", "accepted", at=office.clock)
    assert await office.read() == [Handled.APPLIED], "to ours it is one"


async def test_who_has_it_sent_on_to_another_time_is_asked_about_when_it_is_ours(
    office: GraphOffice,
) -> None:
    """A stranger's answer waits as anybody's, and is not lost."""
    ref = await dragged(office, "lea")
    office.graph.exchange.forward(office.events()[0], "ola@annet.example", "accepted")
    assert await office.read() == []
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    assert await office.read() == [Handled.ASKED]
    assert [one.doubt for one in office.questions(ref)] == [Doubt.STRANGER]


@pytest.mark.parametrize("read", [True, False], ids=["was read", "not read yet"])
async def test_a_yes_to_the_time_that_is_taken_over_counts_at_the_next_look(
    office: GraphOffice, *, read: bool
) -> None:
    """Exchange is asked for nothing then, and tells of nothing: we look again ourselves."""
    ref = await dragged(office, "lea", "pal")
    office.answer("lea", "accepted", at=office.clock)
    assert not read or await office.read() == []
    told = office.told("lea")
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    assert await office.read() == [Handled.APPLIED]
    assert office.told("lea") == told
    answer = present_answer(office.case(ref), office.invitation(ref, "lea"))
    assert answer is not None
    assert (answer.verdict, answer.facts.window) == (Verdict.ACCEPTED, THERE)
    assert [owes_an_answer(office, ref, who) for who in ("lea", "pal")] == [False, True]
    assert await office.read() == []


async def test_an_answer_to_our_own_move_that_was_done_unheard_counts_at_the_next_look(
    office: GraphOffice,
) -> None:
    """Read before we know that the event is there, it is left; then it is to the new time."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.move(ref, "2026-11-25 12:00")
    office.graph.plan.append(Planned(way="lost", method="PATCH"))
    await office.tick(timedelta(minutes=1))
    office.answer("lea", "accepted", at=office.clock)
    assert await office.read() == []
    await office.tick(HOUR)
    assert await office.read() == [Handled.APPLIED]
    assert [one.facts.window for one in office.answers(ref, "lea")] == [THERE]


async def test_an_event_is_looked_at_once_for_each_change_of_ours(office: GraphOffice) -> None:
    """Also where one look is cut off before what it found was kept; then Graph is left in peace."""
    ref = await dragged(office, "lea")
    office.answer("lea", "accepted", at=office.clock)
    assert await office.read() == []
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    await office.postbox.open()
    assert len(await office.postbox.waiting()) == 1
    assert await office.read() == [Handled.APPLIED]
    await office.read()
    seen = len(office.graph.got)
    await office.read()
    again = [one.path for one in office.graph.got[seen:]]
    assert not [path for path in again if "/events/" in path]


async def test_a_no_to_a_held_time_that_was_dragged_is_no_no_to_ours(office: GraphOffice) -> None:
    """It is put back by itself, and who is held is asked anew by their calendar."""
    ref = await asked(office)
    await office.read()
    right = starts(office)
    event = held(office)[0]
    office.graph.exchange.move_by_hand(event, THERE.start, THERE.end)
    office.graph.exchange.answer(event, address("lea"), "declined", at=office.clock)
    before = office.case(ref).sendings
    await office.read()
    await look(office)
    await office.read()
    assert starts(office) == right
    assert office.case(ref).sendings == before


async def test_an_event_that_is_dragged_back_by_hand_may_be_dragged_again(
    office: GraphOffice,
) -> None:
    """To the very same time: it is asked about once more, whatever came of it before."""
    ref = await dragged(office, "lea")
    settle(office, ref, Resolution.NOTED)
    for _ in range(2):
        drag(office, Window(start=START, end=START + HOUR))
        assert await office.read() == []
        drag(office)
        assert await office.read() == [Handled.ASKED]
    (question,) = office.questions(ref)
    assert (question.doubt, question.times, question.proposed) == (Doubt.MOVED, 2, THERE)


async def test_an_event_that_somebody_brings_back_may_be_deleted_again(office: GraphOffice) -> None:
    """Out of the bin it stands as before; in the bin once more it is asked about once more."""
    ref = office.with_doctors("lea")
    await office.tick()
    (event,) = office.events()
    for _ in range(2):
        office.graph.exchange.delete(event)
        assert await office.read() == [Handled.ASKED]
        event.deleted = False
        office.graph.exchange._changed(event)  # noqa: SLF001 - Outlook's bin has no way out here
        office.clock += HOUR
        assert await office.read() == []
    assert [one.doubt for one in office.questions(ref)] == [Doubt.DELETED]
