"""What Microsoft Graph says at our door is a hint, and the daemon reads for itself."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot import graph_door
from bot.assembly import assemble
from bot.assembly_graph import NOTIFICATIONS, client_state
from bot.graph_door import BODY_LIMIT, GraphDoor
from bot.serving import _graph_door
from bot.web import make_app
from bot.web_guard import PATIENCE
from calendar_sync.graph import postbox
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.calls import GraphError, Mine
from calendar_sync.graph.sdk import Line
from pathway.calendars import HINT, LIFECYCLE
from pathway.model import Window
from pathway.outgoing import SendingKind
from pathway.postbox import PostboxError
from pathway.questions import Doubt
from pathway.service import PROGRAM, Context
from pathway.words import Verdict
from tests.bot.test_graph_house import settings_of
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice, address
from tests.fakes.graph_server import GraphServer, Planned, graph_server
from tests.pathway.build import SECRETARY, at
from tests.scheduler.station import fake_store

STATE = "a secret that nobody guesses"


class Doorstep:
    """Our door on loopback, and what it hinted at."""

    def __init__(self) -> None:
        self.hints: list[str] = []
        self.office: GraphOffice | None = None
        self.url = ""
        self.door = GraphDoor(self.hint, STATE)

    async def hint(self, kind: str) -> None:
        """As the house does."""
        self.hints.append(kind)
        if self.office is not None:
            mark = LIFECYCLE if kind == "lifecycle" else HINT
            await self.office.book.put_mark(mark, f"{kind} {len(self.hints)}")


@pytest.fixture
async def door() -> AsyncIterator[Doorstep]:
    """The door, where Graph would find it."""
    step = Doorstep()
    app = web.Application(client_max_size=16 * 1024)
    below = step.door.app()
    below[PATIENCE] = 0.3
    app.add_subapp("/api/graph", below)
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


@pytest.mark.parametrize("jump", [1, 24, 24 * 31], ids=["hour", "day", "month"])
async def test_a_clock_that_jumps_stops_no_renewal_and_no_reading(
    office: GraphOffice, jump: int
) -> None:
    """Forth and back: Graph is asked for no more than once a jump, and all goes on as before."""
    ref = office.with_doctors("lea")
    await office.tick()
    await office.read()
    (name,) = office.graph.subscriptions
    first, right = office.graph.subscriptions[name]["expirationDateTime"], office.clock
    for hours in (jump, 0, -jump, jump, 0):
        office.clock = right + timedelta(hours=hours)
        for _ in range(3):
            await office.read()
    asked = [one for one in office.graph.got if one.path.startswith("/v1.0/subscriptions")]
    assert len(asked) <= 3
    office.answer("lea", "accepted")
    await office.read()
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]
    office.clock = office.graph.exchange.now = right + timedelta(days=4)
    await office.read()
    assert office.graph.subscriptions[name]["expirationDateTime"] > first


async def test_a_validation_token_is_echoed_whole_and_as_plain_text(door: Doorstep) -> None:
    """However long, and whatever stands in it: it is said back, never read as a page."""
    token = "<script>alert(1)</script> æ+/=" + "x" * 4000
    async with (
        ClientSession() as http,
        http.post(door.url, params={"validationToken": token}) as answer,
    ):
        assert (answer.status, await answer.text()) == (200, token)
        assert answer.content_type == "text/plain"


async def test_one_that_graph_has_forgotten_is_made_anew(office: GraphOffice) -> None:
    """A subscription that was removed is made again at once when Graph says so."""
    await office.read()
    await office.graph.notify(lifecycle="subscriptionRemoved")
    office.graph.subscriptions.clear()
    await office.postbox.listen(3)
    await office.read()
    assert len(office.graph.subscriptions) == 1


REFUSED = {
    "400": Planned(status=400, code="ValidationError"),
    "401": Planned(status=401, code="InvalidAuthenticationToken"),
    "403": Planned(status=403, code="ExtensionError"),
    "mailbox gone": Planned(status=404, code="MailboxNotEnabledForRESTAPI"),
    "409": Planned(status=409, code="Conflict"),
    "410": Planned(status=410, code="Gone"),
    "429": Planned(status=429, code="TooManyRequests"),
    "429 and five minutes": Planned(status=429, code="TooManyRequests", retry_after="300"),
    "500": Planned(status=500, code="ErrorInternalServerError"),
    "503": Planned(status=503),
    "504": Planned(status=504, code="UnknownError"),
    "no answer": Planned(way="cut"),
    "half an answer": Planned(way="half"),
}


@pytest.mark.parametrize("renewed", [False, True], ids=["made", "renewed"])
@pytest.mark.parametrize("name", REFUSED)
async def test_a_subscription_that_is_refused_is_tried_again_later(
    office: GraphOffice, name: str, *, renewed: bool
) -> None:
    """What was answered meanwhile is in the case before that, and Graph is left in peace."""
    ref = office.with_doctors("lea")
    await office.tick()
    if renewed:
        await office.read()
        office.clock += timedelta(days=4)
        office.graph.exchange.now = office.clock
    before = {name: dict(one) for name, one in office.graph.subscriptions.items()}
    method = "PATCH" if renewed else "POST"
    office.graph.plan.append(replace(REFUSED[name], method=method, path="/subscriptions"))
    office.answer("lea", "accepted")
    for _ in range(2):
        with suppress(PostboxError):
            await office.read()
        assert list(office.graph.plan) == []
        assert office.graph.subscriptions == before
        office.clock += timedelta(minutes=7)
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]
    asked = [one for one in office.graph.got if one.path.startswith("/v1.0/subscriptions")]
    assert len(asked) == 1 + renewed
    office.clock += timedelta(minutes=2)
    office.graph.exchange.now = office.clock
    await office.read()
    assert len(office.graph.subscriptions) == 1
    assert office.graph.subscriptions != before
    assert len(office.answers(ref, "lea")) == 1


@pytest.mark.parametrize("renewed", [False, True], ids=["made", "renewed"])
@pytest.mark.parametrize("name", [*REFUSED, "time-out"])
async def test_a_subscription_that_is_refused_for_good_is_said_once(
    office: GraphOffice, caplog: pytest.LogCaptureFixture, name: str, *, renewed: bool
) -> None:
    """However often it is tried: one line in the log, one notice; and a line when it is over."""
    caplog.set_level("INFO", logger="calendar_sync")
    if renewed:
        await office.read()
        later(office, timedelta(days=4))
    method = "PATCH" if renewed else "POST"
    way = REFUSED.get(name, Planned(way="hang"))
    office.line._seconds = 0.1 if way.way == "hang" else 2  # noqa: SLF001 - it is waited for no longer
    office.graph.plan.append(replace(way, method=method, path="/subscriptions", lasts=True))
    for _ in range(8):
        with suppress(PostboxError):
            await office.read()
        later(office, timedelta(minutes=7))
    office.line._seconds = 2  # noqa: SLF001
    office.graph.plan.clear()
    office.clock += timedelta(minutes=10)
    await office.read()
    await office.read()
    (began, over) = [one for one in caplog.messages if one.startswith("subscription: ")]
    assert began.startswith("subscription: not seen to: ")
    assert over == "subscription: seen to again"
    (told,) = office.chat(SECRETARY, SendingKind.NOTICE)
    assert told.content.subject == "subscription_down"


HANGS = {
    "never done": Planned(way="hang"),
    "done and never answered": Planned(way="late"),
    "done and answered when nobody waits": Planned(way="slow", seconds=1.9),
}


@pytest.mark.parametrize("renewed", [False, True], ids=["made", "renewed"])
@pytest.mark.parametrize("name", HANGS)
async def test_a_subscription_that_hangs_doubles_nothing(
    office: GraphOffice, name: str, *, renewed: bool
) -> None:
    """Where Graph tells by two of them each answer is in the case once, and one is kept alive."""
    ref = office.with_doctors("lea")
    await office.tick()
    if renewed:
        await office.read()
        later(office, timedelta(days=4))
    office.line._seconds = 1.5  # noqa: SLF001 - what hangs is waited for no longer
    method = "PATCH" if renewed else "POST"
    office.graph.plan.append(replace(HANGS[name], method=method, path="/subscriptions"))
    office.answer("lea", "accepted")
    await office.read()
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]
    await asyncio.sleep(0.6)
    later(office, timedelta(minutes=16))
    await office.read()
    (*lost, ours) = office.graph.subscriptions
    assert len(lost) == (not renewed and name != "never done")
    later(office, timedelta(minutes=1))
    office.answer("lea", "declined")
    assert await office.graph.notify() == [202] * (len(lost) + 1)
    await office.postbox.listen(3)
    await office.read()
    assert len(office.answers(ref, "lea")) == 2
    for _ in range(3):
        later(office, timedelta(days=4))
        await office.read()
        assert ends_of(office, ours) > office.clock + timedelta(days=5)
    assert list(office.graph.subscriptions) == [*lost, ours]
    assert all(ends_of(office, one) < office.clock for one in lost), "it has run out"
    assert len(office.answers(ref, "lea")) == 2


def later(office: GraphOffice, pause: timedelta) -> None:
    """It is so much later, here and there."""
    office.clock += pause
    office.graph.exchange.now = office.clock


def ends_of(office: GraphOffice, name: str) -> datetime:
    """When Graph stops telling by this one."""
    return datetime.fromisoformat(office.graph.subscriptions[name]["expirationDateTime"])


@pytest.mark.parametrize("event", ["reauthorizationRequired", "missed"])
async def test_lifecycle_notifications_renew_and_read(office: GraphOffice, event: str) -> None:
    """When Graph wants to see us again, or has lost something, the end is moved and all is read."""
    ref = office.with_doctors("lea")
    await office.tick()
    await office.read()
    asked = [one.method for one in office.graph.got].count("PATCH")
    office.answer("lea", "accepted")
    await office.graph.notify(lifecycle=event)
    async with asyncio.timeout(5):
        await office.postbox.listen(60)
    for _ in range(2):
        await office.read()
        assert [one.method for one in office.graph.got].count("PATCH") == asked + 1
    assert len(office.answers(ref, "lea")) == 1


@pytest.mark.parametrize("failed", [False, True])
async def test_what_was_said_while_nobody_listened_is_heeded(
    office: GraphOffice, *, failed: bool
) -> None:
    """The daemon was down, or the calendar could not be read: the subscription is made again."""
    await office.read()
    if failed:
        office.clock += timedelta(days=4)
        office.graph.exchange.now = office.clock
        office.graph.plan.append(Planned(method="PATCH", path="/subscriptions"))
        await office.read()
    await office.graph.notify(lifecycle="subscriptionRemoved")
    office.graph.subscriptions.clear()
    if not failed:
        office.postbox = office.looking(office.mine)
    await office.read()
    assert len(office.graph.subscriptions) == 1
    asked = len(office.graph.got)
    await office.read()
    again = office.graph.got[asked:]
    assert not [one for one in again if one.path.startswith("/v1.0/subscriptions")]


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


LATE = {
    "in order": (0, 1, 2, 3, 4),
    "backwards": (4, 3, 2, 1, 0),
    "twice, and backwards": (4, 3, 3, 0, 1, 2, 0),
    "only the first": (0,),
    "never": (),
}


@pytest.mark.parametrize("order", LATE.values(), ids=LATE)
async def test_in_whatever_order_it_is_told_the_state_is_right(
    office: GraphOffice, order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A yes, a no to it, a move by hand, a no to that and a delete are read as they are now."""
    monkeypatch.setattr(postbox, "HINT_SECONDS", 0.01)
    answered, dragged, deleted = (office.with_doctors(who) for who in ("lea", "pal", "frida"))
    await office.tick()
    await office.read()
    first, second, third = office.events()
    exchange, hour = office.graph.exchange, timedelta(hours=1)
    start = at("2026-11-25 09:00")
    told = []
    changes = (
        (first, partial(exchange.answer, first, address("lea"), "accepted", at=office.clock)),
        (first, partial(exchange.answer, first, address("lea"), "declined", at=office.clock)),
        (second, partial(exchange.move_by_hand, second, start, start + hour)),
        (second, partial(exchange.answer, second, address("pal"), "declined", at=office.clock)),
        (third, partial(exchange.delete, third)),
    )
    for event, change in changes:
        change()
        told.append(office.graph.notes(event)[0])
    for one in order:
        office.clock += timedelta(minutes=1)
        assert await office.graph.deliver([told[one]]) == [202]
        async with asyncio.timeout(5):
            await office.postbox.listen(60)
        await office.read()
    office.clock += hour
    await office.read()
    assert [one.verdict for one in office.answers(answered, "lea")] == [Verdict.DECLINED]
    assert office.answers(dragged, "pal") == [], "nobody has answered to our time"
    for case, doubt in ((dragged, Doubt.MOVED), (deleted, Doubt.DELETED)):
        assert [one.doubt for one in office.questions(case)] == [doubt]


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
    async with ClientSession() as http, http.post(door.url, data=body) as answer:
        assert answer.status == 202
    assert door.hints == []


