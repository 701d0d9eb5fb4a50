"""The ledger: opened, settled, opened again, and never twice (D3, F3)."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from pathway import promises
from pathway.case import Case, Wishes
from pathway.clinic import Clinic
from pathway.model import Promise, Settled
from pathway.outgoing import Content, Sending, SendingKind, SendingStatus
from pathway.variants import Act, Toward
from pathway.words import (
    Channel,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    Role,
    SendingId,
    SettledHow,
    Verdict,
)
from tests.pathway.build import (
    COORDINATOR,
    NOON,
    SECRETARY,
    SHM1,
    a_case,
    a_clinic,
    answered,
    at,
    changed,
    closed,
    consented,
    day,
    invited,
    meeting_at,
    moved,
    reached,
    ready_case,
    told,
    with_gp,
    with_nav,
    withdrawn,
)

CLINIC = a_clinic()
LATER = at("2026-11-05 09:00")


def reconciled(case: Case, now: str = "2026-11-05 09:00", clinic: Clinic = CLINIC) -> Case:
    """The case brought to what it expects at this moment."""
    numbers = count(len(case.promises))
    return promises.reconcile(case, clinic, at(now), lambda: f"promise-{next(numbers)}")


def asked() -> Case:
    """A GP who was asked at noon on 2 November 2026, and owes an answer."""
    return reconciled(invited(meeting_at(with_gp(a_case()))))


def of_kind(case: Case, kind: PromiseKind) -> list[Promise]:
    """Every promise of this kind, oldest first."""
    return [p for p in case.promises if p.kind is kind]


def how(case: Case, kind: PromiseKind) -> SettledHow | None:
    """How the latest promise of this kind ended, None while it is open."""
    settled = of_kind(case, kind)[-1].settled
    return settled.how if settled else None


def test_what_is_expected_is_opened_once() -> None:
    """A case that is reconciled twice is the same."""
    case = asked()
    assert {p.kind for p in case.promises} == {
        PromiseKind.ANSWER,
        PromiseKind.REMINDER,
        PromiseKind.LINK,
        PromiseKind.MILESTONE,
        PromiseKind.BRIEFING,
        PromiseKind.MEETING_HELD,
    }
    assert len({p.id for p in case.promises}) == 6
    assert reconciled(case) == case


def test_a_promise_follows_its_terms() -> None:
    """Another owner or due day changes the promise, and keeps its id and its steps."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.MILESTONE)
    case = case.with_changed(replace(promise, taken=1, step=4))
    case = reconciled(replace(case, secretary=CLINIC.staff[1].id))
    (again,) = of_kind(case, PromiseKind.MILESTONE)
    assert again == replace(promise, taken=1, step=4, owner=CLINIC.staff[1].id)


def test_an_owners_role_is_a_term() -> None:
    """Whoever owes it in another role owes it under the same promise."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.LINK)
    case = case.with_changed(replace(promise, owner_role=Role.COORDINATOR))
    assert of_kind(reconciled(case), PromiseKind.LINK) == [promise]


def test_a_due_day_is_a_term() -> None:
    """A promise whose day is another keeps its id."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.LINK)
    case = case.with_changed(replace(promise, due=day("2026-11-01")))
    assert of_kind(reconciled(case), PromiseKind.LINK) == [promise]


def test_a_settled_promise_says_when() -> None:
    """The moment of settling is that of the transaction."""
    case = reconciled(answered(asked()))
    (promise,) = of_kind(case, PromiseKind.ANSWER)
    assert promise.settled == Settled(how=SettledHow.ANSWERED, at=LATER)


def test_a_move_settles_the_old_question() -> None:
    """A new revision is a new promise; the old one was not answered."""
    case = reconciled(invited(moved(asked(), "2026-11-26 10:00"), when="2026-11-04 12:00"))
    first, second = of_kind(case, PromiseKind.ANSWER)
    assert first.settled == Settled(how=SettledHow.CANCELLED, at=LATER)
    assert second.settled is None
    assert second.since == at("2026-11-04 12:00")


