"""The Monday list says what it had to leave out."""

from __future__ import annotations

import pytest

from dialogs.wording.nb import holdups
from pathway.digests import HeldUpList


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
