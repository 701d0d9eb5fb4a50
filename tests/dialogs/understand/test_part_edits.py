"""What is to be done with a meeting's parts, as people type it (R21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understand.part_edits import Fault, Layout, read_edits

MINUTES = [20, 15, 25]
A, B, C = ((1,), 20), ((2,), 15), ((3,), 25)


@pytest.mark.parametrize(
    ("said", "layout"),
    [
        ("forleng del 2 til 25 min", (A, ((2,), 25), C)),
        ("Forleng del 2 med 10 minutter.", (A, ((2,), 25), C)),
        ("utvid del 2 med 10", (A, ((2,), 25), C)),
        ("forkort del 3 med 5 min", (A, B, ((3,), 20))),
        ("kort ned del 3 til 20", (A, B, ((3,), 20))),
        ("forkort del 3 til 20 og del 2 med 5", (A, ((2,), 10), ((3,), 20))),
        ("forkort del 3 med 5, forleng del 1 med 5", (((1,), 25), B, ((3,), 20))),
        ("del 2: 25", (A, ((2,), 25), C)),
        ("del 2 25 min", (A, ((2,), 25), C)),
        ("del 2 = 25; del 3 = 15", (A, ((2,), 25), ((3,), 15))),
        ("del 2 skal vare 20 minutter", (A, ((2,), 20), C)),
        ("endre del 2 fra 15 til 25 min", (A, ((2,), 25), C)),
        ("bytt del 1 og 2", (B, A, C)),
        ("bytt om på del 1 og del 3", (C, B, A)),
        ("bytt delene 2 og 3", (A, C, B)),
        ("flytt del 3 først", (C, A, B)),
        ("flytt del 1 til slutt", (B, C, A)),
        ("flytt del 1 etter del 2", (B, A, C)),
        ("flytt del 3 før 2", (A, C, B)),
        ("flytt del 2 før del 2", (A, B, C)),
        ("rekkefølge 2, 1, 3", (B, A, C)),
        ("ny rekkefølge: 3 1 og 2", (C, A, B)),
        ("rekkefølgen blir del 3, del 2 og del 1", (C, B, A)),
        ("del del 3 i to", (A, B, ((3,), 13), ((3,), 12))),
        ("del opp del 3 i tre", (A, B, ((3,), 9), ((3,), 8), ((3,), 8))),
        ("splitt del 3", (A, B, ((3,), 13), ((3,), 12))),
        ("del del 3 i 15 og 10 minutter", (A, B, ((3,), 15), ((3,), 10))),
        ("slå sammen del 1 og 2", (((1, 2), 35), C)),
        ("slå del 3 og 2 sammen", (A, ((2, 3), 40))),
        ("fjern del 2", (A, C)),
        ("ta bort del 1", (B, C)),
    ],
)
def test_what_is_to_be_done(said: str, layout: Layout) -> None:
    """Each of these gives exactly these parts."""
    assert read_edits(said, MINUTES) == layout


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", Fault.UNKNOWN),
        ("kanskje", Fault.UNKNOWN),
        ("forleng møtet", Fault.UNKNOWN),
        ("forleng del 2 og bytt del 1 og 3", Fault.HOW_LONG),
        ("del 2 til 25 og bytt del 1 og 3", Fault.UNKNOWN),
        ("forleng del 2", Fault.HOW_LONG),
        ("forleng del 2 til 2500", Fault.HOW_LONG),
        ("forkort del 1 med 20", Fault.TOO_SHORT),
        ("del 2 til 0", Fault.TOO_SHORT),
        ("del del 3 i 25 og 0", Fault.TOO_SHORT),
        ("del 4 til 20", Fault.NO_SUCH_PART),
        ("bytt del 0 og 2", Fault.NO_SUCH_PART),
        ("flytt del 4 først", Fault.NO_SUCH_PART),
        ("flytt del 1 etter del 4", Fault.NO_SUCH_PART),
        ("rekkefølge 2, 1", Fault.NO_SUCH_PART),
        ("rekkefølge 1, 2, 2", Fault.NO_SUCH_PART),
        ("del del 9 i to", Fault.NO_SUCH_PART),
        ("slå sammen del 2 og 2", Fault.NO_SUCH_PART),
        ("fjern del 4", Fault.NO_SUCH_PART),
    ],
)
def test_what_is_not_understood(said: str, fault: Fault) -> None:
    """Each of these is refused for its own reason, and nothing is guessed."""
    assert read_edits(said, MINUTES) is fault


def test_the_only_part_stays() -> None:
    """A meeting without parts is no meeting."""
    assert read_edits("fjern del 1", [60]) is Fault.ONLY_ONE
    assert read_edits("del del 1 i to", [1]) is Fault.TOO_SHORT


_VERBS = st.sampled_from(
    ["forleng", "forkort", "bytt", "flytt", "rekkefølge", "del", "slå sammen", "fjern", "og", "med"]
)
_WORDS = st.lists(st.one_of(_VERBS, st.sampled_from(["del 1", "del 2", "3", "til", "25", "min"])))


@given(st.one_of(st.text(), _WORDS.map(" ".join)))
def test_whatever_is_typed_it_is_a_lawful_layout_or_a_fault(said: str) -> None:
    """Only parts that there are, each at least a minute long."""
    layout = read_edits(said, MINUTES)
    if isinstance(layout, Fault):
        return
    assert layout
    for numbers, minutes in layout:
        assert minutes >= 1
        assert set(numbers) <= {1, 2, 3}
