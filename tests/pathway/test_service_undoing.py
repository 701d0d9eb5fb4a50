"""*Angre*: the last change is taken back as long as nothing of it has left, and exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pathway import promises, rules
from pathway.case import Case
from pathway.clinic import Contact
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    ArrangeAppointment,
    ArrangeNext,
    CancelAppointment,
    CancelMeeting,
    ChangeAppointment,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    Command,
    CorrectContact,
    DeclineProposal,
    HoldWithoutGp,
    Invite,
    InviteGp,
    InviteSeveral,
    KeepToConsent,
    MoveAppointment,
    MoveMeeting,
    NoAdviser,
    Person,
    Postpone,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SettleOffice,
    Snooze,
    StopPathway,
    Undo,
    WithdrawConsent,
)
from pathway.errors import (
    AlreadyLeftError,
    CannotUndoError,
    ChangedSinceError,
    ClashError,
    MeetingInPastError,
    NotAllowedError,
    NothingToUndoError,
    PathwayClosedError,
    RuleError,
    StalePlanError,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.ports import LOOKS
from pathway.service.cases.undoing import UNDOABLE
from pathway.views import Plan
from pathway.words import (
    Channel,
    ClosedReason,
    MeetingKind,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_once import CHANGES
from tests.pathway.test_plan import everybody, left, mailed

SHM1 = MeetingKind.SHM1
LATER = "2026-11-26 10:00"


def undo(office: Office) -> Plan:
    """It is shown, and done as it was shown."""
    shown = office.plan(Undo(ref=office.case.ref))
    office.do(Undo(ref=office.case.ref, plan=shown.hash))
    return shown


def move(office: Office, start: str = LATER) -> None:
    """SHM1 is moved, and nothing leaves yet."""
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(start)))


def assert_exactly_back(before: Case, after: Case) -> None:
    """Every row is as it was, and what was added has ended without a word to anybody."""
    known = {
        row.id
        for name in ("participants", "diary", "invitations", "consents", "promises", "sendings")
        for row in getattr(before, name)
    }
    chats = {s.id for s in before.sendings if s.channel is Channel.CHAT}
    for name in ("participants", "meetings", "invitations", "consents", "promises", "sendings"):
        now = [row for row in getattr(after, name) if row.id in known - chats]
        was = [row for row in getattr(before, name) if row.id not in chats]
        assert [(a, b) for a, b in zip(was, now, strict=True) if a != b] == [], name
    for name in ("milestones", "corrections", "answers", "closing", "wishes", "decide_by", "name"):
        assert getattr(after, name) == getattr(before, name)
    fresh = [s for s in after.sendings if s.id not in known and s.channel is not Channel.CHAT]
    assert all(s.status is SendingStatus.DROPPED and not s.attempts for s in fresh)
    assert all(i.cancelled_at and not i.left_at for i in after.invitations if i.id not in known)
    assert all(m.cancelled_at for m in after.meetings if m.id not in known)
    assert all(p.ended_at for p in after.participants if p.id not in known)
    assert all(p.settled for p in after.promises if p.id not in known)


# --- exactly back ------------------------------------------------------------------------------


KINDS = sorted(set(UNDOABLE) - {SettleOffice, AcceptProposal}, key=lambda kind: kind.__name__)
"""Two of them write an answer, which is kept: see below."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_change_is_undone_exactly(kind: type) -> None:
    """The case is what it was, apart from the log and its number; the log keeps both."""
    given, asked_for = CHANGES[kind]
    office = given()
    before, command = office.case, asked_for(office)
    office.says_whom = False
    office.do(command)
    assert office.case != before
    undo(office)
    assert_exactly_back(before, office.case)
    whats = [(entry.what, entry.detail) for entry in office.log if entry.what not in LOOKS]
    assert whats[-2:] == [(kind.__name__, ""), ("Undo", kind.__name__)]
    with pytest.raises(NothingToUndoError):
        office.do(Undo(ref=office.case.ref))


def test_what_was_undone_can_be_done_again() -> None:
    """No number and no id is used twice: SEQUENCE skips what never left (F16)."""
    office = everybody()
    move(office)
    undo(office)
    move(office)
    office.tick()
    events = [s.content.event for s in left(office, Role.GP)]
    assert [event.sequence for event in events if event] == [0, 2]
    assert office.case.meetings[0].start == wall(LATER)


