"""What a GP's office says at once, and a meeting put off: one plan, one message each (D2, F5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pathway.commands import Invite, InviteGp, Person, Postpone, RecordAnswer, SettleOffice
from pathway.errors import (
    ClashError,
    DayNotAheadError,
    GapInAttendanceError,
    MeetingInPastError,
    NoMeetingError,
    NoSuchInvitationError,
    NoSuchPartError,
    NothingSettledError,
    PhoneNeededError,
    TooLongError,
)
from pathway.model import Part
from pathway.outgoing import SendingKind
from pathway.variants import TEMPLATES, Template
from pathway.words import (
    Attendance,
    Channel,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, a_part, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed
from tests.pathway.test_service_registering import record

SHM1 = MeetingKind.SHM1
VERA = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
THURSDAY = wall("2026-11-26 12:00")


@pytest.fixture
def office() -> Office:
    """A GP was asked by mail, said yes, and then no once the patient was asked too."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.tick()
    office.tick_off(PromiseKind.SECURE_MESSAGE)  # the letter beside the mail (R12)
    office.answer(Verdict.DECLINED)
    return office


def settle(office: Office, **said: Any) -> SettleOffice:  # noqa: ANN401 - any field
    """What the office said, by telephone."""
    plain: dict[str, Any] = {
        "ref": office.case.ref,
        "kind": SHM1,
        "channel": Channel.PHONE,
        "evidence": "ringte",
    }
    return SettleOffice(**{**plain, **said})


def told(office: Office, command: SettleOffice) -> list[tuple[Role, SendingKind | None, bool]]:
    """Who gets what, and whether it is held back."""
    return [(c.participant.role, c.kind, c.later) for c in office.plan(command).consequences]


def test_several_facts_are_one_change(office: Office) -> None:
    """D2: another doctor, another time, agreed already: everybody hears once, nobody is asked."""
    command = settle(office, doctor=VERA, start=THURSDAY, agreed=True, text="Ring henne.")
    assert told(office, command) == [
        (Role.GP, SendingKind.CANCELLATION, False),
        (Role.GP, SendingKind.INVITATION, False),
        (Role.GP, SendingKind.ABOUT_WHOM, False),
        (Role.PATIENT, SendingKind.UPDATE, False),
    ]
    office.do(command)
    gp = office.person(Role.GP)
    assert (gp.name, gp.stands_in_for is None) == ("Vera Vikar", False)
    before = office.case.participant(office.case.invitations[0].participant_id)
    assert (before.ended_at, before.ended_why) == (office.clock, "")
    yes = office.case.answers[-1]
    assert (yes.verdict, yes.channel, yes.evidence, yes.text, yes.revision) == (
        Verdict.ACCEPTED,
        Channel.PHONE,
        "ringte",
        "Ring henne.",
        1,
    )
    assert yes.recorded_by == SECRETARY
    assert office.desk(lambda d: d.invitations(office.case))[-1].state is InvitationState.ACCEPTED
    kinds = {p.kind for p in office.owed()}
    assert not kinds & {PromiseKind.ANSWER, PromiseKind.TIME_QUESTION}
    doctors = [letter for letter in office.texts.letters if letter.role is Role.GP]
    assert not doctors[-1].must_answer


def test_what_is_not_agreed_yet_is_asked(office: Office) -> None:
    """F5: without the office's yes the new doctor is asked, and the patient waits."""
    command = settle(office, doctor=VERA, for_good=True, start=THURSDAY)
    assert told(office, command) == [
        (Role.GP, SendingKind.CANCELLATION, False),
        (Role.GP, SendingKind.INVITATION, False),
        (Role.GP, SendingKind.ABOUT_WHOM, False),
        (Role.PATIENT, SendingKind.UPDATE, True),
    ]
    office.do(command)
    office.tick()
    assert office.person(Role.GP).stands_in_for is None
    assert [p.kind for p in office.owed() if p.ladder == "gp"] == [PromiseKind.ANSWER]


