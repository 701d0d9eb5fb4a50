"""A published calendar as it really comes: when its owner is busy, or a fault with a name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Component
from icalendar.prop import vRecur

from calendar_sync.busy_calendar import MOST_EVENTS, MOST_NEVERS, read_busy
from calendar_sync.never import comes_true
from pathway.freebusy import CalendarFault, Schedule
from pathway.model import Window

OSLO = "Europe/Oslo"
WEEK = Window(
    start=datetime(2026, 11, 22, 23, tzinfo=UTC), end=datetime(2026, 11, 29, 23, tzinfo=UTC)
)
WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*components: str) -> bytes:
    """A calendar with these in it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *components, "END:VCALENDAR"]
    return "\r\n".join("\r\n".join(lines).replace("\r\n", "\n").split("\n")).encode()


def event(*lines: str, uid: str = "1") -> str:
    """An event on Tuesday from 10 to 11, unless the lines say otherwise."""
    times = () if any(line.startswith("DTSTART") for line in lines) else TUESDAY
    return "\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", *times, *lines, "END:VEVENT"]
    )


TUESDAY = ("DTSTART;TZID=Europe/Oslo:20261124T100000", "DTEND;TZID=Europe/Oslo:20261124T110000")


def busy(raw: bytes, span: Window = WEEK, email: str = "") -> list[str]:
    """As "24 09:00-10:00" in UTC, with a question mark where it is perhaps; or the fault."""
    found = read_busy(raw, span, OSLO, email)
    if found.fault:
        return [found.fault.value]
    return [
        f"{one.start:%d %H:%M}-{one.end:%d %H:%M}{'?' * one.tentative}".replace(
            f"-{one.start:%d} ", "-"
        )
        for one in found.busy
    ]


def test_an_event_is_busy() -> None:
    """Nothing is kept but from when to when."""
    raw = calendar(event("SUMMARY:Kari Nordmann, vondt i ryggen"))
    assert busy(raw) == ["24 09:00-10:00"]
    assert "Kari" not in repr(read_busy(raw, WEEK, OSLO))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TRANSP:TRANSPARENT", []),
        ("TRANSP:OPAQUE", ["24 09:00-10:00"]),
        ("STATUS:CANCELLED", []),
        ("STATUS:TENTATIVE", ["24 09:00-10:00?"]),
        ("STATUS:CONFIRMED", ["24 09:00-10:00"]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", ["24 09:00-10:00?"]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", ["24 09:00-10:00"]),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:Lea@klinikk.example", []),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:andre@klinikk.example", ["24 09:00-10:00"]),
    ],
)
def test_what_makes_a_time_free_or_perhaps_busy(line: str, said: list[str]) -> None:
    """As calendars mark it: transparent, cancelled, tentative, Outlook's own word, one's own no."""
    assert busy(calendar(event(line)), email="lea@klinikk.example") == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"), ["23 23:00-24 23:00"]),
        (("DTSTART;VALUE=DATE:20261124",), ["23 23:00-24 23:00"]),
        (("DTSTART:20261124T100000", "DTEND:20261124T110000"), ["24 09:00-10:00"]),
        (("DTSTART:20261124T100000Z", "DURATION:PT90M"), ["24 10:00-11:30"]),
        (("DTSTART:20261124T100000Z",), []),
        (
            (
                "DTSTART;TZID=America/New_York:20261124T040000",
                "DTEND;TZID=America/New_York:20261124T050000",
            ),
            ["24 09:00-10:00"],
        ),
        (
            (
                "DTSTART;TZID=W. Europe Standard Time:20261124T100000",
                "DTEND;TZID=W. Europe Standard Time:20261124T110000",
            ),
            ["24 09:00-10:00"],
        ),
    ],
)
def test_times_in_every_form(lines: tuple[str, ...], said: list[str]) -> None:
    """Whole days, floating times, durations, other zones, and Windows' names undefined."""
    assert busy(calendar(event(*lines))) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", ["24 05:00-06:00"]),
        ("RRULE:FREQ=SECONDLY;COUNT=9", ["unreadable"]),
        ("X-NO-ZONE-AT-ALL:x", ["unreadable"]),
    ],
)
def test_a_zone_of_its_own(rule: str, said: list[str]) -> None:
    """A zone that nobody else knows is the calendar's own; without it no time of day is guessed."""
    own, known = "Customized Time Zone", "W. Europe Standard Time"
    zone = WINDOWS_ZONE.replace(known, own if rule.startswith("RRULE") else "another")
    zone = zone.replace("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", rule)
    zone = zone.replace("TZOFFSETTO:+0100", "TZOFFSETTO:+0500")
    lines = (f"DTSTART;TZID={own}:20261124T100000", f"DTEND;TZID={own}:20261124T110000")
    assert busy(calendar(zone, event(*lines))) == said
    weekly = "RRULE:FREQ=WEEKLY;BYDAY=TU"
    assert busy(calendar(zone, event(*lines, weekly))) == said