def test_a_cancelled_invitation_was_not_answered() -> None:
    """An answer that was given before the cancellation does not settle as answered."""
    case = asked()
    (invitation,) = case.invitations
    case = answered(case)
    case = reconciled(case.with_changed(replace(invitation, cancelled_at=LATER)))
    assert how(case, PromiseKind.ANSWER) is SettledHow.CANCELLED


def test_closing_cancels_everything() -> None:
    """R10: nothing is owed in a pathway that has ended, whatever came in before."""
    case = reconciled(closed(answered(asked())))
    assert promises.open_promises(case) == ()
    assert {p.settled and p.settled.how for p in case.promises} == {SettledHow.CANCELLED}


def test_a_milestone_is_done_when_it_is_reached() -> None:
    """The next one takes its place."""
    case = reconciled(reached(asked(), Milestone.ASSESSMENT_STARTED, "2026-11-04"))
    first, second = of_kind(case, PromiseKind.MILESTONE)
    assert (first.about, first.settled and first.settled.how) == (
        Milestone.ASSESSMENT_STARTED,
        SettledHow.DONE,
    )
    assert (second.about, second.settled) == (Milestone.SHM1_HELD, None)


def test_a_corrected_date_makes_a_new_deadline() -> None:
    """A deadline that moves is another promise, and the old one was not reached."""
    case = reconciled(reached(asked(), Milestone.REFERRAL_RECEIVED, "2026-09-01"))
    first, second = of_kind(case, PromiseKind.MILESTONE)
    assert first.settled == Settled(how=SettledHow.CANCELLED, at=LATER)
    assert second.due == day("2026-11-24")


def test_a_link_comes_and_goes() -> None:
    """D4b: a link that was given and taken away is asked for again."""
    case = asked()
    meeting = case.meeting(SHM1)
    case = reconciled(case.with_changed(replace(meeting, link="https://video.example/1")))
    assert how(case, PromiseKind.LINK) is SettledHow.ANSWERED
    case = reconciled(case.with_changed(meeting))
    assert how(case, PromiseKind.LINK) is None
    assert len(of_kind(case, PromiseKind.LINK)) == 2
    case = reconciled(moved(case, "2026-11-26 10:00"))
    assert [p.settled and p.settled.how for p in of_kind(case, PromiseKind.LINK)][1] is (
        SettledHow.CANCELLED
    )


def test_a_consent_is_obtained_or_no_longer_wanted() -> None:
    """R13: done when the consent is recorded, cancelled when the patient no longer wants it."""
    case = reconciled(with_nav(a_case(), wanted_at=at(NOON)))
    assert how(case, PromiseKind.CONSENT) is None
    assert how(reconciled(consented(case)), PromiseKind.CONSENT) is SettledHow.DONE
    unwanted = reconciled(changed(case, "nav", wanted_at=None))
    assert how(unwanted, PromiseKind.CONSENT) is SettledHow.CANCELLED


def test_wishes_are_recorded_or_no_longer_asked_for() -> None:
    """R15: done when they are recorded, and cancelled when the GP's yes is taken back."""
    case = reconciled(answered(asked()))
    assert how(case, PromiseKind.WISHES) is None
    said = replace(case, wishes=Wishes(recorded_at=LATER, recorded_by=SECRETARY))
    assert how(reconciled(said), PromiseKind.WISHES) is SettledHow.DONE
    no = reconciled(answered(case, verdict=Verdict.DECLINED, when="2026-11-04 09:00"))
    assert how(no, PromiseKind.WISHES) is SettledHow.CANCELLED


def test_shm2_is_arranged_or_held_without_more_ado() -> None:
    """R18: done when SHM2 is arranged; cancelled where it is recorded as held all the same."""
    case = reconciled(reached(a_case(), Milestone.SHM1_HELD, "2026-11-03"))
    assert how(case, PromiseKind.SHM2_DETAILS) is None
    arranged = meeting_at(case, "2027-03-02 10:00", MeetingKind.SHM2)
    assert how(reconciled(arranged), PromiseKind.SHM2_DETAILS) is SettledHow.DONE
    over = reached(case, Milestone.SHM2_HELD, "2026-11-04")
    assert how(reconciled(over), PromiseKind.SHM2_DETAILS) is SettledHow.CANCELLED


