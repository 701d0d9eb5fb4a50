"""Whatever else comes to the organiser's mailbox: each shape is known for what it is."""

from base64 import encodebytes
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calendar_sync.foreign import MAIL_LIMIT
from calendar_sync.mailbox import Mailbox
from calendar_sync.names import named_by_plus, named_in
from calendar_sync.replies import READ_LIMIT, Reader, Why
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort

FOLDER = Path(__file__).parent / "samples" / "arrivals"
GP = "fastlege@legekontor.example"
US = Mailbox(address="mote@senteret.example", name="Senteret")
INVITATION = "4e37aaf5-21d2-5a53-8e29-e0671daf696d"
SENDING = "0c6f0f1e-7f0b-4f43-9d0f-5b9f3f1f2a10"
AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
READER = Reader(US, says_more)
LEFT = (None, "", "")

SEEN: dict[str, tuple[Sort | None, str, str]] = {
    "broken-answer": (Sort.UNREADABLE, Why.BROKEN, ""),
    "exchange-out-of-office": (Sort.OUT_OF_OFFICE, "", ""),
    "exchange-unknown-user": (Sort.UNDELIVERED, "5.1.10", GP),
    "exim-unknown-user-without-a-report": (Sort.UNDELIVERED, "", GP),
    "gmail-mailbox-full-without-the-mail": (Sort.UNDELIVERED, "5.2.2", GP),
    "gmail-out-of-office": (Sort.OUT_OF_OFFICE, "", ""),
    "invitation-from-somebody-else": (Sort.LETTER, "", ""),
    "letter-in-words": (Sort.LETTER, "", ""),
    "letter-to-the-plus-address": (Sort.LETTER, "", ""),
    "newsletter": (Sort.OUT_OF_OFFICE, "", ""),
    "out-of-office-to-somebody-else": (Sort.OUT_OF_OFFICE, "", ""),
    "outlook-winmail": (Sort.UNREADABLE, Why.WINMAIL, ""),
    "pgp-encrypted": (Sort.UNREADABLE, Why.ENCRYPTED, ""),
    "postfix-delayed": (Sort.DELAYED, "4.4.1", GP),
    "postfix-of-a-mail-that-is-not-ours": LEFT,
    "postfix-unknown-user": (Sort.UNDELIVERED, "5.1.1", GP),
    "postfix-with-an-id-of-the-relay": (Sort.UNDELIVERED, "5.1.1", GP),
    "read-receipt": LEFT,
    "smime-encrypted": (Sort.UNREADABLE, Why.ENCRYPTED, ""),
    "smime-signed-answer": (Sort.ANSWER, "", GP),
}
"""What each sample is, with its reason and whom it is about."""

NAMES_NOTHING = {
    "gmail-mailbox-full-without-the-mail",
    "newsletter",
    "out-of-office-to-somebody-else",
    "outlook-winmail",
    "pgp-encrypted",
    "postfix-with-an-id-of-the-relay",
}


