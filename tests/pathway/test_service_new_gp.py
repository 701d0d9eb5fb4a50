"""What a doctor's answer leaves to do: a GP who may be another, and a patient to call in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway import rules
from pathway.commands import (
    CancelMeeting,
    HoldWithoutGp,
    Invite,
    InviteSeveral,
    MoveMeeting,
    Person,
    RecordMilestone,
    ReplaceGp,
    StopPathway,
)
from pathway.model import Promise
from pathway.outgoing import SendingKind
from pathway.service.daemon.forecast import departures
from pathway.views import TaskLine, Warn
from pathway.words import (
    ClosedReason,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, SECRETARY, at, day, wall
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import left, mailed

SHM1 = MeetingKind.SHM1
VERA = Person(name="Vera Vikar", email="vera@lege.example")


@pytest.fixture
def office() -> Office:
    """The GP has been asked by mail."""
    return mailed()


def claim(office: Office, verdict: Verdict = Verdict.ACCEPTED, name: str = "Vera Vikar") -> None:
    """Somebody answers the GP's invitation and says that they are the GP now."""
    office.answer(verdict, substitute=Substitute.FOR_GOOD, by_name=name)


def replaced(office: Office, doctor: Person = VERA, *, for_good: bool = True) -> ReplaceGp:
    """Another doctor in the GP's place."""
    return ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=for_good)


def call_in(office: Office) -> Invite:
    """The patient is asked to SHM1."""
    return Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT)


def last(office: Office, kind: PromiseKind) -> Promise:
    """The latest promise of this kind, settled or not."""
    return [p for p in office.case.promises if p.kind is kind][-1]


# --- a GP who may be another -----------------------------------------------------------------


def test_a_claim_is_owed_until_it_is_settled(office: Office) -> None:
    """D2, F14: who says to have taken over is a question of its own, whatever they answer."""
    claim(office, Verdict.DECLINED)
    (owed,) = office.owed(PromiseKind.NEW_GP)
    gp = office.person(Role.GP)
    assert (owed.ladder, owed.about, owed.owner) == ("obtain", gp.id, office.case.secretary)
    office.clock += timedelta(days=1)
    claim(office)
    assert office.owed(PromiseKind.NEW_GP) == [owed]
    office.do(replaced(office))
    assert office.owed(PromiseKind.NEW_GP) == []
    settled = last(office, PromiseKind.NEW_GP).settled
    assert settled is not None
    assert settled.how is SettledHow.DONE


def test_a_claim_that_is_not_true_is_ticked_off(office: Office) -> None:
    """F14: nobody is replaced by an answer; what the secretary ticks off is not asked again."""
    claim(office)
    office.tick_off(PromiseKind.NEW_GP)
    claim(office, Verdict.TENTATIVE)
    assert office.owed(PromiseKind.NEW_GP) == []
    claim(office, name="Enda En")
    assert len(office.owed(PromiseKind.NEW_GP)) == 1
    assert office.person(Role.GP).name == GP.name


def test_a_claim_outlives_its_meeting(office: Office) -> None:
    """A move or a cancellation makes nobody the GP again; the GP's own answer does."""
    claim(office)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    assert len(office.owed(PromiseKind.NEW_GP)) == 1
    office.answer(Verdict.ACCEPTED)
    assert office.owed(PromiseKind.NEW_GP) == []
    claim(office)
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert len(office.owed(PromiseKind.NEW_GP)) == 1


def test_a_patient_called_in_meanwhile_is_warned_of(office: Office) -> None:
    """R20b: the letter names the GP, so one in doubt is said before it is sent."""
    claim(office)
    assert office.plan(call_in(office)).warnings == (Warn.GP_IN_DOUBT,)
    patient = office.person(Role.PATIENT).id
    together = InviteSeveral(ref=office.case.ref, kind=SHM1, people=(patient,))
    assert office.plan(together).warnings == (Warn.GP_IN_DOUBT,)
    office.do(replaced(office))
    assert office.plan(call_in(office)).warnings == ()
    office.do(call_in(office))
    assert office.texts.letters[-1].doctor == "Vera Vikar"


def test_only_the_patient_s_letter_names_the_gp() -> None:
    """Nav and others are told of no doctor, so nobody is in doubt there."""
    office = mailed()
    claim(office)
    office.answer(Verdict.ACCEPTED, substitute=Substitute.FOR_NOW, by_name="Lo Kum")
    assert office.plan(call_in(office)).warnings == ()


# --- whoever has said yes is not asked again -------------------------------------------------