def test_nobody_hears_of_what_was_undone() -> None:
    """Nothing leaves, at once or later, and the GP's yes stands."""
    office = everybody()
    before = len(office.left)
    move(office)
    shown = undo(office)
    assert shown.consequences == ()
    assert shown.touched is not None
    assert [p.role for p in shown.touched.silent] == [Role.GP, Role.PATIENT, Role.NAV_ADVISER]
    office.tick("2026-10-06 08:00")
    assert len(office.left) == before
    assert office.case.meetings[0].start == wall("2026-11-24 10:00")


def test_what_had_waited_waits_again() -> None:
    """A message that the change took away is in its place once more, and leaves."""
    office = Office(clinic=a_clinic())
    office.register()
    office.invite_gp()
    move(office)
    shown = undo(office)
    (told,) = [c for c in shown.consequences if c.kind is SendingKind.INVITATION]
    assert told.must_answer
    assert not told.later
    (sent,) = office.tick()
    assert sent.facts is not None
    assert sent.facts.window.start == at("2026-11-24 10:00")


def test_what_waits_goes_to_the_old_address_again() -> None:
    """An address that was changed by mistake is the old one, for what waits as well."""
    office = everybody()
    move(office)
    before = office.case
    wrong = ChangeParticipant(
        ref=before.ref, who=office.person(Role.GP).id, email="feil@lege.example"
    )
    office.do(wrong)
    assert "feil@lege.example" in {s.address for s in office.waiting(Role.GP)}
    (again,) = undo(office).consequences
    assert (again.kind, again.participant.email) == (
        SendingKind.UPDATE,
        before.present(Role.GP)[-1].email,
    )
    assert_exactly_back(before, office.case)


def test_what_waits_for_the_gp_waits_again() -> None:
    """F5: a letter to the patient that was frozen is shown as what comes later."""
    office = everybody()
    move(office)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    (patient,) = [s for s in office.waiting(Role.PATIENT) if s.channel is Channel.MAIL]
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    shown = undo(office)
    again = [c for c in shown.consequences if c.participant.role is Role.PATIENT]
    assert [c.must_answer for c in again] == [True] * len(again)
    assert office.case.sending(patient.id).waiting


def test_a_ladder_goes_on_where_it_was() -> None:
    """D3: the answer that was owed is owed again, with the steps that were taken."""
    office = mailed()
    office.until("2026-10-12")
    (owed,) = office.owed(PromiseKind.ANSWER)
    assert owed.taken
    office.clock = at("2026-10-12 13:00")
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert office.case.promise(owed.id).settled
    undo(office)
    assert office.case.promise(owed.id) == owed


def test_a_day_to_decide_on_is_owed_again() -> None:
    """F15: the meeting was arranged too soon; the case is put off as it was."""
    office = everybody()
    office.do(Postpone(ref=office.case.ref, kind=SHM1, until=day("2026-10-20")))
    office.tick()
    office.says_whom = False
    office.invite_gp(start=LATER)
    assert office.case.decide_by is None
    undo(office)
    assert office.case.decide_by == day("2026-10-20")
    assert len(office.owed(PromiseKind.POSTPONED)) == 1


# --- why not -----------------------------------------------------------------------------------


def test_there_is_nothing_to_undo() -> None:
    """Neither at first, nor after what has another way back."""
    office = mailed(link="")
    office.answer(Verdict.ACCEPTED)
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert office.run(lambda c: c.ledger.earlier(office.case.id)) is None
    with pytest.raises(PathwayClosedError):
        office.do(Undo(ref=office.case.ref))
    fresh = Office()
    fresh.register()
    with pytest.raises(NothingToUndoError) as refused:
        fresh.do(Undo(ref=fresh.case.ref))
    assert refused.value.ref == fresh.case.ref


def test_what_has_left_is_not_undone() -> None:
    """F6: handed over is enough; whose it was and what was done ride on the refusal."""
    office = everybody()
    move(office)
    office.tick()
    before = office.case
    with pytest.raises(AlreadyLeftError) as refused:
        office.do(Undo(ref=office.case.ref))
    assert (refused.value.what, refused.value.role) == ("MoveMeeting", Role.GP)
    assert office.case == before


