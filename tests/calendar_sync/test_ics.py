"""One event as iCalendar, whatever its texts and whatever has happened to it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from dateutil import tz  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Event as Vevent
from icalendar import vCalAddress
from icalendar.parser import Contentline

from calendar_sync.ics import VTIMEZONE_OSLO, calendar_bytes, calendar_file, folded
from calendar_sync.mailbox import Mailbox, clean_text, one_line
from calendar_sync.names import boundary_for, message_id_for
from pathway.model import Window
from pathway.outgoing import Event, Method
from pathway.ports import DeliveryRefusedError
from tests.calendar_sync.reading import the_event, the_method
from tests.calendar_sync.sendings import (
    ATTENDEE,
    EVENT,
    ORGANISER,
    OSLO,
    STAMP,
    an_event,
    id_for,
    oslo,
)

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("æøå\r\n\t;,:\\\"^'{} 🙂")))
HALF_HOURS = st.integers(0, 19)
SINCE = datetime(1997, 1, 1, tzinfo=UTC)  # the year of the present rules
DAYS = st.dates(date(2026, 1, 1), date(2037, 12, 31))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """A time at which people meet, by the clock in Oslo."""
    start = datetime.combine(draw(DAYS), datetime.min.time()) + timedelta(hours=8)
    start += draw(HALF_HOURS) * timedelta(minutes=30)
    minutes = draw(st.sampled_from((15, 35, 45, 60)))
    return oslo(start.isoformat(), minutes)


def _made(event: Event, stamp: datetime = STAMP) -> bytes:
    return calendar_bytes(event, stamp, ORGANISER, ATTENDEE)


@dataclass(frozen=True)
class Step:
    """One thing that happens to an invitation: what it does to the event."""

    kind: str
    window: Window
    text: str


STEPS = st.builds(
    Step,
    kind=st.sampled_from(["moved", "narrowed", "text", "link", "cancelled"]),
    window=windows(),
    text=TEXTS,
)


def _after(event: Event, step: Step) -> Event:
    """The event as the domain changes it (F7): time, place and the end raise SEQUENCE."""
    if step.kind == "text":
        return replace(event, description=step.text)
    if step.kind == "link":
        return replace(event, link=f"https://video.example/{event.sequence}")
    raised = replace(event, sequence=event.sequence + 1, accepted=step.kind == "narrowed")
    if step.kind == "cancelled":
        return replace(raised, method=Method.CANCEL, accepted=False)
    if step.kind == "narrowed":
        end = event.window.end - timedelta(minutes=5)
        return replace(raised, window=Window(start=event.window.start, end=end))
    return replace(raised, window=step.window)


def _history(steps: list[Step]) -> Iterator[Event]:
    event = EVENT
    yield event
    for step in steps:
        event = _after(event, step)
        yield event
        if event.method is Method.CANCEL:
            return


@given(st.lists(STEPS, max_size=6))
def test_a_history_keeps_its_promises(steps: list[Step]) -> None:
    """UID never changes, SEQUENCE and DTSTAMP never fall, METHOD fits what happened."""
    told = list(_history(steps))
    sequences, stamps = [], []
    for second, event in enumerate(told):
        made = _made(event, STAMP + timedelta(seconds=second))
        vevent = the_event(made)
        assert vevent["uid"] == id_for("inv-1")
        cancelled = vevent["status"] == "CANCELLED"
        assert the_method(made) == ("CANCEL" if cancelled else "REQUEST")
        assert cancelled is (event.method is Method.CANCEL)
        said = vevent["attendee"].params.get("PARTSTAT")
        assert said == (None if cancelled else "ACCEPTED" if event.accepted else "NEEDS-ACTION")
        sequences.append(int(vevent["sequence"]))
        stamps.append(vevent["dtstamp"].dt)
    assert sequences == sorted(sequences) == [event.sequence for event in told]
    assert stamps == sorted(set(stamps))


@given(windows())
@example(oslo("2027-03-27T10:00"))
@example(oslo("2027-03-28T10:00"))
@example(oslo("2026-10-24T10:00"))
@example(oslo("2026-10-25T10:00"))
def test_times_are_the_clock_in_oslo(window: Window) -> None:
    """The written times are the wall time in Oslo on either side of every change of clocks."""
    made = _made(an_event(window=window)).decode()
    for name, moment in (("DTSTART", window.start), ("DTEND", window.end)):
        assert f"\r\n{name};TZID=Europe/Oslo:{moment.astimezone(OSLO):%Y%m%dT%H%M%S}\r\n" in made


@given(st.integers(0, 40 * 366 * 24 * 60).map(lambda minute: SINCE + timedelta(minutes=minute)))
@example(datetime(2027, 3, 28, 0, 59, tzinfo=UTC))
@example(datetime(2027, 3, 28, 1, 0, tzinfo=UTC))
@example(datetime(2027, 3, 28, 1, 59, tzinfo=UTC))
@example(datetime(2026, 10, 25, 0, 59, tzinfo=UTC))
@example(datetime(2026, 10, 25, 1, 0, tzinfo=UTC))
def test_the_written_zone_is_oslo(moment: datetime) -> None:
    """The rules of our VTIMEZONE give Oslo's own time, to the minute of each change."""
    written = tz.tzical(io.StringIO(VTIMEZONE_OSLO)).get("Europe/Oslo")
    shown = moment.astimezone(written).replace(tzinfo=None)
    assert shown == moment.astimezone(OSLO).replace(tzinfo=None)