def test_a_yes_to_one_of_several_times(office: Office) -> None:
    """F5: the same doctor takes another time: kept as a wish, and as the yes to it."""
    office.answer(Verdict.ACCEPTED)
    office.do(settle(office, start=THURSDAY, agreed=True, text="Etter lunsj."))
    wish, yes = office.case.answers[-2:]
    assert (wish.verdict, wish.proposed, wish.text) == (Verdict.NEW_TIME, THURSDAY, "")
    assert (wish.revision, yes.text) == (1, "Etter lunsj.")
    assert (yes.verdict, yes.facts.window.start) == (Verdict.ACCEPTED, at("2026-11-26 12:00"))
    (row,) = [s for s in office.tick() if s.role is Role.GP]
    assert row.revision == yes.revision == 2
    assert row.content.event is not None
    assert row.content.event.accepted


def test_a_no_is_recorded_once(office: Office) -> None:
    """A no that was recorded before is not recorded again, unless more was said with it."""
    before = len(office.case.answers)
    office.do(settle(office, doctor=VERA))
    assert len(office.case.answers) == before
    other = Person(name="Ole Ny", office="Legesenteret")
    office.do(settle(office, doctor=other, text="Syk."))
    no = office.case.answers[-1]
    assert (no.verdict, no.text, no.proposed) == (Verdict.DECLINED, "Syk.", None)
    office.do(settle(office, start=THURSDAY, text="Heller torsdag."))
    assert office.case.answers[-1].proposed == THURSDAY
    office.do(settle(office, start=wall("2026-11-27 12:00"), text=""))
    assert office.case.answers[-1].verdict is Verdict.NEW_TIME


def test_another_doctor_at_another_time_is_a_no_of_the_first() -> None:
    """D2: the new time is the new doctor's, so whoever was asked has only said no."""
    office = mailed()
    office.do(settle(office, doctor=VERA, start=THURSDAY))
    (no,) = office.case.answers
    assert (no.verdict, no.proposed) == (Verdict.DECLINED, None)


def test_the_secretary_hears_when_the_coordinator_settles_it(office: Office) -> None:
    """D4: a gate that opened is told to whoever answers for the case."""
    office.do(settle(office, doctor=VERA, agreed=True), actor=COORDINATOR)
    assert office.notices()[-1] == "gp_said_yes"


def test_by_telephone(office: Office) -> None:
    """D2, R15: the doctor is rung, so a number is needed; a yes to video is none to this."""
    with pytest.raises(PhoneNeededError):
        office.do(settle(office, doctor=VERA, attends=Attendance.TELEPHONE))
    command = settle(office, attends=Attendance.TELEPHONE, phone="22 33", agreed=True)
    office.do(command)
    gp = office.person(Role.GP)
    assert (gp.attends, gp.phone) == (Attendance.TELEPHONE, "22 33")
    assert office.case.answers[-1].facts.attends is Attendance.TELEPHONE


def test_a_part_of_the_meeting() -> None:
    """D2, R21: left out of the other parts, and the window follows."""
    office = mailed()
    office.do(settle(office, parts=(3,)))
    invitation = office.invitation(Role.GP)
    assert invitation.offered is not None
    assert invitation.offered.window.start == at("2026-11-24 10:35")
    meeting = office.case.meetings[0]
    gp = office.person(Role.GP).id
    assert [gp in part.left_out for part in meeting.parts] == [True, True, False]
    assert meeting.revision == 2
    office.do(settle(office, parts=(1, 2, 3)))
    assert not any(part.left_out for part in office.case.meetings[0].parts)


def test_a_part_that_is_not_the_doctors_by_role() -> None:
    """R21: one that the agenda keeps for the clinic is opened by name, and shut again."""
    parts = (a_part("first", 30, Role.GP), a_part("inner", 30, Role.CLINICIAN))
    clinic = a_clinic(templates={"own": Template(name="own", parts=parts)})
    office = Office(clinic=clinic)
    office.register()
    office.invite_gp(template="own")
    gp = office.person(Role.GP).id
    office.do(settle(office, parts=(1, 2)))
    assert [gp in part.added for part in office.case.meetings[0].parts] == [False, True]
    office.do(settle(office, parts=(1,)))
    assert not any(part.added or part.left_out for part in office.case.meetings[0].parts)


