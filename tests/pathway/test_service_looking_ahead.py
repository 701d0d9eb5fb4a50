"""What is foretold in a case is what then happens when nobody acts (D3)."""

from __future__ import annotations

from datetime import timedelta

from pathway import workdays
from pathway.outgoing import SendingKind
from pathway.service.daemon.looking_ahead import AHEAD, coming
from pathway.words import Verdict
from tests.pathway.build import LEADER, OSLO, SECRETARY, at
from tests.pathway.office import Office


def asked() -> Office:
    """A GP who may be mailed is asked on Monday 5 October 2026."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    return office


def test_what_is_foretold_comes_true() -> None:
    """Each task is given to whom it was foretold, on that day, and nothing else is."""
    office = asked()
    told = office.run(lambda c: coming(c, office.case))
    tasks = [one for one in told if one.departure.kind is SendingKind.TASK]
    until = workdays.local_date(office.clock + AHEAD, OSLO) - timedelta(days=1)
    office.until(until.isoformat())
    given = {(on, to) for on, to, _ in office.tasks()}
    assert {(one.on.isoformat(), one.departure.to) for one in tasks} == given


def test_a_task_is_told_as_it_will_be() -> None:
    """D3: on day 8 the office is to be rung, on day 10 the coordinator decides."""
    office = asked()
    lines = [one.line for one in office.run(lambda c: coming(c, office.case)) if one.line]
    turned = [(line.kind, line.step, line.toward) for line in lines if line.kind == "answer"]
    assert turned == [("answer", 8, "secretary"), ("answer", 10, "coordinator")]


def test_what_leaves_to_somebody_outside_has_no_task() -> None:
    """The GP's reminder is foretold as a message, with the wait that it belongs to."""
    office = asked()
    first = office.run(lambda c: coming(c, office.case))[0]
    assert (first.departure.kind, first.line) == (SendingKind.REMINDER, None)
    assert first.departure.promise is not None


def test_what_may_be_read_now_is_not_to_come() -> None:
    """D4: of a yes in working hours staff hear at once, and of one at night in the morning."""
    office = asked()
    office.answer(Verdict.ACCEPTED)
    assert notices(office) == [(LEADER, "2026-11-23")]
    office.answer(Verdict.DECLINED)
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    assert notices(office) == [(SECRETARY, "2026-10-06"), (LEADER, "2026-11-23")]


def notices(office: Office) -> list[tuple[str, str]]:
    """Whom staff are told of something, and when."""
    told = office.run(lambda c: coming(c, office.case))
    found = (one for one in told if one.departure.kind is SendingKind.NOTICE)
    return [(one.departure.to, one.on.isoformat()) for one in found]
