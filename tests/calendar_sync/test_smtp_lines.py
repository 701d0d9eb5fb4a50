"""Lines that are kept from one mail to the next, against a real server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from calendar_sync.smtp import SmtpCarrier
from calendar_sync.smtp_lines import MOST_LINES
from pathway.ports import DeliveryFailedError, DeliveryRefusedError
from tests.calendar_sync.sendings import LINKS, ORGANISER, a_sending
from tests.calendar_sync.smtp_server import DROP, FORGET, SILENCE, Script, smtp_server

UNKNOWN = "550 5.1.1 no such user"


@asynccontextmanager
async def carrier_of(server: Script) -> AsyncIterator[SmtpCarrier]:
    """A carrier that rests in the end."""
    carrier = SmtpCarrier(server.url, ORGANISER, connect_seconds=3, whole_seconds=3)
    yield carrier
    await carrier.rest()


async def post(carrier: SmtpCarrier, mails: int = 1) -> None:
    """Hand so many over, one after the other."""
    for _ in range(mails):
        await carrier.deliver(a_sending(), LINKS)


async def test_one_line_for_one_mail_after_the_other() -> None:
    """Ten mails go over one line, and after a rest the next goes over another."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await post(carrier, 10)
        assert (len(server.taken), len(server.greeted_as)) == (10, 1)
        await carrier.rest()
        await post(carrier)
        assert (len(server.taken), len(server.greeted_as)) == (11, 2)


async def test_no_more_lines_than_the_server_takes() -> None:
    """Thirty mails at once go over as many lines as a server takes from one, and no more."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await asyncio.gather(*(post(carrier) for _ in range(30)))
        assert (len(server.taken), len(server.greeted_as)) == (30, MOST_LINES)


async def test_a_line_that_died_meanwhile_is_replaced() -> None:
    """A server that hangs up between two mails gets the next over a new line, at once, and once."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await post(carrier)
        await server.hang_up()
        await post(carrier)
        assert (len(server.taken), len(server.greeted_as)) == (2, 2)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "421 4.7.0 too many mails over this line"),
        ("MAIL", "503 5.5.1 bad sequence"),
        ("RCPT", "452 4.5.3 too many recipients"),
    ],
)
async def test_a_line_that_has_carried_enough_is_replaced(step: str, answer: str) -> None:
    """What a used line refuses is asked once more over a new one, and then it waits."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await post(carrier)
        server.answers[step] = answer
        with pytest.raises(DeliveryFailedError):
            await post(carrier)
        assert (len(server.taken), len(server.greeted_as)) == (1, 2)
        del server.answers[step]
        await post(carrier)
        assert len(server.taken) == 2


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_who_refuses_over_a_used_line_is_asked_once_more(step: str) -> None:
    """A no for good over a used line holds only where a new line says it too."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await post(carrier)
        server.answers[step] = UNKNOWN
        with pytest.raises(DeliveryRefusedError):
            await post(carrier)
        assert len(server.greeted_as) == 2
        del server.answers[step]
        await post(carrier)
        assert len(server.taken) == 2


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_a_mail_is_not_lost_because_its_line_was_old(step: str) -> None:
    """A 5xx that means that the line has carried enough: the mail leaves over a new one."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        server.enough = 2
        server.answers[f"{step} again"] = "550 5.7.1 too many messages in this session"
        await post(carrier, 5)
        assert (len(server.taken), len(server.greeted_as)) == (5, 3)


@pytest.mark.parametrize("answer", [DROP, SILENCE, FORGET, "451 4.3.0 later"])
async def test_what_was_perhaps_taken_is_not_sent_again_at_once(answer: str) -> None:
    """A used line that fails after the mail itself: it waits, and only the next uses a new line."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        await post(carrier)
        server.answers["DATA"] = answer
        with pytest.raises(DeliveryFailedError):
            await post(carrier)
        assert len(server.greeted_as) == 1
        del server.answers["DATA"]
        await post(carrier)
        assert len(server.taken) == 3 if answer == FORGET else 2
        assert len(server.greeted_as) == 2


async def test_a_line_that_dies_among_many_harms_one_mail() -> None:
    """Of twenty mails at once the one whose line dies half way waits; all others arrive once."""
    async with smtp_server() as server, carrier_of(server) as carrier:
        tasks = [asyncio.create_task(post(carrier)) for _ in range(20)]
        while len(server.taken) < 5:  # noqa: ASYNC110 - the server does it
            await asyncio.sleep(0)
        await server.lines[0].hang_up()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        failed = [end for end in ends if end is not None]
        assert {type(end) for end in failed} <= {DeliveryFailedError}
        assert len(failed) <= 1
        assert len(server.taken) in {20 - len(failed), 20}


async def test_nobody_waits_for_ever_for_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every line silent the next mail is put off, and was never begun."""
    monkeypatch.setattr("calendar_sync.smtp_lines.LINE_SECONDS", 0.05)
    async with smtp_server(MAIL=SILENCE) as server, carrier_of(server) as carrier:
        posts = [post(carrier) for _ in range(MOST_LINES + 1)]
        ends = await asyncio.gather(*posts, return_exceptions=True)
        assert [str(end) for end in ends] == ["TimeoutError"] * MOST_LINES + ["no line"]
        assert len(server.greeted_as) == MOST_LINES


@pytest.mark.parametrize("goodbye", [DROP, SILENCE, "500 5.5.1 what"])
async def test_a_rest_never_fails(goodbye: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a server says to the goodbye, a rest ends well and the lines are closed."""
    monkeypatch.setattr("calendar_sync.smtp_lines.QUIT_SECONDS", 0.05)
    async with smtp_server(QUIT=goodbye) as server, carrier_of(server) as carrier:
        await post(carrier)
        await carrier.rest()
        await post(carrier)
        assert len(server.greeted_as) == 2
