"""Texts that may have been posted though nobody ticked them off, and were taken back since (D6)."""

from __future__ import annotations

import pytest

from pathway import promises
from pathway.commands import (
    ChangeMeeting,
    Invite,
    MoveMeeting,
    StopPathway,
    TickSent,
    Undo,
)
from pathway.errors import NoSuchInvitationError
from pathway.model import Promise
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.invitations.unticked import unticked
from pathway.words import (
    Channel,
    ClosedReason,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    SendingId,
    Verdict,
)
from tests.pathway.build import a_clinic, at, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed

SHM1 = MeetingKind.SHM1
BY_HAND = PromiseKind.SECURE_MESSAGE


@pytest.fixture
def office() -> Office:
    """The GP has said yes, and the patient's letter lies ready, not ticked off."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP})), says_whom=False)
    office.register()
    office.invite_gp()
    office.tick()
    for _ in office.owed(BY_HAND):
        office.tick_off(BY_HAND)
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.tick()
    return office


def test_a_letter_that_was_undone_gives_way_to_the_one_that_was_written_again(
    office: Office,
) -> None:
    """D6: what was undone may have been posted, until another goes the same way in its place."""
    office.do(Undo(ref=office.case.ref))
    assert len(late(office)) == 1
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    assert late(office) == []


def letter(office: Office) -> Promise:
    """The promise of the patient's first letter."""
    first = next(s for s in office.case.sendings if s.channel is Channel.LETTER)
    return next(p for p in office.case.promises if p.about == first.id)


def late(office: Office) -> list[str]:
    """Of which texts one may still say that they were sent."""
    return [p.id for p in unticked(office.case, office.clock)]


def tick(office: Office, promise: Promise) -> None:
    """Somebody says that it was sent."""
    office.do(TickSent(ref=office.case.ref, promise_id=promise.id))


def kinds(office: Office) -> list[SendingKind]:
    """What waits to be sent to the patient."""
    return [s.kind for s in office.waiting(Role.PATIENT)]


def test_a_text_in_hand_is_no_late_one(office: Office) -> None:
    """What is to be sent is ticked off as ever."""
    assert late(office) == []
    assert letter(office) in office.owed(BY_HAND)


def test_a_letter_held_back_can_be_ticked_off(office: Office) -> None:
    """D2: after the GP's no the letter is not to be sent; if it was, the patient holds it."""
    wanted = letter(office)
    office.answer(Verdict.DECLINED)
    assert office.owed(BY_HAND) == []
    assert late(office) == [wanted.id]
    tick(office, wanted)
    patient = office.invitation(Role.PATIENT)
    assert patient.left_at == office.clock
    assert late(office) == []
    office.do(office.cancel())
    assert kinds(office) == [SendingKind.CANCELLATION]


def test_whoever_got_it_hears_of_the_cancellation(office: Office) -> None:
    """F6: cancelled first and ticked off afterwards comes to the same."""
    office.do(office.cancel())
    assert kinds(office) == []
    tick(office, letter(office))
    assert kinds(office) == [SendingKind.CANCELLATION]
    assert [s.to for s in office.waiting(Role.PATIENT)] == [office.person(Role.PATIENT).id]
    assert len(office.owed(BY_HAND)) == 1
    assert letter(office).settled is not None


def test_it_is_told_once(office: Office) -> None:
    """Ticked off twice is refused, and changes nothing."""
    office.do(office.cancel())
    tick(office, letter(office))
    before = office.case
    with pytest.raises(NoSuchInvitationError):
        tick(office, letter(office))
    assert office.case == before


def test_whoever_heard_otherwise_hears_no_second_cancellation() -> None:
    """One who was called off by e-mail is not told again for the letter beside it."""
    office = mailed()
    office.says_whom = False
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.tick()
    assert [s.channel for s in office.waiting(Role.PATIENT)] == [Channel.LETTER]
    office.do(office.cancel())
    off = [s.id for s in office.case.sendings if s.kind is SendingKind.CANCELLATION]
    tick(office, letter(office))
    assert [s.id for s in office.case.sendings if s.kind is SendingKind.CANCELLATION] == off


def test_a_moved_meetings_letter_leads_to_an_update(office: Office) -> None:
    """F5: whoever holds the old time hears of the new one when the GP has said yes to it."""
    wanted = letter(office)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    assert late(office) == [wanted.id]
    tick(office, wanted)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    told = [s for s in office.waiting(Role.PATIENT) if s.channel is Channel.LETTER]
    assert [s.facts and s.facts.window.start for s in told] == [at("2026-11-25 10:00")]
    assert rules_state(office) is InvitationState.SENT


def rules_state(office: Office) -> InvitationState:
    """Where the patient's invitation stands."""
    lines = office.desk(lambda desk: desk.invitations(office.case))
    return next(line.state for line in lines if line.participant.role is Role.PATIENT)


def test_a_later_letter_says_it_all(office: Office) -> None:
    """A text that takes its place leaves nothing to ask, before and after it is ticked off."""
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    first = SendingId(letter(office).about)
    assert office.case.sending(first).status is SendingStatus.DROPPED
    assert late(office) == []
    office.tick_off(BY_HAND)
    assert late(office) == []


def test_nothing_is_asked_after_the_meeting_or_the_end(office: Office) -> None:
    """What was posted for a meeting that is over, or a pathway that has ended, is history."""
    office.answer(Verdict.DECLINED)
    assert len(late(office)) == 1
    office.clock = at("2026-11-24 10:00")
    assert late(office) == []
    office.clock = at("2026-10-06 09:00")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert late(office) == []


def test_a_reminder_that_was_taken_back_is_none_of_these(office: Office) -> None:
    """Only what tells when and where leaves somebody to be told otherwise."""
    office.tick_off(BY_HAND)
    office.until("2026-11-17")
    reminders = [s for s in office.case.sendings if s.kind is SendingKind.REMINDER]
    assert any(p.about == s.id for p in promises.open_promises(office.case) for s in reminders)
    office.answer(Verdict.DECLINED, role=Role.PATIENT)
    office.do(office.cancel())
    assert late(office) == []


def test_a_plan_shows_what_it_takes_out_of_ones_hands(office: Office) -> None:
    """The preview names the letter; a plan that puts another text in its place does not."""
    ref = office.case.ref
    off = office.plan(office.cancel())
    shown = office.desk(lambda desk: desk.taken_back_by(office.case, off))
    assert [(line.promise_id, line.late, line.content) for line in shown] == [
        (letter(office).id, True, None)
    ]
    link = office.plan(ChangeMeeting(ref=ref, kind=SHM1, link="https://video.example/2"))
    assert office.desk(lambda desk: desk.taken_back_by(office.case, link)) == ()
    office.answer(Verdict.DECLINED)
    again = office.plan(office.cancel())
    assert len(office.desk(lambda desk: desk.taken_back_by(office.case, again))) == 1
    assert len(office.desk(lambda desk: desk.unticked(office.case))) == 1


def test_the_notice_names_what_is_held_back(office: Office) -> None:
    """D2, D4: with the GP's no the secretary hears that the letter is not to be sent."""
    office.answer(Verdict.DECLINED)
    notice = office.texts.notices[-1]
    assert notice.values["held"] == "letter:patient"
