"""The sample calendars: up to date, and read alike by icalendar and by ical.js."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.calendar_sync.make_samples import EVENTS, FOLDER, samples
from tests.calendar_sync.reading import the_event, the_method

NODE = Path(__file__).parents[1] / "node"
GP = "4e37aaf5-21d2-5a53-8e29-e0671daf696d"

WINTER = ("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
SHORTER = ("2026-11-24T09:00:00Z", "2026-11-24T09:45:00Z")
NAV = ("2026-11-24T09:20:00Z", "2026-11-24T09:35:00Z")
MAY = ("2027-05-20T11:00:00Z", "2027-05-20T11:45:00Z")
APRIL = ("2027-04-06T07:30:00Z", "2027-04-06T08:30:00Z")

# Written by hand: method, SEQUENCE, start and end in UTC, PARTSTAT, STATUS.
TOLD = {
    "invitation-winter-time": ("REQUEST", 0, *WINTER, "NEEDS-ACTION", "CONFIRMED"),
    "invitation-summer-time": ("REQUEST", 0, *MAY, "NEEDS-ACTION", "CONFIRMED"),
    "invitation-link-to-come": ("REQUEST", 0, *WINTER, "NEEDS-ACTION", "CONFIRMED"),
    "link-added": ("REQUEST", 0, *WINTER, "NEEDS-ACTION", "CONFIRMED"),
    "update-kept-yes": ("REQUEST", 1, *SHORTER, "ACCEPTED", "CONFIRMED"),
    "moved-to-summer-time": ("REQUEST", 2, *APRIL, "NEEDS-ACTION", "CONFIRMED"),
    "cancelled": ("CANCEL", 3, *APRIL, None, "CANCELLED"),
    "counter-declined": ("DECLINECOUNTER", 1, *SHORTER, None, "CONFIRMED"),
    "window-of-nav-part": ("REQUEST", 0, *NAV, "NEEDS-ACTION", "CONFIRMED"),
}


def _read(name: str) -> dict[str, Any]:
    """What icalendar understands of a sample, in the shape of ical-js.mjs."""
    made = (FOLDER / f"{name}.ics").read_bytes()
    event = the_event(made)
    return {
        "method": the_method(made),
        "events": 1,
        "uid": str(event["uid"]),
        "sequence": int(event["sequence"]),
        "stamp": f"{event['dtstamp'].dt:%Y-%m-%dT%H:%M:%SZ}",
        "start": _moment(event["dtstart"]),
        "end": _moment(event["dtend"]),
        **{key: _text(event, key) for key in ("summary", "description", "location", "url")},
        **{key: _text(event, key) for key in ("status", "class")},
        "organizer": _person(event["organizer"]),
        "attendees": [_person(event["attendee"])],
    }


def _text(event: Any, key: str) -> str | None:  # noqa: ANN401 - icalendar gives any property
    return str(event[key]) if key in event else None


def _moment(value: Any) -> dict[str, str]:  # noqa: ANN401 - icalendar gives any property
    utc = value.dt - value.dt.utcoffset()
    return {
        "wall": f"{value.dt:%Y-%m-%dT%H:%M:%S}",
        "utc": f"{utc:%Y-%m-%dT%H:%M:%SZ}",
        "tzid": value.params["TZID"],
    }


def _person(value: Any) -> dict[str, str | None]:  # noqa: ANN401 - icalendar gives any property
    names = ("cn", "cutype", "role", "partstat", "rsvp")
    return {"address": str(value), **{name: value.params.get(name) for name in names}}


def test_samples_are_up_to_date() -> None:
    """The files are what `python -m tests.calendar_sync.make_samples` writes, no more, no fewer."""
    made = samples()
    kept = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert kept == set(made)
    for name, content in made.items():
        assert (FOLDER / name).read_bytes() == content, name


@pytest.mark.parametrize("name", EVENTS)
def test_a_sample_says_what_its_name_says(name: str) -> None:
    """Each sample has the method, SEQUENCE, times and answer that were worked out by hand."""
    read = _read(name)
    (attendee,) = read["attendees"]
    found = (read["method"], read["sequence"], read["start"]["utc"], read["end"]["utc"])
    assert (*found, attendee["partstat"], read["status"]) == TOLD[name]
    assert read["start"]["tzid"] == "Europe/Oslo"


def test_one_uid_for_each_invitation() -> None:
    """An update, a move and the cancellation keep the invitation's UID, others have their own."""
    uids = {name: _read(name)["uid"] for name in EVENTS}
    same = ["invitation-winter-time", "update-kept-yes", "moved-to-summer-time", "cancelled"]
    assert {uids[name] for name in (*same, "counter-declined")} == {GP}
    assert uids["invitation-link-to-come"] == uids["link-added"]
    assert len(set(uids.values())) == 4


@pytest.mark.node
def test_another_reader_understands_the_same() -> None:
    """Every sample is read by ical.js exactly as by icalendar: times, texts, people."""
    if shutil.which("node") is None or not (NODE / "node_modules" / "ical.js").is_dir():
        pytest.skip("needs node and `npm --prefix tests/node ci`")
    files = [str(FOLDER / f"{name}.ics") for name in EVENTS]
    done = subprocess.run(
        ["node", str(NODE / "readers" / "ical-js.mjs"), *files],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name, read in zip(EVENTS, json.loads(done.stdout), strict=True):
        assert read == _read(name), name
