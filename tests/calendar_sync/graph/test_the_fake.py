"""The fake Graph is strict: what Microsoft does not describe is refused, and is a fault of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from tests.fakes.graph_calendar import Json
from tests.fakes.graph_server import IMMUTABLE, ZONE, GraphServer, Planned, graph_server

PREFER = {"Prefer": f"{IMMUTABLE}, {ZONE}"}
EVENT: Json = {
    "subject": "Møte",
    "body": {"contentType": "html", "content": ""},
    "start": {"dateTime": "2026-11-24T09:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-24T10:00:00", "timeZone": "UTC"},
    "attendees": [],
    "transactionId": "t1",
    "hideAttendees": True,
    "sensitivity": "private",
    "isOnlineMeeting": False,
}
NOWHERE = "http://127.0.0.1:9/api/graph/notifications"
SUBSCRIPTION: Json = {
    "changeType": "updated,deleted",
    "notificationUrl": NOWHERE,
    "lifecycleNotificationUrl": NOWHERE,
    "resource": "users/mote@klinikk.example/events",
    "expirationDateTime": "2026-11-06T08:00:00Z",
    "clientState": "a secret",
}


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """One whose faults are what is looked for, and not its end."""
    async with graph_server() as server:
        yield server


async def asked(graph: GraphServer, path: str, body: Json | None = None, **headers: str) -> int:
    """The status of one request, a POST where it has a body."""
    method = "GET" if body is None else "POST"
    async with (
        ClientSession() as http,
        http.request(method, graph.url + path, json=body, headers=PREFER | headers) as answer,
    ):
        return answer.status


def events(graph: GraphServer) -> str:
    """Where events are made."""
    return f"/users/{graph.organiser}/events"


async def test_what_is_described_is_no_fault(graph: GraphServer) -> None:
    """The request that the others break in one place each."""
    assert await asked(graph, events(graph), EVENT) == 201
    assert graph.faults == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"sensitivity": "secret"},
        {"start": {"dateTime": "2026-11-24T09:00:00"}},
        {"hideAttendees": "yes"},
        {"transactionId": None},
    ],
    ids=str,
)
async def test_an_event_that_is_not_described_is_a_fault(graph: GraphServer, wrong: Json) -> None:
    """A member that nobody knows, a word of no list, a time without its zone, a lack: refused."""
    body = {name: value for name, value in {**EVENT, **wrong}.items() if value is not None}
    assert await asked(graph, events(graph), body) == 400
    assert len(graph.faults) == 1
    assert graph.exchange.standing == []


async def test_a_subscription_without_a_secret_is_a_fault(
    graph: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A door that nobody could tell from another's is never subscribed."""
    monkeypatch.setattr(graph, "_door_answers", _yes)  # there is none to ask
    assert await asked(graph, "/subscriptions", SUBSCRIPTION) == 201
    assert graph.faults == []
    body = {name: value for name, value in SUBSCRIPTION.items() if name != "clientState"}
    assert await asked(graph, "/subscriptions", body) == 400
    assert len(graph.faults) == 1


async def _yes(*_: object) -> bool:
    return True


async def test_an_answer_of_its_own_that_is_not_described_is_a_fault(graph: GraphServer) -> None:
    """The fake is held as strictly: an event with a member too many, or too few, is told."""
    await asked(graph, events(graph), EVENT)
    (event,) = graph.exchange.standing
    where = f"{events(graph)}/{event.data['id']}"
    assert await asked(graph, where) == 200
    assert graph.faults == []
    event.data["sensitivity"] = "secret"
    await asked(graph, where)
    event.data["sensitivity"] = "private"
    del event.data["changeKey"]
    await asked(graph, where)
    assert [fault.startswith("answer to GET") for fault in graph.faults] == [True, True]


@pytest.mark.parametrize("prefer", [IMMUTABLE, ZONE, f'{IMMUTABLE}, outlook.timezone="Tokyo"'])
async def test_without_what_we_always_prefer_it_is_a_fault(graph: GraphServer, prefer: str) -> None:
    """Ids that change, and times of a zone that nobody named, are for nobody."""
    assert await asked(graph, events(graph), EVENT, Prefer=prefer) == 201
    assert len(graph.faults) == 1


async def test_who_does_not_wait_is_not_served(graph: GraphServer) -> None:
    """Before the time that Retry-After named nothing is done; after it all is as before."""
    clock = [0.0]
    graph.clock = lambda: clock[0]
    graph.plan.append(Planned(status=429, code="TooManyRequests", retry_after="30"))
    for clock[0], status in ((0, 429), (29, 429), (30, 201)):
        assert await asked(graph, events(graph), EVENT) == status
    assert graph.too_soon == 1


async def test_a_view_is_of_its_span_and_comes_in_pages(graph: GraphServer) -> None:
    """Ten at a time where no more are asked for, and nothing that only touches the span."""
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    for number in range(12):
        await asked(graph, events(graph), {**EVENT, "transactionId": f"t{number}"})
    hour = timedelta(hours=1)
    for first, last, seen, more in (
        (start, start + hour, 10, True),
        (start + hour, start + 2 * hour, 0, False),
        (start - hour, start, 0, False),
    ):
        span = f"startDateTime={first:%Y-%m-%dT%H:%M:%SZ}&endDateTime={last:%Y-%m-%dT%H:%M:%SZ}"
        url = f"{graph.url}/users/{graph.organiser}/calendarView?{span}"
        async with ClientSession() as http, http.get(url, headers=PREFER) as answer:
            page = await answer.json()
        assert (len(page["value"]), "@odata.nextLink" in page) == (seen, more)
        if more:
            async with (
                ClientSession() as http,
                http.get(page["@odata.nextLink"], headers=PREFER) as answer,
            ):
                rest = await answer.json()
            ids = {one["id"] for one in (*page["value"], *rest["value"])}
            assert (len(ids), "@odata.nextLink" in rest) == (12, False)
    assert graph.faults == []
