"""The Monday list says what it had to leave out."""

from __future__ import annotations

import pytest

from dialogs.wording.nb import holdups
from pathway.digests import HeldUpList
from pathway.words import PromiseKind
from tests.dialogs.beginnings import shm1_held
from tests.dialogs.world import oslo


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (1, "Én sak kan ikke leses og er ikke med her. Si fra til IT."),
        (3, "3 saker kan ikke leses og er ikke med her. Si fra til IT."),
    ],
)
def test_what_could_not_be_read_is_counted(left_out: int, said: str) -> None:
    """The last line, also where nobody else stands on the list; no line where all was read."""
    told = holdups.content(HeldUpList(people=(), left_out=left_out))
    assert (told.text, told.lines) == (holdups.NOBODY, ((said, ()),))
    assert not holdups.content(HeldUpList(people=())).lines


def test_the_heading_is_true_of_what_is_not_late_yet() -> None:
    """What has been chased stands on the list before its day too, so it is not called late."""
    world = shm1_held("2026-11-24")
    world.now = oslo("2026-11-30 08.00")
    told = [reply.text for _, reply in world.tick() if "(siden 24. november)" in reply.text]
    owed = next(p for p in world.case("K7M2").promises if p.kind is PromiseKind.SHM2_DETAILS)
    assert owed.due > world.now.date()
    assert [text.partition(". ")[0] for text in told] == [
        "Her er det som er purret på, eller som har passert fristen"
    ]
