"""Where video links come from, as a clinic's file says it, and every fault in that."""

from pathlib import Path

import pytest

from bot.clinic_file import load_clinic
from pathway.clinic import LinkProvider, VideoRoom
from tests.bot.test_clinic_file import GOOD, faults, top, written

ROOM = "https://join.nhn.no/webapp/conference/999001"
NHN = '[video]\nprovider = "nhn"\n'


def test_rooms_with_and_without_their_size(tmp_path: Path) -> None:
    """A room is an address, which takes five screens, or says how many it takes."""
    line = f'video_rooms = ["{ROOM}", {{ link = "{ROOM[:-1]}2", endpoints = 3 }}]'
    clinic = load_clinic(written(tmp_path, f"{top(line)}\n{NHN}"))
    assert clinic.video is LinkProvider.NHN
    assert clinic.video_rooms == (
        VideoRoom(link=ROOM, endpoints=5),
        VideoRoom(link=f"{ROOM[:-1]}2", endpoints=3),
    )


def test_links_are_typed_in_unless_said(tmp_path: Path) -> None:
    """Without a table of its own, links are typed in and no room is listed."""
    clinic = load_clinic(written(tmp_path, GOOD))
    assert (clinic.video, clinic.video_rooms) == (LinkProvider.FIXED, ())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f'video_rooms = "{ROOM}"', "'video_rooms' is not a list; write video_rooms = [{ link ="),
        ("video_rooms = [3]", "video room number 1 must be an address, or { link ="),
        ('video_rooms = [{ url = "x" }]', "video room number 1 must be an address, or { link ="),
        ("video_rooms = [{ endpoints = 3 }]", "video room number 1 has no address; write { link ="),
        (
            f'video_rooms = [{{ link = "{ROOM}", endpoints = 6 }}]',
            "endpoints in video room number 1 must be a whole number from 2 to 5",
        ),
        (f'video_rooms = ["{ROOM}", "{ROOM}"]', f"video room '{ROOM}' stands twice; take one away"),
        ("video = 3", "'video' is not a table; write [video] and provider = \"fixed\" below it"),
        (
            'video = { provider = "skype" }',
            "provider = 'skype' in [video] must be one of fixed, nhn, teams",
        ),
        (
            'video = { provider = "fixed", room = 3 }',
            "'room' in [video] is unknown; known is provider",
        ),
        (
            'video = { provider = "nhn" }',
            'provider = "nhn" needs rooms; write video_rooms = [{ link =',
        ),
    ],
)
def test_a_fault_says_the_way_out(tmp_path: Path, line: str, told: str) -> None:
    """Each fault is one sentence with what to write instead."""
    (fault,) = faults(tmp_path, top(line))
    assert fault.startswith(told)


def test_rooms_are_nhns_where_nhn_is_used(tmp_path: Path) -> None:
    """With NHN every room is an address there; with typed links it may be any."""
    line = 'video_rooms = ["https://video.example/rom"]'
    (fault,) = faults(tmp_path, f"{top(line)}\n{NHN}")
    assert fault.startswith("video room 'https://video.example/rom' is no room at NHN; write it as")
    assert load_clinic(written(tmp_path, top(line))).video_rooms[0].link.endswith("/rom")
