"""The real SDK against the fake Graph, which is held against Microsoft's own description."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync.graph import asking, sdk
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.calls import EventChange, GraphError, Mine, NewEvent
from calendar_sync.graph.sdk import Line
from pathway.calendars import EventText, Guest
from pathway.model import Window
from pathway.words import InvitationId
from tests.fakes.graph_calendar import Json
from tests.fakes.graph_server import GraphServer, Planned

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = Window(start=START, end=START + HOUR)
TEXT = EventText(
    summary="Møte (ref. K7M2)",
    description="Referanse: K7M2\nhttps://example.no/x",
    location="Rom 2",
)
LEA = Guest(invitation_id=InvitationId("i1"), address="lea@klinikk.example", name="Lea Liksom")
PAL = Guest(invitation_id=InvitationId("i2"), address="pal@klinikk.example", name="Pål Påfunn")
EVENT: Json = {
    "subject": "Møte",
    "body": {"contentType": "html", "content": ""},
    "start": {"dateTime": "2026-11-24T09:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-24T10:00:00", "timeZone": "UTC"},
}
SPAN = Window(start=START - 30 * 24 * HOUR, end=START + 300 * 24 * HOUR)


@pytest.fixture
async def mailbox(graph: GraphServer) -> AsyncIterator[Mailbox]:
    """The organiser's mailbox, over the real SDK."""
    line = Line(None, graph.url, seconds=5)
    yield Mailbox(line, graph.organiser)
    await line.close()


def new(*guests: Guest, transaction: str = "t1", online: bool = False) -> NewEvent:
    """An event to make."""
    return NewEvent(transaction=transaction, window=WINDOW, text=TEXT, guests=guests, online=online)


async def test_an_event_is_made_once_and_read_again(graph: GraphServer, mailbox: Mailbox) -> None:
    """The same request twice makes one event, and what is read is what was written."""
    first, again = await mailbox.create(new(LEA)), await mailbox.create(new(LEA))
    assert first.id == again.id
    assert len(graph.exchange.standing) == 1
    found = await mailbox.read(first.id)
    assert found is not None
    assert (found.window, found.summary, found.location) == (WINDOW, TEXT.summary, "Rom 2")
    assert [guest.address for guest in found.guests] == [LEA.address]
    sent = graph.exchange.standing[0].data
    assert (sent["hideAttendees"], sent["sensitivity"], sent["subject"]) == (
        True,
        "private",
        TEXT.summary,
    )