def _raw(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def _arrival(name: str) -> Arrival | None:
    raw = _raw(name)
    return READER.read(raw, size=len(raw), at=AT)


def test_every_sample_is_named_here() -> None:
    """No sample lies unused, and none is missing."""
    assert sorted(SEEN) == sorted(path.stem for path in FOLDER.glob("*.eml"))


@pytest.mark.parametrize("name", SEEN)
def test_each_is_known_for_what_it_is(name: str) -> None:
    """A delivery failure, an absence, a letter, and what is not ours are told apart."""
    arrival = _arrival(name)
    told = (arrival.sort, arrival.reason, arrival.attendee) if arrival else LEFT
    assert told == SEEN[name]


NAMED = [name for name, told in SEEN.items() if told != LEFT]
NAMED.remove("invitation-from-somebody-else")  # below


@pytest.mark.parametrize("name", NAMED)
def test_each_names_what_it_is_about(name: str) -> None:
    """The invitation, or the message of ours that it answers or reports on, comes with it."""
    arrival = _arrival(name)
    assert arrival is not None
    named = {*arrival.invitations, *arrival.messages}
    assert named <= {INVITATION, SENDING}
    assert bool(named) is arrival.named is (name not in NAMES_NOTHING)


def test_an_event_that_is_only_shown_may_be_anothers() -> None:
    """Its UID may be an invitation's of ours, which is looked up; it names nothing for certain."""
    arrival = _arrival("invitation-from-somebody-else")
    assert arrival is not None
    assert (len(arrival.invitations), arrival.messages, arrival.named) == (1, (), False)


@pytest.mark.parametrize("method", ["METHOD:REQUEST", "METHOD:CANCEL", "METHOD:PUBLISH", "X-A:B"])
@pytest.mark.parametrize("head", ["text/calendar", "application/octet-stream; name=a.ics"])
def test_our_event_in_a_mail_that_answers_nothing_is_looked_up(method: str, head: str) -> None:
    """Outlook forwards an invitation by showing it inline; a file may have no METHOD at all."""
    raw = (
        f"From: ola@annet.example\r\nSubject: VS: Innkalling\r\nContent-Type: {head}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\n{method}\r\nBEGIN:VEVENT\r\nUID:{INVITATION}\r\n"
        "DTSTAMP:20261005T080000Z\r\nDTSTART:20261124T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
    for mail in (READER.read(raw, size=len(raw), at=AT), _forwarded(raw)):
        assert mail is not None
        assert (mail.sort, mail.invitations, mail.named) == (Sort.LETTER, (INVITATION,), False)


def test_what_we_sent_ourselves_is_left() -> None:
    """A copy of our own mail in our own mailbox is no news."""
    raw = f"From: {US.address}\r\n\r\nUID:{INVITATION}\r\n".encode()
    assert READER.read(raw, size=len(raw), at=AT) is None


def test_a_letter_in_words_says_more() -> None:
    """Of a letter we learn who, when, and that somebody must read it; what it says is short."""
    arrival = _arrival("letter-in-words")
    assert arrival is not None
    assert (arrival.says_more, arrival.sender) == (True, GP)
    assert arrival.comment == "Jeg kan ikke klokken ti, men klokken ett passer."


def test_a_large_letter_is_told_as_too_large() -> None:
    """A letter about an invitation, most of which was not read, may hold anything."""
    raw = _raw("letter-in-words") + b"A" * READ_LIMIT
    arrival = READER.read(raw[:READ_LIMIT], size=len(raw), at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, Why.TOO_LARGE)


def _forwarded(*inside: bytes) -> Arrival | None:
    """What Ola forwards as attachments, with a word beside them."""
    parts = (b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + one + b"\r\n" for one in inside)
    raw = (
        b"From: Ola <ola@annet.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/plain\r\n\r\nSe svaret.\r\n" + b"".join(parts) + b"--b--\r\n"
    )
    return READER.read(raw, size=len(raw), at=AT)


@pytest.mark.parametrize("name", ["smime-signed-answer", "broken-answer", "letter-in-words"])
def test_an_answer_in_an_attached_mail_is_not_the_senders(name: str) -> None:
    """A mail inside a mail is somebody else's: it names its invitation, and a person reads it."""
    arrival = _forwarded(_raw("newsletter"), _raw(name))
    assert arrival is not None
    assert (arrival.sort, arrival.verdict, arrival.sender) == (
        Sort.LETTER,
        None,
        "ola@annet.example",
    )
    assert {*arrival.invitations, *arrival.messages} <= {INVITATION, SENDING}
    assert (arrival.named, arrival.comment) == (True, "Se svaret.")


def test_our_own_invitation_forwarded_names_what_it_is_about() -> None:
    """Whoever sends it back as an attachment writes about it."""
    arrival = _forwarded(f"Message-ID: <{SENDING}@{US.domain}>\r\n\r\nHei".encode())
    assert arrival is not None
    assert (arrival.sort, arrival.messages) == (Sort.LETTER, (SENDING,))


def test_what_is_forwarded_and_not_ours_names_nothing() -> None:
    """Of newsletters and answers to others it is only known who sent them."""
    foreign = _raw("invitation-from-somebody-else").replace(b"REQUEST", b"REPLY")
    foreign = foreign.replace(b"UID:3a1f3a1c-0a43-4c0e-9f57-2f3a5a1d6c77", b"UID:abc@annet.example")
    many = [_raw("newsletter")] * MAIL_LIMIT
    for inside in ((_raw("newsletter"), foreign), (*many, _raw("letter-in-words"))):
        arrival = _forwarded(*inside)
        assert arrival is not None
        assert (arrival.sort, arrival.named) == (Sort.LETTER, False)
        assert (arrival.invitations, arrival.messages) == ((), ())


def test_the_event_in_a_mail_that_came_back_says_which_it_was() -> None:
    """A relay's new Message-ID, and its own From: the event's UID is ours all the same."""
    whole = (
        b"Content-Type: message/rfc822\n\nFrom: <srs=mote@relay.nett.example>\n"
        b"Message-ID: <7C1@relay.nett.example>\nContent-Type: text/calendar\n\n"
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:" + INVITATION.encode() + b"\n"
    )
    raw = _raw("postfix-with-an-id-of-the-relay").replace(b"\r\n", b"\n")
    begins = raw.index(b"Content-Type: text/rfc822-headers")
    ends = raw.index(b"\n--", begins)
    raw = raw[:begins] + whole + raw[ends:]
    arrival = READER.read(raw, size=len(raw), at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.invitations) == (Sort.UNDELIVERED, (INVITATION,))


def test_a_success_report_is_left() -> None:
    """A server that says that it delivered is nobody's news."""
    raw = _raw("postfix-unknown-user").replace(b"Action: failed", b"Action: delivered")
    assert READER.read(raw, size=len(raw), at=AT) is None


def test_a_failure_outweighs_a_delay() -> None:
    """Of several recipients in one report the one who is lost is told."""
    more = b"Action: failed\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: delayed\r\n"
    raw = _raw("postfix-unknown-user").replace(b"Action: failed\r\n", more)
    arrival = READER.read(raw, size=len(raw), at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.attendee) == (Sort.UNDELIVERED, GP)


@pytest.mark.parametrize("kind", ["delivery-status", "global-delivery-status"])
@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_report_is_read_however_it_is_written(kind: str, encoding: str) -> None:
    """Some servers encode what the standard wants plain, and newer ones give it another name."""
    fields = (
        b"Reporting-MTA: dns; x.example\r\n\r\n"
        b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.4.4\r\n"
    )
    body = encodebytes(fields) if encoding == "base64" else fields
    head = f"Content-Type: message/{kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    raw = (
        b"From: <postmaster@x.example>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\n" + head.encode() + body + b"\r\n--b--\r\n"
    )
    arrival = READER.read(raw, size=len(raw), at=AT)
    assert arrival is not None
    assert (arrival.attendee, arrival.reason) == ("a@b.example", "5.4.4")


def test_our_names_are_known_again() -> None:
    """A message id and a plus-address give back the id that they were made of."""
    address = f"mote+{INVITATION}@senteret.example"
    assert named_by_plus(["x@y.example", address], "Mote@Senteret.example") == (INVITATION,)
    assert named_in(f"<x@y.example> <{SENDING}@Senteret.example>", US.domain) == (SENDING,)


@pytest.mark.parametrize(
    "text",
    [
        "mote+nyhetsbrev@senteret.example",
        f"annen+{INVITATION}@senteret.example",
        f"mote+{INVITATION}@annet.example",
        f"x{INVITATION}",
    ],
)
def test_what_only_looks_like_our_plus_address_is_not(text: str) -> None:
    """Another tag, another mailbox and another domain name nothing of ours."""
    assert named_by_plus([text], US.address) == ()


@pytest.mark.parametrize(
    "text",
    [
        f"<{SENDING}@annet.example>",
        f"<{SENDING}@senteret.example.annet.example>",
        f"<{SENDING.upper()}@senteret.example>",
        f"<x{SENDING}@senteret.example>",
    ],
)
def test_what_only_looks_like_our_message_id_is_not(text: str) -> None:
    """A mail program at our own domain that makes ids in capitals is not taken for us."""
    assert named_in(text, US.domain) == ()
