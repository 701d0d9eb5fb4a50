"""Answers as calendars send them: read as they are, nothing guessed, nothing raised."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_sync.names import uid_for
from calendar_sync.replies import MAIL_LIMIT, TEXT_LIMIT, Reply, Unmatched, Why, read_reply
from pathway.words import Verdict

FOLDER = Path(__file__).parent / "samples" / "replies"
GP = "fastlege@legekontor.example"
US = ("mote@senteret.example",)
SAMPLES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def _raw(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def _read(name: str) -> Reply:
    reply = read_reply(_raw(name))
    assert isinstance(reply, Reply), reply
    return reply


def _mail(*lines: str, head: str = "text/calendar; method=REPLY", sender: str = GP) -> bytes:
    body = "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""))
    return f"From: {sender}\r\nTo: {US[0]}\r\nContent-Type: {head}\r\n\r\n{body}".encode()


def _event(*lines: str) -> tuple[str, ...]:
    return ("METHOD:REPLY", "BEGIN:VEVENT", *lines, "END:VEVENT")


YES = (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GP}", "UID:u")


def test_an_acceptance_from_exchange() -> None:
    """Exchange's yes is read without ORGANIZER, with its comment, never by its subject."""
    assert _read("exchange-accepted-without-organizer") == Reply(
        method="REPLY",
        uid=uid_for("inv-1"),
        attendee=GP,
        sender=GP,
        recipients=US,
        partstat="ACCEPTED",
        sequence=0,
        stamp=datetime(2026, 10, 6, 8, 15, tzinfo=UTC),
        comment="Fint, jeg kommer.",
    )


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("exchange-accepted-without-organizer", Verdict.ACCEPTED),
        ("gmail-declined", Verdict.DECLINED),
        ("tentative-in-latin-1-called-utf-8", Verdict.TENTATIVE),
        ("exchange-new-time", Verdict.NEW_TIME),
        ("forwarded-and-answered-by-a-stranger", Verdict.ACCEPTED),
    ],
)
def test_each_program_says_its_answer(name: str, verdict: Verdict) -> None:
    """The verdict is what PARTSTAT or the method says."""
    assert _read(name).verdict is verdict
    assert _read(name).uid == uid_for("inv-1")


def test_a_new_time_has_start_and_end() -> None:
    """A COUNTER proposes start and end, with Exchange's zone name understood."""
    reply = _read("exchange-new-time")
    assert reply.proposed_start == datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
    assert reply.proposed_end == datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    assert (reply.sequence, reply.comment) == (2, "Passer bedre dagen etter.")
    assert _read("gmail-declined").proposed_start is None


def test_a_time_without_zone_is_not_guessed() -> None:
    """A proposed time that names no zone, or no time of day, is None; the proposal stands."""
    reply = _read("new-time-without-zone")
    assert reply.verdict is Verdict.NEW_TIME
    assert (reply.proposed_start, reply.proposed_end, reply.stamp) == (None, None, None)


def test_a_wrong_charset_is_read_anyway() -> None:
    """Latin-1 that calls itself UTF-8 keeps its letters, and several comments are one."""
    assert (
        _read("tentative-in-latin-1-called-utf-8").comment == "Må sjekke først\nKanskje på mandag"
    )


def test_of_several_attendees_the_sender_answered() -> None:
    """With several attendees the answer is the sender's own; who wrote in whose place is seen."""
    reply = _read("delegated-to-a-colleague")
    assert (reply.attendee, reply.sender) == ("vikar@legekontor.example",) * 2
    assert reply.recipients == ("mote+k7m2@senteret.example",)
    stranger = _raw("delegated-to-a-colleague").replace(b"From: Vikar <vikar@", b"From: <x@")
    assert read_reply(stranger) == Unmatched(why=Why.NO_ATTENDEE, sender="x@legekontor.example")