def test_parts_settle_an_agenda_that_was_not_decided() -> None:
    """D1: whoever chooses among the parts that are shown has chosen that agenda."""
    office = mailed(template="")
    office.do(settle(office, parts=(1,)))
    assert office.case.meetings[0].template == "with_nav"


@pytest.mark.parametrize(
    ("parts", "template"),
    [(TEMPLATES["nav_last"].parts, "nav_last"), ((a_part("own", 30, Role.GP),), "with_nav")],
    ids=["the second", "none"],
)
def test_the_agenda_that_is_shown_is_the_one_with_these_parts(
    parts: tuple[Part, ...], template: str
) -> None:
    """D1: while none is chosen it is the one whose parts stand there, or else the first."""
    office = mailed(template="")
    meeting = replace(office.case.meetings[0], parts=parts)
    office.edit(lambda case: case.with_changed(meeting))
    office.do(settle(office, parts=(1,)))
    assert office.case.meetings[0].template == template


def test_a_gap_is_refused(office: Office) -> None:
    """R21: nobody goes out and comes in again, and no part is made up."""
    before = office.case
    with pytest.raises(GapInAttendanceError):
        office.do(settle(office, parts=(1, 3)))
    for parts in ((), (4,), (0, 1)):
        with pytest.raises(NoSuchPartError) as refused:
            office.do(settle(office, parts=parts))
        assert refused.value.parts == 3
    assert office.case == before


def test_an_agenda_without_the_doctor() -> None:
    """A doctor who has no part any more is called off, whatever was agreed."""
    office = mailed()
    office.edit(lambda case: _without_gp(office))
    office.do(settle(office, start=THURSDAY, agreed=True))
    assert office.invitation(Role.GP).cancelled_at is not None
    assert [answer.verdict for answer in office.case.answers] == [Verdict.NEW_TIME]


def _without_gp(office: Office) -> Any:  # noqa: ANN401 - a case
    meeting = office.case.meetings[0]
    parts = tuple(replace(p, roles=p.roles - {Role.GP}) for p in meeting.parts)
    return office.case.with_changed(replace(meeting, parts=parts))


def test_what_is_refused(office: Office) -> None:
    """Nothing new, no meeting, nobody asked, a time gone by, too long: nothing changes."""
    before = office.case
    with pytest.raises(NothingSettledError):
        office.do(settle(office, agreed=True, text="ja"))
    with pytest.raises(TooLongError) as refused:
        office.do(settle(office, text="x" * 301))
    assert refused.value.limit == 300
    assert office.plan(settle(office, doctor=VERA, text="x" * 300)).consequences
    with pytest.raises(NoMeetingError):
        office.do(settle(office, kind=MeetingKind.SHM2, doctor=VERA))
    with pytest.raises(MeetingInPastError):
        office.do(settle(office, start=wall("2026-10-01 10:00")))
    assert office.case == before
    office.clock = at("2026-11-24 10:00")
    with pytest.raises(MeetingInPastError):
        office.do(settle(office, doctor=VERA, start=THURSDAY))


def test_nobody_is_asked() -> None:
    """A doctor who holds no invitation has nothing to answer."""
    office = mailed()
    gone = office.invitation(Role.GP)
    office.edit(lambda case: case.with_changed(replace(gone, cancelled_at=office.clock)))
    with pytest.raises(NoSuchInvitationError):
        office.do(settle(office, start=THURSDAY))


def test_a_clash_is_confirmed_first(office: Office) -> None:
    """P1: the leader is taken at the new time in another case."""
    ref = office.case.ref
    office.register()
    office.invite_gp("2026-11-26 12:00", link="https://video.example/2")
    command = replace(settle(office, start=THURSDAY), ref=ref)
    with pytest.raises(ClashError):
        office.do(command)
    assert office.do(replace(command, accept_clashes=True)).case.ref == ref


