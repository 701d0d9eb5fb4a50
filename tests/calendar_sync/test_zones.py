"""Zones from outside: each holds for its own calendar, and none is reckoned more than yearly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrule  # type: ignore[import-untyped] # it has no types
from icalendar.timezone import tzp

from calendar_sync.mailbox import Mailbox
from calendar_sync.replies import Reader, Why
from calendar_sync.zones import MOST_RULES, VALUE_LIMIT, UnknownZoneError, calendars_in
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort
from pathway.words import Verdict

SAMPLE = (Path(__file__).parent / "samples" / "replies" / "exchange-new-time.eml").read_bytes()
READER = Reader(Mailbox(address="mote@senteret.example", name="Senteret"), says_more)
AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
WINDOWS = "W. Europe Standard Time"
OWN = "Customized Time Zone"
WINTER = "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10"
SUMMER = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
BYSTEPS = 2_000
"""What yearly rules since 1601 need; one by the second needs as many in half an hour."""


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """No zone of an earlier test is known still."""
    tzp.use_default()


def _part(kind: str, offset: str, rule: str, start: str = "16010101T030000") -> str:
    return (
        f"BEGIN:{kind}\nDTSTART:{start}\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n"
        f"{rule}\nEND:{kind}\n"
    )


def _zone(name: str, *parts: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\nX-WR:x\n{''.join(parts)}END:VTIMEZONE\n"


def _fixed(name: str, offset: str) -> str:
    return _zone(name, _part("STANDARD", offset, "COMMENT:x"))


def _written(zone: str, name: str) -> bytes:
    """The new time from Exchange in another zone, which it brings along."""
    raw = SAMPLE.replace(WINDOWS.encode(), name.encode())
    zone = zone.replace("\n", "\r\n")
    return raw.replace(b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT")


def _read(raw: bytes) -> Arrival:
    arrival = READER.read(raw, size=len(raw), at=AT)
    assert arrival is not None
    return arrival


def _begins(raw: bytes) -> str:
    proposed = _read(raw).proposed
    return f"{proposed.start:%H:%M}" if proposed else ""


def test_a_zone_of_one_mail_says_nothing_of_the_next() -> None:
    """Two mails call two zones by one name, and each is read by its own."""
    assert _begins(_written(_fixed(OWN, "+0500"), OWN)) == "07:30"
    assert _begins(_written(_fixed(OWN, "+0200"), OWN)) == "10:30"
    assert _begins(_written("", OWN)) == ""


def test_a_name_that_is_known_means_the_same_in_every_mail() -> None:
    """Windows' and the world's own names are not what a mail makes of them, nor the next mail."""
    for name in (WINDOWS, "Europe/Oslo"):
        assert _begins(_written(_fixed(name, "+0500"), name)) == "11:30"
    assert _begins(SAMPLE) == "11:30"


@pytest.mark.parametrize(("month", "begins"), [("11", "11:30"), ("07", "10:30")])
def test_a_zone_of_its_own_has_summer_and_winter(month: str, begins: str) -> None:
    """The rules that Exchange writes are followed on both sides of the change, before or after."""
    zone = _zone(
        OWN,
        _part("STANDARD", "+0100", f"RRULE:{WINTER}"),
        _part("DAYLIGHT", "+0200", f"RRULE:{SUMMER}", start="16010101T020000"),
    )
    raw = _written(zone, f"/{OWN}").replace(b"202611", b"2026" + month.encode())
    assert _begins(raw) == begins
    last = raw.replace(zone.replace("\n", "\r\n").encode(), b"")
    last = last.replace(b"END:VCALENDAR", zone.replace("\n", "\r\n").encode() + b"END:VCALENDAR")
    assert _begins(last) == begins


EXCHANGE = "tzone://Microsoft/Utc"


def test_a_zone_whose_name_is_an_address() -> None:
    """Exchange's own name for UTC is read in quotes; without them a yes stands all the same."""
    part = _part("STANDARD", "+0000", "COMMENT:x", start="16010101T000000")
    zone = _zone(EXCHANGE, part, part.replace("STANDARD", "DAYLIGHT"))
    raw = _written(zone, EXCHANGE)
    assert (
        _begins(raw.replace(b"TZID=" + EXCHANGE.encode(), f'TZID="{EXCHANGE}"'.encode())) == "12:30"
    )
    assert _read(raw).sort is Sort.UNREADABLE
    yes = raw.replace(b"COUNTER", b"REPLY").replace(b"TENTATIVE", b"ACCEPTED")
    assert _read(yes).verdict is Verdict.ACCEPTED


