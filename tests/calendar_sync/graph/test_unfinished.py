"""What no message will see to any more is finished all the same, within the hour."""

from __future__ import annotations

from datetime import timedelta

from pathway.commands import SettleQuestion
from pathway.outgoing import SendingStatus
from pathway.questions import Resolution
from pathway.words import CaseRef, Channel
from tests.calendar_sync.graph.office import GraphOffice
from tests.calendar_sync.graph.test_holding import look
from tests.fakes.graph_server import Planned
from tests.pathway.build import at

HOUR = timedelta(hours=1)


async def put_back_and_dropped(office: GraphOffice) -> CaseRef:
    """An event moved by hand is to be put back; a move there and back drops the message of it."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.graph.exchange.move_by_hand(
        office.events()[0], at("2026-11-25 10:00"), at("2026-11-25 11:00")
    )
    await office.read()
    (asked,) = office.questions(ref)
    office.do(SettleQuestion(ref=ref, question_id=asked.id, how=Resolution.RESTORED))
    office.move(ref, "2026-12-01 10:00")
    office.move(ref, "2026-11-24 10:00")
    return ref


async def test_what_is_put_back_stands_also_when_its_message_was_dropped(
    office: GraphOffice,
) -> None:
    """Moved there and back before it left: the event is where the meeting is, nobody is asked."""
    ref = await put_back_and_dropped(office)
    await office.tick()
    await look(office)
    assert office.starts(office.events()[0]) == "2026-11-24 09:00"
    assert office.questions(ref) == []


async def test_it_is_looked_for_once_an_hour(office: GraphOffice) -> None:
    """A case is read for it, which is logged, so not at each look (P3)."""
    await look(office)
    await put_back_and_dropped(office)
    await look(office)
    assert office.starts(office.events()[0]) == "2026-11-25 09:00"
    office.clock += HOUR
    await look(office)
    assert office.starts(office.events()[0]) == "2026-11-24 09:00"


async def test_what_a_message_will_see_to_is_left_to_it(office: GraphOffice) -> None:
    """A change that failed waits for its next try, and one that was refused for a person."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.move(ref, "2026-12-01 10:00")
    office.graph.plan.append(Planned(method="PATCH", path="/events/"))
    await office.tick()
    await look(office)
    assert office.starts(office.events()[0]) == "2026-11-24 09:00"
    office.graph.plan.append(Planned(status=400, code="ErrorInvalidRequest", method="PATCH"))
    await office.tick(HOUR)
    own = office.case(ref).sendings_of(office.invitation(ref, "lea").id)
    assert own[-1].status is SendingStatus.GIVEN_UP
    await look(office)
    assert office.starts(office.events()[0]) == "2026-11-24 09:00"


async def test_who_was_never_told_of_an_earlier_time_has_no_ghost(office: GraphOffice) -> None:
    """It is over before the move could be told: the later time is taken out of calendars, once."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.move(ref, "2026-11-10 10:00")
    office.clock = at("2026-11-10 11:05")
    for _ in range(2):
        await office.tick()
        await look(office)
        office.clock += HOUR
    assert office.events() == []
    assert [office.told(who) for who in ("lea", "pal")] == [["invited", "cancelled"]] * 2
    assert office.case(ref).meetings[-1].alive
    assert all(s.channel is not Channel.GRAPH or not s.waiting for s in office.case(ref).sendings)
