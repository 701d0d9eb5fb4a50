"""A tick settles what people do by hand, and nothing that is settled by doing it here (D3, F15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import TickSent
from pathway.errors import NoSuchInvitationError
from pathway.owed.ended import TICKED
from pathway.promises import open_promises
from pathway.words import PromiseKind
from tests.pathway.office import Office


@pytest.mark.parametrize("kind", sorted(set(PromiseKind) - TICKED))
def test_what_is_settled_by_doing_is_no_tick(kind: PromiseKind) -> None:
    """A wait that a tick would end for good, with nothing done, is refused and still owed."""
    office = Office()
    case = office.register()
    owed = replace(open_promises(case)[0], kind=kind)
    office.keep(case.with_changed(owed))
    with pytest.raises(NoSuchInvitationError):
        office.do(TickSent(ref=case.ref, promise_id=owed.id))
    assert office.case.promise(owed.id).settled is None


def test_a_deadline_is_not_ticked_away() -> None:
    """R2: its warnings come, whoever presses a button."""
    office = Office()
    office.register()
    with pytest.raises(NoSuchInvitationError):
        office.tick_off(PromiseKind.MILESTONE)
    office.until("2026-12-29")
    assert {why for _, _, why in office.tasks() if "milestone" in why} == {
        f"D3:milestone:{weeks}" for weeks in (4, 2, 0, -1)
    }