def test_a_call_is_done_when_nav_was_told() -> None:
    """R14: told settles as done, the patient's withdrawal as cancelled."""
    waiting = reconciled(changed(ready_case(), "nav", told_at=None))
    assert how(waiting, PromiseKind.PHONE_CALL) is None
    assert how(reconciled(told(waiting)), PromiseKind.PHONE_CALL) is SettledHow.DONE
    off = reconciled(withdrawn(waiting))
    assert how(off, PromiseKind.PHONE_CALL) is SettledHow.CANCELLED


def test_a_call_comes_back_with_the_gps_yes() -> None:
    """F5: the call waits while the GP has said no, and starts anew with the new yes."""
    case = reconciled(changed(ready_case(), "nav", told_at=None))
    (call,) = of_kind(case, PromiseKind.PHONE_CALL)
    case = case.with_changed(replace(call, taken=2, step=4))
    case = reconciled(answered(case, verdict=Verdict.DECLINED, when="2026-11-04 09:00"))
    assert how(case, PromiseKind.PHONE_CALL) is SettledHow.CANCELLED
    case = reconciled(answered(case, when="2026-11-05 08:00"))
    again = of_kind(case, PromiseKind.PHONE_CALL)[-1]
    assert (again.key, again.taken, again.step) == (call.key, 0, 0)
    assert again.since == at("2026-11-05 08:00")
    assert again.id != call.id


def test_what_was_only_interrupted_goes_on() -> None:
    """F3: opened again without being asked anew, it keeps its steps and who has it in hand."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.REMINDER)
    case = case.with_changed(replace(promise, taken=1, step=2, handed_to=COORDINATOR))
    gone = answered(case, verdict=Verdict.DECLINED, when="2026-11-03 09:00")
    case = reconciled(gone)
    assert how(case, PromiseKind.REMINDER) is SettledHow.CANCELLED
    case = reconciled(answered(case, when="2026-11-04 09:00"))
    again = of_kind(case, PromiseKind.REMINDER)[-1]
    assert (again.taken, again.step, again.since) == (1, 2, promise.since)
    assert again.handed_to == COORDINATOR


def test_what_a_person_ticked_off_stays_off() -> None:
    """A promise settled by hand is never opened again under the same key."""
    patient = a_case().participant(ParticipantId("patient"))
    case = reconciled(a_case().with_changed(replace(patient, call_back_at=at(NOON))))
    (promise,) = of_kind(case, PromiseKind.CALL_BACK)
    case = promises.settle_by_hand(case, promise, LATER)
    assert case.promise(promise.id).settled == Settled(how=SettledHow.DONE, at=LATER)
    assert reconciled(case) == case


def test_what_a_fact_ended_is_owed_again_with_it() -> None:
    """R2: a milestone that was recorded by mistake is waited for again once it is taken back."""
    case = reconciled(a_case())
    (promise,) = of_kind(case, PromiseKind.MILESTONE)
    case = reconciled(reached(case, Milestone.ASSESSMENT_STARTED, "2026-11-02"))
    assert case.promise(promise.id).settled == Settled(how=SettledHow.DONE, at=LATER)
    case = reconciled(replace(case, milestones=a_case().milestones), "2026-11-06 09:00")
    assert [p.key for p in promises.open_promises(case)] == [promise.key]


# --- ladders and days ------------------------------------------------------------------------


def test_the_schedule_shows_steps_taken_too() -> None:
    """Every step with its day; those ahead are the ones not taken."""
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    rows = promises.schedule(asked(), promise, CLINIC)
    assert [(row.number, row.day.isoformat(), row.step.days) for row in rows] == [
        (1, "2026-11-09", 5),
        (2, "2026-11-12", 8),
        (3, "2026-11-16", 10),
    ]
    after = promises.taken(promise, rows[0])
    assert (after.taken, after.step) == (1, 5)
    assert promises.steps_ahead(asked(), after, CLINIC) == rows[1:]
    assert promises.schedule(asked(), after, CLINIC) == rows


def test_the_step_due_is_the_last_that_fell() -> None:
    """F3: nothing before its day, then each, and of several missed the last."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.ANSWER)
    found = {
        on: promises.steps_due(case, promise, CLINIC, day(on))
        for on in ("2026-11-06", "2026-11-09", "2026-11-11", "2026-11-12", "2026-12-01")
    }
    assert [[row.number for row in rows] for rows in found.values()] == [[], [1], [1], [2], [3]]


