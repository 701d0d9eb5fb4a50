"""What clinicians are told by their calendars, from the pressed command to Exchange."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway.commands import CancelMeeting, ChangeMeeting
from pathway.outgoing import SendingStatus
from pathway.words import Channel, MeetingKind
from tests.calendar_sync.graph.office import GraphOffice, address
from tests.fakes.graph_calendar import Event, Json
from tests.fakes.graph_server import Planned
from tests.pathway.build import at


async def test_people_with_the_same_window_share_one_event(office: GraphOffice) -> None:
    """Three clinicians are on one event, private and with hidden attendees; the GP never is."""
    office.with_doctors("lea", "pal", "frida")
    await office.tick()
    (event,) = office.events()
    assert office.on(event) == {"lea", "pal", "frida"}
    assert (event.data["hideAttendees"], event.data["sensitivity"]) == (True, "private")
    assert [office.told(who) for who in ("lea", "pal", "frida")] == [["invited"]] * 3
    assert len(office.carrier.delivered) == 1, "the GP's own mail"


async def test_no_call_to_graph_inside_a_turn(office: GraphOffice) -> None:
    """Whatever is pressed, Graph hears of it from the daemon alone."""
    ref = office.with_doctors("lea")
    office.move(ref, "2026-11-25 10:00")
    assert office.graph.got == []
    await office.tick()
    assert office.graph.got


async def test_one_who_comes_later_is_added_and_nobody_else_hears(office: GraphOffice) -> None:
    """Another clinician joins the event of the first, who is told nothing."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.joins(ref, "frida")
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    assert office.on(event) == {"lea", "pal", "frida"}
    assert office.told("lea") == office.told("pal") == ["invited"]


async def test_one_who_leaves_is_cancelled_and_nobody_else_hears(office: GraphOffice) -> None:
    """Who is taken off the meeting gets a cancellation; the last one takes the event along."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.remove(ref, "lea")
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    assert office.on(event) == {"pal"}
    assert (office.told("lea"), office.told("pal")) == (["invited", "cancelled"], ["invited"])
    office.remove(ref, "pal")
    await office.tick(timedelta(minutes=1))
    assert office.events() == []
    assert office.told("pal") == ["invited", "cancelled"]
    assert office.store.run(office.clinic.id, lambda ledger: list(ledger.living_events())) == []


async def test_a_moved_meeting_moves_its_event(office: GraphOffice) -> None:
    """All who are on it hear once of the new time, on the same event."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.move(ref, "2026-11-25 12:00")
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    assert office.starts(event) == "2026-11-25 11:00"
    assert office.told("lea") == office.told("pal") == ["invited", "updated"]


async def test_a_new_link_is_written_once_for_all(office: GraphOffice) -> None:
    """A new link changes the words of the one event, and each hears of it once."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.do(
        ChangeMeeting(
            ref=ref, kind=MeetingKind.SHM1, link="https://video.example/ny", accept_clashes=True
        )
    )
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    assert "https://video.example/ny" in event.data["body"]["content"]
    assert office.told("lea") == ["invited", "updated"]
    assert office.events() == [event]


async def test_new_words_leave_an_online_meeting_its_own_block(office: GraphOffice) -> None:
    """Somebody turned it on in Outlook: a body without the block would end their meeting."""
    ref = office.with_doctors("lea")
    await office.tick()
    (event,) = office.events()
    office.graph.exchange.make_online_by_hand(event)
    office.do(
        ChangeMeeting(
            ref=ref, kind=MeetingKind.SHM1, link="https://video.example/ny", accept_clashes=True
        )
    )
    await office.tick(timedelta(minutes=1))
    content = event.data["body"]["content"]
    assert content.index("https://video.example/ny") < content.index("meetup-join")
    assert event.data["isOnlineMeeting"]


async def test_a_meeting_that_is_off_is_off_in_every_calendar(office: GraphOffice) -> None:
    """A cancelled meeting leaves no event, and each is told once."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    await office.tick(timedelta(minutes=1))
    assert office.events() == []
    assert office.told("lea") == office.told("pal") == ["invited", "cancelled"]


LOST = [
    Planned(way="lost", method="POST", path="/events"),
    Planned(way="cut", method="POST", path="/events"),
    Planned(way="half", method="POST", path="/events"),
    Planned(status=503, method="POST", path="/events"),
    Planned(status=409, code="ErrorConcurrentItemSave", method="POST", path="/events"),
]


@pytest.mark.parametrize("planned", LOST, ids=["lost", "cut", "half", "503", "409"])
async def test_a_lost_answer_makes_no_second_event(office: GraphOffice, planned: Planned) -> None:
    """Whatever becomes of the answer to the POST, there is one event and one invitation each."""
    office.graph.plan.append(planned)
    office.with_doctors("lea", "pal")
    await office.tick()
    await office.tick(timedelta(minutes=30))
    (event,) = office.events()
    assert office.on(event) == {"lea", "pal"}
    assert office.told("lea") == office.told("pal") == ["invited"]


