"""What somebody does to an event in the organiser's own calendar, beside its time: one question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pathway.arrivals import Handled
from pathway.commands import ChangeMeeting, ChangeParticipant, SettleQuestion
from pathway.questions import Doubt, Resolution
from pathway.words import Attendance, CaseRef, MeetingKind
from tests.calendar_sync.graph.office import GraphOffice
from tests.fakes.graph_calendar import Event, Json

HOUR = timedelta(hours=1)
LINK = "https://video.example/vaar"


def with_link(office: GraphOffice) -> CaseRef:
    """Two colleagues are asked to a meeting that has a link; one of them comes to the clinic."""
    ref = office.with_doctors("lea", "pal")
    kind = MeetingKind.SHM1
    office.do(ChangeMeeting(ref=ref, kind=kind, place="Rom 2", link=LINK, accept_clashes=True))
    person = next(p for p in office.case(ref).participants if p.staff_id == "pal")
    office.do(ChangeParticipant(ref=ref, who=person.id, attends=Attendance.CLINIC))
    return ref


def take_off(office: GraphOffice, who: str) -> None:
    """Somebody takes a colleague off the event in the organiser's calendar."""
    (event,) = office.events()
    stays = [one for one in event.attendees if who not in str(one)]
    office.graph.exchange.patch(event, {"attendees": stays})


def body(event: Event, how: Callable[[str], str]) -> Json:
    """A body that says something else."""
    return {"body": {"contentType": "html", "content": how(event.data["body"]["content"])}}


REWRITTEN: dict[str, Callable[[Event], Json]] = {
    "subject": lambda _event: {"subject": "Avlyst"},
    "place": lambda _event: {"location": {"displayName": "Rom 99"}},
    "link": lambda event: body(event, lambda page: page.replace(LINK, "https://annet.example")),
    "words": lambda event: body(event, lambda _page: "Møtet er på mitt kontor"),
}
ADDED: dict[str, Callable[[Event], Json]] = {
    "a line": lambda event: body(event, lambda page: f"Husk kaffe<br>{page}"),
    "a place": lambda event: {
        "location": {"displayName": f"{event.data['location']['displayName']}; Rom 99"}
    },
    "a category": lambda _event: {"importance": "high"},
}


async def test_a_colleague_who_is_taken_off_is_one_question(office: GraphOffice) -> None:
    """They were told that it is off: asked about once, and put back they are invited again."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    for _ in range(2):
        take_off(office, "lea")
        assert await office.read() == [Handled.ASKED]
        office.answer("pal", "accepted")
        assert Handled.ASKED not in await office.read()
        office.clock += timedelta(days=1)
        assert await office.read() == []
        (question,) = office.questions(ref)
        assert question.doubt is Doubt.TAKEN_OFF
        assert question.invitation_id == office.invitation(ref, "lea").id
        office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
        await office.tick(HOUR)
        assert office.on(office.events()[0]) == {"lea", "pal"}
        assert await office.read() == []
    assert office.told("lea") == ["invited", "cancelled"] * 2 + ["invited"]
    assert office.told("pal") == ["invited"]


@pytest.mark.parametrize("how", REWRITTEN.values(), ids=REWRITTEN)
async def test_what_is_rewritten_is_one_question(
    office: GraphOffice, how: Callable[[Event], Json]
) -> None:
    """Other words, or another place: asked about once, and put back it says what the case says."""
    ref = with_link(office)
    await office.tick()
    (event,) = office.events()
    before = {name: str(event.data[name]) for name in ("subject", "location", "body")}
    office.graph.exchange.patch(event, how(event))
    assert await office.read() == [Handled.ASKED]
    office.clock += timedelta(days=1)
    assert await office.read() == []
    (question,) = office.questions(ref)
    assert question.doubt is Doubt.REWRITTEN
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
    await office.tick(HOUR)
    assert {name: str(event.data[name]) for name in before} == before
    assert await office.read() == []
    office.graph.exchange.patch(event, how(event))
    assert await office.read() == [Handled.ASKED], "once more is once more"


@pytest.mark.parametrize("how", ADDED.values(), ids=ADDED)
async def test_what_is_added_is_nobodys_business(
    office: GraphOffice, how: Callable[[Event], Json]
) -> None:
    """A line or a place more takes nothing away, and stays."""
    ref = with_link(office)
    await office.tick()
    (event,) = office.events()
    office.graph.exchange.patch(event, how(event))
    assert await office.read() == []
    assert office.questions(ref) == []


async def test_what_is_left_so_is_not_asked_again(office: GraphOffice) -> None:
    """Seen and left: our next change of the event puts them back all the same."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    take_off(office, "lea")
    await office.read()
    (question,) = office.questions(ref)
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.NOTED))
    office.clock += timedelta(days=1)
    assert await office.read() == []
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    assert office.on(office.events()[0]) == {"lea", "pal"}


async def test_what_somebody_puts_right_by_hand_may_happen_again(office: GraphOffice) -> None:
    """Taken off, put on, and taken off: that is asked about once more."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    (event,) = office.events()
    everybody = list(event.attendees)
    for _ in range(2):
        take_off(office, "lea")
        assert await office.read() == [Handled.ASKED]
        office.graph.exchange.patch(event, {"attendees": everybody})
        assert await office.read() == []
    (question,) = office.questions(ref)
    assert question.times == 2


async def test_our_own_change_during_the_look_is_no_question(office: GraphOffice) -> None:
    """The list of events was read before our change, and the event after it."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.answer("pal", "accepted")
    living = office.book.living
    first = True

    async def then_changed() -> object:
        nonlocal first
        events, now = await living(), first
        first = False
        if now:
            office.move(ref, "2026-11-25 12:00")
            office.remove(ref, "lea")
            await office.tick(HOUR)
        return events

    office.book.living = then_changed  # type: ignore[method-assign,assignment]
    assert Handled.ASKED not in await office.read()
    assert await office.read() == []
    assert office.questions(ref) == []
