"""Answers: kept as they came, applied where they match, and never guessed (D2, F5, F15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    CancelMeeting,
    ChangeMeeting,
    Invite,
    MoveMeeting,
    RecordAnswer,
    RecordMilestone,
)
from pathway.errors import NoSuchInvitationError, TooLongError
from pathway.outgoing import Hours, SendingKind
from pathway.rules import state_of
from pathway.words import (
    Channel,
    InvitationId,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, SECRETARY, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed

SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail."""
    return mailed()


def state(office: Office, role: Role = Role.GP) -> InvitationState:
    """Where this person's invitation stands."""
    return state_of(office.case, office.invitation(role))


def test_an_answer_is_kept_as_it_came(office: Office) -> None:
    """F15: with channel, evidence, words, who gave it and what it was an answer to."""
    invitation = office.invitation(Role.GP)
    outcome = office.answer(
        Verdict.NEW_TIME,
        text="Heller torsdag",
        proposed=wall("2026-11-26 10:00"),
        by_name="Gro",
        substitute=Substitute.NONE,
    )
    answer = outcome.answer
    assert answer is not None
    assert answer == office.case.answers[-1]
    assert (answer.invitation_id, answer.revision, answer.facts) == (
        invitation.id,
        1,
        invitation.offered,
    )
    assert (answer.verdict, answer.channel, answer.evidence, answer.text) == (
        Verdict.NEW_TIME,
        Channel.MAIL,
        "page",
        "Heller torsdag",
    )
    assert (answer.proposed, answer.by_name, answer.substitute) == (
        wall("2026-11-26 10:00"),
        "Gro",
        Substitute.NONE,
    )
    assert (answer.at, answer.recorded_by, answer.counts, answer.why_not) == (
        office.clock,
        None,
        True,
        "",
    )
    assert state(office) is InvitationState.NEW_TIME


def test_an_answer_taken_by_hand() -> None:
    """Typed by the secretary: when it was given, never later than now, and who typed it."""
    office = mailed()
    office.clock = at("2026-10-06 12:00")
    outcome = office.do(by_hand(office, at=at("2026-10-06 10:00")))
    assert outcome.answer is not None
    assert (outcome.answer.at, outcome.answer.recorded_by) == (at("2026-10-06 10:00"), SECRETARY)
    outcome = office.do(by_hand(office, at=at("2026-10-07 10:00")))
    assert outcome.answer is not None
    assert outcome.answer.at == office.clock


def by_hand(office: Office, **said: object) -> RecordAnswer:
    """The GP's yes by phone."""
    command = {
        "ref": office.case.ref,
        "invitation_id": office.invitation(Role.GP).id,
        "verdict": Verdict.ACCEPTED,
        "channel": Channel.PHONE,
        "evidence": "phone",
        **said,
    }
    return RecordAnswer(**command)  # type: ignore[arg-type] # any field


@pytest.mark.parametrize("field", ["text", "by_name"])
def test_words_have_a_limit(office: Office, field: str) -> None:
    """300 characters are enough."""
    office.do(by_hand(office, **{field: "x" * 300}))
    with pytest.raises(TooLongError) as refused:
        office.do(by_hand(office, **{field: "x" * 301}))
    assert refused.value.limit == 300


def test_an_unknown_invitation(office: Office) -> None:
    """There must be something to answer: an invitation, with something in it."""
    with pytest.raises(NoSuchInvitationError):
        office.do(by_hand(office, invitation_id=InvitationId("nobody")))
    empty = replace(office.invitation(Role.GP), offered=None)
    case = office.case
    bare = replace(case, invitations=(empty,), sendings=())
    office.store.clinics[case.clinic_id].cases[case.id] = bare
    with pytest.raises(NoSuchInvitationError):
        office.do(by_hand(office))


def test_an_answer_to_an_older_revision(office: Office) -> None:
    """F15: kept with what the answerer saw, changes nothing, and the secretary is shown it."""
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    outcome = office.answer(Verdict.ACCEPTED, revision=1)
    assert outcome.answer is not None
    assert (outcome.answer.counts, outcome.answer.why_not) == (False, "old_revision")
    assert outcome.answer.facts.window.start == at("2026-11-24 10:00")
    assert state(office) is InvitationState.SENT
    assert office.owed(PromiseKind.ANSWER)
    assert office.notices() == ["answer_kept"]
    assert office.texts.notices[-1].values["why_not"] == "old_revision"


