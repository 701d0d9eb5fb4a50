"""A proposed time is taken by a plan like any other, or turned down (D2, F5, RFC 5546 3.2.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import rules
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    ChangeMeeting,
    DeclineProposal,
    MoveMeeting,
    RecordAbsence,
    RecordAnswer,
    StopPathway,
)
from pathway.errors import (
    ClashError,
    MeetingInPastError,
    PathwayClosedError,
    ProposalGoneError,
    SameTimeError,
    StalePlanError,
)
from pathway.model import Answer
from pathway.outgoing import Method, Sending, SendingKind
from pathway.rules import state_of
from pathway.service.answers.proposing import wished
from pathway.views import Plan, TakenBy, Warn
from pathway.words import (
    AnswerId,
    Channel,
    ClosedReason,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    StaffId,
    Substitute,
    Verdict,
)
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    changed,
    day,
    wall,
    window,
)
from tests.pathway.mailing import reply, take
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed

SHM1 = MeetingKind.SHM1
ACCEPTED, NEW_TIME = Verdict.ACCEPTED, Verdict.NEW_TIME
THURSDAY = "2026-11-26 13:00"


def counter(office: Office, start: str, end: str, role: Role = Role.GP) -> Answer:
    """A calendar's COUNTER with this window."""
    take(office, reply(office, NEW_TIME, role, proposed=window(start, end)))
    return office.case.answers[-1]


def proposed(office: Office, *times: str, role: Role = Role.GP, **said: object) -> Answer:
    """On the page, the best first."""
    first, *others = map(wall, times)
    also = tuple(others)
    office.answer(NEW_TIME, role, proposed=first, also_proposed=also, **said)
    return office.case.answers[-1]


def accept(office: Office, answer: Answer, number: int = 1, **said: object) -> None:
    """The secretary takes the time."""
    command = {"ref": office.case.ref, "answer_id": answer.id, "number": number, **said}
    office.do(AcceptProposal(**command))  # type: ignore[arg-type] # any field


def plan(office: Office, answer: Answer, number: int = 1) -> Plan:
    """What taking it would do."""
    return office.plan(AcceptProposal(ref=office.case.ref, answer_id=answer.id, number=number))


def decline(office: Office, answer: Answer) -> None:
    """The time that was offered stands."""
    office.do(DeclineProposal(ref=office.case.ref, answer_id=answer.id))


def state(office: Office, role: Role = Role.GP) -> InvitationState:
    """Where this person's invitation stands."""
    return state_of(office.case, office.invitation(role))


def left(office: Office, role: Role) -> list[Sending]:
    """What now leaves to this role."""
    return [row for row in office.tick() if row.role is role]


# --- what an answer holds -----------------------------------------------------------------------


def test_up_to_three_times_are_kept_each_once() -> None:
    """Three identical times are one, and of more than three the first three are kept."""
    office = mailed()
    answer = proposed(office, THURSDAY, THURSDAY, THURSDAY)
    assert answer.proposals == (wall(THURSDAY),)
    answer = proposed(office, *(f"2026-11-26 {hour}:00" for hour in (10, 11, 12, 13)))
    assert answer.proposals == tuple(wall(f"2026-11-26 {hour}:00") for hour in (10, 11, 12))


def test_other_times_are_another_answer() -> None:
    """The same wish with another second choice is told anew."""
    office = mailed()
    for second in ("2026-11-27 10:00", "2026-11-27 11:00"):
        proposed(office, THURSDAY, second)
    assert len(office.notices()) == 2


# --- taken --------------------------------------------------------------------------------------


