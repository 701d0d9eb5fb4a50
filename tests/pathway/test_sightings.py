"""What is known of a video meeting, by events that come twice, late and in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from pathway.sightings import MOST_FACES, Face, Seen, Sight, Sighting, after, is_at
from pathway.words import MeetingId, StaffId

TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLACE = "19:meeting_Zm9v@thread.v2"
LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0?context=%7b%7d"
KARI, NILS = Face(key="kari", name="Kari T"), Face(key="nils", name="Nils N")
NOTHING = Seen(meeting_id=MeetingId("m1"))


def said(what: Sight, minutes: int, *faces: Face) -> Sighting:
    """An event so many minutes after ten."""
    return Sighting(what=what, at=TEN + timedelta(minutes=minutes), place=PLACE, faces=faces)


def seen(*events: Sighting) -> Seen:
    """What is known after these."""
    known = NOTHING
    for event in events:
        known = after(known, event)
    return known


def test_the_order_in_which_events_come_does_not_matter() -> None:
    """Began, two came, one left: told in any order, each twice, the same is known."""
    events = (
        said(Sight.BEGAN, 0),
        said(Sight.CAME, 1, KARI, NILS),
        said(Sight.LEFT, 5, NILS),
        said(Sight.CAME, 7, NILS),
        said(Sight.LEFT, 9, KARI),
    )
    for order in permutations(events):
        known = seen(*order, *order)
        assert known.inside == (NILS,)
        assert (known.began_at, known.over) == (TEN, False)


def test_an_end_empties_the_meeting() -> None:
    """Nobody is inside after it, and a coming that is told too late is none."""
    known = seen(said(Sight.CAME, 1, KARI), said(Sight.ENDED, 9), said(Sight.CAME, 5, NILS))
    assert (known.inside, known.over) == ((), True)


def test_an_end_that_came_before_the_start_is_not_this_time_s() -> None:
    """A meeting that was tried and left goes on when it begins anew, whatever is told last."""
    begun, ended = said(Sight.BEGAN, 10), said(Sight.ENDED, 5)
    assert not seen(ended, begun).over
    assert not seen(begun, ended).over
    assert seen(said(Sight.BEGAN, 0), ended).over
    assert not seen(said(Sight.BEGAN, 0), ended, begun).over
    assert seen(begun, said(Sight.ENDED, 60), said(Sight.BEGAN, 0)).over


def test_whoever_comes_after_the_end_has_come_back() -> None:
    """A meeting that somebody enters again is not over."""
    known = seen(said(Sight.ENDED, 9), said(Sight.CAME, 10, KARI))
    assert (known.inside, known.over) == ((KARI,), False)


def test_a_name_is_kept_when_a_later_event_has_none() -> None:
    """Teams leaves it out now and then."""
    known = seen(said(Sight.CAME, 1, KARI), said(Sight.LEFT, 2, Face(key="kari")))
    known = after(known, said(Sight.CAME, 3, Face(key="kari")))
    assert [face.name for face in known.inside] == ["Kari T"]


def test_endless_people_are_not_kept() -> None:
    """No flood of events fills the database."""
    many = [Face(key=str(n)) for n in range(3 * MOST_FACES)]
    assert len(seen(said(Sight.CAME, 1, *many)).glimpses) == MOST_FACES


def test_strangers_are_all_who_are_not_staff() -> None:
    """Staff are known by their id; of all others only the number is."""
    lea = Face(key="lea", name="Lea", staff_id=StaffId("lege"))
    assert seen(said(Sight.CAME, 1, KARI, lea)).strangers == 1


@pytest.mark.parametrize(
    ("link", "same"),
    [
        (LINK, True),
        (LINK.replace("%3a", "%3A").replace("%40", "@"), True),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9vx%40thread.v2/0", False),
        (f"https://video.example/m1?room={PLACE}", False),
        ("", False),
    ],
)
def test_a_join_address_is_known_by_its_place(link: str, same: bool) -> None:  # noqa: FBT001 - a row
    """The whole step of its path, however it is escaped; never a part of it, or of what follows."""
    assert is_at(link, said(Sight.BEGAN, 0)) is same


def test_a_join_address_is_known_by_itself() -> None:
    """An address that says nothing of the place is compared whole; none is like no other."""
    short = "https://teams.microsoft.com/meet/21234567?p=abc"
    event = Sighting(what=Sight.BEGAN, at=TEN, link=short)
    assert is_at(short, event)
    assert not is_at(f"{short}d", event)
    assert not is_at("", Sighting(what=Sight.BEGAN, at=TEN))
