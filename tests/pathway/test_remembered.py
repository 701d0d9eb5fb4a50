"""What was worked out of the very same values is not worked out again, and never mistaken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pathway.remembered import MOST, remembered


@dataclass(frozen=True)
class Value:
    """Two of these may be equal without being the same."""

    number: int


class Counted:
    """A function that knows how often it was really asked."""

    def __init__(self) -> None:
        self.asked = 0

    def of(self, value: Value, at: datetime | None = None) -> tuple[int, datetime | None]:
        """What it was asked about."""
        self.asked += 1
        return value.number, at


def test_the_same_is_worked_out_once() -> None:
    """The same value at an equal time is not asked about twice."""
    counted, value = Counted(), Value(1)
    known = remembered(counted.of)
    for _ in range(3):
        assert known(value, datetime(2026, 11, 23, tzinfo=UTC))[0] == 1
    assert counted.asked == 1
    assert known(value, datetime(2026, 11, 24, tzinfo=UTC))[1] == datetime(2026, 11, 24, tzinfo=UTC)
    assert known(value, at=datetime(2026, 11, 25, tzinfo=UTC))[1] != datetime(
        2026, 11, 24, tzinfo=UTC
    )
    assert counted.asked == 3


def test_what_is_only_equal_is_asked_about_anew() -> None:
    """Another object is another question, since its equality would cost more than the answer."""
    counted = Counted()
    known = remembered(counted.of)
    first, second = Value(1), Value(1)
    assert known(first) == known(second)
    assert counted.asked == 2


def test_no_new_value_takes_the_place_of_a_gone_one() -> None:
    """Python gives a new object the number of one that is gone, and the answer is still its own."""
    known = remembered(Counted().of)
    assert [known(Value(n))[0] for n in range(3 * MOST)] == list(range(3 * MOST))


def test_it_does_not_grow() -> None:
    """What is too much is forgotten and worked out again."""
    counted, value = Counted(), Value(0)
    known = remembered(counted.of)
    known(value)
    for n in range(MOST):
        known(Value(n))
    known(value)
    assert counted.asked == MOST + 2
