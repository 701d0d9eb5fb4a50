"""Times that are asked about stand as tentative in staff's calendars until it is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.holding import HeldTimes
from pathway import offers
from pathway.commands import (
    AskTimes,
    CancelMeeting,
    ChooseTime,
    Command,
    RemoveParticipant,
    StopPathway,
    StopTimes,
)
from pathway.words import CaseRef, Channel, ClosedReason, MeetingKind
from tests.calendar_sync.graph.office import GraphOffice, address
from tests.calendar_sync.mail_law import FORBIDDEN
from tests.fakes.graph_calendar import Event
from tests.fakes.graph_server import Planned
from tests.pathway.build import LEADER, at, wall

TWO = ("2026-11-26 10:00", "2026-11-27 12:00")
SHM1 = MeetingKind.SHM1


def asks(office: GraphOffice, ref: CaseRef, *starts: str) -> None:
    """It is asked which of these times suit."""
    wanted = tuple(wall(one) for one in starts)
    office.do(AskTimes(ref=ref, kind=SHM1, starts=wanted, leader=LEADER, accept_clashes=True))


async def look(office: GraphOffice) -> None:
    """What the daemon does at each look."""
    await HeldTimes(office.carriers[Channel.GRAPH], office.book).see_to()  # type: ignore[arg-type] # a GraphCarrier


def held(office: GraphOffice) -> list[Event]:
    """What stands as tentative, the earliest first."""
    found = [one for one in office.events() if one.data["showAs"] == "tentative"]
    return sorted(found, key=office.starts)


def starts(office: GraphOffice) -> list[str]:
    """When those begin, in UTC."""
    return [office.starts(one) for one in held(office)]


async def asked(office: GraphOffice) -> CaseRef:
    """A meeting of two clinicians that is to be moved to one of two times, which are held."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    asks(office, ref, *TWO)
    await look(office)
    return ref


async def test_each_alternative_is_held_for_those_who_are_to_be_there(office: GraphOffice) -> None:
    """One tentative event each, neutral, private, and without asking for an answer (P1, P2)."""
    ref = await asked(office)
    assert starts(office) == ["2026-11-26 09:00", "2026-11-27 11:00"]
    for event in held(office):
        assert office.on(event) == {"lea", "pal"}
        assert event.data["responseRequested"] is False
        assert event.data["allowNewTimeProposals"] is False
        assert (event.data["hideAttendees"], event.data["sensitivity"]) == (True, "private")
        words = f"{event.data['subject']} {event.data['body']['content']}"
        assert ref in words
        assert not FORBIDDEN.search(words)
    asked_for = len(office.graph.got)
    await look(office)
    assert len(office.graph.got) == asked_for, "what is right is not asked about"


async def test_when_it_is_decided_the_meeting_stands_and_nothing_is_held(
    office: GraphOffice,
) -> None:
    """The chosen time becomes the meeting's event; all that was held is taken away."""
    ref = await asked(office)
    chosen = min(offers.holds(office.case(ref)), key=lambda one: one.start)
    office.do(ChooseTime(ref=ref, option_id=chosen.id, accept_clashes=True))
    await office.tick(timedelta(minutes=1))
    await look(office)
    assert held(office) == []
    (event,) = office.events()
    assert office.starts(event)[:10] == "2026-11-26"
    assert event.data["showAs"] == "busy"
    assert office.ask(lambda context: [e for e in context.ledger.living_events() if e.hold]) == []


ENDS = {
    "stopped": lambda ref: StopTimes(ref=ref, kind=SHM1),
    "the meeting is off": lambda ref: CancelMeeting(ref=ref, kind=SHM1, reason="syk"),
    "the pathway is over": lambda ref: StopPathway(ref=ref, reason=ClosedReason.TRANSFERRED),
}


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS)
async def test_what_is_asked_no_more_is_released(
    office: GraphOffice, ends: Callable[[CaseRef], Command]
) -> None:
    """A question that is taken back, or whose meeting or pathway is over, holds nobody."""
    ref = await asked(office)
    office.do(ends(ref))
    await look(office)
    assert held(office) == []
    assert office.told("lea").count("cancelled") == len(TWO)


async def test_one_time_that_is_withdrawn_is_released_alone(office: GraphOffice) -> None:
    """The other goes on being held, and nobody hears of it again."""
    ref = await asked(office)
    asks(office, ref, TWO[1])
    told = len(office.told("lea"))
    await look(office)
    assert [one[:10] for one in starts(office)] == ["2026-11-27"]
    assert office.told("lea")[told:] == ["cancelled"]


async def test_a_time_that_has_come_is_past_and_told_to_nobody(office: GraphOffice) -> None:
    """What nobody decided in time is neither held anew nor called off."""
    await asked(office)
    office.clock = at("2026-11-26 10:30")
    told = office.told("lea")
    await look(office)
    assert office.told("lea") == told


async def test_who_is_held_follows_who_is_to_be_there(office: GraphOffice) -> None:
    """One who leaves is released, one who comes is held, and the others hear nothing."""
    ref = await asked(office)
    pal = next(p for p in office.case(ref).participants if p.staff_id == "pal")
    office.do(RemoveParticipant(ref=ref, who=pal.id))
    office.joins(ref, "frida")
    told = len(office.told("lea"))
    await look(office)
    assert [office.on(one) for one in held(office)] == [{"lea", "frida"}] * 2
    assert office.told("lea")[told:] == []