@given(summary=TEXTS, description=TEXTS, location=TEXTS, name=TEXTS, public=TEXTS)
@example(summary="A\r\nATTENDEE:mailto:b@c.example", description="\rMETHOD:X", location="",
         name='"\r\nX:1;PARTSTAT=ACCEPTED', public="^n\x85BEGIN:VEVENT")  # fmt: skip
def test_no_text_breaks_out_of_its_line(
    summary: str, description: str, location: str, name: str, public: str
) -> None:
    """Whatever the texts hold, one event comes out with our properties, folded at 75 octets."""
    event = an_event(
        summary=summary, description=description, location=location, attendee_name=name
    )
    made = calendar_bytes(event, STAMP, Mailbox(address=ORGANISER.address, name=public), ATTENDEE)
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert made.count(b"\n") == made.count(b"\r") == made.count(b"\r\n")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert all(line.decode() or True for line in made.split(b"\r\n"))  # no letter is cut in two
    unfolded = made.decode().replace("\r\n ", "").split("\r\n")
    names = [re.split("[;:]", line)[0] for line in unfolded]
    for once in ("BEGIN:VEVENT", "UID", "METHOD", "SEQUENCE", "DTSTAMP", "ORGANIZER", "ATTENDEE"):
        assert (unfolded if ":" in once else names).count(once) == 1, once
    vevent = the_event(made)
    assert vevent["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "\n" not in str(vevent["summary"])


@given(st.text("abcæøå 🙂;,:\\^.-–"), st.text("abcæøå 🙂;,:\\\n{}\"'"))
def test_texts_come_through(summary: str, description: str) -> None:
    """What a person would write is read back letter by letter."""
    vevent = the_event(_made(an_event(summary=summary, description=description, link="")))
    assert str(vevent["summary"]) == " ".join(summary.split())
    assert str(vevent.get("description", "")) == description.strip()


def test_the_order_is_what_readers_want() -> None:
    """METHOD stands before the components and VTIMEZONE before the one VEVENT."""
    made = _made(EVENT).decode()
    marks = ["BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VTIMEZONE", "BEGIN:VEVENT"]
    places = [made.index(mark) for mark in marks]
    assert places == sorted(places)
    assert [made.count(mark) for mark in marks] == [1, 1, 1, 1]
    assert VTIMEZONE_OSLO in made


def test_an_invitation_is_private_and_asks_its_one_attendee() -> None:
    """The event is private, asks one person by their own name, and we organise it."""
    vevent = the_event(_made(EVENT))
    assert vevent["class"] == "PRIVATE"
    assert vevent["organizer"] == f"mailto:{ORGANISER.address}"
    assert vevent["organizer"].params["CN"] == ORGANISER.name
    assert vevent["attendee"] == f"mailto:{ATTENDEE}"
    assert dict(vevent["attendee"].params) == {
        "CN": "Fastlege Kari Nordmann",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert not [name for name in vevent if name.startswith("X-")]


def test_a_nameless_attendee_is_called_by_the_address() -> None:
    """CN is never missing: without a name it is the address."""
    attendee = the_event(_made(an_event(attendee_name="")))["attendee"]
    assert attendee.params["CN"] == ATTENDEE


def test_a_kept_yes_may_still_become_a_no() -> None:
    """A kept yes is sent as ACCEPTED, and a mail program is still asked to tell of a change."""
    params = the_event(_made(an_event(accepted=True)))["attendee"].params
    assert (params["PARTSTAT"], params["RSVP"]) == ("ACCEPTED", "TRUE")


def test_the_link_is_where_programs_look() -> None:
    """A link stands as URL and, for programs that hide it, in the text; once is enough."""
    vevent = the_event(_made(EVENT))
    assert vevent["url"] == EVENT.link
    assert str(vevent["description"]).endswith(f"\n\n{EVENT.link}")
    again = the_event(_made(an_event(description=f"Lenke: {EVENT.link}.")))
    assert str(again["description"]) == f"Lenke: {EVENT.link}."
    odd = the_event(_made(an_event(link="rom 12, plan 3", description="")))
    assert str(odd["description"]) == "rom 12, plan 3"
    assert "url" not in odd


def test_a_cancelled_event_lets_nobody_in() -> None:
    """A cancellation holds the attendee and no link, and asks for no reply."""
    made = _made(an_event(method=Method.CANCEL, description="Avlyst."))
    assert EVENT.link not in made.decode()
    assert "RSVP" not in the_event(made)["attendee"].params


def test_a_counter_is_declined_with_the_event_as_it_stands() -> None:
    """RFC 5546 section 3.2.8: UID, SEQUENCE and times as before, and no reply is asked for."""
    made = _made(an_event(method=Method.DECLINECOUNTER, sequence=2))
    vevent = the_event(made)
    assert (the_method(made), vevent["uid"], vevent["sequence"]) == ("DECLINECOUNTER", EVENT.uid, 2)
    assert (vevent["status"], vevent["dtstart"].dt) == (
        "CONFIRMED",
        the_event(_made(EVENT))["dtstart"].dt,
    )
    assert not {"RSVP", "PARTSTAT"} & set(vevent["attendee"].params)


def test_a_file_for_the_calendar_asks_nobody() -> None:
    """The file to save is published under the invitation's UID, without attendees."""
    made = calendar_file(EVENT, STAMP, ORGANISER)
    assert the_method(made) == "PUBLISH"
    vevent = the_event(made)
    assert "attendee" not in vevent
    assert vevent["uid"] == EVENT.uid
    assert vevent["dtstart"].dt == EVENT.window.start


def test_another_zone_travels_as_utc() -> None:
    """A zone whose rules we have not written down is sent as UTC."""
    made = _made(an_event(zone="Europe/Helsinki")).decode()
    assert "DTSTART:20261124T090000Z" in made
    assert "VTIMEZONE" not in made


@pytest.mark.parametrize("address", ["", "a@b.example\r\nX:1", "a@b.example,c@d.example"])
def test_no_event_for_what_is_no_address(address: str) -> None:
    """An attendee or organiser that is not one plain address is refused."""
    with pytest.raises(DeliveryRefusedError):
        calendar_bytes(EVENT, STAMP, ORGANISER, address)
    with pytest.raises(DeliveryRefusedError):
        calendar_file(EVENT, STAMP, Mailbox(address=address, name="Senteret"))


def test_the_stamp_is_utc_to_the_second() -> None:
    """DTSTAMP is the stamp in UTC without fractions, from whatever zone it comes."""
    stamp = (STAMP + timedelta(microseconds=999_999)).astimezone(OSLO)
    assert b"\r\nDTSTAMP:20261005T073000Z\r\n" in _made(EVENT, stamp)
    assert _made(EVENT, stamp) == _made(EVENT, STAMP)


@given(st.uuids(), st.uuids())
def test_names_come_from_ids_alone(one: UUID, other: UUID) -> None:
    """The same id gives the same neutral name for ever, another id another."""
    made = [
        (
            message_id_for(str(each), "a.example"),
            boundary_for(str(each), "mixed"),
        )
        for each in (one, other)
    ]
    assert all((mine == theirs) is (one == other) for mine, theirs in zip(*made, strict=True))
    assert message_id_for(str(one), "a.example") == f"<{one}@a.example>"
    assert boundary_for(str(one), "mixed") != boundary_for(str(one), "alternative")


@given(st.text(st.sampled_from("aæ€🙂\\^,;"), max_size=400))
@example("a" * 74)
@example("a" * 75)
@example("\\" * 200)
def test_lines_are_folded_as_icalendar_folds_them(line: str) -> None:
    """Any line is broken exactly where icalendar itself breaks it."""
    theirs = Contentline(line).to_ical()  # type: ignore[no-untyped-call] # not typed there
    assert folded(line) == theirs + b"\r\n"


# icalendar takes a backslash before a capital N for a line break that somebody escaped.
_SAID = TEXTS.map(lambda text: text.replace(r"\N", ""))
EVENTS = st.builds(
    partial(replace, EVENT),
    method=st.sampled_from(Method),
    window=windows(),
    zone=st.sampled_from(("Europe/Oslo", "Europe/Berlin")),
    summary=_SAID,
    description=_SAID,
    location=_SAID,
    link=st.one_of(_SAID, st.just("https://video.example/a;b,c")),
    attendee_name=_SAID,
    accepted=st.booleans(),
)


@given(EVENTS)
def test_lines_are_what_icalendar_writes(event: Event) -> None:
    """Whatever an event tells, icalendar writes the same lines, and in their order."""
    _, _, ours = _made(event).partition(b"BEGIN:VEVENT")
    _, _, theirs = _of_icalendar(event).to_ical(sorted=False).partition(b"BEGIN:VEVENT")
    assert ours == theirs + b"END:VCALENDAR\r\n"


def _of_icalendar(event: Event) -> Vevent:
    """The same event, made of icalendar's own properties."""
    zone, cancelled = OSLO if event.zone == OSLO.key else UTC, event.method is Method.CANCEL
    link = "" if cancelled else one_line(event.link)
    text = clean_text(event.description).strip()
    vevent = Vevent()
    vevent.add("uid", event.uid)
    vevent.add("sequence", event.sequence)
    vevent.add("dtstamp", STAMP)
    vevent.add("dtstart", event.window.start.astimezone(zone))
    vevent.add("dtend", event.window.end.astimezone(zone))
    vevent.add("summary", one_line(event.summary))
    if said := text if link in text else f"{text}\n\n{link}".strip():
        vevent.add("description", said)
    if event.location:
        vevent.add("location", one_line(event.location))
    if re.fullmatch(r"https?://\S+", link):
        vevent.add("url", link)
    vevent.add("class", "PRIVATE")
    vevent.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    vevent.add("transp", "OPAQUE")
    vevent.add("organizer", _person(ORGANISER.name, ORGANISER.address))
    asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    if event.method is Method.REQUEST:
        asked |= {"PARTSTAT": "ACCEPTED" if event.accepted else "NEEDS-ACTION", "RSVP": "TRUE"}
    vevent.add("attendee", _person(event.attendee_name, ATTENDEE, **asked))
    return vevent


def _person(name: str, address: str, **params: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    called = one_line(name).replace('"', "'").replace("^", "") or address
    for key, value in {"CN": called, **params}.items():
        person.params[key] = value
    return person