async def test_what_was_lost_and_then_changed_is_found_again(office: GraphOffice) -> None:
    """An event whose making nobody heard of, for people who have changed since, is put right."""
    office.graph.plan.extend([Planned(way="lost", method="POST", path="/events")] * 2)
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    assert len(office.events()) == 1
    office.remove(ref, "lea")
    await office.tick(timedelta(minutes=30))
    (event,) = office.events()
    assert office.on(event) == {"pal"}
    assert (office.told("lea"), office.told("pal")) == (["invited", "cancelled"], ["invited"])


async def test_what_was_made_unheard_and_dragged_is_called_off(office: GraphOffice) -> None:
    """Nobody heard that it was made, somebody dragged it to another month, and it is found."""
    office.graph.plan.append(Planned(way="lost", method="POST", path="/events"))
    ref = office.with_doctors("lea")
    await office.tick()
    (event,) = office.events()
    office.graph.exchange.move_by_hand(event, at("2027-01-12 10:00"), at("2027-01-12 11:00"))
    office.remove(ref, "lea")
    await office.tick(timedelta(minutes=30))
    assert office.events() == []


async def test_a_lost_change_is_not_made_twice(office: GraphOffice) -> None:
    """A PATCH that was done, and whose answer was lost, is found done."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.graph.plan.extend([Planned(way="lost", method="PATCH")] * 2)
    office.move(ref, "2026-11-25 12:00")
    await office.tick(timedelta(minutes=1))
    await office.tick(timedelta(minutes=30))
    assert office.told("lea") == office.told("pal") == ["invited", "updated"]
    statuses = {row.status for row in office.case(ref).sendings if row.channel is Channel.GRAPH}
    assert statuses == {SendingStatus.SENT}


async def test_what_graph_calls_wrong_reaches_the_secretary(office: GraphOffice) -> None:
    """A 400 will never pass: the message is given up, and the secretary told."""
    office.graph.plan.append(Planned(status=400, code="ErrorInvalidRecipients", method="POST"))
    ref = office.with_doctors("lea")
    await office.tick()
    rows = [row for row in office.case(ref).sendings if row.channel is Channel.GRAPH]
    assert [(row.status, row.error) for row in rows] == [
        (SendingStatus.GIVEN_UP, "400 ErrorInvalidRecipients")
    ]
    assert [row.content.subject for row in office.notices(ref)] == ["not_in_calendar"]


async def test_graph_says_how_long_to_wait(office: GraphOffice) -> None:
    """After 429 with five minutes nothing is asked before, and then it is delivered."""
    office.graph.plan.append(Planned(status=429, code="TooManyRequests", retry_after="300"))
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    asked, until = len(office.graph.got), office.clock + timedelta(minutes=5)
    rows = [row for row in office.case(ref).sendings if row.channel is Channel.GRAPH]
    assert all(row.not_before >= until for row in rows if row.attempts), "our queue waits"
    await office.tick(timedelta(minutes=2))
    assert len(office.graph.got) == asked
    await office.tick(timedelta(minutes=4))
    (event,) = office.events()
    assert office.on(event) == {"lea", "pal"}
    assert office.graph.too_soon == 0


async def test_deleted_while_it_is_moved_it_is_made_anew(office: GraphOffice) -> None:
    """Read, and gone before the PATCH: nothing is given up, and the next try asks all anew."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    (event,) = office.events()
    office.move(ref, "2026-11-25 12:00")
    gone = Planned(status=404, code="ErrorItemNotFound", method="PATCH")
    office.graph.plan.append(gone)
    await office.tick(timedelta(minutes=1))
    assert gone not in office.graph.plan
    rows = [row for row in office.case(ref).sendings if row.channel is Channel.GRAPH]
    assert SendingStatus.GIVEN_UP not in {row.status for row in rows}
    office.graph.exchange.delete(event)
    for _ in range(3):
        await office.tick(timedelta(minutes=30))
    (anew,) = office.events()
    assert office.on(anew) == {"lea", "pal"}
    assert office.starts(anew) == "2026-11-25 11:00"


async def test_somebody_added_by_hand_stays(office: GraphOffice) -> None:
    """A colleague whom somebody has put on the event stays on it when our own list changes."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.graph.exchange.forward(office.events()[0], "student@klinikk.example")
    office.remove(ref, "lea")
    await office.tick(timedelta(minutes=1))
    assert office.on(office.events()[0]) == {"pal", "student"}
    assert address("student") not in {p.email for p in office.case(ref).participants}


async def test_one_who_leaves_before_their_own_turn_is_on_nothing(office: GraphOffice) -> None:
    """Taken off the case while another's invitation is delivered, they are in no calendar."""
    ref = office.with_doctors("lea", "pal")
    made = office.graph.exchange.post

    def then_leaves(body: Json) -> Event | None:
        event = made(body)
        office.graph.exchange.post = made  # type: ignore[method-assign]
        office.remove(ref, "pal")
        return event

    office.graph.exchange.post = then_leaves  # type: ignore[method-assign]
    await office.tick()
    await office.tick(timedelta(minutes=1))
    (event,) = office.events()
    assert office.on(event) == {"lea"}