async def test_a_door_that_does_not_answer_stops_no_reading(office: GraphOffice) -> None:
    """Where Graph cannot reach us nothing is subscribed, and the look now and then goes on."""
    ref = office.with_doctors("lea")
    assert office.mine is not None
    office.postbox = office.looking(replace(office.mine, url="http://127.0.0.1:9/"))
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    assert office.graph.subscriptions == {}
    assert len(office.answers(ref, "lea")) == 1


@pytest.mark.parametrize(("lifecycle", "kept"), [("", HINT), ("missed", LIFECYCLE)])
async def test_through_the_programs_own_doors_a_notification_is_kept(
    tmp_path: Path, lifecycle: str, kept: str
) -> None:
    """As it is served, beside the door for Teams below `/api`, a hint ends in the store."""
    async with graph_server() as server:
        settings = settings_of(tmp_path / "shm.db", server)
        house = assemble(settings, GRAPH_CLINIC, clock=lambda: at("2026-11-02 09:00"))
        door = _graph_door(house, settings)
        app = make_app(house, settings.key, teams=_teams(), graph=door)
        one = {"clientState": client_state(settings.key, house.clinic)}
        one |= {"lifecycleEvent": lifecycle} if lifecycle else {}
        async with TestClient(TestServer(app)) as client:
            for url, status in ((NOTIFICATIONS, 202), ("/api/messages", 401)):
                answer = await client.post(url, json={"value": [one]})
                assert answer.status == status

        def marks(context: Context) -> dict[str, bool]:
            return {name: bool(context.ledger.mark(name)) for name in (HINT, LIFECYCLE)}

        found = await house.run(PROGRAM, "daemon", marks)
        await house.close()
    assert found == {name: name == kept for name in (HINT, LIFECYCLE)}