async def test_only_who_comes_or_goes_hears_of_a_patch_of_attendees(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """A PATCH of the whole list tells the new one and the one who left, and nobody else."""
    made = await mailbox.create(new(LEA))
    await mailbox.change(made.id, EventChange(guests=((LEA.address, "Lea"), (PAL.address, "Pål"))))
    assert [one.kind for one in graph.exchange.told(LEA.address)] == ["invited"]
    assert [one.kind for one in graph.exchange.told(PAL.address)] == ["invited"]


async def test_delta_tells_what_changed_and_what_is_gone(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """From a mark on only what changed since is told; a deleted event is told as gone."""
    made = await mailbox.create(new(LEA))
    whole = await mailbox.changes("", SPAN)
    assert (whole.changed, whole.whole) == ((made.id,), True)
    assert (await mailbox.changes(whole.mark, SPAN)).changed == ()
    graph.exchange.answer(graph.exchange.standing[0], LEA.address, "accepted")
    later = await mailbox.changes(whole.mark, SPAN)
    assert later.changed == (made.id,)
    graph.exchange.delete(graph.exchange.standing[0])
    assert (await mailbox.changes(later.mark, SPAN)).gone == (made.id,)


@pytest.mark.parametrize(
    ("planned", "status", "wait"),
    [
        (Planned(status=429, code="TooManyRequests", retry_after="300"), 429, 300.0),
        (Planned(status=429, code="TooManyRequests"), 429, 30.0),
        (Planned(status=429, code="TooManyRequests", retry_after="86400"), 429, 3600.0),
        (Planned(status=503), 503, 0.0),
        (Planned(status=401, code="InvalidAuthenticationToken"), 401, 0.0),
        (Planned(status=403, code="ErrorAccessDenied"), 403, 0.0),
        (Planned(status=400, code="ErrorInvalidRequest"), 400, 0.0),
        (Planned(status=409, code="ErrorDuplicateTransactionId"), 409, 0.0),
        (Planned(status=410, code="SyncStateNotFound"), 410, 0.0),
        (Planned(status=500, code="ErrorInternalServerError"), 500, 0.0),
        (Planned(status=504, code="UnknownError"), 504, 0.0),
        (Planned(way="cut"), 0, 0.0),
        (Planned(way="half"), 0, 0.0),
    ],
    ids=[
        "429-300",
        "429",
        "429-day",
        "503",
        "401",
        "403",
        "400",
        "409",
        "410",
        "500",
        "504",
        "cut",
        "half",
    ],
)
async def test_every_fault_is_told_by_its_code_alone(
    graph: GraphServer, mailbox: Mailbox, planned: Planned, status: int, wait: float
) -> None:
    """What goes wrong is an error with status and code, which names nobody, and is tried once."""
    graph.plan.append(planned)
    with pytest.raises(GraphError) as raised:
        await mailbox.read("AAk")
    assert raised.value.status == status
    assert raised.value.wait == pytest.approx(wait)
    assert "kari" not in "".join(traceback.format_exception(raised.value))
    assert len(graph.got) == 1


UNTIL = START + 24 * HOUR
ASKED: dict[str, Callable[[Mailbox], Awaitable[object]]] = {
    "create": lambda mailbox: mailbox.create(new(LEA)),
    "read": lambda mailbox: mailbox.read("AAk"),
    "change": lambda mailbox: mailbox.change("AAk", EventChange(window=WINDOW)),
    "subscribe": lambda mailbox: mailbox.subscribe(Mine(url="https://x.example", state=""), UNTIL),
    "renew": lambda mailbox: mailbox.renew("sub-1", UNTIL),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_an_answer_that_says_nothing_is_half_an_answer(
    graph: GraphServer, mailbox: Mailbox, ask: Callable[[Mailbox], Awaitable[object]]
) -> None:
    """An event without a name or a time, or a subscription without an end, is not taken for one."""
    graph.plan.append(Planned(way="empty"))
    with pytest.raises(GraphError) as raised:
        await ask(mailbox)
    assert (raised.value.status, raised.value.code) == (0, "half")


async def test_what_hangs_is_let_go(graph: GraphServer) -> None:
    """A request without an answer ends by our own limit, and the next one is asked."""
    line = Line(None, graph.url, seconds=1)
    hasty = Mailbox(line, graph.organiser)
    assert await hasty.read("AAkNone") is None  # the SDK is read
    graph.plan.append(Planned(way="hang"))
    with pytest.raises(GraphError) as raised:
        await hasty.read("AAkNone")
    assert (raised.value.status, raised.value.code) == (0, "timeout")
    assert await hasty.read("AAkNone") is None
    await line.close()


async def test_four_at_a_time(graph: GraphServer) -> None:
    """However many ask at once, Graph is asked no more than four things at a time."""
    line, inside, most = Line(None, graph.url), 0, 0

    async def busy(_client: object) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1

    await asyncio.gather(*(line.ask(busy) for _ in range(12)))
    assert most == 4
    await line.close()


async def test_a_code_that_is_no_code_is_kept_out(graph: GraphServer, mailbox: Mailbox) -> None:
    """Where words stand in the code's place they may name somebody, and are not repeated."""
    graph.plan.append(Planned(status=500, code="kari.testlege@solsiden.example is no user"))
    with pytest.raises(GraphError) as raised:
        await mailbox.read("AAk")
    assert str(raised.value) == "500"


async def test_many_changes_come_in_large_pages(graph: GraphServer, mailbox: Mailbox) -> None:
    """A hundred at a time are asked for, on every page, and what is on the next is read too."""
    for number in range(101):
        graph.exchange.post({**EVENT, "transactionId": f"t{number}"})
    found = await mailbox.changes("", SPAN)
    assert len(found.changed) == 101
    asked = [str(one.headers) for one in graph.got if "delta" in one.path]
    assert len(asked) == 2
    assert all("odata.maxpagesize=100" in one for one in asked)


@pytest.mark.parametrize("way", [("127.0.0.1", "127.0.0.2"), ("/v1.0/", "/v1.05/")])
async def test_a_link_that_leads_elsewhere_is_not_followed(
    mailbox: Mailbox, way: tuple[str, str]
) -> None:
    """Our token goes to Graph alone: where we are led away from it, we begin anew."""
    begun = await mailbox.changes("", SPAN)
    with pytest.raises(GraphError) as raised:
        await mailbox.changes(begun.mark.replace(*way), SPAN)
    assert (raised.value.status, raised.value.code) == (410, "foreign")


async def test_only_the_span_is_read(graph: GraphServer, mailbox: Mailbox) -> None:
    """What stands outside is not listed, and what is dragged out of it is told as gone."""
    made = await mailbox.create(new(LEA))
    before = Window(start=START - HOUR, end=START)
    assert (await mailbox.changes("", before)).changed == ()
    begun = await mailbox.changes("", WINDOW)
    assert begun.changed == (made.id,)
    graph.exchange.move_by_hand(graph.exchange.events[made.id], START + HOUR, START + 2 * HOUR)
    left = await mailbox.changes(begun.mark, WINDOW)
    assert (left.changed, left.gone) == ((), (made.id,))


async def test_a_room_on_a_second_page_is_found(graph: GraphServer, mailbox: Mailbox) -> None:
    """An empty page that leads on is no answer yet."""
    made = await mailbox.create(replace(new(), online=True))
    graph.empty_pages = 1
    room = await mailbox.room_of(made.link)
    assert room is not None
    assert not room.safe


async def test_after_too_much_nothing_is_asked_for_a_while(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """Until the time that Graph named has passed no other request leaves."""
    graph.plan.append(Planned(status=429, code="TooManyRequests", retry_after="300"))
    for _ in range(3):
        with pytest.raises(GraphError):
            await mailbox.read("AAk")
    assert len(graph.got) == 1


async def test_who_waits_for_a_place_does_not_ask_after_too_much(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """Of twelve at once, those that have not left when one is too much stay where they are."""
    assert await mailbox.read("AAk") is None
    asked = len(graph.got)
    graph.plan.append(Planned(status=429, code="TooManyRequests", retry_after="300"))
    told = await asyncio.gather(*(mailbox.read("AAk") for _ in range(12)), return_exceptions=True)
    assert len(graph.got) - asked <= sdk.MOST_AT_ONCE
    assert {(one.status, one.wait > 290) for one in told if isinstance(one, GraphError)} == {
        (429, True)
    }
    assert len(told) == 12


async def test_a_mailbox_that_is_gone_is_no_missing_event(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """A missing event is None, a missing mailbox an error."""
    assert await mailbox.read("AAkNone") is None
    graph.mailbox_there = False
    with pytest.raises(GraphError) as raised:
        await mailbox.read("AAkNone")
    assert raised.value.fault == "gone"


async def test_what_is_too_much_for_once_goes_on_the_next_time(
    graph: GraphServer, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After so many pages what was read is kept, and the next look begins where this one ended."""
    monkeypatch.setattr(asking, "MOST_PAGES", 1)
    first = await mailbox.create(new(LEA))
    plain = graph._delta  # noqa: SLF001

    def with_more(query: Mapping[str, str], most: int) -> tuple[int, Json | None]:
        status, page = plain(query, most)
        if page is not None and "$deltatoken" not in query:
            page["@odata.nextLink"] = page.pop("@odata.deltaLink").replace("=1", "=0")
        return status, page

    monkeypatch.setattr(graph, "_delta", with_more)
    begun = await mailbox.changes("", SPAN)
    assert (begun.changed, begun.whole) == ((first.id,), True)
    rest = await mailbox.changes(begun.mark, SPAN)
    assert rest.changed == (first.id,)
    assert rest.mark


async def test_the_sdk_is_read_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start has the processor for itself; who asks meanwhile waits."""
    began: list[str] = []
    monkeypatch.setattr(sdk, "read_sdk", lambda: began.append("read"))
    line = Line(None, "http://127.0.0.1:1/v1.0")
    line.warm_up(after=0.01)
    await asyncio.sleep(0)
    assert began == []
    assert await line.ready() is not None
    assert began == ["read"]
    await line.close()


async def test_an_event_is_found_by_its_transaction_within_the_window(
    graph: GraphServer, mailbox: Mailbox
) -> None:
    """Also among more than a page of others; not where it has been dragged out of the window."""
    for number in range(101):
        await mailbox.create(new(transaction=f"other {number}"))
    made = await mailbox.create(new(LEA))
    found = await mailbox.find("t1", WINDOW)
    assert found is not None
    assert found.id == made.id
    views = [one for one in graph.got if one.path.endswith("/calendarView")]
    assert len(views) == 2
    assert await mailbox.find("t1", Window(start=START + HOUR, end=START + 2 * HOUR)) is None
    assert await mailbox.find("nobody's", WINDOW) is None
    graph.exchange.move_by_hand(graph.exchange.events[made.id], START + HOUR, START + 2 * HOUR)
    assert await mailbox.find("t1", WINDOW) is None
