"""What every ledger keeps of staff's calendars, the fake and the real ones alike."""

from __future__ import annotations

from dataclasses import replace

from pathway.entries import Closing
from pathway.freebusy import BusyTime, CalendarFault, KeptCalendar
from pathway.model import Window
from pathway.words import ClosedReason, StaffId
from tests.storage.samples import DAY, ELSEWHERE, HOUR, NOW, AnyStore, a_case, access, run

LEGE = StaffId("lege")
KEPT = KeptCalendar(
    staff_id=LEGE,
    busy=(
        BusyTime(start=NOW, end=NOW + HOUR),
        BusyTime(start=NOW + DAY, end=NOW + DAY + HOUR, tentative=True),
    ),
    span=Window(start=NOW, end=NOW + 7 * DAY),
    read_at=NOW,
    tried_at=NOW + HOUR,
    fault=CalendarFault.UNREACHABLE,
    wanted_at=NOW + HOUR,
)


def test_a_calendar_is_kept_until_it_is_forgotten(store: AnyStore) -> None:
    """What was read last stands in the place of what was read before; another clinic has none."""
    run(store, lambda ledger: ledger.put_calendar(KeptCalendar(staff_id=LEGE)))
    run(store, lambda ledger: ledger.put_calendar(KEPT))
    assert run(store, lambda ledger: dict(ledger.calendars())) == {LEGE: KEPT}
    assert run(store, lambda ledger: dict(ledger.calendars()), ELSEWHERE) == {}
    run(store, lambda ledger: ledger.forget_calendar(LEGE), ELSEWHERE)
    assert run(store, lambda ledger: dict(ledger.calendars())) == {LEGE: KEPT}
    run(store, lambda ledger: ledger.forget_calendar(LEGE))
    assert run(store, lambda ledger: dict(ledger.calendars())) == {}


def test_whose_calendars_are_needed(store: AnyStore) -> None:
    """Clinicians who are still there, whoever leads what is to come, the responsible one."""
    case = replace(a_case(), clinician=StaffId("psykolog"))
    gone = replace(case.participants[1], ended_at=NOW)
    off = replace(case.meetings[0], cancelled_at=NOW)
    run(store, lambda ledger: ledger.add(case, access()))
    logged = run(store, lambda ledger: ledger.audit(case.ref))
    assert run(store, lambda ledger: ledger.staff_in_cases()) == {"lege", "leder", "psykolog"}
    assert run(store, lambda ledger: ledger.staff_in_cases(), ELSEWHERE) == frozenset()
    assert run(store, lambda ledger: ledger.audit(case.ref)) == logged
    left = case.with_changed(gone, off)
    run(store, lambda ledger: ledger.save(left, access(), what="left"))
    assert run(store, lambda ledger: ledger.staff_in_cases()) == {"psykolog"}


def test_nobody_is_needed_for_what_has_ended(store: AnyStore) -> None:
    """A closed case keeps nobody's calendar."""
    closing = Closing(reason=ClosedReason.COMPLETED, at=NOW, by=LEGE)
    run(store, lambda ledger: ledger.add(replace(a_case(), closing=closing), access()))
    assert run(store, lambda ledger: ledger.staff_in_cases()) == frozenset()