def test_windows_own_zone_with_its_definition() -> None:
    """As Outlook publishes it, on both sides of the change."""
    zone = "W. Europe Standard Time"
    lines = (
        f"DTSTART;TZID={zone}:20261005T100000",
        f"DTEND;TZID={zone}:20261005T110000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
    )
    raw = calendar(WINDOWS_ZONE, event(*lines))
    october = Window(
        start=datetime(2026, 10, 18, tzinfo=UTC), end=datetime(2026, 10, 31, tzinfo=UTC)
    )
    assert busy(raw, october) == ["19 08:00-09:00", "26 09:00-10:00"]


def test_a_series_with_its_exceptions() -> None:
    """One is taken out, one is moved, and one is called off."""
    zone = "TZID=Europe/Oslo"
    series = event(
        f"DTSTART;{zone}:20261102T100000",
        f"DTEND;{zone}:20261102T110000",
        "RRULE:FREQ=DAILY",
        f"EXDATE;{zone}:20261124T100000",
    )
    moved = event(
        f"RECURRENCE-ID;{zone}:20261125T100000",
        f"DTSTART;{zone}:20261125T140000",
        f"DTEND;{zone}:20261125T150000",
    )
    off = event(
        f"RECURRENCE-ID;{zone}:20261126T100000",
        f"DTSTART;{zone}:20261126T100000",
        f"DTEND;{zone}:20261126T110000",
        "STATUS:CANCELLED",
    )
    midweek = Window(
        start=datetime(2026, 11, 23, tzinfo=UTC), end=datetime(2026, 11, 28, tzinfo=UTC)
    )
    assert busy(calendar(series, moved, off), midweek) == [
        "23 09:00-10:00",
        "25 13:00-14:00",
        "27 09:00-10:00",
    ]


def test_free_busy_periods() -> None:
    """A calendar that tells only when: periods with an end or a length, some perhaps, some free."""
    periods = (
        "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20261101T000000Z\n"
        "FREEBUSY:20261124T090000Z/20261124T100000Z,20261124T120000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261125T090000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261126T090000Z/PT1H\n"
        "FREEBUSY;FBTYPE=FREE:20261127T090000Z/PT1H\nEND:VFREEBUSY"
    )
    assert busy(calendar(periods)) == [
        "24 09:00-10:00",
        "24 12:00-13:00",
        "25 09:00-10:00?",
        "26 09:00-10:00",
    ]
    one = "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20261124T090000Z/PT1H\nEND:VFREEBUSY"
    assert busy(calendar(one)) == ["24 09:00-10:00"]
    assert busy(calendar("BEGIN:VFREEBUSY\nUID:1\nEND:VFREEBUSY")) == []


def test_an_empty_calendar_is_free_and_several_are_one() -> None:
    """Nothing stands in it; two in one file are both the owner's."""
    assert read_busy(calendar(), WEEK, OSLO) == Schedule()
    second = event("DTSTART:20261125T090000Z", "DTEND:20261125T100000Z")
    both = calendar(event()) + b"\r\n" + calendar(second)
    assert busy(both) == ["24 09:00-10:00", "25 09:00-10:00"]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", CalendarFault.UNREADABLE),
        (b"<html><body>Logg inn</body></html>", CalendarFault.UNREADABLE),
        (b"\xff\xfe\x00\x01", CalendarFault.UNREADABLE),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", CalendarFault.UNREADABLE),
        (event().encode(), CalendarFault.UNREADABLE),
        (calendar(event("DTSTART:i morgen")), CalendarFault.UNREADABLE),
        (calendar(event("RRULE:FREQ=SOMETIMES")), CalendarFault.UNREADABLE),
        (calendar("BEGIN:VFREEBUSY\nFREEBUSY:alltid\nEND:VFREEBUSY"), CalendarFault.UNREADABLE),
        (calendar(event("RRULE:FREQ=SECONDLY")), CalendarFault.TOO_LARGE),
        (
            calendar(
                *(
                    event("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY", uid=str(uid))
                    for uid in range(3)
                )
            ),
            CalendarFault.TOO_LARGE,
        ),
    ],
)
def test_what_is_no_calendar_has_a_fault(raw: bytes, fault: CalendarFault) -> None:
    """Wrong bytes, a page to log in on, a broken event, or more than a person has: never free."""
    assert read_busy(raw, WEEK, OSLO) == Schedule(fault=fault)


@pytest.mark.parametrize(
    "component",
    [
        event(),
        event().replace("VEVENT", "VEV\n ENT"),
        event().replace("VEVENT", "vevent"),
        "BEGIN:VTODO\nEND:VTODO\n" * 40,
        "ATTENDEE:mailto:lea@klinikk.example\n" * 80,
    ],
)
def test_more_than_a_person_has_is_not_even_parsed(component: str) -> None:
    """Events are counted before they are read, and lines of any other kind."""
    found = read_busy(calendar(*[component] * (MOST_EVENTS + 1)), WEEK, OSLO)
    assert found == Schedule(fault=CalendarFault.TOO_LARGE)


