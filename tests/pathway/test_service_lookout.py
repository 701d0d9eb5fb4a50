"""What a pass sees at a glance, and when that is enough to let it be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.heartbeat import Asked, Glance
from pathway.roster import Absence
from pathway.service.daemon.lookout import glanced, look
from pathway.service.staff import passing_on
from pathway.words import Channel, StaffId
from tests.fakes.ledger import FakeLedger
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, at
from tests.pathway.office import Office

TUESDAY, NIGHT = at("2026-10-06 10:00"), at("2026-10-06 22:00")
NOTHING = Glance(
    steps=False,
    running=False,
    leaves=False,
    told=False,
    strays=False,
    gone=False,
    upcoming=None,
    latest=None,
    turned=timedelta(),
    beat=None,
)
AT_ANY_TIME = {"running", "leaves"}
IN_HOURS = {"steps", "told", "strays", "gone"}


@pytest.fixture
def office() -> Office:
    """A clinic on an ordinary working day, with nothing to do."""
    return Office(clock=TUESDAY)


def is_over(office: Office, *channels: Channel) -> bool:
    """Whether a pass would be over at a glance."""
    return office.run(lambda context: glanced(context, channels, "tick"))[1]


@pytest.mark.parametrize("kind", sorted(AT_ANY_TIME | IN_HOURS))
def test_each_kind_begins_a_pass(
    office: Office, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is seen of any kind begins a pass; what waits for working hours, only in those."""
    assert is_over(office)
    seen = replace(NOTHING, **{kind: True})  # type: ignore[arg-type] # a flag
    monkeypatch.setattr(FakeLedger, "glance", lambda *_: seen)
    assert not is_over(office)
    office.clock = NIGHT
    assert is_over(office) == (kind in IN_HOURS)


def test_the_weeks_first_pass_is_begun(office: Office) -> None:
    """On Monday the list of who holds what up is made, once."""
    office.clock = at("2026-10-05 10:00")
    assert not is_over(office)
    office.run(lambda context: context.ledger.put_mark("weekly", "2026-10-05"))
    assert is_over(office)


def test_who_leaves_for_a_while_begins_a_pass(office: Office) -> None:
    """Somebody's work that is another's from today is passed on, and then all is quiet again."""
    away = Absence(
        id="a",
        staff_id=SECRETARY,
        first=TUESDAY.date(),
        last=None,
        deputy=COORDINATOR,
        recorded_at=TUESDAY,
    )
    office.run(lambda context: context.ledger.put_absence(away))
    assert not is_over(office)
    (change,) = office.run(passing_on.changes)
    office.run(lambda context: passing_on.passed_on(context, change))
    assert is_over(office)


def test_a_chat_that_holds_something_begins_a_pass(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits in a chat, or was posted there lately, is looked at where chats are carried."""
    monkeypatch.setattr(FakeLedger, "in_touch", lambda *_: {LEADER})
    assert not is_over(office, Channel.CHAT)
    assert is_over(office, Channel.MAIL)


def test_a_glance_asks_for_those_who_are_here(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is away is told nothing today; who left and has a successor is not gone."""
    asked: list[Asked] = []

    def glance(_: FakeLedger, one: Asked) -> Glance:
        asked.append(one)
        return NOTHING

    monkeypatch.setattr(FakeLedger, "glance", glance)
    for who, deputy in ((SECRETARY, COORDINATOR), ("sluttet", LEADER), ("borte", "ukjent")):
        absence = Absence(
            id=who,
            staff_id=StaffId(who),
            first=TUESDAY.date(),
            last=None,
            deputy=StaffId(deputy),
            recorded_at=TUESDAY,
        )
        office.run(lambda context, one=absence: context.ledger.put_absence(one))  # type: ignore[misc]
    is_over(office, Channel.MAIL, Channel.CHAT)
    (one,) = asked
    known = {person.id for person in office.clinic.staff}
    assert (set(one.readers), set(one.carried)) == (known - {SECRETARY}, {Channel.MAIL})
    assert {"sluttet"} == set(one.staff) - known


def test_a_look_that_finds_nothing_says_when_something_comes(office: Office) -> None:
    """A look by whoever carries nothing is over as well."""
    found = office.run(lambda context: look(context, ()))
    assert found.nothing
    assert found.upcoming is None
