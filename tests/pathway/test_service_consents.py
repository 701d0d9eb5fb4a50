"""Consents that contradict, cover too little, or are withdrawn in the middle (R13, R16b, R19)."""

from __future__ import annotations

import pytest

from pathway import agenda, rules
from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    Invite,
    KeepToConsent,
    RecordConsent,
    WithdrawConsent,
)
from pathway.errors import (
    ConsentOutdatedError,
    GapInAttendanceError,
    GateClosedError,
    MilestoneInFutureError,
    NoConsentError,
    NoSuchPartError,
    NothingToCorrectError,
)
from pathway.next_up import Following, NextUp
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.rules import Unmet
from pathway.service import PROGRAM
from pathway.service.daemon.delivering import claim, delivered
from pathway.service.invitations.next_up import next_up
from pathway.variants import TEMPLATES, Template
from pathway.words import THIRD_PARTIES, ConsentForm, PromiseKind, Role, SettledHow, Verdict
from tests.pathway.build import DOCTOR, SECRETARY, a_clinic, a_part, at, day
from tests.pathway.office import Office
from tests.pathway.test_plan import EVERYBODY, everybody, left, mailed
from tests.pathway.test_service_inviting import NAV, SHM1, consent

WIDE = Template(
    name="wide",
    parts=(
        a_part("a", 20, Role.GP, NAV),
        a_part("b", 20, Role.GP, NAV),
        a_part("c", 20, Role.GP, NAV),
    ),
)


def wide(consented: tuple[int, ...] = ()) -> Office:
    """Nav is to be in all three parts, and is asked where the consent covers them."""
    office = Office(clinic=a_clinic(mail_to=EVERYBODY, templates={**TEMPLATES, "wide": WIDE}))
    office.register()
    office.invite_gp(template="wide")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    consent(office, "Nils Nav", email="nils@nav.example", parts=consented)
    if not consented:
        office.tick_off(PromiseKind.PHONE_CALL)
        office.do(Invite(ref=office.case.ref, kind=SHM1, role=NAV))
        office.tick()
    return office


def keep(office: Office) -> KeepToConsent:
    """Nav is to be where the consent is."""
    return KeepToConsent(ref=office.case.ref, kind=SHM1, participant_id=office.person(NAV).id)


def nav_parts(office: Office) -> tuple[int, ...]:
    """The parts that Nav attends, from 1."""
    meeting = office.case.meetings[-1]
    return tuple(n + 1 for n in agenda.parts_of(meeting, office.person(NAV)))


# --- two that contradict ---------------------------------------------------------------------


def test_the_consent_given_last_counts() -> None:
    """R13: whichever was recorded first; of one day, the one recorded last."""
    office = mailed()
    consent(office, parts=(2,))
    consent(office, given_on=day("2026-10-02"), parts=(1,))
    standing = rules.consent_for(office.case, office.person(NAV))
    assert standing
    assert standing.parts == (2,)
    consent(office, form=ConsentForm.WRITTEN)
    standing = rules.consent_for(office.case, office.person(NAV))
    assert standing
    assert (standing.parts, standing.form) == ((), ConsentForm.WRITTEN)


def test_what_was_given_before_a_withdrawal_is_over() -> None:
    """R19: a consent found afterwards brings nobody back; one of that day or later does."""
    office = mailed()
    consent(office)
    office.clock = at("2026-10-08 09:00")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    with pytest.raises(ConsentOutdatedError) as refused:
        consent(office, given_on=day("2026-10-07"))
    assert refused.value.withdrawn == day("2026-10-08")
    consent(office, given_on=day("2026-10-08"))
    assert rules.consent_for(office.case, office.person(NAV))


