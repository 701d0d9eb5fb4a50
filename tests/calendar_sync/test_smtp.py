"""How the SMTP carrier judges what a server says, against a real one on loopback."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from calendar_sync.imip import build_mail
from calendar_sync.mailbox import Mailbox
from calendar_sync.smtp import Server, SmtpCarrier, SmtpUrlError
from pathway.ports import DeliveryFailedError, DeliveryRefusedError
from tests.calendar_sync.sendings import ATTENDEE, LINKS, ORGANISER, a_sending
from tests.calendar_sync.smtp_server import DROP, SILENCE, odd_server, smtp_server

SECRET = "s3cr3t/p@ss"
SECRET_IN_URL = "s3cr3t%2Fp%40ss"


def _carrier(url: str, seconds: float = 5) -> SmtpCarrier:
    return SmtpCarrier(url, ORGANISER, connect_seconds=seconds, whole_seconds=seconds)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("EHLO", "421 4.3.2 closing"),
        ("MAIL", "451 4.3.0 later"),
        ("MAIL", "550 5.7.1 you may not send"),
        ("RCPT", "450 4.2.1 mailbox busy"),
        ("RCPT", "452 4.2.2 mailbox full"),
        ("RCPT", "530 5.7.0 log in first"),
        ("DATA", "451 4.3.0 later"),
        ("DATA", "421 4.3.2 closing"),
    ],
)
async def test_what_may_pass_or_is_our_fault_waits(step: str, answer: str) -> None:
    """4xx anywhere, and 5xx to our greeting, sender or login, are tried again later."""
    async with smtp_server(**{step: answer}) as server:
        with pytest.raises(DeliveryFailedError):
            await _carrier(server.url).deliver(a_sending(), LINKS)
        assert not server.taken


@pytest.mark.parametrize(
    ("step", "answer", "told"),
    [
        ("RCPT", "550 5.1.1 kari.nordmann is unknown", "550 5.1.1"),
        ("RCPT", "556 5.1.10 takes no mail", "556 5.1.10"),
        ("DATA", "554 looks like spam", "554"),
    ],
)
async def test_a_no_for_good_is_told_by_its_codes(step: str, answer: str, told: str) -> None:
    """5xx to the recipient or the message is a refusal that holds codes, not the server's words."""
    async with smtp_server(**{step: answer}) as server:
        with pytest.raises(DeliveryRefusedError) as caught:
            await _carrier(server.url).deliver(a_sending(), LINKS)
    assert str(caught.value) == told
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("answers", [{"DATA": DROP}, {"DATA": SILENCE}, {"RCPT": SILENCE}])
async def test_a_line_that_goes_dead_waits(answers: dict[str, str]) -> None:
    """A server that hangs up or falls silent in the middle is tried again later."""
    async with smtp_server(**answers) as server:
        with pytest.raises(DeliveryFailedError):
            await _carrier(server.url, 0.3).deliver(a_sending(), LINKS)
        assert not server.taken


@pytest.mark.parametrize("goodbye", [DROP, SILENCE, "500 5.5.1 what"])
async def test_what_was_taken_is_delivered_whatever_the_goodbye(goodbye: str) -> None:
    """Once the server has taken the message nothing that follows makes it leave again."""
    async with smtp_server(QUIT=goodbye) as server:
        carrier = _carrier(server.url, 0.3)
        await carrier.deliver(a_sending(), LINKS)
        await carrier.rest()
        assert len(server.taken) == 1


@pytest.mark.parametrize(
    "greeting", [b"", b"554 5.7.1 go away\r\n", b"421 busy\r\n", b"\xff\x00\xfe\r\n"]
)
async def test_a_server_that_does_not_greet_waits(greeting: bytes) -> None:
    """Silence, refusal or noise in place of a greeting is tried again later."""
    async with odd_server(greeting) as port:
        with pytest.raises(DeliveryFailedError):
            await _carrier(f"smtp://127.0.0.1:{port}", 0.3).deliver(a_sending(), LINKS)


async def test_nobody_at_home_waits() -> None:
    """A port where nobody listens, and a name that does not exist, are tried again later."""
    async with odd_server() as port:
        pass
    for url in (f"smtp://127.0.0.1:{port}", f"smtps://127.0.0.1:{port}", "smtp://nowhere.invalid"):
        with pytest.raises(DeliveryFailedError):
            await _carrier(url, 1).deliver(a_sending(), LINKS)