def test_the_gps_own_time_is_a_yes() -> None:
    """F5: the meeting moves, and the GP is told in the calendar and asked nothing."""
    office = mailed()
    answer = counter(office, THURSDAY, "2026-11-26 14:00")
    accept(office, answer)
    assert office.case.meetings[0].start == wall(THURSDAY)
    assert state(office) is InvitationState.ACCEPTED
    yes = office.case.answers[-1]
    assert (yes.evidence, yes.recorded_by) == (f"proposed in {answer.id}", SECRETARY)
    (update,) = left(office, Role.GP)
    assert update.content.event is not None
    assert (update.content.event.accepted, update.content.event.sequence) == (True, 1)
    assert not office.owed(PromiseKind.ANSWER)
    assert not office.owed(PromiseKind.TIME_QUESTION)
    assert office.owed(PromiseKind.PREVIEW)


def test_one_of_several_times_is_taken() -> None:
    """A yes to one of several proposed times is an acceptance of that time."""
    office = mailed()
    answer = proposed(office, THURSDAY, "2026-11-27 10:00")
    accept(office, answer, 2)
    assert office.case.meetings[0].start == wall("2026-11-27 10:00")
    assert state(office) is InvitationState.ACCEPTED


def test_only_a_time_that_is_named_is_everybodys_question() -> None:
    """Nav's wish for another time is told as before; a time that Nav names is decided about."""
    office = everybody()
    office.answer(NEW_TIME, Role.NAV_ADVISER)
    assert not office.owed(PromiseKind.TIME_QUESTION)
    proposed(office, "2026-11-26 10:20", role=Role.NAV_ADVISER)
    (task,) = [t for t in office.desk(lambda desk: desk.tasks()) if t.proposed]
    assert task.person == office.person(Role.NAV_ADVISER)
    office.until("2026-10-06")
    assert "proposes=yes" in office.case.sendings[-1].content.text


def test_a_locums_time_stays_the_locums() -> None:
    """Whoever proposed in the GP's place is the one who comes."""
    office = mailed()
    answer = proposed(office, THURSDAY, by_name="Vilje Vikar", substitute=Substitute.FOR_NOW)
    accept(office, answer)
    yes = office.case.answers[-1]
    assert (yes.by_name, yes.substitute) == ("Vilje Vikar", Substitute.FOR_NOW)


def test_everybody_proposes_their_own_time() -> None:
    """R21: Nav comes twenty minutes into the meeting, so the meeting begins twenty before."""
    office = everybody()
    answer = counter(office, "2026-11-26 13:20", "2026-11-26 13:35", Role.NAV_ADVISER)
    shown = plan(office, answer)
    assert {c.participant.role: c.later for c in shown.consequences} == {
        Role.GP: False,
        Role.PATIENT: True,
        Role.NAV_ADVISER: True,
    }
    accept(office, answer)
    assert office.case.meetings[0].start == wall(THURSDAY)


def test_who_proposed_waits_for_the_gp_and_is_not_asked() -> None:
    """F5: Nav hears after the GP's new yes, is not chased meanwhile, and has said yes by then."""
    office = everybody()
    answer = counter(office, "2026-11-26 13:20", "2026-11-26 13:35", Role.NAV_ADVISER)
    assert office.owed(PromiseKind.TIME_QUESTION)
    accept(office, answer)
    assert not left(office, Role.NAV_ADVISER)
    assert [p.owner_role for p in office.owed(PromiseKind.ANSWER)] == [Role.GP]
    office.answer(ACCEPTED)
    (update,) = left(office, Role.NAV_ADVISER)
    assert update.content.event is not None
    assert update.content.event.accepted
    assert update.content.event.window == window("2026-11-26 13:20", "2026-11-26 13:35")
    assert state(office, Role.NAV_ADVISER) is InvitationState.ACCEPTED


def test_a_time_that_is_too_short_is_no_yes() -> None:
    """Whoever proposes less time than they are to be there is asked whether they can stay."""
    office = mailed()
    answer = counter(office, THURSDAY, "2026-11-26 13:30")
    accept(office, answer)
    assert state(office) is InvitationState.SENT
    (update,) = left(office, Role.GP)
    assert update.content.event is not None
    assert not update.content.event.accepted