@pytest.mark.parametrize("said", ["NEEDS-ACTION", "DELEGATED", "X-MAYBE", ""])
def test_what_is_no_answer_has_no_verdict(said: str) -> None:
    """A PARTSTAT that answers nothing gives no verdict, and is kept as written."""
    reply = read_reply(_mail(*_event(f"ATTENDEE;PARTSTAT={said}:mailto:{GP}", "UID:u")))
    assert isinstance(reply, Reply)
    assert (reply.verdict, reply.partstat) == (None, said)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", Why.NO_CALENDAR),
        (b"\x00\xff" * 500, Why.NO_CALENDAR),
        (b"x" * (MAIL_LIMIT + 1), Why.TOO_LARGE),
        (b"From: a@b.example\r\n\r\nTakk, vi kommer!", Why.NO_CALENDAR),
        (_mail("X:" + "y" * 300_000), Why.TOO_LARGE),
        (_mail(*_event(*YES)).replace(b"METHOD:REPLY", b"METHOD:REQUEST"), Why.OTHER_METHOD),
        (_mail("BEGIN:VEVENT", *YES, "END:VEVENT", head="text/calendar"), Why.OTHER_METHOD),
        (_mail("METHOD:REPLY"), Why.NO_EVENT),
        (_mail(*_event(*YES), *_event(*YES)[1:]), Why.NO_EVENT),
        (_mail(*_event(YES[0])), Why.NO_EVENT),
        (_mail(*_event(YES[0], "UID: ")), Why.NO_EVENT),
        (_mail(*_event(YES[1])), Why.NO_ATTENDEE),
        (_mail(*_event(*YES, "SEQUENCE:many")), Why.UNREADABLE),
        (_mail("METHOD:REPLY", "BEGIN:VEVENT", "END:VTODO"), Why.NO_EVENT),
        (b"Content-Type: text/calendar\r\n\r\n\xff\xfe garbage", Why.UNREADABLE),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, why: Why) -> None:
    """Each kind of unreadable mail is told apart, and none raises."""
    result = read_reply(raw)
    assert isinstance(result, Unmatched)
    assert result.why is why


def test_the_method_may_stand_in_the_header_alone() -> None:
    """Where the body names no method, that of the Content-Type counts."""
    reply = read_reply(_mail("BEGIN:VEVENT", *YES, "END:VEVENT"))
    assert isinstance(reply, Reply)
    assert reply.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("sender", ["a@b.example, c@d.example", "", "Kari", "a@b@c"])
def test_an_unclear_sender_is_nobody(sender: str) -> None:
    """From with several addresses, or none, is empty rather than the first."""
    reply = read_reply(_mail(*_event(*YES), sender=sender))
    assert isinstance(reply, Reply)
    assert (reply.sender, reply.attendee) == ("", GP)


def test_an_unclear_sender_is_no_attendee() -> None:
    """Two attendees without a plain address and an unclear sender are not taken for each other."""
    odd = ("ATTENDEE;PARTSTAT=ACCEPTED:urn:x", YES[0], "UID:u")
    assert read_reply(_mail(*_event(*odd), sender="Kari")) == Unmatched(why=Why.NO_ATTENDEE)


def test_a_long_comment_is_cut() -> None:
    """A comment is cut at its limit, without control characters."""
    reply = read_reply(_mail(*_event(*YES, "COMMENT:" + "\x01ab" * TEXT_LIMIT)))
    assert isinstance(reply, Reply)
    assert reply.comment == "ab" * (TEXT_LIMIT // 2)


def test_a_mail_of_nested_parts_ends() -> None:
    """Parts within parts, a thousand deep, end as a mail without a calendar or unreadable."""
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
        for depth in range(1000)
    )
    assert isinstance(read_reply(raw), Unmatched)


def test_only_the_first_parts_are_searched() -> None:
    """A calendar behind hundreds of other parts is left for a person to find."""
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 200
    last = b"--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + last
    assert read_reply(raw) == Unmatched(why=Why.NO_CALENDAR)


@given(st.binary(max_size=2000))
def test_no_bytes_raise(raw: bytes) -> None:
    """Whatever arrives, there is a result."""
    assert isinstance(read_reply(raw), Reply | Unmatched)


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40)), max_size=6),
)
def test_no_damage_raises(name: str, damage: list[tuple[float, bytes, int]]) -> None:
    """A real answer with bytes changed, lost or added anywhere still gives a result."""
    raw = _raw(name)
    for place, noise, lost in damage:
        at = int(place * len(raw))
        raw = raw[:at] + noise + raw[at + lost :]
    assert isinstance(read_reply(raw), Reply | Unmatched)