@pytest.mark.parametrize("for_good", [True, False])
def test_a_yes_of_the_new_doctor_is_kept(office: Office, *, for_good: bool) -> None:
    """D4b, F14: the doctor who said yes in the GP's place holds it as their own; the GP is told."""
    how = Substitute.FOR_GOOD if for_good else Substitute.FOR_NOW
    office.answer(Verdict.ACCEPTED, substitute=how, by_name="vera vikar")
    office.do(replaced(office, for_good=for_good))
    invitation = office.invitation(Role.GP)
    assert rules.state_of(office.case, invitation) is InvitationState.ACCEPTED
    kept = office.case.answers[-1]
    assert (kept.substitute, kept.by_name, kept.evidence) == (Substitute.NONE, "", "page")
    assert kept.at == office.case.answers[0].at
    office.tick()
    cancelled, asked = left(office, Role.GP)[-2:]
    assert {cancelled.kind, asked.kind} == {SendingKind.CANCELLATION, SendingKind.INVITATION}
    assert not office.texts.letters[-1].must_answer
    office.do(call_in(office))


def test_a_yes_is_kept_behind_another_s_silence(office: Office) -> None:
    """D4b, F14: the patient, who was asked before the new doctor, has not answered; a yes has."""
    office.answer(Verdict.ACCEPTED)
    office.do(call_in(office))
    office.do(replaced(office, Person(name="Per Li", email="per@lege.example"), for_good=False))
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    claim(office)
    office.do(replaced(office))
    invitation, kept = office.invitation(Role.GP), office.case.answers[-1]
    assert rules.state_of(office.case, invitation) is InvitationState.ACCEPTED
    assert (kept.invitation_id, kept.revision) == (invitation.id, invitation.revision)
    assert kept.revision != office.case.answers[-2].revision
    ids: list[str] = [person.id for person in office.case.participants]
    ids += [answer.id for answer in office.case.answers]
    assert all(ids)
    assert len(set(ids)) == len(ids)


def test_whose_place_is_taken_is_told_in_the_plan(office: Office) -> None:
    """D2, F14: the one hears a CANCEL and the other is asked; nothing was wrong with the first."""
    plan = office.plan(replaced(office))
    told = [(c.participant.name, c.kind) for c in plan.consequences]
    assert told[:2] == [
        (GP.name, SendingKind.CANCELLATION),
        ("Vera Vikar", SendingKind.INVITATION),
    ]
    gone = [p for p in plan.case.participants if p.name == GP.name]
    assert [(p.ended_at, p.ended_why) for p in gone] == [(office.clock, "")]


def test_a_kept_yes_is_kept_in_a_text_that_waits() -> None:
    """D6: what is copied the day after does not ask who has answered already."""
    office = mailed()
    claim(office)
    office.do(replaced(office, Person(name="Vera Vikar", office="Legesenteret")))
    office.clock += timedelta(days=1)
    (line,) = [t for t in office.desk(lambda desk: desk.tasks()) if t.content]
    assert line.kind is PromiseKind.SECURE_MESSAGE
    assert not office.texts.letters[-1].must_answer


@pytest.mark.parametrize(
    ("how", "name", "doctor"),
    [
        (Substitute.FOR_NOW, "Vera Vikar", VERA),
        (Substitute.FOR_GOOD, "Vera Vikar", Person(name="Per Li")),
        (Substitute.NONE, "", VERA),
    ],
    ids=["as a locum", "another", "the GP"],
)
def test_another_s_yes_is_not_theirs(
    office: Office, how: Substitute, name: str, doctor: Person
) -> None:
    """F5: a yes that somebody else gave, or as something else, is asked for anew."""
    office.answer(Verdict.ACCEPTED, substitute=how, by_name=name)
    office.do(replaced(office, doctor))
    assert rules.state_of(office.case, office.invitation(Role.GP)) is InvitationState.READY


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.TENTATIVE, None])
def test_only_a_yes_is_kept(office: Office, verdict: Verdict | None) -> None:
    """D2: any other answer is no answer to the new invitation."""
    if verdict is not None:
        claim(office, verdict)
    office.do(replaced(office))
    assert rules.state_of(office.case, office.invitation(Role.GP)) is InvitationState.READY


@pytest.mark.parametrize(
    ("how", "named"),
    [
        (Substitute.FOR_NOW, ("Vera Vikar", True)),
        (Substitute.NONE, (GP.name, False)),
        (Substitute.FOR_GOOD, (GP.name, False)),
    ],
)
def test_the_patient_reads_which_doctor_comes(
    office: Office, how: Substitute, named: tuple[str, bool]
) -> None:
    """R20b, D2: whoever said to come this time is named; a new GP only when the GP is swapped."""
    by_name = "" if how is Substitute.NONE else "Vera Vikar"
    office.answer(Verdict.ACCEPTED, substitute=how, by_name=by_name)
    office.do(call_in(office))
    letter = next(n for n in office.texts.letters if n.role is Role.PATIENT)
    assert (letter.doctor, letter.locum) == named


# --- a patient to call in --------------------------------------------------------------------


def tasks(office: Office) -> list[TaskLine]:
    """What the secretary is to do about the patient's invitation."""
    return [t for t in office.desk(lambda desk: desk.tasks()) if t.kind is PromiseKind.PREVIEW]