EVERY_DAY = "BYDAY=MO,TU,WE,TH,FR,SA,SU"


def numbers(most: int, least: int = 0) -> str:
    """The list of these numbers, as a rule names them."""
    return ",".join(map(str, range(least, most + 1)))


@pytest.mark.parametrize(
    "rule",
    [
        f"FREQ=YEARLY;{EVERY_DAY};BYHOUR={numbers(23)};BYMINUTE={numbers(59)}",
        f"FREQ=DAILY;BYHOUR={numbers(23)}",
        f"FREQ=DAILY;BYSECOND={numbers(59)}",
        f"FREQ=YEARLY;{EVERY_DAY};BYHOUR=8,9;BYMINUTE=0,30",
        f"FREQ=MONTHLY;{EVERY_DAY};BYHOUR=8,9;BYMINUTE=0,30",
        f"FREQ=YEARLY;BYMONTHDAY={numbers(31, 1)};BYHOUR=8,9;BYMINUTE=0,30",
        f"FREQ=YEARLY;BYWEEKNO={numbers(53, 1)};BYHOUR=8,9;BYMINUTE=0,30",
    ],
)
def test_a_few_lines_never_make_much_work(rule: str) -> None:
    """Lists of hours, minutes and days multiply: what they make together is judged beforehand."""
    since = ("DTSTART:19260101T000000Z", "DURATION:PT1M")
    raw = calendar(*(event(*since, f"RRULE:{rule}", uid=str(uid)) for uid in range(2)))
    assert read_busy(raw, WEEK, OSLO) == Schedule(fault=CalendarFault.TOO_LARGE)


@pytest.mark.parametrize("often", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_a_rule_by_the_minute_is_not_begun(often: str) -> None:
    """Hours and minutes are lists too, and one event that began yesterday would never end."""
    rule = f"RRULE:FREQ={often};{EVERY_DAY};BYHOUR={numbers(23)};BYMINUTE={numbers(59)}"
    raw = calendar(event("DTSTART:20261127T080000Z", "DURATION:PT1M", rule))
    assert read_busy(raw, WEEK, OSLO) == Schedule(fault=CalendarFault.TOO_LARGE)


NEVER = [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20300101T000000Z",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=9;COUNT=5",
    "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
    "FREQ=MONTHLY;BYDAY=6MO",
]


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_that_never_comes_true_is_not_expanded(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event stands once, when it begins; nobody looks for it until the year 9999."""
    given: list[str] = []
    whole = recurring_ical_events.of

    def seen(calendar: Component, **said: object) -> object:
        given.extend(str(one.get("RRULE")) for one in calendar.walk("VEVENT"))
        return whole(calendar, **said)

    monkeypatch.setattr(recurring_ical_events, "of", seen)
    once = ("DTSTART:20261127T080000Z", "DURATION:PT1H", f"RRULE:{rule}")
    assert busy(calendar(event(*once))) == ["27 08:00-09:00"]
    assert given == ["None"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ],
)
def test_a_rare_rule_is_kept(rule: str) -> None:
    """What comes true now and then is a person's own, also on the last day of a month or year."""
    read = vRecur.from_ical(rule)
    assert comes_true(read, date(2024, 2, 29))
    assert comes_true(read, datetime(2023, 11, 27, 8, tzinfo=UTC))


def test_many_rules_that_never_come_true_are_no_calendar() -> None:
    """Each costs a little: what is more than a few is left."""
    raw = calendar(*(event(f"RRULE:{NEVER[0]}", uid=str(n)) for n in range(MOST_NEVERS + 2)))
    assert read_busy(raw, WEEK, OSLO) == Schedule(fault=CalendarFault.TOO_LARGE)


def test_the_times_of_one_day_in_one_rule_are_read() -> None:
    """A few a day, as some programs write what comes back morning and evening."""
    since = ("DTSTART:20261127T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=8,20")
    assert busy(calendar(event(*since))) == [
        *("27 08:00-09:00", "27 20:00-21:00", "28 08:00-09:00", "28 20:00-21:00"),
        *("29 08:00-09:00", "29 20:00-21:00"),
    ]


def test_many_series_of_a_long_life_are_read() -> None:
    """Years of weekly meetings, most of them over, are a person's calendar."""
    old = (
        event(
            *("DTSTART:20150105T090000Z", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;{end}"),
            uid=f"{n} {end}",
        )
        for n in range(50)
        for end in ("UNTIL=20200101T000000Z", "COUNT=100", "INTERVAL=1")
    )
    assert busy(calendar(*old)) == ["23 09:00-10:00"]


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_bytes_raise(junk: bytes, at: int) -> None:
    """Whatever is torn out of a calendar or put into it."""
    raw = calendar(event("RRULE:FREQ=WEEKLY"))
    read_busy(raw[:at] + junk + raw[at:], WEEK, OSLO)
    read_busy(junk, WEEK, OSLO)
