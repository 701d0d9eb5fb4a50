"""How often something may be tried."""

import pytest

from bot.rates import ADDRESSES, RateLimit, site


def test_one_address_runs_out_and_comes_back() -> None:
    """An address has so many tries in a window, and others are not touched by it."""
    limit = RateLimit(each=2, total=100, seconds=60, slow=2)
    assert [limit.take("10.0.0.1", at) for at in (0.0, 1.0, 2.0)] == [0, 0, None]
    assert limit.take("10.0.0.2", 2.0) == 0
    assert limit.take("10.0.0.1", 60.0) == 0


def test_all_together_become_slow() -> None:
    """Past the total each further try waits, from whomever it is, and none is turned away."""
    limit = RateLimit(each=2, total=3, seconds=60, slow=2)
    assert [limit.take(f"10.0.0.{n}", 0.0) for n in range(4)] == [0, 0, 0, 2]
    assert limit.take("10.0.0.8", 59.0) == 2
    assert limit.take("10.0.0.9", 119.0) == 0


def test_a_good_try_does_not_count() -> None:
    """What was right is given back."""
    limit = RateLimit(each=1, total=2, seconds=60, slow=2)
    for at in range(5):
        assert limit.take("10.0.0.1", float(at)) == 0
        limit.give_back("10.0.0.1")


def test_memory_is_bounded() -> None:
    """Any number of addresses leaves only so many remembered."""
    limit = RateLimit(each=1, total=100_000, seconds=60, slow=2)
    for number in range(ADDRESSES + 500):
        limit.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 0.0)
    assert len(limit._tries) <= ADDRESSES  # noqa: SLF001  what is bounded is not shown outside


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("[2001:db8:1:2::1]:50123", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("x" * 9000, "x" * 64),
    ],
)
def test_one_subscriber_is_one_address(address: str, counted: str) -> None:
    """An IPv6 subscriber cannot change address to try more often."""
    assert site(address) == counted
