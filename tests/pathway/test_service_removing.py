"""A case that was made by mistake is taken away, while nobody outside has heard of it (P5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    CorrectGp,
    HoldWithoutGp,
    Person,
    RecordAnswer,
    RecordConsent,
    RecordWishes,
    RemoveCase,
    StopPathway,
)
from pathway.entries import Closing
from pathway.errors import (
    AlreadyOutsideError,
    NobodyToInviteError,
    PathwayClosedError,
    ReasonNeededError,
    StalePlanError,
    TooLongError,
)
from pathway.model import Participant
from pathway.outgoing import Content, SendingKind, SendingStatus
from pathway.service import Desk
from pathway.words import (
    Channel,
    ClosedReason,
    ConsentForm,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    Role,
    SendingId,
    Verdict,
)
from tests.pathway.build import DOCTOR, SECRETARY, at, day
from tests.pathway.office import GP, Office
from tests.pathway.test_service_registering import record

SHM1 = MeetingKind.SHM1


def remove(office: Office, reason: str = "feil pasient", plan: str = "") -> None:
    """The latest case is taken away."""
    office.do(RemoveCase(ref=office.case.ref, reason=reason, plan=plan))


def asked_by_hand() -> Office:
    """A GP without e-mail: the text lies ready for the secretary and is not ticked off."""
    office = Office(says_whom=False)
    office.register(gp=Person(name="Gro Fastlege", office="Legesenteret"))
    office.invite_gp()
    return office


def test_a_removed_case_holds_no_name() -> None:
    """P5: names, addresses, free text and links are gone, and the log stays."""
    office = asked_by_hand()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.do(office.correct("gp_phone", "22 22 22 22"))
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="fordi"))
    before = len(office.log)
    remove(office)
    case = office.case
    assert case.removed
    assert not any(p.name or p.office or p.email or p.phone for p in case.participants)
    assert not any(m.link or m.place or m.without_gp for m in case.meetings)
    assert not any(c.before or c.after for c in case.corrections)
    assert "Gro" not in repr(case)
    assert "Legesenteret" not in repr(case)
    assert "Kari" not in repr(case)
    assert case.closing is not None
    assert (case.closing.reason, case.closing.note) == (ClosedReason.MISTAKE, "feil pasient")
    assert office.log[-1].what == "RemoveCase"
    assert len(office.log) > before


def full_of_words() -> Office:
    """A case with something written wherever something can be."""
    office = asked_by_hand()
    office.do(office.cancel())
    office.clock = at("2026-10-06 09:00")
    office.invite_gp("2026-12-01 10:00")
    for phone in ("22 22 22 22", "22 22 22 23"):
        office.do(office.correct("gp_phone", phone))
    office.do(office.correct("gp_email", "gro@lege.example"))
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="fordi"))
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.do(RecordWishes(ref=office.case.ref, place="Hjemme"))
    asked, meeting = office.case.invitations[-1], office.case.meetings[-1]
    assert asked.offered is not None
    facts = replace(asked.offered, place="Rom 3", link="https://video.example/1")
    row = replace(office.case.sendings[-1], address="Legesenteret", facts=facts)
    plain = replace(row, id=SendingId("plain"), facts=None, status=SendingStatus.DROPPED)
    started = tuple(replace(entry, reason="fordi") for entry in office.case.milestones)
    office.edit(
        lambda case: replace(case, milestones=started).with_changed(
            replace(asked, offered=facts), replace(meeting, place="Rom 3"), row, plain
        )
    )
    return office


def test_what_a_removed_case_still_says() -> None:
    """P5: times, kinds and who took it away stand; every name and text is empty, and not absent."""
    office = full_of_words()
    before = office.case
    office.clock = at("2026-10-07 09:00")
    remove(office)
    case = office.case
    assert case.participants == tuple(
        replace(p, name="", office="", email="", phone="") for p in before.participants
    )
    bare = [replace(m, place="", link="", without_gp="") for m in before.meetings]
    assert case.meetings == (bare[0], replace(bare[1], cancelled_at=office.clock))
    assert case.milestones == tuple(replace(m, reason="") for m in before.milestones)
    assert case.corrections == tuple(replace(c, before="", after="") for c in before.corrections)
    assert (case.name, case.wishes) == ("", None)
    offered = [i.offered and replace(i.offered, place="", link="") for i in before.invitations]
    assert [i.offered for i in case.invitations] == offered
    nothing = Content(subject="", text="")
    kept = {s.id: s.facts and replace(s.facts, place="", link="") for s in before.sendings}
    assert {s.id: s.facts for s in case.sendings} == kept
    assert [(s.content, s.address) for s in case.sendings] == [(nothing, "")] * len(kept)
    assert case.closing == Closing(
        reason=ClosedReason.MISTAKE, at=office.clock, by=SECRETARY, note="feil pasient"
    )


def test_nothing_of_a_removed_case_is_owed_or_leaves() -> None:
    """Texts that lay ready never leave, meetings are called off, and nothing is chased."""
    office = asked_by_hand()
    remove(office)
    assert not office.owed()
    assert {s.status for s in office.case.sendings} == {SendingStatus.DROPPED}
    assert not any(meeting.alive for meeting in office.case.meetings)
    assert office.until("2026-12-01") == []


def test_a_removed_case_is_not_listed() -> None:
    """Neither search nor board shows it, and its link may be used for another meeting."""
    office = asked_by_hand()
    remove(office)
    assert office.desk(Desk.lines) == ()
    assert office.desk(Desk.board) == ()
    office.register()
    office.invite_gp()
    assert office.case.meetings[0].link == "https://video.example/1"


def test_a_stopped_mistake_is_still_listed() -> None:
    """A pathway stopped as a mistake keeps its name, and is found among the closed."""
    office = Office()
    office.register()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.MISTAKE))
    assert not office.case.removed
    assert [line.name for line in office.desk(Desk.lines)] == ["Kari"]


def test_a_case_that_has_left_is_not_removed() -> None:
    """One mail to the GP, even tried in vain, and the way out is to end the pathway."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    before = office.case
    with pytest.raises(AlreadyOutsideError) as refused:
        remove(office)
    assert (refused.value.ref, refused.value.role) == (before.ref, Role.GP)
    assert office.case == before


