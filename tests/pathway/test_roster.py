"""Who is away and who does their work, as values (*fravær*)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import roster as rosters
from pathway.roster import Absence, Roster
from pathway.words import StaffId
from tests.pathway.build import at, day

STAFF = tuple(map(StaffId, ("lea", "pal", "siri", "kare")))
MONDAY = date(2027, 5, 3)


def away(
    who: str, deputy: str, first: str = "2027-05-03", last: str | None = "2027-05-14", no: int = 1
) -> Absence:
    """An absence; a higher number was recorded later."""
    return Absence(
        id=f"{who}{no}",
        staff_id=StaffId(who),
        first=day(first),
        last=day(last) if last else None,
        deputy=StaffId(deputy),
        recorded_at=at("2027-04-01 09:00") + timedelta(hours=no),
    )


@pytest.mark.parametrize(
    ("on", "who"),
    [("2027-05-02", "lea"), ("2027-05-03", "pal"), ("2027-05-14", "pal"), ("2027-05-15", "lea")],
)
def test_the_deputy_from_the_first_day_to_the_last(on: str, who: str) -> None:
    """Both days are included; the day after, the work is the owner's again."""
    roster = Roster((away("lea", "pal"),), day(on))
    assert roster.stand_in("lea") == who
    assert roster.stands_in_for("pal") == ({"lea"} if who == "pal" else frozenset())


def test_illness_without_an_end_lasts_until_somebody_says_so() -> None:
    """Nobody guesses when somebody is well again."""
    roster = Roster((away("lea", "pal", last=None),), day("2028-01-01"))
    assert roster.stand_in("lea") == "pal"
    over = tuple(rosters.ended(roster.absences, "lea", day("2028-01-01")))
    assert [(a.last, Roster(over, day("2028-01-01")).stand_in("lea")) for a in over] == [
        (day("2027-12-31"), "lea")
    ]


def test_of_overlapping_absences_the_one_recorded_last_decides() -> None:
    """On the days that both cover; on the others the one that is left."""
    both = (away("lea", "pal"), away("lea", "siri", "2027-05-10", "2027-05-20", no=2))
    by_day = {on: Roster(both, day(on)).stand_in("lea") for on in ("2027-05-07", "2027-05-10")}
    assert by_day == {"2027-05-07": "pal", "2027-05-10": "siri"}
    assert Roster(both, day("2027-05-20")).stand_in("lea") == "siri"
    assert Roster(both[::-1], day("2027-05-12")).stand_in("lea") == "siri"


def test_a_deputy_who_is_away_has_a_deputy() -> None:
    """The work goes on to whoever is there, for as long as both are away."""
    chain = (away("lea", "pal"), away("pal", "siri", "2027-05-05", "2027-05-06"))
    found = [Roster(chain, MONDAY + timedelta(days=n)).stand_in("lea") for n in range(5)]
    assert found == ["pal", "pal", "siri", "siri", "pal"]
    assert Roster(chain, day("2027-05-05")).stands_in_for("siri") == {"lea", "pal"}


def test_a_ring_of_deputies_is_found_on_whatever_day_it_closes() -> None:
    """Lea by Pål, Pål by Siri, and Siri by Lea on one common day."""
    roster = Roster((away("lea", "pal"), away("pal", "siri", "2027-05-12", "2027-05-12")), MONDAY)
    assert roster.ring(away("siri", "lea", "2027-05-01", "2027-05-11")) == ()
    assert set(roster.ring(away("siri", "lea", "2027-05-01", None))) == {"lea", "pal", "siri"}


def test_one_who_is_back_before_the_first_day_was_never_away() -> None:
    """Such an absence ends before it begins, and is to be forgotten."""
    (over,) = rosters.ended((away("lea", "pal"),), "lea", day("2027-05-03"))
    assert over.last is not None
    assert over.last < over.first
    assert not list(rosters.ended((away("lea", "pal"),), "lea", day("2027-05-15")))


absences = st.builds(
    lambda who, deputy, first, days, no: replace(
        away(who, deputy, no=no),
        id=f"{who}{no}",
        first=MONDAY + timedelta(days=first),
        last=None if days > 20 else MONDAY + timedelta(days=first + days),
    ),
    st.sampled_from(STAFF),
    st.sampled_from(STAFF),
    st.integers(0, 20),
    st.integers(0, 25),
    st.integers(0, 9),
)


@given(st.lists(absences, max_size=6), st.integers(-1, 50))
def test_with_every_ring_refused_the_work_is_somebodys_who_is_there(
    told: list[Absence], after: int
) -> None:
    """Whatever is recorded in whatever order, nobody's work lies with one who is away."""
    roster = Roster()
    for place, said in enumerate(told):
        absence = away(said.staff_id, said.deputy, no=place)
        absence = replace(absence, first=said.first, last=said.last)
        if absence.deputy != absence.staff_id and not roster.ring(absence):
            roster = replace(roster, absences=(*roster.absences, absence))
    today = replace(roster, today=MONDAY + timedelta(days=after))
    for who in STAFF:
        assert today.absence(today.stand_in(who)) is None
        assert who in today.stands_in_for(today.stand_in(who)) or today.absence(who) is None