def test_an_open_gate_is_a_task_until_the_patient_is_asked(office: Office) -> None:
    """R12, D4: it stands among the tasks from the yes to the press."""
    assert tasks(office) == []
    office.answer(Verdict.ACCEPTED)
    (line,) = tasks(office)
    assert line.person == office.person(Role.PATIENT)
    assert (line.since, line.due, line.urgent) == (day("2026-10-05"), day("2026-11-13"), False)
    office.until("2026-11-13")
    assert tasks(office)[0].urgent
    office.do(call_in(office))
    assert tasks(office) == []
    settled = last(office, PromiseKind.PREVIEW).settled
    assert settled is not None
    assert settled.how is SettledHow.ANSWERED


def chased(office: Office) -> list[tuple[str, str, str]]:
    """The lines in digests about the patient's invitation: day, whom, and why."""
    return [t for t in office.tasks() if t[2].startswith("D3:call_in")]


def test_a_patient_who_is_never_called_in_is_chased_for(office: Office) -> None:
    """D3: 1, 3 and 5 working days after the GP's yes, the last time the coordinator too."""
    office.tick("2026-11-02 10:00")
    office.answer(Verdict.ACCEPTED)
    office.until("2026-11-20")
    assert chased(office) == [
        ("2026-11-03", SECRETARY, "D3:call_in:1"),
        ("2026-11-05", SECRETARY, "D3:call_in:3"),
        ("2026-11-09", SECRETARY, "D3:call_in:5"),
        ("2026-11-09", COORDINATOR, "D3:call_in:5"),
    ]


def test_a_patient_who_was_called_in_is_chased_for_no_more(office: Office) -> None:
    """D3: between the first line and the second the patient is asked."""
    office.tick("2026-11-02 10:00")
    office.answer(Verdict.ACCEPTED)
    office.until("2026-11-04")
    office.do(call_in(office))
    office.until("2026-11-20")
    assert [on for on, _, _ in chased(office)] == ["2026-11-03"]


def test_a_meeting_without_a_gp_is_chased_for_from_its_decision(office: Office) -> None:
    """D2, D3: however long ago the GP was asked, the first day counts from the decision."""
    office.until("2026-10-20")
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="finnes ikke"))
    office.until("2026-10-23")
    assert chased(office) == [
        ("2026-10-21", SECRETARY, "D3:call_in:1"),
        ("2026-10-23", SECRETARY, "D3:call_in:3"),
    ]


def test_nobody_is_to_be_chased_to_call_in_after_the_start(office: Office) -> None:
    """F3: of a yes on the eve of the meeting no step is foreseen after the meeting has begun."""
    office.tick("2026-11-23 10:00")
    office.answer(Verdict.ACCEPTED)
    ahead = office.run(lambda c: departures(c, office.case, at("2026-12-10 12:00")))
    about = [d.at for d in ahead if d.why.startswith("D3:call_in")]
    assert about == [at("2026-11-24 08:00")]


def test_a_gate_that_shuts_takes_the_task_away(office: Office) -> None:
    """D2: after a no nobody is called in, and after a new yes the patient is to be again."""
    office.answer(Verdict.ACCEPTED)
    office.answer(Verdict.DECLINED)
    assert tasks(office) == []
    settled = last(office, PromiseKind.PREVIEW).settled
    assert settled is not None
    assert settled.how is SettledHow.CANCELLED
    office.clock += timedelta(days=2)
    office.answer(Verdict.ACCEPTED)
    (line,) = tasks(office)
    assert line.since == day("2026-10-07")


def test_a_meeting_without_a_gp_opens_the_gate_too(office: Office) -> None:
    """D2: the decision replaces the GP's yes."""
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="finnes ikke"))
    assert len(tasks(office)) == 1


def test_nobody_is_called_in_to_what_has_begun(office: Office) -> None:
    """F3: when the meeting begins, what was to be done before it is over."""
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-11-24 10:00")
    assert tasks(office) == []


def test_nobody_is_called_in_to_what_is_called_off(office: Office) -> None:
    """A meeting that is off, or a pathway that has ended, waits for nobody."""
    office.answer(Verdict.ACCEPTED)
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert tasks(office) == []
    office.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    office.answer(Verdict.ACCEPTED)
    assert len(tasks(office)) == 1
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.WITHDREW))
    assert tasks(office) == []


def test_shm2_has_no_gate_to_open() -> None:
    """R14b: the patient of SHM2 waits for nobody's yes."""
    office = Office()
    office.register(received="2026-06-01")
    for milestone, on in (
        (Milestone.ASSESSMENT_STARTED, "2026-08-03"),
        (Milestone.SHM1_HELD, "2026-10-01"),
    ):
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on)))
    office.invite_gp("2027-03-09 10:00", MeetingKind.SHM2)
    office.answer(Verdict.ACCEPTED)
    assert tasks(office) == []
