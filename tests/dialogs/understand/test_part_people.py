"""Who is in which part, and what a part is called, as it is said."""

import pytest

from dialogs.understand.part_edits import Fault, read_edits
from dialogs.understand.part_people import Named, Seated, read_seat_or_name


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("kall del 2 Arbeid og økonomi", Named(2, "Arbeid og økonomi")),
        ("Kall del 2 for «Arbeid»", Named(2, "Arbeid")),
        ("del 3 skal hete Veien videre.", Named(3, "Veien videre")),
        ("gi del 1 navnet Velkommen", Named(1, "Velkommen")),
        ("endre navnet på del 12 til Slutt", Named(12, "Slutt")),
        ("Anne bare i del 1", Seated("Anne", only=(1,))),
        ("Anne skal være med i del 1 og 2", Seated("Anne", only=(1, 2))),
        ("flytt Anne Berg til del 2", Seated("Anne Berg", only=(2,))),
        ("Nav i hele møtet", Seated("Nav", only=())),
        ("flytt Nav fra del 2 til del 3", Seated("Nav", into=(3,), out=(2,))),
        ("ta mor ut av del 2", Seated("mor", out=(2,))),
        ("mor ikke med i del 2", Seated("mor", out=(2,))),
        ("fastlegen skal ikke være med i del 1-2", Seated("fastlegen", out=(1, 2))),
        ("Anne også i del 3", Seated("Anne", into=(3,))),
        ("legg til Anne i del 3", Seated("Anne", into=(3,))),
        ("flytt del 2 til del 3", None),
        ("lengre", None),
        ("kall del 2", None),
    ],
)
def test_what_is_said_of_people_and_names(text: str, read: Named | Seated | None) -> None:
    """R21: a name for a part, or the parts of one person, whatever words it is said in."""
    assert read_seat_or_name(text) == read


@pytest.mark.parametrize("text", ["kall del 2 Arbeid", "flytt Anne til del 2", "Anne bare i del 1"])
def test_none_of_it_is_a_change_of_the_parts(text: str) -> None:
    """What is said of people and names is no longer, shorter or moved part."""
    assert read_edits(text, [20, 15, 25]) is Fault.UNKNOWN


@pytest.mark.parametrize(
    ("seated", "then"),
    [
        (Seated("a", only=()), {1, 2, 3}),
        (Seated("a", only=(2,)), {2}),
        (Seated("a", into=(3,), out=(1,)), {2, 3}),
        (Seated("a", out=(1, 2)), set()),
    ],
)
def test_the_parts_that_are_theirs_then(seated: Seated, then: set[int]) -> None:
    """All that are named, or those of before with some more and some fewer."""
    assert seated.of({1, 2}, 3) == then
