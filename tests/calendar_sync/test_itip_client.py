"""The tests' own calendar program: what judges the product is itself judged here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_sync.imip import build_mail
from calendar_sync.replies import Reader
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort
from pathway.model import Window
from pathway.outgoing import Method, Sending, SendingKind
from pathway.words import SendingId, Verdict
from tests.calendar_sync.itip_client.content import (
    NotCalendarError,
    Property,
    read_calendar,
    read_line,
    unfolded,
)
from tests.calendar_sync.itip_client.dialects import DIALECTS, Said
from tests.calendar_sync.itip_client.diary import Diary, Heard, Manner
from tests.calendar_sync.itip_client.mime import NotMailError, meeting_part, read_mail
from tests.calendar_sync.itip_client.zones import local_in, wall
from tests.calendar_sync.sendings import (
    ATTENDEE,
    EVENT,
    LINKS,
    ORGANISER,
    STAMP,
    a_sending,
    an_event,
    oslo,
)

OSLO = ZoneInfo("Europe/Oslo")
UID = EVENT.uid
LATER = oslo("2027-04-06T09:30")


def read_by_us(raw: bytes) -> Arrival:
    """What the product makes of an answer."""
    arrival = Reader(ORGANISER, says_more).read(raw, size=len(raw), at=STAMP)
    assert arrival is not None
    assert arrival.sort is Sort.ANSWER, arrival
    return arrival


def a_mail(minute: int, **said: object) -> bytes:
    """A mail of the GP's invitation so many minutes after the first."""
    event = an_event(**said)
    kind = SendingKind.CANCELLATION if event.method is Method.CANCEL else SendingKind.UPDATE
    sending: Sending = a_sending(
        id=SendingId(f"sending-{minute}"),
        kind=kind,
        event=event,
        stamp=STAMP + timedelta(minutes=minute),
    )
    return build_mail(sending, LINKS, ORGANISER)


FIRST = a_mail(0)
TEXT = a_mail(1, description="Annen tekst.")
MOVED = a_mail(2, sequence=1, window=LATER)
KEPT = a_mail(3, sequence=2, window=LATER, accepted=True)
GONE = a_mail(4, sequence=3, window=LATER, method=Method.CANCEL)


def test_a_course_of_mails_is_followed() -> None:
    """Asked, told another text, moved, and called off: the calendar shows each in turn."""
    diary = Diary(ATTENDEE)
    assert diary.receive(FIRST) is Heard.NEW
    assert diary.entries[UID].partstat == "NEEDS-ACTION"
    diary.answers(UID, "ACCEPTED")
    assert diary.receive(TEXT) is Heard.TEXT
    entry = diary.entries[UID]
    assert (entry.partstat, entry.description[:12]) == ("ACCEPTED", "Annen tekst.")
    assert diary.receive(MOVED) is Heard.CHANGED
    entry = diary.entries[UID]
    assert (entry.start, entry.end) == (LATER.start, LATER.end)
    assert (entry.partstat, entry.sequence) == ("NEEDS-ACTION", 1)
    assert diary.receive(KEPT) is Heard.CHANGED
    assert diary.entries[UID].partstat == "ACCEPTED"
    assert diary.receive(GONE) is Heard.REMOVED
    assert not diary.entries


def test_a_program_may_forget_the_answer() -> None:
    """One that forgets asks its owner again at each change, whatever the organiser says."""
    diary = Diary(ATTENDEE, Manner.FORGETS)
    diary.receive(FIRST)
    diary.answers(UID, "ACCEPTED")
    diary.receive(KEPT)
    assert diary.entries[UID].partstat == "NEEDS-ACTION"


@pytest.mark.parametrize("order", list(permutations([FIRST, TEXT, MOVED, KEPT])))
def test_the_order_of_mails_does_not_matter(order: tuple[bytes, ...]) -> None:
    """In any order, and each twice, the newest by SEQUENCE and DTSTAMP is what stands."""
    diary = Diary(ATTENDEE)
    for raw in order:
        diary.receive(raw)
        assert diary.receive(raw) in {Heard.AGAIN, Heard.OLD}
    assert diary.entries[UID].sequence == 2
    assert diary.receive(GONE) is Heard.REMOVED
    assert {diary.receive(raw) for raw in order} == {Heard.OLD}
    assert not diary.entries


def test_a_meeting_is_found_where_outlook_looks() -> None:
    """The alternatives that the mail begins with hold it, and a disposition makes it a file."""
    whole = read_mail(FIRST)
    assert [part.kind for part in whole.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "text/calendar",
    ]
    assert meeting_part(whole) is whole.parts[0].parts[2]
    as_file = FIRST.replace(
        b"method=REQUEST\r\n", b"method=REQUEST\r\nContent-Disposition: attachment\r\n", 1
    )
    published = FIRST.replace(b"method=REQUEST", b"method=PUBLISH")
    assert {Diary(ATTENDEE).receive(raw) for raw in (as_file, published)} == {Heard.NO_MEETING}
    assert Diary("annen@lege.example").receive(FIRST) is Heard.NOT_MINE
    reminder = build_mail(a_sending(event=None, kind=SendingKind.REMINDER), LINKS, ORGANISER)
    assert Diary(ATTENDEE).receive(reminder) is Heard.NO_MEETING


