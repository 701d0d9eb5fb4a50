"""`/metrics`: what Prometheus reads, and who may; nobody is in it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from typing_extensions import override

from bot.metrics import Metrics, MetricsDoor
from bot.opening import UsageError
from bot.settings import SettingsError, read_settings
from pathway.figures import OPEN, Figures, Queue
from pathway.outgoing import Sending, SendingKind
from pathway.ports import DeliveryFailedError, Links
from pathway.words import Channel, ClinicId, PromiseKind
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import COORDINATOR, SECRETARY, at
from tests.pathway.test_service_chatting import CHAT
from tests.scheduler.station import CLINIC, Station, fake_store

TOKEN = "a token of the tests, and of nothing else"
HERE = ClinicId("here")
NOW = at("2026-11-02 09:00")
Ask: TypeAlias = Callable[..., Awaitable[tuple[int, str]]]


def told(text: str) -> dict[tuple[str, ...], float]:
    """Each sample: its name and its labels' values in the order of their names."""
    return {
        (one.name, *(value for _, value in sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


class Books:
    """A store's figures; `reads` is how often they were counted, `gone` that they cannot be."""

    def __init__(self) -> None:
        self.reads, self.gone = 0, False

    def read(self, now: datetime) -> Figures:
        """One mail that has waited for a minute, and two open answers."""
        self.reads += 1
        if self.gone:
            raise OSError("the words of a database, with Kari's name")
        waiting = Queue(messages=1, since=now - timedelta(minutes=1))
        return Figures(queues={Channel.MAIL: waiting}, promises={(PromiseKind.ANSWER, OPEN): 2})


@pytest.fixture
def books() -> Books:
    """They can be read."""
    return Books()


@pytest.fixture
def metrics(books: Books) -> Metrics:
    """Of these books."""
    return Metrics(HERE, books.read, lambda: NOW)


@asynccontextmanager
async def asked(metrics: Metrics, token: str = "") -> AsyncIterator[Ask]:
    """An open listener; asks it for a path with headers."""
    door = MetricsDoor(metrics, ("127.0.0.1", 0), token)
    await door.start()
    try:
        async with ClientSession() as session:

            async def ask(path: str = "/metrics", **headers: str) -> tuple[int, str]:
                url = f"http://127.0.0.1:{door.port}{path}"
                async with session.get(url, headers=headers) as response:
                    return response.status, await response.text()

            yield ask
    finally:
        await door.stop()


async def test_what_waits_and_what_is_promised(metrics: Metrics) -> None:
    """The queue's age, its length and the promises stand there with the clinic's id."""
    async with asked(metrics) as ask:
        status, text = await ask()
    assert status == 200
    found = told(text)
    assert found["shm_queue_age_seconds", "mail", "here"] == 60
    assert found["shm_queue_messages", "mail", "here"] == 1
    assert found["shm_promises", "here", "answer", "open"] == 2


async def test_what_came_of_messages_is_counted(metrics: Metrics) -> None:
    """What was sent, is tried again or was given up in the daemon's passes is counted apart."""
    station = Station(fake_store())
    for no in range(4):
        station.invited(no)
    station.carrier.refused.add("gp3@lege.example")
    station.carrier.fail_next(TimeoutError())
    metrics.passed(await station.tick(), 0.02)
    metrics.passed(await station.tick(timedelta(minutes=1)), 0.03)
    metrics.broke()
    found = told((await metrics.text()).decode())
    counted = {name[-1]: value for name, value in found.items() if name[0] == "shm_messages_total"}
    assert counted == {"sent": 3, "retry": 1, "given_up": 1}
    assert found["shm_pass_seconds_count", "here"] == 2
    assert found["shm_broken_total", "here"] == 1


async def test_what_staff_are_told_is_counted_when_it_is_handed_over(metrics: Metrics) -> None:
    """A digest counts once by the way that it went, chat or mail, and not the tasks it gathers."""
    station, chat = Station(fake_store()), FakeChat()
    staff = [replace(p, email=f"{p.id}@clinic.example") for p in CLINIC.staff if p.id != SECRETARY]
    siri = CLINIC.member(SECRETARY)
    station.clinic = replace(CLINIC, staff=(siri, *staff))
    station.carriers[Channel.CHAT] = chat
    station.ask(lambda context: context.ledger.put_chat(CHAT))
    for no in range(2):
        station.invited(no)
    metrics.passed(await station.tick(), 0.02)
    metrics.passed(await station.tick("2026-11-09 08:00"), 0.02)
    chat.fails = True
    gathered = await station.tick("2026-11-12 08:00")
    assert [one.departure.kind for one in gathered.delivered] == [SendingKind.TASK] * 2
    metrics.passed(gathered, 0.02)
    chat.fails = False
    for moment in ("2026-11-12 08:01", "2026-11-16 08:00"):
        metrics.passed(await station.tick(moment), 0.02)
    mailed, posted = chat.to_staff.count(COORDINATOR), chat.to_staff.count(SECRETARY)
    assert mailed
    assert posted
    assert counted(await metrics.text()) == {
        ("mail", "sent"): len(station.carrier.delivered) + mailed,
        ("chat", "retry"): 1,
        ("chat", "sent"): posted,
    }


def counted(text: bytes) -> dict[tuple[str, str], float]:
    """How many messages went each way, and what came of them."""
    found = told(text.decode())
    return {
        (name[1], name[3]): value
        for name, value in found.items()
        if name[0] == "shm_messages_total"
    }


class FakeChat(FakeCarrier):
    """Posts what it is handed, unless it `fails`; `to_staff` are the readers."""

    def __init__(self) -> None:
        super().__init__()
        self.fails, self.to_staff = False, list[str]()

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        if self.fails:
            raise DeliveryFailedError("503")
        self.to_staff.append(sending.to)


async def test_nobody_is_in_it(metrics: Metrics) -> None:
    """Labels are the clinic's id and words of the program: no name, address or reference (P1)."""
    station = Station(fake_store())
    ref = station.invited()
    metrics.passed(await station.tick(), 0.02)
    text = (await metrics.text()).decode()
    people = [person.name for person in CLINIC.staff]
    assert not [one for one in ("Kari", "Gro", "example", ref, *people) if one in text]
    words = {*Channel, *PromiseKind, HERE, OPEN, "sent", "retry", "given_up"}
    labels = {
        value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        for name, value in one.labels.items()
        if name != "le"
    }
    assert labels <= words


async def test_the_store_is_counted_once_a_minute(metrics: Metrics, books: Books) -> None:
    """Whoever asks often is told the same figures again, so that counting costs little."""
    for _ in range(5):
        await metrics.text()
    assert books.reads == 1


async def test_a_store_that_is_gone_is_no_figure(metrics: Metrics, books: Books) -> None:
    """Prometheus is told that there is nothing to read, and none of the fault's own words."""
    books.gone = True
    async with asked(metrics) as ask:
        status, text = await ask()
    assert status == 503
    assert "Kari" not in text


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer another", TOKEN, f"Basic {TOKEN}"])
async def test_nothing_is_told_without_the_token(metrics: Metrics, shown: str) -> None:
    """Where there is a token, whoever shows another or none is refused."""
    async with asked(metrics, TOKEN) as ask:
        assert (await ask(Authorization=shown))[0] == 401
        assert (await ask(Authorization=f"Bearer {TOKEN}"))[0] == 200


async def test_it_answers_nothing_else(metrics: Metrics) -> None:
    """No other page of the program is behind this listener."""
    async with asked(metrics) as ask:
        assert [(await ask(path))[0] for path in ("/", "/readyz", "/svar/x")] == [404] * 3


async def test_an_address_that_is_taken_is_said(metrics: Metrics) -> None:
    """The operator hears which setting cannot be used, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = MetricsDoor(metrics, taken.getsockname(), "")
        with pytest.raises(UsageError, match="choose another port"):
            await door.start()
        await door.stop()


@pytest.mark.parametrize(
    ("bind", "token", "fault"),
    [
        ("0.0.0.0:9464", "", "SHM_METRICS_BIND: needs SHM_METRICS_TOKEN"),
        ("9464", "", "SHM_METRICS_BIND: write it as 127.0.0.1:9464"),
        ("127.0.0.1:9464", "short", "SHM_METRICS_TOKEN: must have 32 characters or more"),
    ],
)
def test_settings_that_would_tell_everybody_are_refused(
    monkeypatch: pytest.MonkeyPatch, bind: str, token: str, fault: str
) -> None:
    """Beyond this machine nothing is told without a token, and a short one is none."""
    monkeypatch.setenv("SHM_METRICS_BIND", bind)
    monkeypatch.setenv("SHM_METRICS_TOKEN", token)
    with pytest.raises(SettingsError, match=fault):
        read_settings()


@pytest.mark.parametrize(
    ("bind", "token"), [("127.0.0.1:9464", ""), ("[::1]:9464", ""), ("10.0.0.1:9464", TOKEN)]
)
def test_settings_that_tell_those_who_may(
    monkeypatch: pytest.MonkeyPatch, bind: str, token: str
) -> None:
    """On loopback no token is needed; with one it may be any address."""
    monkeypatch.setenv("SHM_METRICS_BIND", bind)
    monkeypatch.setenv("SHM_METRICS_TOKEN", token)
    host, port = read_settings().metrics_at or ("", 0)
    assert (host, port) == (bind.rpartition(":")[0].strip("[]"), 9464)