def test_what_a_machine_died_with_may_have_left() -> None:
    """F6: claimed without a receipt is no longer ours."""
    office = everybody()
    move(office)
    (row,) = [s for s in office.waiting(Role.GP) if s.channel is Channel.MAIL]
    office.edit(lambda case: case.with_changed(replace(row, attempts=1)))
    with pytest.raises(AlreadyLeftError):
        office.do(Undo(ref=office.case.ref))


def _answers(office: Office) -> None:
    office.answer(Verdict.ACCEPTED, role=Role.PATIENT)


def _corrects(office: Office) -> None:
    office.do(office.correct("name", "Kari N"))


def _ticks(office: Office) -> None:
    office.tick_off(PromiseKind.SECURE_MESSAGE)


def _trusts_nav_no_more(office: Office) -> None:
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))


def test_a_letter_that_was_sent_since_blocks_it() -> None:
    """Something else has happened: the change is changed back instead."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    _ticks(office)
    before = office.case
    with pytest.raises(ChangedSinceError) as refused:
        office.do(Undo(ref=office.case.ref))
    assert (refused.value.what, refused.value.ref) == ("ChangeMeeting", office.case.ref)
    assert office.case == before


@pytest.mark.parametrize(
    ("happens", "what"),
    [
        (_answers, "RecordAnswer"),
        (_corrects, "Correct"),
        (_trusts_nav_no_more, "WithdrawConsent"),
    ],
)
def test_what_cannot_be_undone_is_named(happens: Callable[[Office], None], what: str) -> None:
    """An answer, a correction, a consent: that is the last, and no older change is offered."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    happens(office)
    before = office.case
    assert office.desk(lambda desk: desk.undoable(before)) is None
    with pytest.raises(CannotUndoError) as refused:
        office.do(Undo(ref=office.case.ref))
    assert (refused.value.what, refused.value.ref) == (what, office.case.ref)
    assert office.case == before


def test_what_agrees_nothing_is_not_the_last() -> None:
    """A task that is put off changes nothing: the change before it is still undone."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    task = office.owed(PromiseKind.WISHES)[0]
    office.do(Snooze(ref=office.case.ref, promise_id=task.id, until=day("2026-10-08")))
    undo(office)
    assert office.case.meetings[0].leader == LEADER


# --- proposals -----------------------------------------------------------------------------------


def wishing() -> Office:
    """The GP has proposed another time."""
    office = everybody()
    office.answer(Verdict.NEW_TIME, proposed=wall(LATER))
    return office


def test_a_proposal_that_was_taken_is_undone_while_nothing_has_left() -> None:
    """The old time and the wish are back, and the yes that nobody gave counts no more."""
    office = wishing()
    before = office.case
    wish = before.answers[-1]
    office.do(AcceptProposal(ref=before.ref, answer_id=wish.id, number=1))
    assert rules.gp_yes(office.case, office.case.meetings[0])
    undo(office)
    after = office.case
    given = after.answers_now[-1]
    assert (given.verdict, given.counts, given.why_not) == (Verdict.ACCEPTED, False, "undone")
    assert_exactly_back(before, replace(after, answers=before.answers, corrections=()))
    assert rules.present_answer(after, office.invitation(Role.GP)) == wish
    assert [p.about for p in office.owed(PromiseKind.TIME_QUESTION)] == [wish.invitation_id]
    office.do(AcceptProposal(ref=before.ref, answer_id=wish.id, number=1))
    assert office.case.meetings[0].start == wall(LATER)


def test_a_proposal_that_was_taken_and_told_of_is_not_undone() -> None:
    """F6: the mail has left."""
    office = wishing()
    wish = office.case.answers[-1]
    office.do(AcceptProposal(ref=office.case.ref, answer_id=wish.id, number=1))
    office.tick()
    with pytest.raises(AlreadyLeftError) as refused:
        undo(office)
    assert (refused.value.what, refused.value.role) == ("AcceptProposal", Role.GP)


def test_a_proposal_that_was_turned_down_can_be_taken_after_all() -> None:
    """The DECLINECOUNTER never leaves, and the wish stands again."""
    office = wishing()
    wish = office.case.answers[-1]
    office.do(DeclineProposal(ref=office.case.ref, answer_id=wish.id))
    assert rules.present_answer(office.case, office.invitation(Role.GP)) is None
    undo(office)
    assert rules.present_answer(office.case, office.invitation(Role.GP)) == wish
    assert SendingKind.STANDS not in {s.kind for s in office.tick()}


# --- contacts ------------------------------------------------------------------------------------

VERA = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example", phone="5")


def known(office: Office, name: str) -> list[Contact]:
    """The contacts of this name that are not gone."""
    return [c for c in office.desk(lambda desk: desk.contacts()) if c.name == name]


def test_a_contact_that_was_undone_is_gone() -> None:
    """Nobody has made sure of whoever was written by mistake."""
    office = everybody()
    office.says_whom = False
    office.do(ReplaceGp(ref=office.case.ref, doctor=VERA, for_good=True))
    assert [c.verified_on for c in known(office, "Vera Vikar")] == [day("2026-10-05")]
    undo(office)
    assert known(office, "Vera Vikar") == []
    office.do(ReplaceGp(ref=office.case.ref, doctor=VERA, for_good=True))
    assert len(known(office, "Vera Vikar")) == 1


def test_a_contact_that_was_changed_is_as_it_was() -> None:
    """A wrong address that was undone stands in no contact, and was checked when it was before."""
    office = everybody()
    office.clock = at("2026-10-06 09:00")
    (before,) = known(office, "Gro Fastlege")
    who = office.person(Role.GP).id
    office.do(ChangeParticipant(ref=office.case.ref, who=who, email="feil@lege.example"))
    assert known(office, "Gro Fastlege") != [before]
    undo(office)
    assert known(office, "Gro Fastlege") == [before]


def test_a_contact_that_somebody_has_made_sure_of_since_stays() -> None:
    """What was put right in the meantime is not the change's any more."""
    office = everybody()
    office.says_whom = False
    office.do(ReplaceGp(ref=office.case.ref, doctor=VERA, for_good=True))
    better = replace(VERA, email="ny@lege.example")
    office.do(CorrectContact(role=Role.GP, name=VERA.name, office=VERA.office, becomes=better))
    undo(office)
    assert [c.email for c in known(office, "Vera Vikar")] == ["ny@lege.example"]


