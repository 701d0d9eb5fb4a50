"""What every carrier keeps: the same suite against the fake and against SMTP on loopback."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import Protocol

import pytest

from calendar_sync.smtp import SmtpCarrier
from pathway.ports import Carrier, DeliveryFailedError, DeliveryRefusedError, Links
from tests.calendar_sync.sendings import ATTENDEE, LINKS, ORGANISER, a_sending
from tests.calendar_sync.smtp_server import Script, smtp_server
from tests.fakes.carrier import FakeCarrier


class Way(Protocol):
    """A carrier and the far end of it."""

    @property
    def carrier(self) -> Carrier:
        """What is under test."""

    def arrived(self) -> list[tuple[str, str, str]]:
        """Address, subject and text of what arrived."""

    def down(self, *, down: bool) -> None:
        """Let the far end be unable for now, or able again."""

    def refuse(self) -> None:
        """Let the far end not know the recipient."""


class FakeWay:
    """The shipped fake."""

    def __init__(self) -> None:
        self.carrier = FakeCarrier()

    def arrived(self) -> list[tuple[str, str, str]]:
        """What the fake keeps."""
        return [
            (one.address, one.sending.content.subject, one.text) for one in self.carrier.delivered
        ]

    def down(self, *, down: bool) -> None:
        """Fail, or deliver again."""
        self.carrier.down = down

    def refuse(self) -> None:
        """Refuse the one address."""
        self.carrier.refused.add(ATTENDEE)


@dataclass
class SmtpWay:
    """The SMTP carrier and a server."""

    script: Script
    carrier: SmtpCarrier

    def arrived(self) -> list[tuple[str, str, str]]:
        """What the server took, read as mail."""
        found = []
        for envelope in self.script.taken:
            mail = message_from_bytes(bytes(envelope.original_content or b""), policy=default)
            body = mail.get_body(("plain",))
            assert body is not None
            text = body.get_content().replace("\r\n", "\n")
            found += [(to, str(mail["subject"]), text) for to in envelope.rcpt_tos]
        return found

    def down(self, *, down: bool) -> None:
        """Answer 451, or take mail again."""
        self.script.answers = {"MAIL": "451 4.3.0 later"} if down else {}

    def refuse(self) -> None:
        """Answer 550 to the recipient."""
        self.script.answers = {"RCPT": "550 5.1.1 nobody"}


@pytest.fixture(params=["fake", "smtp"])
async def way(request: pytest.FixtureRequest) -> AsyncIterator[Way]:
    """Each carrier in turn."""
    async with AsyncExitStack() as stack:
        if request.param == "fake":
            yield FakeWay()
        else:
            script = await stack.enter_async_context(smtp_server())
            yield SmtpWay(script, SmtpCarrier(script.url, ORGANISER))


async def test_what_is_delivered_arrives_once_with_its_links(way: Way) -> None:
    """A delivered row arrives once, at its address, with the links in place."""
    await way.carrier.deliver(a_sending(text="Svar: {answer_url}, {answer_code}\n"), LINKS)
    text = "Svar: https://svar.example/svar/Zk3vT0, 7H2KQ9XMP4WD\n"
    assert way.arrived() == [(ATTENDEE, "Møte (ref. 7K4M)", text)]


async def test_a_retry_after_failure_delivers(way: Way) -> None:
    """What failed has not arrived, and the same row arrives when the far end is able again."""
    way.down(down=True)
    with pytest.raises(DeliveryFailedError):
        await way.carrier.deliver(a_sending(), LINKS)
    assert not way.arrived()
    way.down(down=False)
    await way.carrier.deliver(a_sending(), LINKS)
    assert len(way.arrived()) == 1


async def test_an_unknown_recipient_is_refused_for_good(way: Way) -> None:
    """A recipient whom the far end does not know is a refusal, and nothing arrives."""
    way.refuse()
    with pytest.raises(DeliveryRefusedError):
        await way.carrier.deliver(a_sending(), LINKS)
    assert not way.arrived()


async def test_the_same_row_arrives_the_same(way: Way) -> None:
    """A row that is delivered twice arrives twice alike."""
    await way.carrier.deliver(a_sending(), LINKS)
    await way.carrier.deliver(a_sending(), LINKS)
    first, second = way.arrived()
    assert first == second


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nRCPT TO:<c@d.example>",
        "Kari <a@b.example>",
        "<a@b.example>",
        "a b@c.example",
        '"a\r\nb"@c.example',
        "a@b.example ",
        "a@[127.0.0.1]",
        "a@-b.example",
        "a..b@c.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.example",
        "kåre@b.example",
        "a@å..b.example",
        "a@b.example\x00",
    ],
    ids=repr,
)
async def test_what_is_not_one_plain_address_is_refused(way: Way, address: str) -> None:
    """Line breaks, several addresses, names and over-long ones are refused, nothing leaves."""
    with pytest.raises(DeliveryRefusedError):
        await way.carrier.deliver(a_sending(address=address), LINKS)
    assert not way.arrived()


async def test_a_text_never_leaves_without_its_link(way: Way) -> None:
    """A text that wants a link waits while there is none."""
    with pytest.raises(DeliveryFailedError):
        await way.carrier.deliver(a_sending(), Links())
    assert not way.arrived()


async def test_an_unclaimed_row_is_never_delivered(way: Way) -> None:
    """A row without a stamp is a fault of the program, and nothing leaves."""
    with pytest.raises(ValueError, match="claimed"):
        await way.carrier.deliver(a_sending(stamp=None), LINKS)
    assert not way.arrived()


async def test_the_fake_fails_as_it_is_told() -> None:
    """The fake raises what was queued, one for each delivery, and finds what went to an address."""
    carrier = FakeCarrier()
    carrier.fail_next(DeliveryFailedError("451"), DeliveryRefusedError("550"))
    for error in (DeliveryFailedError, DeliveryRefusedError):
        with pytest.raises(error):
            await carrier.deliver(a_sending(), LINKS)
    await carrier.deliver(a_sending(), LINKS)
    assert len(carrier.tried) == 3
    assert [one.sending for one in carrier.to(ATTENDEE)] == [a_sending()]
    assert not carrier.to("other@b.example")
