"""What Microsoft Graph says at our door is a hint, and the daemon reads for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.graph_door import GraphDoor
from calendar_sync.graph.calls import Mine
from pathway.calendars import HINT
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice
from tests.fakes.graph_server import GraphServer, Planned, graph_server
from tests.scheduler.station import fake_store

STATE = "a secret that nobody guesses"


class Doorstep:
    """Our door on loopback, and what it hinted at."""

    def __init__(self) -> None:
        self.hints: list[str] = []
        self.office: GraphOffice | None = None
        self.url = ""

    async def hint(self, kind: str) -> None:
        """As the house does."""
        self.hints.append(kind)
        if self.office is not None:
            await self.office.book.put_mark(HINT, f"{kind} {len(self.hints)}")


@pytest.fixture
async def door() -> AsyncIterator[Doorstep]:
    """The door, where Graph would find it."""
    step = Doorstep()
    app = web.Application()
    app.add_subapp("/api/graph", GraphDoor(step.hint, STATE).app())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    step.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/graph/notifications"
    yield step
    await runner.cleanup()


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """A fake Graph."""
    async with graph_server() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def office(graph: GraphServer, door: Doorstep) -> AsyncIterator[GraphOffice]:
    """A clinic that is told of changes at that door."""
    mine = Mine(url=door.url, state=STATE)
    made = GraphOffice(store=fake_store(), clinic=GRAPH_CLINIC, graph=graph, mine=mine)
    door.office = made
    yield made
    await made.line.close()


async def test_a_subscription_is_made_once_and_renewed_at_half_life(office: GraphOffice) -> None:
    """Graph calls our door before it agrees; half a week later the end is moved, not the name."""
    await office.read()
    await office.read()
    (name,) = office.graph.subscriptions
    first = office.graph.subscriptions[name]["expirationDateTime"]
    for day in (2, 4):
        office.clock += timedelta(days=2)
        office.graph.exchange.now = office.clock
        await office.read()
        assert (office.graph.subscriptions[name]["expirationDateTime"] > first) is (day == 4)


async def test_one_that_graph_has_forgotten_is_made_anew(office: GraphOffice) -> None:
    """A subscription that was removed is made again at once when Graph says so."""
    await office.read()
    await office.graph.notify(lifecycle="subscriptionRemoved")
    office.graph.subscriptions.clear()
    await office.postbox.listen(3)
    await office.read()
    assert len(office.graph.subscriptions) == 1


@pytest.mark.parametrize("event", ["reauthorizationRequired", "missed"])
async def test_lifecycle_notifications_renew_and_read(office: GraphOffice, event: str) -> None:
    """When Graph wants to see us again, or has lost something, the end is moved and all is read."""
    await office.read()
    asked = [one.method for one in office.graph.got].count("PATCH")
    await office.graph.notify(lifecycle=event)
    await office.postbox.listen(3)
    await office.read()
    assert [one.method for one in office.graph.got].count("PATCH") == asked + 1


async def test_a_notification_is_a_hint_however_often_it_comes(
    office: GraphOffice, door: Doorstep
) -> None:
    """Twice is answered 202 twice, wakes the reader, and the answer is in the case once."""
    ref = office.with_doctors("lea")
    await office.tick()
    await office.read()
    office.answer("lea", "accepted")
    assert await office.graph.notify(times=2) == [202, 202]
    async with asyncio.timeout(5):
        await office.postbox.listen(60)
    await office.read()
    assert len(office.answers(ref, "lea")) == 1
    assert "changed" in door.hints


async def test_a_forged_notification_comes_to_nothing(office: GraphOffice, door: Doorstep) -> None:
    """One without our secret is answered alike, and nobody is woken."""
    await office.read()
    assert await office.graph.notify(state="guessed") == [202]
    assert door.hints == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"value": 3}', b'{"value": [{}]}', b"[" * 9000]
)
async def test_what_is_no_notification_comes_to_nothing(door: Doorstep, body: bytes) -> None:
    """Nonsense is answered calmly."""
    from aiohttp import ClientSession

    async with ClientSession() as http, http.post(door.url, data=body) as answer:
        assert answer.status == 202
    assert door.hints == []


async def test_a_door_that_does_not_answer_stops_no_reading(office: GraphOffice) -> None:
    """Where Graph cannot reach us nothing is subscribed, and the look now and then goes on."""
    ref = office.with_doctors("lea")
    office.postbox._subscriptions._mine = replace(office.mine, url="http://127.0.0.1:9/")  # type: ignore[type-var] # noqa: SLF001
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    assert office.graph.subscriptions == {}
    assert len(office.answers(ref, "lea")) == 1


async def test_never_a_token_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever fails, at the loudest log there is, the token stands in none of it."""
    from calendar_sync.graph.asking import Mailbox
    from calendar_sync.graph.calls import GraphError
    from calendar_sync.graph.sdk import Line

    class Credential:
        async def get_token(self, *scopes: str, **options: object) -> object:
            from azure.core.credentials import AccessToken

            return AccessToken("secret-token", 4_000_000_000)

        async def close(self) -> None:
            """Nothing to let go of."""

    caplog.set_level("DEBUG")
    async with graph_server() as server:
        server.token = "secret-token"
        line = Line(Credential, server.url, seconds=0.5)
        mailbox = Mailbox(line, server.organiser)
        assert await mailbox.read("AAkNone") is None
        server.plan.extend([Planned(status=500), Planned(way="hang"), Planned(status=401)])
        for _ in range(3):
            with pytest.raises(GraphError) as raised:
                await mailbox.read("AAkNone")
            assert "secret-token" not in repr(raised.value)
        await line.close()
    assert "secret-token" not in caplog.text