# --- postponed --------------------------------------------------------------------------------


def postpone(office: Office, until: str = "2026-11-02") -> Postpone:
    """The meeting is put off to this day."""
    return Postpone(ref=office.case.ref, kind=SHM1, until=day(until))


def test_postponed(office: Office) -> None:
    """D2, F15: what lives is cancelled, and of it only the day on which to decide is chased."""
    plan = office.plan(postpone(office))
    assert [(c.participant.role, c.kind) for c in plan.consequences] == [
        (Role.GP, SendingKind.CANCELLATION),
        (Role.PATIENT, SendingKind.CANCELLATION),
    ]
    before = office.case.meetings[0].revision
    office.do(postpone(office))
    assert office.case.meetings[0].cancelled_at == office.clock
    assert office.case.meetings[0].revision == before + 1
    off = [s.why for s in office.case.sendings if s.kind is SendingKind.CANCELLATION]
    assert off == ["D2", "D2"]
    office.tick()
    assert [p.kind for p in office.owed()] == [PromiseKind.POSTPONED, PromiseKind.MILESTONE]
    assert office.owed()[0].due == day("2026-11-02")
    office.until("2026-11-01")
    assert not [t for t in office.tasks() if "postponed" in t[2]]
    office.until("2026-11-02")
    assert office.tasks()[-1] == ("2026-11-02", SECRETARY, "D3:postponed:0")


def test_put_off_once_more(office: Office) -> None:
    """The day to decide is moved, and nobody hears a second time."""
    office.do(postpone(office))
    again = office.do(postpone(office, "2026-11-09"))
    assert again.plan is not None
    assert again.plan.consequences == ()
    assert office.case.decide_by == day("2026-11-09")


def test_a_day_that_is_not_ahead(office: Office) -> None:
    """Today is no day to put it off to."""
    with pytest.raises(DayNotAheadError) as refused:
        office.do(postpone(office, "2026-10-05"))
    assert refused.value.on == day("2026-10-05")


def test_nothing_to_postpone() -> None:
    """Without a meeting there is nothing to put off; nor after it was held."""
    office = Office()
    office.register()
    with pytest.raises(NoMeetingError):
        office.do(postpone(office))
    held = mailed()
    record(held, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    record(held, Milestone.SHM1_HELD, "2026-10-05")
    with pytest.raises(NoMeetingError):
        held.do(postpone(held))


def test_arranged_again(office: Office) -> None:
    """F15: with a new meeting there is nothing left to decide, and the ladders begin."""
    office.do(postpone(office))
    office.do(InviteGp(ref=office.case.ref, kind=SHM1, start=THURSDAY, template="", leader=LEADER))
    assert office.case.decide_by is None
    assert PromiseKind.POSTPONED not in {p.kind for p in office.owed()}


def test_held_after_all(office: Office) -> None:
    """A meeting that was held needs no day on which to decide."""
    office.do(postpone(office))
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    assert office.case.decide_by is not None
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    assert office.case.decide_by is None


# --- answers that change nothing ----------------------------------------------------------------


def test_an_answer_after_the_cancellation_is_kept(office: Office) -> None:
    """F15: never an error to the one who answers, never a change, told to the secretary."""
    office.do(postpone(office))
    invitation = office.invitation(Role.GP)
    late = RecordAnswer(
        ref=office.case.ref,
        invitation_id=invitation.id,
        verdict=Verdict.ACCEPTED,
        channel=Channel.MAIL,
        evidence="page",
        revision=1,
    )
    office.do(late, actor=invitation.participant_id)
    kept = office.case.answers[-1]
    assert (kept.counts, kept.why_not) == (False, "cancelled")
    assert office.notices()[-1] == "answer_kept"
    assert [p.kind for p in office.owed()][:1] == [PromiseKind.POSTPONED]