def test_what_a_case_made_by_mistake_wrote_is_asked_about() -> None:
    """A doctor who was written in it is known, and nobody has made sure."""
    office = Office(clinic=a_clinic())
    office.register()
    assert [c.verified_on for c in known(office, "Gro Fastlege")] == [day("2026-10-05")]
    office.do(RemoveCase(ref=office.case.ref, reason="feil"))
    assert [c.verified_on for c in known(office, "Gro Fastlege")] == [None]


def test_who_was_known_before_a_case_made_by_mistake_stays_made_sure_of() -> None:
    """An older look at the details is nothing that the case brought."""
    office = Office(clinic=a_clinic())
    office.register()
    office.clock = at("2026-10-07 09:00")
    office.register()
    office.do(RemoveCase(ref=office.case.ref, reason="to ganger"))
    assert [c.verified_on for c in known(office, "Gro Fastlege")] == [day("2026-10-05")]


def test_the_daemons_own_tasks_block_nothing() -> None:
    """A step of a ladder, a task, a digest: the change is still the last that people made."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    revision = office.case.revision
    office.until("2026-10-09")
    assert office.case.revision > revision
    undo(office)
    assert office.case.meetings[0].leader == LEADER
    keys = [p.key for p in promises.open_promises(office.case)]
    assert len(keys) == len(set(keys))


def test_only_the_last_change_is_undone() -> None:
    """Two changes: the second is taken back, then there is nothing more."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    between = office.case
    move(office)
    undo(office)
    assert_exactly_back(between, office.case)
    with pytest.raises(NothingToUndoError):
        undo(office)


def test_a_change_that_records_an_answer_is_not_undone() -> None:
    """What somebody said is never unsaid: the office agreed to another time."""
    office = everybody()
    office.do(
        SettleOffice(
            ref=office.case.ref,
            kind=SHM1,
            channel=Channel.PHONE,
            evidence="ringte",
            start=wall(LATER),
            agreed=True,
        )
    )
    with pytest.raises(CannotUndoError) as refused:
        undo(office)
    assert refused.value.what == "SettleOffice"