def test_an_answer_to_a_revision_nobody_knows(office: Office) -> None:
    """F15: kept with what is offered now."""
    outcome = office.answer(Verdict.ACCEPTED, revision=7)
    assert outcome.answer is not None
    assert outcome.answer.why_not == "old_revision"
    assert outcome.answer.facts == office.invitation(Role.GP).offered


def test_an_answer_after_the_first_link(office: Office) -> None:
    """F7: the first link is the same revision, and the answer is to what is offered now."""
    office = mailed(link="")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    outcome = office.answer(Verdict.ACCEPTED, revision=1)
    assert outcome.answer is not None
    assert outcome.answer.counts
    assert outcome.answer.facts.link == "https://video.example/1"


def test_an_answer_after_the_cancellation(office: Office) -> None:
    """F15: the meeting is off, and the answer is kept."""
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    outcome = office.answer(Verdict.ACCEPTED)
    assert outcome.answer is not None
    assert outcome.answer.why_not == "cancelled"
    assert state(office) is InvitationState.CANCELLED


def test_an_answer_to_a_meeting_that_was_held(office: Office) -> None:
    """F15: there is nothing left to answer."""
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD):
        office.clock = at("2026-11-24 12:00")
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day("2026-11-24")))
    outcome = office.answer(Verdict.ACCEPTED)
    assert outcome.answer is not None
    assert outcome.answer.why_not == "cancelled"


def test_an_answer_after_it_began(office: Office) -> None:
    """F3: until the meeting begins an answer counts, then it is only kept."""
    office.clock = at("2026-11-24 09:59")
    assert office.answer(Verdict.TENTATIVE).case.answers[-1].counts
    office.clock = at("2026-11-24 10:00")
    assert office.answer(Verdict.ACCEPTED).case.answers[-1].why_not == "begun"


def test_the_answer_may_be_changed(office: Office) -> None:
    """The latest counts; all are kept."""
    for verdict in (Verdict.DECLINED, Verdict.TENTATIVE, Verdict.ACCEPTED):
        office.answer(verdict)
        assert state(office) is InvitationState(verdict.value)
    assert len(office.case.answers) == 3


def test_the_same_answer_twice_is_told_once(office: Office) -> None:
    """A double click keeps two answers and gives one notice and one question."""
    for _ in range(2):
        office.answer(Verdict.DECLINED)
    assert office.notices() == ["gp_said_no"]
    assert len(office.owed(PromiseKind.TIME_QUESTION)) == 1
    office.answer(Verdict.DECLINED, text="syk")
    assert office.notices() == ["gp_said_no", "gp_said_no"]
    assert len(office.case.answers) == 3


@pytest.mark.parametrize(
    ("verdict", "notice", "why"),
    [
        (Verdict.ACCEPTED, "gate_p_open", "R12"),
        (Verdict.DECLINED, "gp_said_no", "D2"),
        (Verdict.NEW_TIME, "gp_new_time", "D2"),
        (Verdict.TENTATIVE, "gp_tentative", "D4"),
    ],
)
def test_the_secretary_hears_of_the_gp(
    office: Office, verdict: Verdict, notice: str, why: str
) -> None:
    """D4: at once, with role, answer and meeting, never with the words."""
    office.answer(verdict, text="hemmelig", proposed=wall("2026-11-26 10:00"), by_name="Gro")
    assert office.notices() == [notice]
    said = office.texts.notices[-1]
    assert said.values == {
        "role": "gp",
        "substitute": "none",
        "name": "Gro",
        "verdict": verdict,
        "proposed": "2026-11-26T10:00:00",
        "also": "",
        "why_not": "",
        "comment": "yes",
        "held": "",
    }
    assert "hemmelig" not in str(office.case.sendings)
    assert (said.on, said.zone, said.ref) == (day("2026-11-24"), "Europe/Oslo", office.case.ref)
    row = office.case.sendings[-1]
    assert (row.to, row.role, row.channel, row.kind, row.why) == (
        SECRETARY,
        Role.SECRETARY,
        Channel.CHAT,
        SendingKind.NOTICE,
        why,
    )
    assert (row.hours, row.invitation_id) == (Hours.WORKING, office.invitation(Role.GP).id)