def test_whoever_has_no_part_any_more_is_told_so() -> None:
    """Where the meeting has no part for them now the move calls them off, as any move does."""
    office = everybody()
    answer = counter(office, "2026-11-26 13:20", "2026-11-26 13:35", Role.NAV_ADVISER)
    meeting = office.case.meetings[0]
    parts = tuple(replace(p, roles=p.roles - {Role.NAV_ADVISER}) for p in meeting.parts)
    office.edit(lambda case: case.with_changed(replace(meeting, parts=parts)))
    accept(office, answer)
    assert state(office, Role.NAV_ADVISER) is InvitationState.CANCELLED


@pytest.mark.parametrize(
    ("who", "must", "warned"),
    [(LEADER, True, True), (DOCTOR, True, True), (DOCTOR, False, False), (SECRETARY, True, False)],
    ids=["leader", "must", "may", "not there"],
)
def test_a_time_when_somebody_who_must_come_is_away(who: str, *, must: bool, warned: bool) -> None:
    """The leader's absence speaks against it, and a must-clinician's; as of any move."""
    office = mailed()
    office.do(
        AddParticipant(
            ref=office.case.ref, role=Role.CLINICIAN, staff_id=StaffId(DOCTOR), must=must
        )
    )
    away = RecordAbsence(
        staff_id=StaffId(who),
        first=day("2026-11-26"),
        last=day("2026-11-27"),
        deputy=StaffId(COORDINATOR),
    )
    office.do(away)
    move = MoveMeeting(ref=office.case.ref, kind=MeetingKind.SHM1, start=wall("2026-11-25 10:00"))
    assert Warn.AWAY not in office.plan(move).warnings
    proposal = proposed(office, "2026-11-26 13:00")
    moved = office.plan(replace(move, start=wall("2026-11-27 10:00")))
    for planned in (plan(office, proposal), moved):
        assert (Warn.AWAY in planned.warnings) is warned


def test_the_plan_says_what_speaks_against_it() -> None:
    """As of any move: the day, the hours, and a clash, which must be confirmed."""
    office = mailed()
    late = proposed(office, "2026-11-28 19:00")
    assert {Warn.WEEKEND, Warn.OUTSIDE_HOURS} <= set(plan(office, late).warnings)
    first = office.case
    office.register()
    office.invite_gp("2026-11-26 13:30", link="https://video.example/2")
    clashing = RecordAnswer(
        ref=first.ref,
        invitation_id=first.invitations[0].id,
        verdict=NEW_TIME,
        channel=Channel.MAIL,
        evidence="page",
        proposed=wall(THURSDAY),
    )
    answer = office.do(clashing).answer
    assert answer is not None
    command = AcceptProposal(ref=first.ref, answer_id=answer.id)
    assert [clash.what for clash in office.plan(command).clashes] == [TakenBy.LEADER]
    with pytest.raises(ClashError):
        office.do(command)
    office.do(replace(command, accept_clashes=True))
    assert office.cases[0].meetings[0].start == wall(THURSDAY)


def test_what_is_past_or_out_of_order_is_refused() -> None:
    """A time in the past, or before the assessment, cannot be taken; nothing changes."""
    office = mailed()
    before = office.case
    past = counter(office, "2026-10-01 10:00", "2026-10-01 11:00")
    with pytest.raises(MeetingInPastError):
        plan(office, past)
    assert office.case.meetings == before.meetings


def test_the_meetings_own_time_is_no_proposal() -> None:
    """Whoever proposes the time that there is moves nothing."""
    office = mailed()
    answer = counter(office, "2026-11-24 10:00", "2026-11-24 11:00")
    with pytest.raises(SameTimeError):
        plan(office, answer)


