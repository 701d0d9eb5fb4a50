"""Colleagues follow a running meeting in one message, edited in place (R22)."""

from __future__ import annotations

from dataclasses import replace

from pathway.commands import StartMeeting, StepMeeting
from pathway.outgoing import Content, Sending, SendingKind
from pathway.ports import Notice
from pathway.run import ASKED_WHY, Deed
from pathway.service import PROGRAM
from pathway.service.daemon import chatting
from pathway.service.run.following import WHY, notice_of
from pathway.words import Role, SendingId, StaffId
from tests.pathway.build import LEADER, SECRETARY, at
from tests.pathway.office import Office
from tests.pathway.test_running import SHM1, end, press, ready, started
from tests.pathway.test_service_chatting import CHAT


def about_run(office: Office) -> list[Sending]:
    """What colleagues were told of the run."""
    return [row for row in office.case.sendings if row.why == WHY]


def posted(
    office: Office, clock: str, day: str = "2026-11-24", who: str = SECRETARY
) -> list[Sending]:
    """What this person's chat is given in one pass, in order."""
    office.clock = at(f"{day} {clock}")
    found: list[Sending] = []
    while row := office.run(lambda context: chatting.claim(context, who), PROGRAM):
        number = f"m{len(found)}{clock}"
        office.run(
            lambda context, one=row.id, no=number: chatting.delivered(context, who, one, no),  # type: ignore[misc] # defaults bind them
            PROGRAM,
        )
        found.append(row)
    return found


def with_chat(office: Office, who: str = SECRETARY) -> Office:
    """This person is reached in the chat."""
    chat = replace(CHAT, staff_id=StaffId(who), seen_at=office.clock)
    office.run(lambda context: context.ledger.put_chat(chat))
    return office


def test_the_secretary_follows_and_the_one_who_pressed_has_the_card() -> None:
    """One message to each who follows, when it begins; no press adds another."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    assert [(row.to, row.role) for row in about_run(office)] == [(SECRETARY, Role.SECRETARY)]


def test_the_leader_is_told_when_another_presses() -> None:
    """Once, of what holds then: the leader's own card knows nothing of it."""
    office = started()
    for clock in ("10:20", "10:35"):
        office.clock = at(f"2026-11-24 {clock}")
        office.do(StepMeeting(ref=office.case.ref, deed=Deed.NEXT), actor=SECRETARY)
    told = [row for row in about_run(office) if row.to == LEADER]
    assert [row.content for row in told] == [office.texts.notice(the_notice(office))]


def test_what_has_not_left_says_what_holds_now() -> None:
    """A message that waits is written anew with each press."""
    office = started()
    before = about_run(office)[0].content
    press(office, "10:20", Deed.NEXT)
    assert about_run(office)[0].content == office.texts.notice(the_notice(office))
    assert isinstance(before, Content)


def test_how_far_a_run_has_come_is_no_news_of_the_next_day() -> None:
    """Where the chat is down until the next morning, nobody hears then that a meeting runs."""
    for clock, day, told in (("11:50", "2026-11-24", 1), ("07:26", "2026-11-25", 0)):
        office = with_chat(started())
        assert [row.why for row in posted(office, clock, day)].count(WHY) == told


def test_what_the_leader_was_asked_waits_for_working_hours_the_day_after() -> None:
    """Whether it is over is asked at once on its day, and on the next one not before eight."""
    office = with_chat(started(), LEADER)
    office.tick("2026-11-24 11:31")
    asked = {row.id for row in office.case.sendings if row.why == ASKED_WHY}
    assert asked
    early = posted(office, "07:26", "2026-11-25", LEADER)
    late = posted(office, "08:01", "2026-11-25", LEADER)
    assert asked.isdisjoint(row.id for row in early)
    assert asked <= {row.id for row in late}


def the_notice(office: Office) -> Notice:
    """What is to be said of the run now."""
    run = office.case.runs[-1]

    def of(context: object) -> Notice:
        return notice_of(office.case, run, context.pen())  # type: ignore[attr-defined] # a context

    return office.run(of)


def test_what_was_posted_is_edited_in_its_place() -> None:
    """Two presses before the next pass are one edit, with the newest; it rings nowhere."""
    office = with_chat(ready())
    posted(office, "09:59")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    (first,) = [row for row in posted(office, "10:01") if row.why == WHY]
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    edits = [row for row in posted(office, "10:36") if row.kind is SendingKind.EDIT]
    assert [row.message_id for row in edits] == [message_id(office, first.id)]
    assert [row.content for row in edits] == [office.texts.notice(the_notice(office))]
    assert posted(office, "10:37") == []
    end(office, "11:00")
    (over,) = [row for row in posted(office, "11:01") if row.kind is SendingKind.EDIT]
    assert over.content == office.texts.notice(the_notice(office))


def message_id(office: Office, sending: SendingId) -> str:
    """What the chat calls a message that was posted."""
    return office.case.sending(sending).message_id