async def test_where_invitations_go_by_mail_nothing_is_held(office: GraphOffice) -> None:
    """Holds by mail would be five more mails: they stand only in calendars of Microsoft 365."""
    office.clinic = replace(office.clinic, in_graph=frozenset())
    await asked(office)
    assert office.graph.got == []


@pytest.mark.parametrize("way", ["lost", "cut", "half"])
async def test_whatever_becomes_of_an_answer_nothing_is_held_twice(
    office: GraphOffice, way: str
) -> None:
    """A hold of which nobody heard is found again; also its release."""
    ref = office.with_doctors("lea")
    await office.tick()
    asks(office, ref, *TWO)
    office.graph.plan.append(Planned(way=way, method="POST", path="/events"))
    with pytest.raises(GraphError):
        await look(office)
    assert len(held(office)) == (2 if way == "lost" else 1), "one fault stops no other"
    await look(office)
    assert len(held(office)) == 2
    office.do(StopTimes(ref=ref, kind=SHM1))
    office.graph.plan.append(Planned(way=way, method="POST", path="/cancel"))
    with pytest.raises(GraphError):
        await look(office)
    await look(office)
    assert held(office) == []
    assert office.told("lea").count("cancelled") == 2


async def test_what_was_lost_and_not_wanted_any_more_is_found_and_released(
    office: GraphOffice,
) -> None:
    """Stopped before anybody knew that it was made, it does not stay behind."""
    ref = office.with_doctors("lea")
    await office.tick()
    asks(office, ref, TWO[0])
    office.graph.plan.append(Planned(way="lost", method="POST", path="/events"))
    with pytest.raises(GraphError):
        await look(office)
    assert len(held(office)) == 1
    office.do(StopTimes(ref=ref, kind=SHM1))
    await look(office)
    assert held(office) == []


async def test_what_is_done_to_a_hold_by_hand_is_put_right(office: GraphOffice) -> None:
    """Moved or deleted in Outlook, it is back at the next look, and asks nobody anything."""
    ref = await asked(office)
    await office.read()
    first, second = held(office)
    at_ten, later = office.starts(first), at("2026-11-26 15:00")
    office.graph.exchange.move_by_hand(first, later, later + timedelta(hours=1))
    office.graph.exchange.delete(second)
    assert await office.read() == []
    await look(office)
    assert starts(office) == [at_ten, office.starts(second)]
    assert office.questions(ref) == []


async def dragged(office: GraphOffice, days: int) -> None:
    """The first hold is dragged so many days on, while nobody looks."""
    (first, *_) = held(office)
    start = datetime.fromisoformat(f"{office.starts(first)}+00:00") + timedelta(days=days)
    office.graph.exchange.move_by_hand(first, start, start + timedelta(hours=1))


@pytest.mark.parametrize("hours", [2, 60], ids=["the same day", "days later"])
async def test_a_hold_that_was_dragged_past_its_own_time_is_released(
    office: GraphOffice, hours: int
) -> None:
    """Dragged twice in Outlook while nobody looks: once its own time has come it holds nobody."""
    await asked(office)
    await office.read()
    await dragged(office, 1)
    await dragged(office, 6)
    office.clock = at("2026-11-26 09:00") + timedelta(hours=hours)
    await office.read()
    office.graph.plan.append(Planned(way="cut", method="POST", path="/cancel"))
    with pytest.raises(GraphError):
        await look(office)
    office.clock += timedelta(days=2)
    await office.read()
    await look(office)
    assert [one[:10] for one in starts(office)] == ["2026-11-27"], "nobody is held by the other"


async def test_a_hold_that_was_dragged_and_put_back_by_hand_is_past_like_any(
    office: GraphOffice,
) -> None:
    """It stands where it was made, so once its time has come nobody hears of it again."""
    await asked(office)
    await office.read()
    await dragged(office, 1)
    await office.read()
    await dragged(office, -1)
    await office.read()
    told = office.told("lea")
    office.clock = at("2026-11-26 10:30")
    await look(office)
    assert office.told("lea") == told


async def test_who_says_no_to_a_hold_is_told_of_once(office: GraphOffice) -> None:
    """The secretary hears who cannot, and nothing else changes."""
    ref = await asked(office)
    (first, _) = held(office)
    before = office.case(ref)
    office.graph.exchange.answer(first, address("lea"), "declined", at=office.clock)
    office.graph.exchange.answer(first, address("pal"), "accepted", at=office.clock)
    await office.read()
    await office.read()
    after = office.case(ref)
    new = after.sendings[len(before.sendings) :]
    assert [row.content.subject for row in new] == ["hold_refused"]
    assert "Lea" in new[0].content.text
    assert (after.times, after.options, after.answers) == (
        before.times,
        before.options,
        before.answers,
    )


async def test_a_no_of_one_whom_it_was_forwarded_to_is_told_once(office: GraphOffice) -> None:
    """A colleague sent it on, and the other cannot: the secretary hears who, and nobody else."""
    ref = await asked(office)
    before = office.case(ref)
    office.graph.exchange.forward(held(office)[0], "ola@annet.example", "declined")
    office.graph.exchange.forward(held(office)[1], address("frida"), "declined")
    for _ in range(2):
        await office.read()
    new = office.case(ref).sendings[len(before.sendings) :]
    assert [row.content.subject for row in new] == ["hold_refused"] * 2
    assert ["ola@annet.example" in new[0].content.text, "Frida" in new[1].content.text] == [
        True
    ] * 2
