"""Two colleagues of one meeting with a window each: an event each, and neither fails the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.commands import ChangeParticipant, SettleQuestion
from pathway.outgoing import SendingStatus
from pathway.questions import Resolution
from pathway.words import CaseRef, Channel
from tests.calendar_sync.graph.office import GraphOffice
from tests.calendar_sync.graph.test_holding import look
from tests.fakes.graph_calendar import Event
from tests.fakes.graph_server import Planned
from tests.pathway.build import at

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
async def ref(office: GraphOffice) -> CaseRef:
    """Lea attends all of the meeting and Pal its first two parts; both have been told."""
    made = office.with_doctors("lea")
    office.joins(made, "pal", parts=(1, 2))
    await office.tick()
    return made


def of(office: GraphOffice, who: str) -> Event:
    """The one event that this colleague is on."""
    (found,) = (one for one in office.events() if who in office.on(one))
    return found


def refuse(office: GraphOffice, who: str) -> None:
    """What is changed of this colleague's event is wrong, however often it is tried."""
    bad = Planned(
        status=400,
        code="ErrorInvalidRequest",
        method="PATCH",
        path=of(office, who).data["id"].rstrip("="),
    )
    office.graph.plan.extend([bad] * 6)


def last(office: GraphOffice, ref: CaseRef, who: str) -> SendingStatus:
    """What became of the newest message for this colleague's calendar."""
    rows = office.case(ref).sendings_of(office.invitation(ref, who).id)
    return [row for row in rows if row.channel is Channel.GRAPH][-1].status


def times(event: Event) -> tuple[str, str]:
    """From when to when, in UTC."""
    return f"{event.start:%H:%M}", f"{event.end:%H:%M}"


async def test_another_window_is_another_event(office: GraphOffice, ref: CaseRef) -> None:
    """Each event ends when its people leave, and both move with the meeting."""
    assert [office.on(event) for event in office.events()] == [{"lea"}, {"pal"}]
    shown = [times(of(office, who)) for who in ("lea", "pal")]
    assert shown == [("09:00", "10:00"), ("09:00", "09:35")]
    office.move(ref, "2026-11-25 12:00")
    await office.tick(MINUTE)
    shown = [times(of(office, who)) for who in ("lea", "pal")]
    assert shown == [("11:00", "12:00"), ("11:00", "11:35")]
    assert [office.told(who) for who in ("lea", "pal")] == [["invited", "updated"]] * 2


@pytest.mark.parametrize(("bad", "good"), [("lea", "pal"), ("pal", "lea")])
async def test_an_event_that_is_refused_keeps_no_other_back(
    office: GraphOffice, ref: CaseRef, bad: str, good: str
) -> None:
    """The other is moved and sent, and the secretary hears only of the one that is not."""
    office.move(ref, "2026-11-25 12:00")
    refuse(office, bad)
    for _ in range(3):
        await office.tick(HOUR)
    assert (last(office, ref, bad), last(office, ref, good)) == (
        SendingStatus.GIVEN_UP,
        SendingStatus.SENT,
    )
    assert times(of(office, bad))[0] == "09:00"
    assert times(of(office, good))[0] == "11:00"
    assert [notice.content.subject for notice in office.notices(ref)] == ["not_in_calendar"]


async def test_what_was_given_up_of_one_stops_no_mending_of_another(
    office: GraphOffice, ref: CaseRef
) -> None:
    """Pal's event is a person's to mend; Lea's, whose message was dropped, is finished as ever."""
    office.move(ref, "2026-11-25 12:00")
    refuse(office, "pal")
    await office.tick(HOUR)
    office.graph.plan.clear()
    begins = at("2026-11-26 10:00")
    office.graph.exchange.move_by_hand(of(office, "lea"), begins, begins + HOUR)
    await office.read()
    (asked,) = office.questions(ref)
    office.do(SettleQuestion(ref=ref, question_id=asked.id, how=Resolution.RESTORED))
    waiting = (row for row in office.case(ref).sendings if row.waiting)
    (row,) = (row for row in waiting if row.channel is Channel.GRAPH)
    dropped = office.case(ref).with_changed(replace(row, status=SendingStatus.DROPPED))
    office.ask(lambda context: context.ledger.save(dropped, context.access, what="dropped"))
    await look(office)
    assert of(office, "lea").start == at("2026-11-25 12:00")
    assert times(of(office, "pal"))[0] == "09:00"


async def test_nobody_leaves_one_event_before_they_are_on_the_other(office: GraphOffice) -> None:
    """While the new one cannot be made, they stay on the old, and the rest is done all the same."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    person = next(p for p in office.case(ref).participants if p.staff_id == "pal")
    office.do(ChangeParticipant(ref=ref, who=person.id, parts=(1, 2)))
    office.graph.plan.append(Planned(status=503, method="POST", path="/events"))
    await office.tick(MINUTE)
    assert office.told("pal") == ["invited"]
    assert [office.on(event) for event in office.events()] == [{"lea", "pal"}]
    await office.tick(HOUR)
    assert office.told("pal") == ["invited", "invited", "cancelled"]
    assert office.told("lea") == ["invited"]