def test_what_a_no_is_answered_with_is_undone() -> None:
    """D2: the no was recorded before; the other doctor is taken back, the no stands."""
    office = mailed()
    office.answer(Verdict.DECLINED)
    before = office.case
    doctor = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
    settle = SettleOffice(
        ref=before.ref, kind=SHM1, channel=Channel.PHONE, evidence="ringte", doctor=doctor
    )
    office.says_whom = False
    office.do(settle)
    undo(office)
    assert_exactly_back(before, office.case)
    assert [gp.name for gp in office.case.present(Role.GP)] == ["Gro Fastlege"]


# --- a plan like any other ---------------------------------------------------------------------


def test_an_undo_is_shown_first_and_done_once() -> None:
    """Twice does nothing and says so; what changed in between makes it stale."""
    office = everybody()
    move(office)
    before = office.case
    shown = office.plan(Undo(ref=office.case.ref))
    assert office.case == before
    assert shown.touched is not None
    undone = Undo(ref=office.case.ref, plan=shown.hash)
    office.do(undone)
    after = office.case
    with pytest.raises(RuleError):
        office.do(undone)
    assert office.case == after


def test_another_change_makes_the_shown_undo_stale() -> None:
    """What was shown was the undoing of another change."""
    office = everybody()
    move(office)
    shown = office.plan(Undo(ref=office.case.ref))
    move(office, "2026-11-27 10:00")
    with pytest.raises(StalePlanError):
        office.do(Undo(ref=office.case.ref, plan=shown.hash))


def test_the_old_time_may_be_taken_by_now() -> None:
    """P1: whoever took it in between is shown, and the press alone is not enough."""
    office = everybody()
    first = office.case
    move(office)
    office.register()
    office.invite_gp(link="https://video.example/2")
    back = Undo(ref=first.ref)
    assert office.plan(back).clashes
    with pytest.raises(ClashError):
        office.do(back)
    office.do(replace(back, accept_clashes=True))
    assert office.cases[0].meetings[0].start == wall("2026-11-24 10:00")


def test_the_old_time_may_be_past_by_now() -> None:
    """A meeting never comes back at a time that has gone by."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-24 14:00")))
    office.clock = at("2026-11-24 10:05")
    with pytest.raises(MeetingInPastError):
        office.do(Undo(ref=office.case.ref))


def test_whoever_may_not_do_it_may_not_undo_it() -> None:
    """A clinician undoes what they did themselves; the office anything."""
    office = everybody()
    office.do(office.correct("clinician", DOCTOR))
    move(office)
    with pytest.raises(NotAllowedError):
        office.do(Undo(ref=office.case.ref), actor=DOCTOR)
    office.do(Undo(ref=office.case.ref), actor=COORDINATOR)
    own = AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="Anne")
    office.do(own, actor=DOCTOR)
    office.do(Undo(ref=office.case.ref), actor=DOCTOR)
    assert office.case.present(Role.RELATIVE) == ()


def test_every_change_says_whether_it_can_be_undone() -> None:
    """Those that can are among those that are shown first; each has been tried above."""
    assert set(UNDOABLE) <= set(CHANGES)
    expected: set[type[Command]] = {
        *(ArrangeAppointment, MoveAppointment, ChangeAppointment, CancelAppointment),
        *(MoveMeeting, ChangeMeeting, ChangeParts, CancelMeeting, AddParticipant),
        *(ChangeParticipant, RemoveParticipant, ReplaceParticipant, ReplaceGp, KeepToConsent),
        *(NoAdviser, SettleOffice, Postpone, InviteGp, Invite, InviteSeveral, HoldWithoutGp),
        *(AcceptProposal, DeclineProposal, ArrangeNext),
    }
    assert set(UNDOABLE) == expected


def test_the_desk_knows_the_last_change() -> None:
    """Whoever looks at a case is told what there is to undo, and that there is nothing yet."""
    office = mailed()
    kept = office.desk(lambda desk: desk.undoable(office.case))
    assert kept is not None
    assert (kept.what, kept.by, kept.at) == ("InviteGp", SECRETARY, at("2026-10-05 09:00"))
    other = Office()
    other.register()
    assert other.desk(lambda desk: desk.undoable(other.case)) is None