def test_no_step_is_due_when_all_are_taken() -> None:
    """After the last step the ledger is silent; so it is for what is settled."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.ANSWER)
    done = replace(promise, taken=3)
    settled = replace(promise, settled=Settled(how=SettledHow.ANSWERED, at=LATER))
    for one in (done, settled):
        assert promises.steps_due(case, one, CLINIC, day("2026-12-01")) == ()
        assert promises.steps_ahead(case, one, CLINIC) == ()


def test_reminders_whose_day_was_here_are_left_out() -> None:
    """A reminder on the day of the invitation or before it is not sent; the next one is."""
    case = reconciled(
        invited(meeting_at(with_gp(a_case()), "2026-11-04 10:00")), "2026-11-02 13:00"
    )
    (promise,) = of_kind(case, PromiseKind.REMINDER)
    assert promises.schedule(case, promise, CLINIC) == ()
    later = replace(promise, since=at("2026-11-01 12:00"))
    assert [row.day for row in promises.schedule(case, later, CLINIC)] == [day("2026-11-02")]


def test_a_warning_whose_day_was_here_is_given() -> None:
    """A warning has not been given yet, so it is late and not left out."""
    case = reconciled(
        invited(meeting_at(with_gp(a_case()), "2026-11-04 10:00")), "2026-11-02 13:00"
    )
    (promise,) = of_kind(case, PromiseKind.LINK)
    days = [(row.number, row.day.isoformat()) for row in promises.schedule(case, promise, CLINIC)]
    assert days == [(1, "2026-10-28"), (2, "2026-10-30")]


def test_milestone_days() -> None:
    """F2, F10: weeks before the latest safe day, working days only; the last after the deadline."""
    case = reached(asked(), Milestone.ASSESSMENT_STARTED, "2026-10-05")
    promise = of_kind(reconciled(case), PromiseKind.MILESTONE)[-1]
    assert promise.due == day("2026-12-28")
    rows = [row.day.isoformat() for row in promises.schedule(case, promise, CLINIC)]
    assert rows == ["2026-11-13", "2026-11-27", "2026-12-11", "2026-12-29"]


def test_when_the_ledger_looks_again() -> None:
    """The next step opens with working hours; before it the meeting's start ends what is owed."""
    case = asked()
    (answer,) = of_kind(case, PromiseKind.ANSWER)
    assert promises.next_step_at(case, answer, CLINIC) == at("2026-11-09 08:00")
    climbed = replace(answer, taken=3)
    assert promises.next_step_at(case, climbed, CLINIC) == at("2026-11-24 10:00")
    soon = moved(case, "2026-11-06 10:00")
    assert promises.next_step_at(soon, answer, CLINIC) == at("2026-11-06 10:00")
    assert promises.next_step_at(closed(case), answer, CLINIC) is None
    settled = replace(answer, settled=Settled(how=SettledHow.ANSWERED, at=LATER))
    assert promises.next_step_at(case, settled, CLINIC) is None


def test_a_call_ends_with_the_last_meeting() -> None:
    """A phone call is about a person, and is owed until the meeting ahead begins."""
    case = reconciled(changed(ready_case(), "nav", told_at=None))
    (call,) = of_kind(case, PromiseKind.PHONE_CALL)
    climbed = replace(call, taken=3)
    assert promises.next_step_at(case, climbed, CLINIC) == at("2026-11-24 10:00")


def test_a_call_ends_with_no_meeting_that_had_begun_before_it() -> None:
    """D4: whom a question of another time did not reach, since the meeting began, is rung."""
    case = reconciled(changed(ready_case(), "nav", told_at=None))
    (call,) = of_kind(case, PromiseKind.PHONE_CALL)
    later = replace(call, since=at("2026-11-24 11:00"))
    assert promises.next_step_at(case, later, CLINIC) == at("2026-11-26 08:00")
    assert promises.next_step_at(case, replace(later, taken=3), CLINIC) is None