def test_without_a_proposed_time(office: Office) -> None:
    """What was not said is empty."""
    office.answer(Verdict.NEW_TIME)
    assert office.texts.notices[-1].values["proposed"] == ""


def test_a_yes_opens_the_gate_once() -> None:
    """R12: once the patient is asked, a new yes is only told as such."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.answer(Verdict.ACCEPTED)
    assert office.notices() == ["gate_p_open", "gp_said_yes"]


def test_a_yes_to_shm2_opens_no_gate() -> None:
    """R14b: SHM2 has no gate P."""
    office = Office()
    office.register(received="2026-06-01")
    for milestone, on in (
        (Milestone.ASSESSMENT_STARTED, "2026-08-03"),
        (Milestone.SHM1_HELD, "2026-10-01"),
    ):
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on)))
    office.invite_gp("2027-03-09 10:00", MeetingKind.SHM2)
    office.answer(Verdict.ACCEPTED)
    assert office.notices() == ["gp_said_yes"]


def test_a_yes_of_a_referrer_opens_no_gate() -> None:
    """R12: the gate is the GP's."""
    office = mailed()
    referrer = replace(
        office.person(Role.GP), id=type(office.person(Role.GP).id)("ref"), role=Role.REFERRER
    )
    asked = replace(
        office.invitation(Role.GP), id=InvitationId("i-ref"), participant_id=referrer.id
    )
    office.edit(lambda case: case.with_changed(referrer, asked))
    office.answer(Verdict.ACCEPTED, Role.REFERRER)
    assert office.notices() == ["gp_said_yes"]


@pytest.mark.parametrize(
    ("verdict", "notices"),
    [
        (Verdict.ACCEPTED, []),
        (Verdict.TENTATIVE, []),
        (Verdict.DECLINED, ["participant_declined"]),
        (Verdict.NEW_TIME, ["participant_new_time"]),
    ],
)
def test_what_is_told_of_the_others(verdict: Verdict, notices: list[str]) -> None:
    """D4: a no or another wish is told at once, a yes waits on the board."""
    office = everybody()
    office.answer(verdict, Role.PATIENT)
    assert office.notices()[1:] == notices


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.TENTATIVE])
def test_a_comment_is_told_of_whatever_the_answer(verdict: Verdict) -> None:
    """D4: that something was written is told, and never what."""
    office = everybody()
    office.answer(verdict, Role.PATIENT, text="hemmelig")
    assert office.notices()[1:] == ["participant_comment"]
    assert "hemmelig" not in office.texts.notices[-1].values.values()


@pytest.mark.parametrize("substitute", [Substitute.FOR_NOW, Substitute.FOR_GOOD])
def test_somebody_answers_in_the_gps_place(office: Office, substitute: Substitute) -> None:
    """D2, F5: the yes counts, and the secretary hears in one notice who gave it, and as what."""
    office.answer(Verdict.ACCEPTED, substitute=substitute, by_name="Lo Kum")
    assert office.notices() == ["gate_p_open"]
    values = office.texts.notices[-1].values
    assert (values["role"], values["name"], values["substitute"]) == (
        "substitute",
        "Lo Kum",
        substitute,
    )
    assert state(office) is InvitationState.ACCEPTED
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    assert office.waiting(Role.PATIENT)


def test_who_types_it_is_not_told(office: Office) -> None:
    """The case's secretary knows what they typed; of a colleague's typing they hear."""
    office.do(by_hand(office))
    assert office.notices() == []
    office.do(by_hand(office, verdict=Verdict.DECLINED), actor=COORDINATOR)
    assert office.notices() == ["gp_said_no"]


def test_a_notice_waits_for_working_hours(office: Office) -> None:
    """D4: working time is 08.00 to 15.30."""
    office.clock = at("2026-10-09 16:00")
    office.answer(Verdict.DECLINED)
    assert office.case.sendings[-1].not_before == at("2026-10-12 08:00")