async def test_the_wire_carries_exactly_the_mail() -> None:
    """The server gets our bytes, for the one recipient, without the name of our machine."""
    text = ".\n..\nFrom here\n{answer_url}\n" + "x" * 2000 + "\n.\n"
    async with smtp_server() as server:
        await _carrier(server.url).deliver(a_sending(text=text), LINKS)
    (envelope,) = server.taken
    assert envelope.content == build_mail(a_sending(text=text), LINKS, ORGANISER)
    assert (envelope.mail_from, envelope.rcpt_tos) == (ORGANISER.address, [ATTENDEE])
    assert set(server.greeted_as) == {"senteret.example"}


async def test_an_address_with_norwegian_letters_travels_in_ascii() -> None:
    """A domain with Norwegian letters is handed over in its ASCII form (RFC 5890)."""
    async with smtp_server() as server:
        await _carrier(server.url).deliver(a_sending(address="post@legekontår.example"), LINKS)
    (envelope,) = server.taken
    assert envelope.rcpt_tos == ["post@xn--legekontr-d3a.example"]
    assert b"post@xn--legekontr-d3a.example" in (envelope.original_content or b"")


async def test_a_login_is_used() -> None:
    """User and password of the address are decoded and used."""
    async with smtp_server() as server:
        url = f"smtp://bot:{SECRET_IN_URL}@127.0.0.1:{server.port}"
        await _carrier(url).deliver(a_sending(), LINKS)
    assert set(server.passwords) == {SECRET.encode()}
    assert len(server.taken) == 1


@pytest.mark.parametrize("option", ["", "?starttls=required"])
async def test_no_failure_tells_the_password(option: str, caplog: pytest.LogCaptureFixture) -> None:
    """A login that fails, or a server without demanded encryption, waits and tells no secret."""
    caplog.set_level(logging.DEBUG)
    async with smtp_server(AUTH="no") as server:
        url = f"smtp://bot:{SECRET_IN_URL}@127.0.0.1:{server.port}{option}"
        carrier = _carrier(url)
        with pytest.raises(DeliveryFailedError) as caught:
            await carrier.deliver(a_sending(), LINKS)
        assert not server.taken
        assert bool(server.passwords) is (not option)  # never over an open line where it must not
    shown = f"{caught.value!r} {carrier.server!r}"
    for secret in (SECRET, SECRET_IN_URL, "bot"):
        assert secret not in shown
    for record in caplog.records:
        if not record.name.startswith("mail."):  # the test's own server
            assert "s3cr3t" not in record.getMessage()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server(host="mail.example", port=25)),
        ("smtps://mail.example", Server(host="mail.example", port=465, tls=True, starttls=False)),
        (
            "smtp://a%40b:c%2Fd@mail.example",
            Server(host="mail.example", port=587, starttls=True, user="a@b", password="c/d"),
        ),
        (
            "smtp://a:b@mail.example?starttls=never",
            Server(host="mail.example", port=587, starttls=False, user="a", password="b"),
        ),
        ("smtp://a:b@127.0.0.1:26/", Server(host="127.0.0.1", port=26, user="a", password="b")),
        ("smtp://[::1]:1025?starttls=required", Server(host="::1", port=1025, starttls=True)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_servers_address_is_read(url: str, server: Server) -> None:
    """A password on the way to another machine demands encryption unless the address says not."""
    assert Server.of(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://bot:s3cr3t#x@mail.example",
        "smtp://bot:s3cr3t/x@mail.example",
        "smtp://bot:s3cr3t?x@mail.example",
        "smtp://bot:s3cr3t@mail.example:port",
        "smtp://bot:s3cr3t@mail.example:99999",
        "smtp://bot:s3cr3t@mail.example?starttls=perhaps",
        "smtp://bot:s3cr3t@mail.example?tls=1",
        "smtp://bot:s3cr3t@mail.example/inbox",
        "smtp://bot:s3cr3t@[mail.example",
    ],
)
def test_a_bad_server_address_is_refused_without_its_secret(url: str) -> None:
    """An address that cannot be used is refused, and the refusal quotes nothing of it."""
    with pytest.raises(SmtpUrlError) as caught:
        SmtpCarrier(url, ORGANISER)
    assert "s3cr3t" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_bad_organiser_is_seen_at_once() -> None:
    """A carrier cannot be made for an organiser that is no address."""
    with pytest.raises(DeliveryRefusedError):
        SmtpCarrier("smtp://127.0.0.1", Mailbox(address="a@b\r\nc", name="Senteret"))


def test_heavy_libraries_wait_for_the_first_delivery() -> None:
    """Importing every module of calendar_sync loads neither icalendar nor aiosmtplib."""
    root = Path(__file__).parents[2]
    names = ", ".join(
        f"calendar_sync.{path.stem}" for path in (root / "calendar_sync").glob("[a-z]*.py")
    )
    code = f"import sys, {names}; print({{'icalendar', 'aiosmtplib'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