def test_what_no_meeting_ends_has_only_its_steps() -> None:
    """A milestone climbed to its end is not looked at again."""
    case = asked()
    (milestone,) = of_kind(case, PromiseKind.MILESTONE)
    assert promises.next_step_at(case, replace(milestone, taken=4), CLINIC) is None


def test_a_cancellation_by_hand_outlives_its_meeting() -> None:
    """What must be told is told, also when the time has come and gone."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    (invitation,) = case.invitations
    for kind, lapses in ((SendingKind.CANCELLATION, None), (SendingKind.UPDATE, True)):
        row = by_hand(case, kind)
        promise = replace(of_kind(asked(), PromiseKind.ANSWER)[0], about=row.id, taken=3)
        found = promises.next_step_at(case.with_changed(row), promise, CLINIC)
        assert found == (case.meeting(invitation.meeting_id).starts_at if lapses else None)


def by_hand(case: Case, kind: SendingKind = SendingKind.INVITATION) -> Sending:
    """A letter of the case's first invitation, waiting to be sent."""
    invitation = case.invitations[0]
    return Sending(
        id=SendingId("letter"),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to=invitation.participant_id,
        role=Role.GP,
        channel=Channel.LETTER,
        kind=kind,
        content=Content(subject="Møte", text="Hei"),
        why="R11",
        created_at=at(NOON),
        not_before=at(NOON),
        invitation_id=invitation.id,
        revision=invitation.revision,
        facts=invitation.offered,
    )


def test_a_letter_nobody_needs_is_taken_away() -> None:
    """A text that no longer holds is dropped with its promise."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    case = reconciled(case.with_changed(by_hand(case)))
    assert how(case, PromiseKind.SECURE_MESSAGE) is None
    (invitation,) = case.invitations
    case = reconciled(case.with_changed(replace(invitation, cancelled_at=LATER)))
    assert how(case, PromiseKind.SECURE_MESSAGE) is SettledHow.CANCELLED
    row = case.sending(SendingId("letter"))
    assert (row.status, row.done_at) == (SendingStatus.DROPPED, LATER)


def test_a_letter_that_was_sent_is_left_alone() -> None:
    """What has left is never called dropped."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    case = reconciled(case.with_changed(by_hand(case)))
    sent = replace(by_hand(case), status=SendingStatus.SENT, done_at=at(NOON))
    case = reconciled(case.with_changed(sent))
    assert case.sending(SendingId("letter")) == sent
    assert how(case, PromiseKind.SECURE_MESSAGE) is SettledHow.CANCELLED


def test_a_letter_behind_a_closed_gate_waits() -> None:
    """D2: what is frozen is no task, and comes back when the gate opens again."""
    case = ready_case()
    case = invited(case, "patient", channel=Channel.LETTER, left_at=None, asked_at=None)
    (_, invitation) = case.invitations
    row = replace(by_hand(case), invitation_id=invitation.id, facts=invitation.offered)
    case = reconciled(case.with_changed(row))
    assert how(case, PromiseKind.SECURE_MESSAGE) is None
    case = reconciled(answered(case, verdict=Verdict.DECLINED, when="2026-11-04 09:00"))
    assert how(case, PromiseKind.SECURE_MESSAGE) is SettledHow.CANCELLED
    assert case.sending(SendingId("letter")) == row
    case = reconciled(answered(case, when="2026-11-04 10:00"))
    assert how(case, PromiseKind.SECURE_MESSAGE) is None


# --- small ones ------------------------------------------------------------------------------


def test_the_last_step_taken() -> None:
    """None before the first; then the step itself."""
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    assert promises.last_taken(promise, CLINIC) is None
    first = promises.last_taken(replace(promise, taken=1), CLINIC)
    assert first is not None
    assert (first.days, first.act, first.toward) == (5, Act.REMIND, (Toward.OWNER,))
    last = promises.last_taken(replace(promise, taken=3), CLINIC)
    assert last is not None
    assert last.days == 10


