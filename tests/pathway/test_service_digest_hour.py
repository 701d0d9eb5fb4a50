"""Each of the staff has the day's digest at a time of their own choice (D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from pathway.commands import ChooseDigestHour
from pathway.errors import DigestHourError, NotAllowedError
from pathway.service import PROGRAM
from pathway.service.daemon import lookout
from pathway.service.daemon.forecast import departures
from pathway.words import Channel
from tests.pathway.build import COORDINATOR, SECRETARY, a_clinic, at
from tests.pathway.office import Office


@pytest.fixture
def letters() -> Office:
    """A text that the secretary is to send since Monday 5 October 2026."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    return office


def choose(office: Office, at: time | None, who: str = SECRETARY) -> None:
    """This person chooses a time."""
    office.do(ChooseDigestHour(at=at), actor=who)


def passes(office: Office, *moments: str) -> list[str]:
    """The moments of these at which the secretary had a digest."""
    for moment in moments:
        office.tick(moment)
    return [f"{when:%d %H:%M}" for when, who in office.digests if who == SECRETARY]


def test_the_digest_comes_at_the_chosen_time(letters: Office) -> None:
    """Not at the clinic's opening, and for nobody else later than before."""
    choose(letters, time(14, 0))
    day = "2026-10-06"
    moments = (f"{day} 08:00", f"{day} 13:59", f"{day} 14:00", f"{day} 14:30")
    assert passes(letters, *moments) == ["06 12:00"]  # UTC
    letters.tick("2026-10-08 08:00")
    assert (at("2026-10-08 08:00"), COORDINATOR) in letters.digests


def test_back_to_the_usual_time(letters: Office) -> None:
    """Without a choice of their own it is the time of the clinic's file again."""
    letters.clinic = replace(
        letters.clinic,
        staff=tuple(replace(one, digest_at=time(9, 0)) for one in letters.clinic.staff),
    )
    choose(letters, time(14, 0))
    choose(letters, None)
    day = "2026-10-06"
    assert passes(letters, f"{day} 08:59", f"{day} 09:00") == ["06 07:00"]


def test_a_new_choice_gives_no_second_digest_that_day(letters: Office) -> None:
    """D4: one a working day, whatever is chosen in between."""
    assert passes(letters, "2026-10-06 08:00") == ["06 06:00"]
    choose(letters, time(14, 0))
    assert passes(letters, "2026-10-06 14:00", "2026-10-07 08:00") == ["06 06:00"]
    assert passes(letters, "2026-10-07 14:00") == ["06 06:00", "07 12:00"]


@pytest.mark.parametrize("wanted", [time(3, 0), time(7, 59), time(15, 30), time(23, 0)])
def test_a_time_outside_the_working_hours_is_refused(letters: Office, wanted: time) -> None:
    """The refusal names the hours, and what was chosen before stands."""
    choose(letters, time(14, 0))
    with pytest.raises(DigestHourError) as refused:
        choose(letters, wanted)
    assert (refused.value.opens, refused.value.closes) == (time(8, 0), time(15, 30))
    assert letters.run(lambda c: dict(c.ledger.digest_hours())) == {SECRETARY: time(14, 0)}


def test_only_staff_choose(letters: Office) -> None:
    """Whoever answers from outside has no digest."""
    with pytest.raises(NotAllowedError):
        choose(letters, time(9, 0), who="somebody")


def test_a_choice_that_the_clinic_no_longer_has_open_waits_for_nobody(letters: Office) -> None:
    """Where the file's hours become shorter the digest comes at the opening."""
    choose(letters, time(14, 0))
    letters.clinic = replace(letters.clinic, work_to=time(13, 0))
    assert passes(letters, "2026-10-06 08:00") == ["06 06:00"]


def test_the_daemon_looks_for_a_digest_at_the_chosen_time(letters: Office) -> None:
    """Before it there is nothing to do for the one task that waits, and then there is."""
    choose(letters, time(14, 0))
    letters.tick("2026-10-06 08:00")

    def busy(moment: str) -> bool:
        letters.clock = at(moment)
        return letters.run(lambda c: lookout.look(c, (Channel.CHAT,)), PROGRAM).office

    assert not busy("2026-10-06 13:59")
    assert busy("2026-10-06 14:00")


def test_what_is_foretold_comes_at_the_chosen_time(letters: Office) -> None:
    """F2: what the digest is to hold is told for the hour at which it is to come."""
    choose(letters, time(14, 0))
    ahead = letters.run(lambda c: departures(c, letters.case, at("2026-10-06 18:00")), PROGRAM)
    assert [d.at for d in ahead if d.to == SECRETARY and d.promise] == [at("2026-10-06 14:00")]