def _teams() -> web.Application:
    """Takes whatever comes below `/api`, and lets nobody in."""

    async def refused(_request: web.Request) -> web.Response:
        raise web.HTTPUnauthorized

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", refused)
    return app


async def test_the_secret_is_compared_in_constant_time(
    door: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long it takes to refuse a guess says nothing of how much of it was right."""
    asked: list[bytes] = []

    def compared(one: bytes, other: bytes) -> bool:
        asked.append(one)
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(graph_door, "hmac", SimpleNamespace(compare_digest=compared))
    said = [{"clientState": state} for state in ("guessed", STATE)]
    async with ClientSession() as http, http.post(door.url, json={"value": said}) as answer:
        assert answer.status == 202
    assert asked == [b"guessed", STATE.encode()]
    assert door.hints == ["changed"]


TOKEN = "secret-token"


class Tokens:
    """Gives one token, or fails with words that hold it."""

    fails = False

    async def get_token(self, *_scopes: str, **_options: object) -> object:
        """As `azure.identity.aio` has it."""
        from azure.core.credentials import AccessToken
        from azure.core.exceptions import ClientAuthenticationError

        if self.fails:
            raise ClientAuthenticationError(f"client_secret={TOKEN}")
        return AccessToken(TOKEN, 4_000_000_000)

    async def close(self) -> None:
        """Nothing to let go of."""


WEEK = Window(start=at("2026-11-02 00:00"), end=at("2026-11-09 00:00"))
ASKED: dict[str, tuple[Callable[[Mailbox], Awaitable[object]], list[Planned]]] = {
    "an event": (lambda mailbox: mailbox.read("AAkNone"), [Planned(way="empty")]),
    "busy times": (
        lambda mailbox: mailbox.busy([address("lea")], WEEK),
        [Planned(status=status) for status in (404, 410)],
    ),
}
FAULTS = [Planned(status=status) for status in (400, 500, 401, 403, 429, 503)]
FAULTS += [Planned(way=way) for way in ("hang", "half", "cut")]


@pytest.mark.parametrize("name", ASKED)
async def test_never_a_token_in_a_log(caplog: pytest.LogCaptureFixture, name: str) -> None:
    """Whatever fails, at the loudest log there is, the token stands in none of it."""
    caplog.set_level("DEBUG")
    seconds, tokens = itertools.count(0.0, 4000.0), Tokens()
    ask, more = ASKED[name]
    faults = [*FAULTS, *more]
    async with graph_server() as server:
        server.token = TOKEN
        line = Line(lambda: tokens, server.url, seconds=1.5, monotonic=lambda: next(seconds))
        mailbox = Mailbox(line, server.organiser)
        assert await mailbox.read("AAkNone") is None
        server.plan.extend(faults)
        while server.plan:
            with pytest.raises(GraphError) as raised:
                await ask(mailbox)
            caplog.handler.handle(_logged(raised.value))
        tokens.fails = True
        with pytest.raises(GraphError, match=r"^401 ClientAuthenticationError$") as refused:
            await ask(mailbox)
        caplog.handler.handle(_logged(refused.value))
        assert server.went_wrong == faults
        await line.close()
    assert TOKEN not in caplog.text


async def test_an_opening_that_fails_tells_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """A credential that cannot be made may say its secret, and we do not say it on."""

    def fails() -> Tokens:
        said = f"client_secret={TOKEN}"
        raise ValueError(said)

    caplog.set_level("DEBUG")
    line = Line(fails, "http://127.0.0.1:9/v1.0", seconds=0.5)
    with pytest.raises(GraphError) as raised:
        await Mailbox(line, "m@k.example").read("AAkNone")
    caplog.handler.handle(_logged(raised.value))
    await line.close()
    assert TOKEN not in caplog.text


def _logged(error: Exception) -> logging.LogRecord:
    """The error as a log would show it, with all that stands behind it."""
    what = (type(error), error, error.__traceback__)
    return logging.LogRecord("test", logging.ERROR, __file__, 1, "%r", (error,), what)


async def test_a_long_notification_is_a_hint(door: Doorstep) -> None:
    """Many changes at once are more than a page's form may hold, and are heard."""
    one = {"clientState": STATE, "changeType": "updated", "resource": "x" * 1000}
    async with ClientSession() as http:
        async with http.post(door.url, json={"value": [one] * 100}) as answer:
            assert answer.status == 202
        async with http.post(door.url, data=b"x" * (BODY_LIMIT + 1)) as answer:
            assert answer.status == 413
    assert door.hints == ["changed"]


async def test_a_body_that_trickles_is_not_waited_for(door: Doorstep) -> None:
    """Who sends it too slowly is let go, and holds no line for ever."""

    async def trickle() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    async with (
        asyncio.timeout(10),
        ClientSession() as http,
        http.post(door.url, data=trickle()) as answer,
    ):
        assert answer.status == 408


async def test_a_change_on_its_way_keeps_back_no_lifecycle_hint(door: Doorstep) -> None:
    """Each kind is told for itself, however slow the store is."""
    kept, go_on = door.hint, asyncio.Event()

    async def slow(kind: str) -> None:
        await go_on.wait()
        await kept(kind)

    door.door._hint = slow  # noqa: SLF001
    mine = {"clientState": STATE}
    async with ClientSession() as http:
        for what in ({}, {}, {"lifecycleEvent": "missed"}):
            async with http.post(door.url, json={"value": [{**mine, **what}]}) as answer:
                assert answer.status == 202
        go_on.set()
        async with asyncio.timeout(5):
            while len(door.hints) < 2:  # noqa: ASYNC110 - a list, which sets no event
                await asyncio.sleep(0.01)
    assert sorted(door.hints) == ["changed", "lifecycle"]


async def test_a_change_takes_no_lifecycle_hints_place(office: GraphOffice) -> None:
    """What is said of the subscription is heard though a change was told right after it."""
    await office.read()
    await office.graph.notify(lifecycle="subscriptionRemoved")
    await office.graph.notify()
    office.graph.subscriptions.clear()
    await office.postbox.listen(3)
    await office.read()
    assert len(office.graph.subscriptions) == 1


async def test_another_secret_or_address_is_subscribed_anew(office: GraphOffice) -> None:
    """A subscription that carries an old secret would tell us nothing: it is made with the new."""
    await office.read()
    assert office.mine is not None
    for mine in (
        replace(office.mine, state="new"),
        replace(office.mine, url=f"{office.mine.url}?2"),
    ):
        before = set(office.graph.subscriptions)
        office.postbox = office.looking(mine)
        await office.read()
        await office.read()
        (made,) = set(office.graph.subscriptions) - before
        assert office.graph.subscriptions[made]["clientState"] == mine.state
        office.mine = mine


async def test_an_opening_that_failed_is_tried_again() -> None:
    """A certificate that comes to its place later is used without a new start."""
    from azure.core.exceptions import ClientAuthenticationError

    missing = [FileNotFoundError("/secret/place"), ClientAuthenticationError("said")]

    class Credential:
        async def get_token(self, *scopes: str, **options: object) -> object:
            from azure.core.credentials import AccessToken

            return AccessToken("t", 4_000_000_000)

        async def close(self) -> None:
            """Nothing to let go of."""

    def make() -> Credential:
        if missing:
            raise missing.pop(0)
        return Credential()

    async with graph_server() as server:
        line = Line(make, server.url, seconds=5)
        mailbox = Mailbox(line, server.organiser)
        for status, code in ((0, "FileNotFoundError"), (401, "ClientAuthenticationError")):
            with pytest.raises(GraphError) as raised:
                await mailbox.read("AAkNone")
            assert (raised.value.status, raised.value.code) == (status, code)
        assert await mailbox.read("AAkNone") is None
        await line.close()
