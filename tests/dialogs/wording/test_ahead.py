"""*Hva skjer videre*, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.wording.nb import ahead
from pathway.outgoing import SendingKind
from pathway.service.daemon.forecast import departures
from pathway.service.daemon.looking_ahead import Coming, coming
from pathway.words import Verdict
from tests.pathway.build import at
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed


def told(office: Office) -> list[str]:
    """What staff are to be told, in words."""
    found = office.run(lambda c: coming(c, office.case))
    notices = (one for one in found if one.departure.kind is SendingKind.NOTICE)
    return [ahead.what(one, "Siri") for one in notices]


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.DECLINED])
def test_a_notice_that_waits_for_the_morning_says_what_it_is(verdict: Verdict) -> None:
    """D4: by its own subject, without the reference that stands above; only one is the briefing."""
    office = mailed()
    office.clock = at("2026-10-05 20:00")
    office.answer(verdict)
    subject = office.notices()[-1]
    assert told(office) == [
        f"Siri får beskjed: {subject}.",
        "Siri får vite hvem som kommer til møtet.",
    ]


def test_the_reference_is_not_said_again() -> None:
    """The list is of one case, whose reference stands in its heading."""
    office = mailed()
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    subject = "Sak R2: Pasienten kan kalles inn"
    found = office.run(lambda c: departures(c, office.case, at("2026-10-06 08:00")))
    (notice,) = (d for d in found if d.kind is SendingKind.NOTICE)
    one = Coming(on=date(2026, 10, 6), departure=replace(notice, subject=subject), line=None)
    assert ahead.what(one, "Siri") == "Siri får beskjed: Pasienten kan kalles inn."
