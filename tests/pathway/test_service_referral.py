"""What a referral lacks: asked for, chased, and settled by ticking (R7)."""

from __future__ import annotations

import pytest

from pathway.commands import CheckReferral, TickItems, TickSent
from pathway.errors import NoSuchInvitationError
from pathway.owed.checklists import ASKED, remaining
from pathway.owed.checklists import lacking as said
from pathway.words import PromiseKind, SettledHow
from tests.pathway.build import COORDINATOR, SECRETARY, day
from tests.pathway.office import Office

CONTENT = PromiseKind.REFERRAL_CONTENT


def lacking(*missing: str) -> Office:
    """A referral that was read on Monday 5 October 2026."""
    office = Office()
    office.register()
    office.do(CheckReferral(ref=office.case.ref, missing=missing))
    return office


def test_nothing_is_owed_where_all_ten_are_there() -> None:
    """It is remembered who read it, and when."""
    office = lacking()
    assert office.owed(CONTENT) == []
    assert office.case.referral is not None
    assert (office.case.referral.missing, office.case.referral.by) == ((), SECRETARY)


def test_what_is_missing_is_chased_until_it_is_ticked() -> None:
    """1, 5, 8 and 10 working days to the secretary, the coordinator on the last too."""
    office = lacking("physical", "medicines")
    (promise,) = office.owed(CONTENT)
    assert (promise.owner, promise.due) == (SECRETARY, day("2026-10-19"))
    office.until("2026-10-23")
    told = [(on, who) for on, who, why in office.tasks() if ":referral_content:" in why]
    assert told == [
        ("2026-10-06", SECRETARY),
        ("2026-10-12", SECRETARY),
        ("2026-10-15", SECRETARY),
        ("2026-10-19", SECRETARY),
        ("2026-10-19", COORDINATOR),
    ]


def test_the_referrer_is_asked_once_and_still_waited_for() -> None:
    """The text is ticked off as sent, and what is missing is chased all the same."""
    office = lacking("physical", "medicines")
    (promise,) = office.owed(CONTENT)
    sent = TickSent(ref=office.case.ref, promise_id=promise.id)
    office.do(sent)
    (promise,) = office.owed(CONTENT)
    assert remaining(office.case, promise) == ("medicines", "physical")
    assert said(office.case, promise).split(",") == ["medicines", "physical", ASKED]
    with pytest.raises(NoSuchInvitationError):
        office.do(sent)
    office.until("2026-10-13")
    told = [on for on, _, why in office.tasks() if ":referral_content:" in why]
    assert told == ["2026-10-06", "2026-10-12"]


def test_what_a_second_reading_finds_is_asked_for_again() -> None:
    """Whoever was asked for one thing was not asked for another."""
    office = lacking("physical")
    (promise,) = office.owed(CONTENT)
    office.do(TickSent(ref=office.case.ref, promise_id=promise.id))
    office.do(CheckReferral(ref=office.case.ref, missing=("social",)))
    (promise,) = office.owed(CONTENT)
    assert said(office.case, promise) == "social"


def test_each_is_ticked_as_it_comes_and_the_last_settles_it() -> None:
    """What was there from the start is ticked from the start."""
    office = lacking("physical", "medicines")
    (promise,) = office.owed(CONTENT)
    assert set(promise.ticked).isdisjoint({"physical", "medicines"})
    assert len(promise.ticked) == 8
    tick = TickItems(ref=office.case.ref, promise_id=promise.id, items=("physical",))
    office.do(tick)
    assert len(office.owed(CONTENT)) == 1
    office.do(TickItems(ref=office.case.ref, promise_id=promise.id, items=("medicines",)))
    assert office.owed(CONTENT) == []
    ended = [p.settled.how for p in office.case.promises if p.kind is CONTENT and p.settled]
    assert ended == [SettledHow.DONE]
    office.until("2026-10-23")
    assert office.owed(CONTENT) == []


def test_reading_it_again_says_what_holds_now() -> None:
    """A second reading takes the place of the first."""
    office = lacking("physical")
    office.do(CheckReferral(ref=office.case.ref, missing=()))
    assert office.owed(CONTENT) == []
    office.do(CheckReferral(ref=office.case.ref, missing=("social",)))
    (promise,) = office.owed(CONTENT)
    assert "social" not in promise.ticked


def test_a_field_that_no_referral_has_is_refused() -> None:
    """And changes nothing."""
    office = lacking()
    with pytest.raises(NoSuchInvitationError):
        office.do(CheckReferral(ref=office.case.ref, missing=("shoe_size",)))
    assert office.owed(CONTENT) == []