def test_parts_are_those_of_the_meeting() -> None:
    """R13: every part is the whole meeting, and a part that is not there is refused."""
    office = mailed()
    consent(office, parts=(3, 1, 2, 2))
    consent(office, parts=(3, 2))
    assert [given.parts for given in office.case.consents] == [(), (2, 3)]
    for wrong in ((0,), (2, 4)):
        with pytest.raises(NoSuchPartError) as refused:
            consent(office, parts=wrong)
        assert refused.value.parts == 3
    early = Office()
    early.register()
    consent(early, parts=(7,))
    assert early.case.consents[-1].parts == (7,)


@pytest.mark.parametrize("over", ["cancelled", "begun"])
def test_a_meeting_that_is_not_ahead_has_no_parts_to_count(over: str) -> None:
    """R13: only a meeting to come says which parts are the whole; until then they are kept."""
    office = mailed()
    if over == "cancelled":
        office.do(office.cancel())
    else:
        office.clock = at("2026-11-24 10:00")
    consent(office, parts=(1, 2, 3))
    assert office.case.consents[-1].parts == (1, 2, 3)


def test_a_consent_is_for_an_actor_of_that_kind() -> None:
    """R13: one for Nav, unnamed, is never taken for another third party, nor given tomorrow."""
    office = mailed()
    office.do(AddParticipant(ref=office.case.ref, role=Role.OTHER, name="Eva Sjef"))
    consent(office)
    assert rules.consent_for(office.case, office.person(Role.OTHER)) is None
    assert rules.consent_for(office.case, office.person(NAV))
    with pytest.raises(MilestoneInFutureError) as refused:
        consent(office, given_on=day("2026-10-06"))
    assert refused.value.on == day("2026-10-06")


# --- too few parts ---------------------------------------------------------------------------


def test_a_consent_for_too_few_parts_is_a_task() -> None:
    """R16b: who owes the consent is told which part it lacks, until it is mended."""
    office = wide((1,))
    with pytest.raises(GateClosedError) as refused:
        office.do(Invite(ref=office.case.ref, kind=SHM1, role=NAV))
    assert Unmet.CONSENT_PARTS in refused.value.unmet
    assert not office.owed(PromiseKind.PHONE_CALL)
    (owed,) = office.owed(PromiseKind.CONSENT)
    (line,) = [t for t in office.desk(lambda d: d.tasks()) if t.kind is PromiseKind.CONSENT]
    assert (line.lacking, line.promise_id) == ((2, 3), owed.id)
    consent(office)
    assert not office.owed(PromiseKind.CONSENT)
    settled = office.case.promise(owed.id).settled
    assert settled
    assert settled.how is SettledHow.DONE
    assert office.owed(PromiseKind.PHONE_CALL)


def test_it_is_asked_for_from_when_both_are_there() -> None:
    """D3: the ladder of a consent that came before the meeting starts with the meeting."""
    office = Office(clinic=a_clinic(mail_to=EVERYBODY))
    office.register()
    consent(office, parts=(1,))
    assert not office.owed(PromiseKind.CONSENT)
    office.clock = at("2026-10-12 09:00")
    office.invite_gp()
    assert [p.since for p in office.owed(PromiseKind.CONSENT)] == [office.clock]
    office.tick("2026-11-24 10:00")
    assert not office.owed(PromiseKind.CONSENT)


def test_the_actor_may_come_to_what_is_consented() -> None:
    """R16b: the gate opens for the parts that the consent covers, and again for all of them."""
    office = wide((1, 2))
    before = office.case.meetings[0].revision
    office.do(keep(office))
    assert nav_parts(office) == (1, 2)
    assert office.case.meetings[0].revision == before + 1
    assert not office.owed(PromiseKind.CONSENT)
    with pytest.raises(NothingToCorrectError):
        office.do(keep(office))
    consent(office)
    assert nav_parts(office) == (1, 2)
    office.do(keep(office))
    assert nav_parts(office) == (1, 2, 3)


