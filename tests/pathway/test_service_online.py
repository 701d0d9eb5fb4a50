"""Which online meetings there are to be: those of meetings, never of times asked about."""

from __future__ import annotations

from dataclasses import replace

from pathway.clinic import LinkProvider
from pathway.service.meetings.online import rooms
from tests.pathway.build import a_clinic
from tests.pathway.office import Office
from tests.pathway.test_service_times import TIMES, ask


def _office() -> Office:
    """A clinic whose meetings are in Teams, and a patient with a GP."""
    office = Office(clinic=replace(a_clinic(), video=LinkProvider.TEAMS))
    office.register()
    return office


def test_an_online_meeting_stays_while_other_times_are_asked_about() -> None:
    """A meeting that may be moved has its online meeting where everybody is invited (P1)."""
    office = _office()
    office.invite_gp("2026-11-20 10:00", link="")
    (before,) = office.run(rooms)
    ask(office, *TIMES[1:])
    (after,) = office.run(rooms)
    assert after.window == before.window


def test_a_typed_link_needs_no_online_meeting() -> None:
    """Where somebody typed a link, asking for another time makes none beside it."""
    office = _office()
    office.invite_gp("2026-11-20 10:00")
    ask(office, *TIMES[1:])
    assert office.run(rooms) == ()