def test_a_case_ticked_off_is_not_removed() -> None:
    """D6: a text that somebody has sent by hand has left."""
    office = asked_by_hand()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    with pytest.raises(AlreadyOutsideError):
        remove(office)


def test_a_case_of_which_somebody_was_phoned_is_not_removed() -> None:
    """R14: Nav that was told by phone has heard of the patient."""
    office = Office()
    office.register()
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
        )
    )
    told = office.person(Role.NAV_ADVISER)
    office.edit(lambda case: case.with_changed(replace(told, told_at=office.clock)))
    with pytest.raises(AlreadyOutsideError):
        remove(office)


def test_a_case_that_was_answered_is_not_removed() -> None:
    """Whoever has answered has heard, whatever the program knows of what left."""
    office = asked_by_hand()
    office.do(
        RecordAnswer(
            ref=office.case.ref,
            invitation_id=office.invitation(Role.GP).id,
            verdict=Verdict.ACCEPTED,
            channel=Channel.PHONE,
            evidence="ringte",
        )
    )
    with pytest.raises(AlreadyOutsideError):
        remove(office)


def test_colleagues_keep_their_names() -> None:
    """A clinician of the case is staff, and no secret."""
    office = Office()
    office.register()
    lise = Participant(id=ParticipantId("lise"), role=Role.CLINICIAN, name="Lise", staff_id=DOCTOR)
    office.edit(lambda case: case.with_changed(lise))
    remove(office)
    assert office.person(Role.CLINICIAN).name == "Lise"


def test_a_colleague_who_was_asked_hears_that_it_is_off() -> None:
    """A clinician who holds the invitation gets its cancellation, which alone still leaves."""
    office = Office()
    office.register(gp=Person(name="Gro Fastlege", office="Legesenteret"))
    office.invite_gp()
    asked = office.invitation(Role.GP)
    doctor = replace(office.person(Role.GP), role=Role.CLINICIAN, staff_id=DOCTOR)
    office.edit(
        lambda case: case.with_changed(
            doctor,
            replace(asked, left_at=office.clock),
            *(
                replace(s, role=Role.CLINICIAN, status=SendingStatus.SENT)
                for s in case.sendings
                if s.invitation_id == asked.id
            ),
        )
    )
    plan = office.plan(RemoveCase(ref=office.case.ref, reason="feil"))
    assert [c.kind for c in plan.consequences] == [SendingKind.CANCELLATION]
    remove(office)
    waiting = [s for s in office.case.sendings if s.waiting]
    assert [(s.kind, s.why) for s in waiting] == [(SendingKind.CANCELLATION, "F6")]
    assert waiting[0].content.text


def test_a_removal_needs_a_reason() -> None:
    """Without a reason in words, or with an endless one, nothing is removed."""
    office = Office()
    office.register()
    with pytest.raises(ReasonNeededError):
        remove(office, reason="")
    with pytest.raises(TooLongError):
        remove(office, reason="x" * 201)
    assert office.case.name == "Kari"


def test_two_who_remove_or_change_at_once() -> None:
    """The plan that was shown no longer holds when somebody else was first."""
    office = Office()
    office.register()
    command = RemoveCase(ref=office.case.ref, reason="feil")
    shown = office.plan(command).hash
    office.do(office.correct("gp_phone", "33"))
    with pytest.raises(StalePlanError):
        remove(office, reason="feil", plan=shown)


def test_nothing_is_done_in_a_removed_case() -> None:
    """No name comes back by a correction, and a late answer is kept without effect."""
    office = asked_by_hand()
    invitation = office.invitation(Role.GP)
    remove(office)
    with pytest.raises(PathwayClosedError):
        office.do(office.correct("name", "Kari"))
    with pytest.raises(PathwayClosedError):
        office.do(CorrectGp(ref=office.case.ref, doctor=GP))
    office.answer(Verdict.ACCEPTED)
    assert not office.case.answers_to(invitation.id)[-1].counts


def test_a_case_without_gp_has_no_wrong_one() -> None:
    """There is nobody to put another in the place of."""
    office = Office()
    office.register(gp=None)
    with pytest.raises(NobodyToInviteError):
        office.do(CorrectGp(ref=office.case.ref, doctor=GP))


def test_the_outcome_goes_on_about_no_removed_case() -> None:
    """What is said next is about no case, where this one is gone."""
    office = Office()
    case = office.register()
    outcome = office.do(RemoveCase(ref=case.ref, reason="feil"))
    assert outcome.about("K7M2") == ""
    assert office.register().ref != case.ref
    assert office.do(office.correct("gp_phone", "3")).about("") == office.case.ref
