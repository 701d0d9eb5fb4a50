"""Our calendars as ical.js understands them, which reads for Thunderbird and Nextcloud."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from calendar_sync.ics import calendar_bytes
from pathway.model import Window
from tests.calendar_sync.itip_client import zones
from tests.calendar_sync.itip_client.content import Component, read_calendar
from tests.calendar_sync.itip_client.mime import meeting_part, read_mail
from tests.calendar_sync.sendings import ATTENDEE, ORGANISER, STAMP, an_event
from tests.calendar_sync.test_calendars_follow import COURSES, lived
from tests.pathway.history_actions import ALL

pytestmark = pytest.mark.node

NODE = Path(__file__).parents[1] / "node"
OSLO = ZoneInfo("Europe/Oslo")
CHANGES = [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26)]
"""The Sundays on which clocks change."""


def read_by_ical_js(calendars: list[bytes], folder: Path) -> list[dict[str, Any]]:
    """What ical.js understands of each."""
    if shutil.which("node") is None or not (NODE / "node_modules" / "ical.js").is_dir():
        pytest.skip("needs node and `npm --prefix tests/node ci`")
    files = [folder / f"{number}.ics" for number in range(len(calendars))]
    for file, made in zip(files, calendars, strict=True):
        file.write_bytes(made)
    done = subprocess.run(
        ["node", str(NODE / "readers" / "ical-js.mjs"), *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def test_meetings_around_both_changes_of_clocks(tmp_path: Path) -> None:
    """In the weeks before and after, at any hour of work, it is the moment that it is in Oslo."""
    wanted: list[datetime] = []
    for sunday in CHANGES:
        for shift in range(-7, 8):
            on = sunday + timedelta(days=shift)
            hours = (8, 10, 13, 16)
            wanted += [datetime(on.year, on.month, on.day, h, 30, tzinfo=OSLO) for h in hours]
    windows = [
        Window(start=w.astimezone(UTC), end=w.astimezone(UTC) + timedelta(minutes=45))
        for w in wanted
    ]
    made = [calendar_bytes(an_event(window=w), STAMP, ORGANISER, ATTENDEE) for w in windows]
    for window, read in zip(windows, read_by_ical_js(made, tmp_path), strict=True):
        assert (read["start"]["utc"], read["end"]["utc"]) == (iso(window.start), iso(window.end))


def test_the_mails_of_histories_are_read_alike(tmp_path: Path) -> None:
    """Every calendar that left in the told courses says the same to ical.js as to ours."""
    sent: list[bytes] = []

    @settings(max_examples=1, phases=(Phase.generate,), database=None, deadline=None)
    @given(st.none())  # the machine notes events, which it may do under Hypothesis only
    def go(_: None) -> None:
        for past, course in COURSES.values():
            machine = lived(ALL, past, course)
            for thread in machine.threads.values():
                sent.extend(calendar_in(posted.raw) for posted in thread.mails)

    go()
    methods = set()
    for made, read in zip(sent, read_by_ical_js(sent, tmp_path), strict=True):
        ours = as_ical_js(read_calendar(made))
        methods.add(ours["method"])
        assert {name: read[name] for name in ours} == ours
    assert methods >= {"REQUEST", "CANCEL"}


def calendar_in(raw: bytes) -> bytes:
    """The calendar of a mail."""
    part = meeting_part(read_mail(raw))
    assert part is not None
    return part.content


def as_ical_js(calendar: Component) -> dict[str, Any]:
    """What our own reader understands, in the shape of ical-js.mjs."""
    (event,) = calendar.inner("VEVENT")
    texts = {
        name: event.text(name.upper()) or None for name in ("summary", "description", "location")
    }
    start, end = (event.one(name) for name in ("DTSTART", "DTEND"))
    return {
        "method": calendar.one("METHOD").value,
        "events": 1,
        "uid": event.one("UID").value,
        "sequence": int(event.one("SEQUENCE").value),
        "stamp": iso(zones.stamp(event.one("DTSTAMP").value)),
        "start": moment(zones.moment(start, calendar)),
        "end": moment(zones.moment(end, calendar)),
        **texts,
        "url": event.one("URL").value if event.all("URL") else None,
        "status": event.one("STATUS").value,
        "organizer": person(event, "ORGANIZER"),
        "attendees": [person(event, "ATTENDEE")],
    }


def person(event: Component, name: str) -> dict[str, str | None]:
    """An address and what is said of it."""
    one = event.one(name)
    said = {
        key: one.params.get(key.upper()) for key in ("cn", "cutype", "role", "partstat", "rsvp")
    }
    return {"address": one.value, **said}


def moment(when: datetime) -> dict[str, str]:
    """A time as ical.js tells it."""
    wall = when.astimezone(OSLO).replace(tzinfo=None).isoformat()
    return {"wall": wall, "utc": iso(when), "tzid": "Europe/Oslo"}


def iso(when: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
