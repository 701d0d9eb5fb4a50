"""The office hears that the mailbox cannot be read, once, and of no case."""

from functools import partial

import pytest

from pathway.outgoing import SendingKind, SendingStatus
from pathway.postbox import PostboxError, PostboxFault
from pathway.service import Context
from pathway.service.answers.mailbox_down import tell_of_mailbox
from pathway.service.daemon import showing
from tests.pathway.build import at
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed


@pytest.fixture
def office() -> Office:
    """An office at work."""
    office = mailed()
    office.clock = at("2026-10-05 10:00")
    office.run(showing.show_waiting)
    return office


def told(office: Office) -> dict[str, int]:
    """How many notices of no case wait for each member of staff."""

    def count(context: Context, staff_id: str) -> int:
        rows = context.ledger.waiting_chat(staff_id)
        return sum(row.case_id is None and row.kind is SendingKind.NOTICE for row in rows)

    return {p.id: office.run(partial(count, staff_id=p.id)) for p in office.clinic.staff}


def test_the_office_is_told_once(office: Office) -> None:
    """Everybody who does secretary tasks gets one notice, and none more before it is read."""
    for fault in (PostboxFault.REFUSED, PostboxFault.UNREACHABLE):
        office.run(partial(tell_of_mailbox, fault=fault))
    wanted = {person.id: int(person.runs_office) for person in office.clinic.staff}
    assert told(office) == wanted
    assert 1 in wanted.values()


def test_a_notice_that_was_read_is_followed_by_another(office: Office) -> None:
    """A new outage after the last one was read is told again."""
    office.run(partial(tell_of_mailbox, fault=PostboxFault.GONE))
    (row,) = office.run(showing.show_waiting)
    assert (row.status, row.content.subject) == (SendingStatus.SHOWN, "mailbox_down")
    office.run(partial(tell_of_mailbox, fault=PostboxFault.GONE))
    assert len(office.run(showing.show_waiting)) == 1


def test_a_fault_of_the_mailbox_says_which() -> None:
    """The error carries the fault."""
    assert PostboxError(PostboxFault.GONE).fault is PostboxFault.GONE