def test_nobody_is_kept_to_nothing_or_torn() -> None:
    """R13, R21: no consent, no part of one's own, or a way out and in again, is refused."""
    office = mailed()
    consent(office, parts=(1,))
    with pytest.raises(GateClosedError) as refused:
        office.do(keep(office))
    assert refused.value.unmet == (Unmet.NO_PART,)
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    with pytest.raises(NoConsentError):
        office.do(keep(office))
    office = wide((1, 3))
    with pytest.raises(GapInAttendanceError):
        office.do(keep(office))


def test_an_agenda_chosen_later_asks_again() -> None:
    """R16b: another agenda has other parts, and what is lacking in it is told."""
    office = mailed()
    consent(office, parts=(2,))
    assert not office.owed(PromiseKind.CONSENT)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="nav_last"))
    (line,) = [t for t in office.desk(lambda d: d.tasks()) if t.kind is PromiseKind.CONSENT]
    assert line.lacking == (3,)


def test_a_narrower_consent_shortens_what_nav_holds() -> None:
    """R13, R19: Nav leaves the parts at once, and has nothing to answer."""
    office = wide()
    consent(office, parts=(1, 2))
    assert nav_parts(office) == (1, 2)
    assert [(s.role, s.kind) for s in office.tick()] == [(NAV, SendingKind.UPDATE)]


@pytest.mark.parametrize("parts", [(1, 3)], ids=["torn"])
def test_a_narrower_consent_that_tears_is_a_cancellation(parts: tuple[int, ...]) -> None:
    """R19, R21: where no whole attendance is left, the invitation is cancelled at once."""
    office = wide()
    consent(office, parts=parts)
    (sent,) = office.tick()
    assert (sent.role, sent.kind, sent.why) == (NAV, SendingKind.CANCELLATION, "R19")


def test_a_narrower_consent_for_another_part_is_a_cancellation() -> None:
    """R19: no consented part is left of those that Nav was asked to."""
    office = everybody()
    consent(office, parts=(1,))
    (sent,) = office.tick()
    assert (sent.role, sent.kind, sent.why) == (NAV, SendingKind.CANCELLATION, "R19")


def test_a_wider_attendance_is_told() -> None:
    """R16b: with more parts consented to, Nav holds a longer invitation, and the plan says so."""
    office = wide()
    consent(office, parts=(1, 2))
    office.tick()
    consent(office)
    plan = office.plan(keep(office))
    assert [(c.participant.role, c.kind) for c in plan.consequences] == [(NAV, SendingKind.UPDATE)]


# --- withdrawn -------------------------------------------------------------------------------


def withdrawn(office: Office) -> WithdrawConsent:
    """Nav is to hear nothing more."""
    return WithdrawConsent(ref=office.case.ref, role=NAV)


def test_only_the_consent_for_whom_it_is_about_is_withdrawn() -> None:
    """R19: the latest of that kind, or the one with that name; what others have stands."""
    office = mailed()
    for name in ("Nils Nav", "Nora Nav"):
        consent(office, name)
    consent(office, "Eva Sjef", role=Role.OTHER)
    nils, nora, eva = (p for p in office.case.participants if p.role in THIRD_PARTIES)

    def standing() -> list[str]:
        return [p.name for p in (nils, nora, eva) if rules.consent_for(office.case, p)]

    office.do(WithdrawConsent(ref=office.case.ref, role=NAV, name="Nils Nav"))
    assert standing() == ["Nora Nav", "Eva Sjef"]
    office.do(withdrawn(office))
    assert standing() == ["Eva Sjef"]


def test_the_secretary_hears_of_a_withdrawal_that_others_recorded() -> None:
    """R19, D4: at once, and whether something leaves; the secretary's own is no news."""
    office = everybody()
    office.do(office.correct("clinician", DOCTOR))
    office.do(withdrawn(office), actor=DOCTOR)
    notice = office.texts.notices[-1]
    assert (notice.name, notice.ref) == ("consent_withdrawn", office.case.ref)
    assert notice.values == {"role": NAV, "sent": "yes", "channel": "mail"}
    (row,) = [s for s in office.case.sendings if s.content.subject == "consent_withdrawn"]
    assert (row.to, row.role, row.why) == (SECRETARY, Role.SECRETARY, "R19")
    consent(office)
    office.do(withdrawn(office), actor=DOCTOR)
    assert office.texts.notices[-1].values == {"role": NAV, "sent": "no", "channel": ""}
    told = len(office.notices())
    consent(office)
    office.do(withdrawn(office))
    assert len(office.notices()) == told