def test_pressed_twice_is_refused() -> None:
    """The second press does nothing and says so, also of the same answer's other time."""
    office = mailed()
    answer = proposed(office, THURSDAY, "2026-11-27 10:00")
    accept(office, answer)
    before = office.case
    for number in (1, 2):
        with pytest.raises(ProposalGoneError):
            accept(office, answer, number)
    assert office.case == before


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_time_that_was_not_proposed(number: int) -> None:
    """Only what stands in the answer can be taken."""
    office = mailed()
    with pytest.raises(ProposalGoneError):
        plan(office, proposed(office, THURSDAY), number)


def test_a_counter_without_times_can_only_be_turned_down() -> None:
    """Where no time was named there is none to take."""
    office = mailed()
    office.answer(NEW_TIME)
    answer = office.case.answers[-1]
    with pytest.raises(ProposalGoneError):
        plan(office, answer)
    decline(office, answer)
    assert state(office) is InvitationState.SENT


def test_after_somebody_else_moved_it() -> None:
    """The time was proposed for another meeting than there is now; the old press says so."""
    office = mailed()
    answer = proposed(office, THURSDAY)
    shown = plan(office, answer)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-30 10:00")))
    with pytest.raises(ProposalGoneError):
        accept(office, answer, plan=shown.hash)


def test_an_old_plan_is_stale() -> None:
    """The plan that was shown is applied, or none."""
    office = mailed()
    answer = proposed(office, THURSDAY)
    shown = plan(office, answer)
    office.edit(lambda case: changed(case, office.person(Role.GP).id, office="Nytt senter"))
    with pytest.raises(StalePlanError):
        accept(office, answer, plan=shown.hash)


def test_of_a_meeting_that_is_off_or_a_case_that_is_closed() -> None:
    """A proposal to what is called off is kept, and can neither be taken nor turned down."""
    office = mailed()
    late = reply(office, NEW_TIME, proposed=window(THURSDAY, "2026-11-26 14:00"))
    office.do(office.cancel())
    take(office, late)
    answer = office.case.answers[-1]
    for press in (accept, decline):
        with pytest.raises(ProposalGoneError):
            press(office, answer)
    closed = mailed()
    answer = proposed(closed, THURSDAY)
    closed.do(StopPathway(ref=closed.case.ref, reason=ClosedReason.TRANSFERRED))
    assert list(wished(closed.case, closed.clock)) == []
    with pytest.raises(PathwayClosedError):
        accept(closed, answer)


# --- turned down ----------------------------------------------------------------------------------


def test_a_counter_is_answered_in_the_calendar() -> None:
    """RFC 5546 section 3.2.8: DECLINECOUNTER with the UID and SEQUENCE as they are, to that one."""
    office = mailed()
    answer = counter(office, THURSDAY, "2026-11-26 14:00")
    before = office.invitation(Role.GP)
    decline(office, answer)
    (row,) = office.tick()
    assert (row.kind, row.channel, row.address) == (
        SendingKind.STANDS,
        Channel.MAIL,
        "gro@lege.example",
    )
    event = row.content.event
    assert event is not None
    assert (event.method, event.uid, event.sequence) == (Method.DECLINECOUNTER, before.id, 0)
    assert event.window == window("2026-11-24 10:00", "2026-11-24 11:00")
    assert office.invitation(Role.GP).revision == before.revision


def test_a_wish_on_the_page_is_answered_in_words() -> None:
    """Nobody's calendar hears of a time that it never proposed."""
    office = mailed()
    decline(office, proposed(office, THURSDAY))
    (row,) = office.tick()
    assert (row.kind, row.content.event) == (SendingKind.STANDS, None)


