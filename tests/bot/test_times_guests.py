"""Where the link to a question of times leads once there is an invitation."""

from __future__ import annotations

from bot import times_guests
from pathway.words import Role
from tests.pathway.test_service_times import TIMES, _office, ask, asked, choose
from tests.pathway.test_service_times_over import corrected


def test_an_old_mailbox_never_gets_to_the_invitation() -> None:
    """The link that went to a wrong address opens nothing that came after (P1, F14)."""
    office = _office()
    ask(office)
    office.tick()
    strangers = asked(office, Role.GP)
    corrected(office)
    own = asked(office, Role.GP)
    choose(office, TIMES[0])
    assert strangers is not None
    assert own is not None
    case = office.case
    assert times_guests.invitation_of(case, case.asked_about(strangers.id)) is None
    assert times_guests.invitation_of(case, case.asked_about(own.id)) is not None