def test_a_reminder_that_waits_is_dropped_with_the_consent() -> None:
    """R19: neither the reminder nor the next steps of the ladder reach Nav."""
    office = everybody()
    office.until("2026-10-09")
    office.carry = lambda _: ("451", False)
    office.tick("2026-10-12 08:00")
    (waiting,) = office.waiting(NAV)
    assert waiting.kind is SendingKind.REMINDER
    office.do(withdrawn(office))
    office.carry = lambda _: ("", False)
    office.until("2026-11-24")
    assert [s.kind for s in left(office, NAV)] == [
        SendingKind.INVITATION,
        SendingKind.CANCELLATION,
    ]
    assert office.case.sending(waiting.id).status is SendingStatus.DROPPED


@pytest.mark.parametrize("arrives", [True, False])
def test_withdrawn_while_the_mail_is_being_sent(*, arrives: bool) -> None:
    """R19: the row is in somebody's hands; the cancellation follows after it, never silence."""
    office = wide((1, 2, 3))
    office.tick_off(PromiseKind.PHONE_CALL)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=NAV))
    (row,) = office.waiting(NAV)
    held = office.run(lambda c: claim(c, row.id), PROGRAM)
    assert held is not None
    assert held.attempts == 1
    outcome = office.do(withdrawn(office))
    assert outcome.plan is not None
    assert [c.kind for c in outcome.plan.consequences] == [SendingKind.CANCELLATION]
    if arrives:
        office.run(lambda c: delivered(c, row.id), PROGRAM)
    office.tick("2026-10-05 09:30")
    assert [s.kind for s in left(office, NAV)] == [SendingKind.CANCELLATION]
    assert ended(office, row) is (SendingStatus.SENT if arrives else SendingStatus.DROPPED)
    assert left(office, NAV)[0].revision > held.revision
    office.until("2026-11-24")
    assert len(left(office, NAV)) == 1


def ended(office: Office, row: Sending) -> SendingStatus:
    """How a row ended."""
    return office.case.sending(row.id).status


def test_a_consent_command_shows_what_it_would_do() -> None:
    """A narrower consent is planned before it is recorded."""
    office = wide()
    command = RecordConsent(
        ref=office.case.ref,
        role=NAV,
        given_on=day("2026-10-05"),
        form=ConsentForm.ORAL,
        parts=(1,),
    )
    plan = office.plan(command)
    assert [c.kind for c in plan.consequences] == [SendingKind.UPDATE]
    assert office.case.consents[-1].parts == ()


def test_nobody_is_moved_to_a_part_without_consent() -> None:
    """R16b: what Nav holds stays as it is until the consent covers the new part."""
    office = everybody()
    consent(office, parts=(2,))
    outcome = office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="nav_last"))
    assert outcome.plan is not None
    later = {c.participant.role: c.lacks_consent for c in outcome.plan.consequences if c.later}
    assert later == {NAV: True}
    lines = office.desk(lambda d: d.invitations(office.case))
    (nav,) = [line for line in lines if line.participant.role is NAV]
    waits = office.desk(lambda d: next_up(office.case, d.clinic, nav, d.now))
    assert waits == NextUp(what=Following.WAITS_FOR_CONSENT)
    office.tick()
    assert [s.kind for s in left(office, NAV)] == [SendingKind.INVITATION]
    consent(office)
    office.tick("2026-10-05 13:00")
    assert [s.kind for s in left(office, NAV)] == [SendingKind.INVITATION, SendingKind.UPDATE]