@pytest.mark.parametrize(
    "raw",
    [
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nX\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n:x\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_is_refused(raw: bytes) -> None:
    """Nothing that breaks RFC 5545 is mended in silence."""
    with pytest.raises(NotCalendarError):
        read_calendar(raw)


def test_lines_are_read_by_the_letter() -> None:
    """Folds fall away, quoted parameters hold any sign, escapes are undone and no others."""
    assert unfolded(b"SUMMARY:M\xc3\r\n \xb8te\r\nX:1\r\n") == ["SUMMARY:Møte", "X:1"]
    line = read_line('attendee;cn="Bø; Åse: x,y";RSVP=TRUE:mailto:a@b.example')
    params = {"CN": "Bø; Åse: x,y", "RSVP": "TRUE"}
    assert line == Property(name="ATTENDEE", params=params, value="mailto:a@b.example")
    assert read_line(r"DESCRIPTION:a\nb\, c\; d\\n").text == "a\nb, c; d\\n"
    with pytest.raises(NotCalendarError):
        _ = read_line(r"DESCRIPTION:\t").text


@pytest.mark.parametrize("raw", [b"", b"no header\r\n\r\n", FIRST.replace(b"--\r\n", b"\r\n")])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    """A mail without an end of its headers or of its parts is none."""
    with pytest.raises(NotMailError):
        read_mail(raw)


WEEKS = [
    date(year, month, day) + timedelta(days=shift)
    for year, month, day in ((2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 3, 26))
    for shift in range(-7, 8)
]
"""A week on either side of each change of clocks."""


@pytest.mark.parametrize("day", WEEKS, ids=str)
def test_both_weeks_of_changed_clocks(day: date) -> None:
    """Each half hour from 7 to 17 on each day comes through as the moment it is in Oslo."""
    for half in range(14, 35):
        wanted = datetime(day.year, day.month, day.day, half // 2, 30 * (half % 2), tzinfo=OSLO)
        start = wanted.astimezone(UTC)
        window = Window(start=start, end=start + timedelta(minutes=45))
        diary = Diary(ATTENDEE)
        diary.receive(a_mail(0, window=window))
        entry = diary.entries[UID]
        assert (entry.start, entry.end) == (window.start, window.end)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - wall time
def test_the_zone_in_our_mails_is_oslo(when: datetime) -> None:
    """By its own rules the zone that we send has Oslo's offset at any wall time."""
    part = meeting_part(read_mail(FIRST))
    assert part is not None
    (zone,) = read_calendar(part.content).inner("VTIMEZONE")
    when = when.replace(microsecond=0)
    assert local_in(zone, when) == when.replace(tzinfo=OSLO).astimezone(UTC)


def test_the_first_hour_is_meant_where_two_have_the_name() -> None:
    """Half past two comes twice in October and never in March (RFC 5545 section 3.3.5)."""
    part = meeting_part(read_mail(FIRST))
    assert part is not None
    (zone,) = read_calendar(part.content).inner("VTIMEZONE")
    assert local_in(zone, wall("20261025T023000")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local_in(zone, wall("20270328T023000")) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert local_in(zone, wall("20270328T030000")) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert local_in(zone, wall("20261025T030000")) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_every_dialect_says_its_answer(dialect: str, partstat: str) -> None:
    """The product reads who answers what, to which time, with which words, in every dialect."""
    diary = Diary(ATTENDEE)
    diary.receive(MOVED)
    entry = diary.answers(UID, partstat)
    words = "Går fint; hilsen Åse, 3. etg. " + "lang linje " * 12
    said = Said(entry=entry, owner=ATTENDEE, at=STAMP, partstat=partstat, comment=words)
    arrival = read_by_us(DIALECTS[dialect](said))
    assert (arrival.invitations, arrival.attendee, arrival.sender) == ((UID,), ATTENDEE, ATTENDEE)
    assert arrival.verdict is Verdict(partstat.lower())
    assert (arrival.sequence, arrival.stamp) == (1, STAMP)
    assert (arrival.comment, arrival.says_more) == (words.strip(), True)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("start", ["2027-03-26T08:30", "2027-03-29T08:30", "2026-10-26T10:00"])
def test_every_dialect_proposes_a_time(dialect: str, start: str) -> None:
    """A COUNTER's time is the moment that was meant, whatever its zone is called."""
    diary = Diary(ATTENDEE)
    diary.receive(FIRST)
    wanted = oslo(start)
    said = Said(entry=diary.entries[UID], owner=ATTENDEE, at=STAMP, partstat="TENTATIVE")
    raw = DIALECTS[dialect](replace(said, start=wanted.start, end=wanted.end))
    arrival = read_by_us(raw)
    assert (arrival.verdict, arrival.sequence) == (Verdict.NEW_TIME, 0)
    assert arrival.proposed == wanted