HASTY = [
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=YEARLY;INTERVAL=0",
    "RRULE:FREQ=YEARLY;BYSECOND=0,1,2",
    "RRULE:FREQ=YEARLY;BYHOUR=1",
    "RRULE:FREQ=YEARLY;BYYEARDAY=1,2,3",
    "RRULE:FREQ=YEARLY;BYDAY=SU,MO",
    "rrule:freq=daily",
    "RRULE;X=y:FREQ=HOURLY",
    "R RULE:FREQ=MINUTELY",
    "EXRULE:FREQ=SECONDLY",
    "EXDATE:20261124T000000",
    "RDATE:" + ",".join(["20200101T000000"] * 300),
    "\n".join([f"RRULE:{WINTER}"] * (MOST_RULES + 1)),
    "TZOFFSETTO:+9900",
]


@pytest.fixture(name="steps")
def _steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each step of a rule that is reckoned; after too many it ends."""
    taken: list[int] = []
    whole = rrule._iter  # noqa: SLF001 - the one place of each step

    def counted(rule: rrule) -> Iterator[datetime]:
        for step in whole(rule):
            taken.append(1)
            if len(taken) > 2 * BYSTEPS:
                return
            yield step

    monkeypatch.setattr(rrule, "_iter", counted)
    return taken


@pytest.mark.parametrize("rule", HASTY, ids=lambda rule: str(rule)[:30])
def test_a_zone_that_would_be_reckoned_for_hours_is_not(rule: str, steps: list[int]) -> None:
    """A proposal in such a zone has no time, and so is asked about; a yes beside one stands."""
    zone = _zone(
        OWN,
        _part("STANDARD", "+0100", rule, start="20261123T000000"),
        _part("DAYLIGHT", "+0200", f"RRULE:{SUMMER}"),
    )
    arrival = _read(_written(zone, OWN))
    assert (arrival.proposed, len(steps) < BYSTEPS) == (None, True)
    assert arrival.sort in {Sort.ANSWER, Sort.UNREADABLE}
    yes = _written(zone, OWN).replace(b"COUNTER", b"REPLY").replace(b"TENTATIVE", b"ACCEPTED")
    assert (_read(yes).verdict, len(steps) < BYSTEPS) == (Verdict.ACCEPTED, True)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("begin:vtimezone", "End:VTimeZone"),
        ("B EGIN:VTIMEZONE", "E ND:VTIMEZONE"),
        ("B" + " " * 500 + "EGIN:VTIMEZONE", "E" + " " * 500 + "ND:VTIMEZONE"),
        ("BEGIN;X=y:VTIMEZONE", "END;X=y:VTIMEZONE"),
        ("BEGIN:VTIME\n ZONE", "END:V\n\tTIMEZONE"),
        ("BEGIN:VTIMEZONE", "BEGIN:VTIMEZONE\nEND:VTIMEZONE"),
    ],
)
def test_no_zone_is_handed_on_however_it_is_written(
    begin: str, end: str, steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What icalendar would take for a zone never reaches it."""
    kept: list[object] = []
    monkeypatch.setattr(tzp, "cache_timezone_component", kept.append)
    zone = _zone(OWN, _part("STANDARD", "+0100", "RRULE:FREQ=SECONDLY"))
    zone = zone.replace("BEGIN:VTIMEZONE", begin).replace("END:VTIMEZONE", end)
    assert _begins(_written(zone, OWN)) == ""
    assert (kept, steps) == ([], [])


@pytest.mark.parametrize(
    "zone", ["BEGIN:VTIMEZONE\nTZID:x\n", "END:VTIMEZONE\n", "BEGIN:X\nTZID:x\nEND:VTIMEZONE\n"]
)
def test_a_zone_without_both_ends_is_asked_about(zone: str) -> None:
    """The calendar cannot be read, and names its invitation all the same."""
    arrival = _read(_written(zone, WINDOWS))
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, Why.BROKEN)
    assert arrival.invitations


def test_a_time_in_an_unknown_zone_is_nobodys_guess() -> None:
    """Whoever asks when it is gets an error, in lists of days too."""
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEXDATE;TZID=Mars:20261124T000000\nEND:VEVENT\nEND:VCALENDAR"
    )
    ((event,),) = (one.events for one in calendars_in(text))
    (left,) = event.exdates
    assert isinstance(left, datetime)
    for ask in (left.utcoffset, left.dst, left.tzname):
        with pytest.raises(UnknownZoneError):
            ask()
    assert len(",".join(["20200101T000000"] * 300)) > VALUE_LIMIT