def test_by_secure_message_a_person_says_it() -> None:
    """Where the GP is not mailed the text waits to be copied (D6)."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    decline(office, proposed(office, THURSDAY))
    (owed,) = office.owed(PromiseKind.SECURE_MESSAGE)
    assert office.case.sending(owed.about).kind is SendingKind.STANDS  # type: ignore[arg-type] # an id
    assert not office.owed(PromiseKind.ANSWER)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert office.owed(PromiseKind.ANSWER)


def test_the_answer_is_awaited_anew() -> None:
    """The wish is settled, the invitation waits as it stood, and its ladder begins when told."""
    office = mailed()
    office.until("2026-10-07")
    decline(office, proposed(office, THURSDAY))
    assert state(office) is InvitationState.SENT
    assert not office.owed(PromiseKind.TIME_QUESTION)
    office.tick("2026-10-08 08:00")
    (promise,) = office.owed(PromiseKind.ANSWER)
    assert (promise.taken, promise.since) == (0, office.clock)


def test_a_yes_after_it_counts_as_any_other() -> None:
    """Whoever then says yes to the time that stands has said yes."""
    office = mailed()
    decline(office, counter(office, THURSDAY, "2026-11-26 14:00"))
    office.tick()
    take(office, reply(office))
    assert state(office) is InvitationState.ACCEPTED


def test_the_same_wish_again_is_a_new_one() -> None:
    """Another COUNTER after the refusal is asked about again."""
    office = mailed()
    first = counter(office, THURSDAY, "2026-11-26 14:00")
    decline(office, first)
    office.tick()
    second = counter(office, THURSDAY, "2026-11-26 14:00")
    assert state(office) is InvitationState.NEW_TIME
    assert [answer.id for _, answer in wished(office.case, office.clock)] == [second.id]
    with pytest.raises(ProposalGoneError):
        decline(office, first)


def test_the_patient_is_told_by_the_quickest_way() -> None:
    """One message, by SMS where there is a number, though the invitation was a letter."""
    office = everybody()
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, email="", phone="99 88 77 66"))
    invitation = office.invitation(Role.PATIENT)
    office.edit(lambda case: case.with_changed(replace(invitation, channel=Channel.LETTER)))
    answer = proposed(office, THURSDAY, role=Role.PATIENT)
    decline(office, answer)
    rows = [s for s in office.case.sendings if s.kind is SendingKind.STANDS]
    assert [row.channel for row in rows] == [Channel.SMS]


def test_a_link_that_was_new_meanwhile_is_told_too() -> None:
    """F5: what was kept from one who wished another time is sent when the time stands."""
    office = mailed()
    answer = counter(office, THURSDAY, "2026-11-26 14:00")
    link = "https://video.example/newer"
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=link))
    office.tick()
    decline(office, answer)
    office.tick()
    sent = [s for s in office.case.sendings_of(office.invitation(Role.GP).id) if s.facts]
    assert sent[-1].facts is not None
    assert (sent[-1].kind, sent[-1].facts.link) == (SendingKind.UPDATE, link)


def test_while_the_meeting_is_moved_nobody_hears_before_the_gp() -> None:
    """D4b, F5: the refusal is held back until the GP has said yes, and the plan says so."""
    office = everybody()
    answer = proposed(office, THURSDAY, role=Role.NAV_ADVISER)
    command = DeclineProposal(ref=office.case.ref, answer_id=answer.id)
    assert [told.later for told in office.plan(command).consequences] == [False]
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    assert [told.later for told in office.plan(command).consequences] == [True]
    office.do(command)
    assert left(office, Role.NAV_ADVISER) == []


def test_what_is_overtaken_before_it_left_is_not_said() -> None:
    """Where the meeting moves before the refusal has left nobody hears of the old time."""
    office = mailed()
    decline(office, proposed(office, THURSDAY))
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-30 10:00")))
    assert [row.kind for row in office.tick()] == [SendingKind.UPDATE]


def test_a_wish_that_nobody_was_offered_anything_for() -> None:
    """An answer of another case, or none at all, is not there to be taken."""
    office = mailed()
    with pytest.raises(ProposalGoneError):
        office.plan(DeclineProposal(ref=office.case.ref, answer_id=AnswerId("unknown")))
    assert rules.present_answer(office.case, office.invitation(Role.GP)) is None