def test_hidden_until_its_day() -> None:
    """F3: put off until Thursday is hidden on Wednesday, and there on Thursday."""
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    off = replace(promise, snoozed_until=day("2026-11-12"))
    assert promises.is_hidden(off, day("2026-11-11"))
    assert not promises.is_hidden(off, day("2026-11-12"))
    assert not promises.is_hidden(promise, day("2026-11-11"))


def test_the_ladder_is_the_clinics() -> None:
    """A promise climbs the ladder that its clinic has under that name."""
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    assert promises.ladder_of(promise, CLINIC) is CLINIC.ladders["gp"]


def slower() -> Clinic:
    """The clinic after it gave its GPs more time."""
    gp = CLINIC.ladders["gp"]
    steps = tuple(replace(s, days=d) for s, d in zip(gp.steps, (6, 9, 12), strict=True))
    return replace(CLINIC, ladders={**CLINIC.ladders, "gp": replace(gp, steps=steps)})


def test_a_changed_ladder_is_for_new_promises() -> None:
    """D3: what was begun goes on as it began, its due day too; what begins later does not."""
    case, now = asked(), slower()
    (before,) = of_kind(case, PromiseKind.ANSWER)
    assert reconciled(case, clinic=now) == case
    assert promises.schedule(case, before, now) == promises.schedule(case, before, CLINIC)
    again = reconciled(invited(case, when="2026-11-06 12:00"), "2026-11-06 12:00", clinic=now)
    after = of_kind(again, PromiseKind.ANSWER)[-1]
    assert (after.days, after.due) == ((6, 9, 12), day("2026-11-24"))


def test_a_changed_reminder_is_for_new_meetings() -> None:
    """D3: one that counts back from the meeting keeps its days too, and is due with the meeting."""
    case = asked()
    (before,) = of_kind(case, PromiseKind.REMINDER)
    two = CLINIC.ladders["meeting_reminder"]
    four = replace(two, steps=(replace(two.steps[0], days=4),))
    now = replace(CLINIC, ladders={**CLINIC.ladders, "meeting_reminder": four})
    assert reconciled(case, clinic=now) == case
    assert promises.schedule(case, before, now) == promises.schedule(case, before, CLINIC)


def test_what_comes_back_goes_on_as_it_began() -> None:
    """D3: a wait that ended, and was not asked anew, keeps the days that it had."""
    off = reconciled(answered(asked()), clinic=slower())
    assert how(off, PromiseKind.ANSWER) is SettledHow.ANSWERED
    back = reconciled(replace(off, answers=()), "2026-11-06 09:00", clinic=slower())
    after = of_kind(back, PromiseKind.ANSWER)[-1]
    assert (after.days, after.due) == ((5, 8, 10), day("2026-11-16"))


def test_a_wait_from_before_takes_the_present_days_once() -> None:
    """D3: one whose days were never kept keeps from now on those that the clinic has."""
    case = asked()
    (promise,) = of_kind(case, PromiseKind.ANSWER)
    assert reconciled(case.with_changed(replace(promise, days=()))) == case


def test_a_ladder_of_another_shape_is_climbed_as_it_is() -> None:
    """D3: where the program gives a ladder fewer steps, the last of them is the last taken."""
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    old = replace(promise, days=(5, 8, 10, 12), taken=4)
    assert promises.ladder_of(old, CLINIC) is CLINIC.ladders["gp"]
    last = promises.last_taken(old, CLINIC)
    assert last is not None
    assert last.days == 10


def test_a_meeting_is_found_by_what_belongs_to_it() -> None:
    """A promise is about a meeting, one of its invitations, or one of their messages."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    case = case.with_changed(by_hand(case))
    meeting = case.meeting(SHM1)
    (promise,) = of_kind(asked(), PromiseKind.ANSWER)
    for about in (meeting.id, case.invitations[0].id, "letter"):
        assert promises.meeting_of(case, replace(promise, about=about)) == meeting
    assert promises.meeting_of(case, replace(promise, about="nobody")) is None
