"""What a case expects of people, promise by promise (D2 to D4, R12 to R18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pathway.case import Case
from pathway.model import Promise
from pathway.outgoing import SendingKind
from pathway.owed import expected
from pathway.promises import settle_by_hand
from pathway.words import (
    Attendance,
    Channel,
    MeetingKind,
    Milestone,
    PromiseId,
    PromiseKind,
    Role,
    StaffId,
    Substitute,
    Verdict,
)
from tests.pathway.build import (
    NOON,
    SECRETARY,
    SHM1,
    SHM2,
    a_case,
    a_clinic,
    a_meeting,
    a_part,
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
    with_clinician,
    with_gp,
    with_nav,
    with_other,
    with_referrer,
    with_relative,
    without,
)
from tests.pathway.test_promises import by_hand

CLINIC = a_clinic()


def owed(case: Case, kind: PromiseKind, now: str = "2026-11-05 09:00") -> list[Promise]:
    """What of this kind the case expects at this moment."""
    return [promise for promise in expected(case, CLINIC, at(now)) if promise.kind is kind]


def with_both() -> Case:
    """GP and patient were asked to SHM1 on 24 November."""
    return invited(invited(meeting_at(with_gp(a_case()))), "patient")


# --- answers ---------------------------------------------------------------------------------


def test_the_terms_of_an_answer() -> None:
    """D3: the GP owes it from the day it left, and it is due with the ladder's last step."""
    (promise,) = owed(with_both(), PromiseKind.ANSWER)
    assert promise == Promise(
        id=PromiseId(""),
        key="answer:shm1-gp:1:gp",
        kind=PromiseKind.ANSWER,
        ladder="gp",
        owner="gp",
        owner_role=Role.GP,
        about="shm1-gp",
        since=at(NOON),
        due=day("2026-11-16"),
        days=(5, 8, 10),
    )


def test_each_role_has_its_ladder() -> None:
    """D3, F10: doctors, third parties and must clinicians owe an answer; the rest do not."""
    case = with_both()
    for add, who in (
        (with_referrer, "referrer"),
        (with_nav, "nav"),
        (with_other, "other"),
        (with_clinician, "lege"),
        (with_relative, "relative"),
    ):
        case = invited(add(case), who)
    ladders = {promise.owner: promise.ladder for promise in owed(case, PromiseKind.ANSWER)}
    assert ladders == {
        "gp": "gp",
        "referrer": "gp",
        "nav": "third_party",
        "other": "third_party",
        "lege": "must_clinician",
    }


def test_who_may_come_is_not_chased() -> None:
    """F10: clinicians marked may are not chased."""
    case = invited(with_clinician(with_both(), must=False), "lege")
    assert [p.owner for p in owed(case, PromiseKind.ANSWER)] == ["gp"]


def test_nobody_owes_an_answer_to_what_has_not_left() -> None:
    """D3: the ladder starts when the message has really left."""
    case = invited(meeting_at(with_gp(a_case())), asked_at=None, left_at=None)
    assert owed(case, PromiseKind.ANSWER) == []


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.DECLINED, Verdict.NEW_TIME])
def test_an_answer_is_enough(verdict: Verdict) -> None:
    """F4: accepted, declined and new time settle the answer."""
    assert owed(answered(with_both(), verdict=verdict), PromiseKind.ANSWER) == []


def test_a_perhaps_is_due_with_the_meeting() -> None:
    """F4: a tentative answer is counted back from the meeting's day, since it was given."""
    case = answered(with_both(), verdict=Verdict.TENTATIVE)
    (promise,) = owed(case, PromiseKind.ANSWER)
    assert promise.key == "answer:shm1-gp:2026-11-24:tentative"
    assert (promise.ladder, promise.due) == ("tentative", day("2026-11-24"))
    assert promise.since == at("2026-11-03 09:00")


def test_a_meeting_without_gp_needs_no_answer() -> None:
    """D2: once it is decided to hold it without a GP, the GP is not chased; others are."""
    case = invited(with_referrer(with_both()), "referrer")
    case = case.with_changed(replace(case.meeting(SHM1), without_gp="haster"))
    assert [p.owner for p in owed(case, PromiseKind.ANSWER)] == ["referrer"]


@pytest.mark.parametrize("now", ["2026-11-24 10:00", "2026-12-01 09:00"])
def test_a_meeting_that_began_owes_nothing(now: str) -> None:
    """F3: nobody is chased after the meeting has begun; it is asked whether it was held."""
    kinds = {p.kind for p in expected(with_both(), CLINIC, at(now))}
    assert kinds == {PromiseKind.MILESTONE, PromiseKind.MEETING_HELD}


def test_a_cancelled_meeting_owes_nothing() -> None:
    """F6: nor for a meeting that is called off, or an invitation that is."""
    case = with_both()
    off = case.with_changed(replace(case.meeting(SHM1), cancelled_at=at(NOON)))
    assert {p.kind for p in expected(off, CLINIC, at(NOON))} == {PromiseKind.MILESTONE}
    (gp, _) = case.invitations
    case = case.with_changed(replace(gp, cancelled_at=at(NOON)))
    assert owed(case, PromiseKind.ANSWER) == []


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_a_no_of_a_clinician_who_must_be_there_is_a_question(verdict: Verdict) -> None:
    """D2, D3: whose silence goes to the leader is not gone with a notice; who may come is."""
    for must in (True, False):
        case = invited(with_clinician(with_both(), "lege", must=must), "lege")
        case = answered(case, "lege", verdict=verdict)
        questions = [p.owner for p in owed(case, PromiseKind.TIME_QUESTION)]
        assert questions == ([case.secretary] if must else [])


def test_a_meeting_that_is_over_hides_no_other() -> None:
    """What is owed for SHM2 is owed, though SHM1 before it is over and its NAV call undone."""
    case = with_clinician(changed(ready_case(), "nav", told_at=None))
    case = case.with_changed(replace(case.meeting(SHM1), held=True))
    case = meeting_at(case, "2027-03-02 10:00", MeetingKind.SHM2)
    for who in ("lege", "patient", "gp", "nav"):
        case = invited(case, who, meeting=SHM2)
    case = answered(case, "patient", Verdict.DECLINED, meeting=SHM2)
    case = answered(case, "lege", meeting=SHM2)
    case = answered(case, "nav", meeting=SHM2)
    no = answered(case, "gp", Verdict.DECLINED, meeting=SHM2)
    yes = answered(case, "gp", meeting=SHM2)
    assert owed(no, PromiseKind.TIME_QUESTION)
    assert owed(yes, PromiseKind.PHONE_CALL)
    assert [p.owner for p in owed(yes, PromiseKind.STILL_STANDS)] == ["gp", "nav"]
    assert owed(no, PromiseKind.LINK)


# --- reminders -------------------------------------------------------------------------------


def test_the_terms_of_a_reminder() -> None:
    """D3: the patient's ladder is 7, 2, 1, the others' 2, counted from the meeting's day."""
    rows = {p.owner: p for p in owed(with_both(), PromiseKind.REMINDER)}
    assert {who: p.ladder for who, p in rows.items()} == {
        "gp": "meeting_reminder",
        "patient": "patient_reminder",
    }
    assert rows["gp"].key == "reminder:shm1-gp:2026-11-24"
    assert rows["gp"].due == day("2026-11-24")
    assert rows["gp"].since == at(NOON)
    assert {who: p.owner_role for who, p in rows.items()} == {
        "gp": Role.GP,
        "patient": Role.PATIENT,
    }


@pytest.mark.parametrize(
    ("verdict", "reminded"),
    [
        (Verdict.ACCEPTED, True),
        (Verdict.TENTATIVE, True),
        (Verdict.DECLINED, False),
        (Verdict.NEW_TIME, False),
    ],
)
def test_who_is_reminded(verdict: Verdict, *, reminded: bool) -> None:
    """F4: who has not answered, said yes or perhaps; never who declined."""
    case = answered(with_both(), "patient", verdict)
    owners = [p.owner for p in owed(case, PromiseKind.REMINDER)]
    assert owners == (["gp", "patient"] if reminded else ["gp"])


def test_an_old_time_is_not_reminded_of() -> None:
    """D4b: nobody is reminded of a time that has been given up."""
    assert owed(moved(with_both(), "2026-11-26 10:00"), PromiseKind.REMINDER) == []


def test_who_has_no_part_any_more_is_not_reminded() -> None:
    """R21: parts that are no longer theirs leave nothing to be reminded of."""
    case = invited(with_nav(with_both()), "nav")
    case = case.with_changed(
        replace(case.meeting(SHM1), parts=CLINIC.templates["without_nav"].parts)
    )
    assert "nav" not in [p.owner for p in owed(case, PromiseKind.REMINDER)]


def test_an_update_that_has_not_left_reminds_nobody() -> None:
    """F3: a question on its way is not followed on its heels."""
    case = invited(with_both(), "patient", asked_at=None)
    assert [p.owner for p in owed(case, PromiseKind.REMINDER)] == ["gp"]


def test_who_answered_before_it_was_ticked_off_is_reminded() -> None:
    """An answer by phone counts from when it was given."""
    case = answered(invited(with_both(), "gp", asked_at=None))
    (gp, _) = owed(case, PromiseKind.REMINDER)
    assert gp.since == at("2026-11-03 09:00")


# --- SHM2 ------------------------------------------------------------------------------------


def shm2(start: str, who: str = "gp", agreed: str = "2026-10-06 09:00") -> Case:
    """SHM2 at that time, agreed with this person on 6 October 2026."""
    case = with_clinician(with_nav(with_gp(a_case())))
    case = meeting_at(case, start, MeetingKind.SHM2)
    return answered(invited(case, who, "2026-10-05 09:00", SHM2), who, when=agreed, meeting=SHM2)


def test_the_terms_of_still_stands() -> None:
    """F4: counted from the answer; one question for each day of the meeting."""
    (promise,) = owed(shm2("2027-03-02 10:00"), PromiseKind.STILL_STANDS)
    assert promise.key == "still_stands:shm2-gp:2027-03-02"
    assert (promise.ladder, promise.owner) == ("still_stands", "gp")
    assert promise.since == at("2026-10-06 09:00")


@pytest.mark.parametrize(
    ("start", "asked"), [("2026-12-30 10:00", True), ("2026-12-29 10:00", False)]
)
def test_long_ago_is_sixty_working_days(start: str, *, asked: bool) -> None:
    """F4: from the day of the yes to the day of the meeting."""
    assert bool(owed(shm2(start), PromiseKind.STILL_STANDS)) is asked


def test_without_a_gp_only_a_yes_is_reminded() -> None:
    """D2: a doctor who was silent is not reminded of a meeting that is held without one."""
    silent = with_both()
    alone = replace(silent.meeting(SHM1), without_gp="haster")
    owners = [p.owner for p in owed(silent.with_changed(alone), PromiseKind.REMINDER)]
    assert owners == ["patient"]
    agreed = answered(silent).with_changed(alone)
    owners = [p.owner for p in owed(agreed, PromiseKind.REMINDER)]
    assert sorted(owners) == ["gp", "patient"]


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.TENTATIVE, Verdict.NEW_TIME])
def test_only_a_yes_can_still_stand(verdict: Verdict) -> None:
    """F4: what was not agreed to is not asked about."""
    case = answered(shm2("2027-03-02 10:00"), verdict=verdict, when=NOON, meeting=SHM2)
    assert not owed(case, PromiseKind.STILL_STANDS)


def test_still_stands_is_for_doctors_and_third_parties() -> None:
    """D3: GP and NAV are asked, clinicians are not, and nobody is about SHM1."""
    far = "2027-03-02 10:00"
    assert owed(shm2(far, "nav"), PromiseKind.STILL_STANDS)
    assert not owed(shm2(far, "lege"), PromiseKind.STILL_STANDS)
    case = answered(invited(meeting_at(with_gp(a_case()), far)), when="2026-11-03 09:00")
    assert not owed(case, PromiseKind.STILL_STANDS)


# --- questions, calls, consents --------------------------------------------------------------


def test_the_terms_of_a_time_question() -> None:
    """D2: a doctor's no is a question to the secretary, from the moment of the answer."""
    case = answered(with_both(), verdict=Verdict.DECLINED)
    (promise,) = owed(case, PromiseKind.TIME_QUESTION)
    assert promise.key == "time_question:answer-1"
    assert (promise.owner, promise.owner_role) == (SECRETARY, Role.SECRETARY)
    assert (promise.about, promise.ladder) == ("shm1-gp", "obtain")
    assert (promise.since, promise.due) == (at("2026-11-03 09:00"), day("2026-11-10"))


def test_only_a_no_or_another_time_is_a_question() -> None:
    """D2: yes and perhaps ask nothing; a doctor's and the patient's no do, Nav's is told only."""
    for verdict in (Verdict.ACCEPTED, Verdict.TENTATIVE):
        assert not owed(answered(with_both(), verdict=verdict), PromiseKind.TIME_QUESTION)
    declined = answered(with_both(), "patient", Verdict.DECLINED)
    assert owed(declined, PromiseKind.TIME_QUESTION)
    meant = answered(with_both(), "patient", Verdict.TENTATIVE)
    assert not owed(meant, PromiseKind.TIME_QUESTION)
    new_time = answered(with_both(), verdict=Verdict.NEW_TIME)
    assert owed(new_time, PromiseKind.TIME_QUESTION)


def test_without_gp_there_is_no_question() -> None:
    """D2: that the meeting is held without a GP answers it."""
    case = answered(with_both(), verdict=Verdict.DECLINED)
    case = case.with_changed(replace(case.meeting(SHM1), without_gp="haster"))
    assert not owed(case, PromiseKind.TIME_QUESTION)


def test_a_meeting_without_gp_hides_no_question_about_another() -> None:
    """D2: SHM1 is held without the GP, whose no to SHM2 is still asked about."""
    case = answered(with_both(), verdict=Verdict.DECLINED)
    case = case.with_changed(replace(case.meeting(SHM1), without_gp="haster"))
    case = meeting_at(case, "2027-03-02 10:00", MeetingKind.SHM2)
    case = answered(invited(case, meeting=SHM2), verdict=Verdict.DECLINED, meeting=SHM2)
    assert [p.about for p in owed(case, PromiseKind.TIME_QUESTION)] == ["shm2-gp"]


def test_the_same_no_twice_is_one_question() -> None:
    """A no that is repeated is the same question; another answer between makes a new one."""
    case = answered(with_both(), verdict=Verdict.DECLINED, when="2026-11-03 09:00")
    case = answered(case, verdict=Verdict.DECLINED, when="2026-11-04 09:00")
    (promise,) = owed(case, PromiseKind.TIME_QUESTION)
    assert (promise.key, promise.since) == ("time_question:answer-1", at("2026-11-03 09:00"))
    case = answered(case, verdict=Verdict.ACCEPTED, counts=False)
    assert owed(case, PromiseKind.TIME_QUESTION) == [promise]
    case = answered(case, when="2026-11-04 10:00")
    case = answered(case, verdict=Verdict.DECLINED, when="2026-11-05 08:00")
    (again,) = owed(case, PromiseKind.TIME_QUESTION)
    assert (again.key, again.since) == ("time_question:answer-5", at("2026-11-05 08:00"))


def test_an_answer_that_did_not_count_asked_nothing() -> None:
    """F15: a no to what was called off is not where the question began."""
    case = answered(with_both(), verdict=Verdict.DECLINED, counts=False, when=NOON)
    case = answered(case, verdict=Verdict.DECLINED)
    (promise,) = owed(case, PromiseKind.TIME_QUESTION)
    assert (promise.key, promise.since) == ("time_question:answer-2", at("2026-11-03 09:00"))


def test_the_terms_of_a_call_to_nav() -> None:
    """R14, F5: owed once consent and the GP's yes are there, from the later of them."""
    case = changed(ready_case(), "nav", told_at=None)
    (promise,) = owed(case, PromiseKind.PHONE_CALL)
    assert promise.key == "phone_call:nav:consent-nav-1"
    assert (promise.about, promise.ladder, promise.owner) == ("nav", "phone_call", SECRETARY)
    assert promise.owner_role is Role.SECRETARY
    assert promise.since == at("2026-11-03 09:00")
    later = consented(changed(case, "nav"), when="2026-11-04 09:00")
    assert owed(later, PromiseKind.PHONE_CALL)[0].since == at("2026-11-04 09:00")


def test_a_call_to_another_adviser_counts_from_when_it_was_first_owed() -> None:
    """R14, F12: another adviser under the same consent is a call of its own, as old as it is."""
    case = changed(ready_case(), "nav", told_at=None)
    (first,) = owed(case, PromiseKind.PHONE_CALL)
    first = replace(first, id=PromiseId("first"))
    case = settle_by_hand(case.with_changed(first), first, at("2026-11-04 09:00"))
    (again,) = owed(case, PromiseKind.PHONE_CALL, "2026-11-05 09:00")
    assert again.key == "phone_call:nav:consent-nav-1:1"
    assert again.since == at("2026-11-05 09:00")
    case = case.with_changed(replace(again, id=PromiseId("again")))
    assert owed(case, PromiseKind.PHONE_CALL, "2026-11-06 09:00") == [again]


def test_without_a_gp_the_call_counts_from_the_consent() -> None:
    """D2: the decision stands in for the yes."""
    case = consented(with_nav(meeting_at(a_case(), without_gp="haster")))
    assert owed(case, PromiseKind.PHONE_CALL)[0].since == at(NOON)
    assert owed(with_gp(case), PromiseKind.PHONE_CALL)[0].since == at(NOON)


def test_an_unanswered_gp_adds_no_time_to_the_call() -> None:
    """For SHM2 the gate needs no yes, so the call counts from the consent (R14b)."""
    case = consented(with_nav(with_gp(a_case())))
    case = invited(meeting_at(case, "2026-12-01 10:00", MeetingKind.SHM2), meeting=SHM2)
    assert owed(case, PromiseKind.PHONE_CALL)[0].since == at(NOON)


def test_no_call_without_gate() -> None:
    """R13, R14: no consent, no yes, told already, no longer there, or begun: nobody phones."""
    open_gate = changed(ready_case(), "nav", told_at=None)
    kind = PromiseKind.PHONE_CALL
    assert not owed(ready_case(), kind)
    assert not owed(replace(open_gate, consents=()), kind)
    assert not owed(answered(open_gate, verdict=Verdict.DECLINED, when="2026-11-04 09:00"), kind)
    assert not owed(without(open_gate, "nav"), kind)
    assert not owed(open_gate, kind, "2026-11-24 10:00")
    off = open_gate.with_changed(replace(open_gate.meeting(SHM1), cancelled_at=at(NOON)))
    assert not owed(off, kind)


def test_the_terms_of_a_call_instead_of_mail() -> None:
    """D4: what could not be delivered is taken up by phone."""
    case = invited(meeting_at(with_gp(a_case())), undelivered_at=at("2026-11-03 10:00"))
    (promise,) = owed(case, PromiseKind.PHONE_CALL)
    assert promise.key == "phone_call:shm1-gp:2026-11-03T09:00:00+00:00:undelivered"
    assert (promise.about, promise.since) == ("gp", at("2026-11-03 10:00"))


def test_an_answer_shows_that_it_arrived() -> None:
    """An answer after the failure ends the call; a yes from before it does not."""
    case = invited(meeting_at(with_gp(a_case())), undelivered_at=at("2026-11-03 10:00"))
    assert owed(answered(case, when="2026-11-03 09:00"), PromiseKind.PHONE_CALL)
    assert not owed(answered(case, when="2026-11-03 10:00"), PromiseKind.PHONE_CALL)


def test_the_terms_of_a_call_about_the_old_time() -> None:
    """F13: the patient holds the old time while the GP has been asked about the new."""
    case = invited(moved(with_both(), "2026-11-26 10:00"), when="2026-11-04 12:00")
    (promise,) = owed(case, PromiseKind.PHONE_CALL)
    assert promise.key == "phone_call:shm1-patient:2:old_time"
    assert (promise.ladder, promise.about) == ("old_time", "patient")
    assert promise.owner_role is Role.SECRETARY
    assert (promise.since, promise.due) == (at("2026-11-04 12:00"), day("2026-11-09"))


def test_only_the_patient_is_phoned_about_the_old_time() -> None:
    """F13: NAV holds the old time too, and is not phoned; an order of asking hides nobody."""
    case = invited(with_nav(meeting_at(with_gp(a_case()))), "nav")
    case = invited(invited(case), "patient")
    case = invited(moved(case, "2026-11-26 10:00"), when="2026-11-04 12:00")
    assert [p.about for p in owed(case, PromiseKind.PHONE_CALL)] == ["patient"]


def test_a_meeting_that_stands_hides_no_old_time_of_another() -> None:
    """F13: the patient is phoned about SHM2, which is moved, though SHM1 is as it was."""
    case = meeting_at(with_both(), "2027-03-02 10:00", MeetingKind.SHM2)
    case = invited(invited(case, meeting=SHM2), "patient", meeting=SHM2)
    case = invited(moved(case, "2027-03-04 10:00", SHM2), when="2026-11-04 12:00", meeting=SHM2)
    (promise,) = owed(case, PromiseKind.PHONE_CALL)
    assert promise.key == "phone_call:shm2-patient:2:old_time"


def test_no_call_about_the_old_time() -> None:
    """F13: not once the GP has answered, before the question left, or for a patient not asked."""
    kind = PromiseKind.PHONE_CALL
    case = invited(moved(with_both(), "2026-11-26 10:00"), when="2026-11-04 12:00")
    assert not owed(answered(case, when="2026-11-04 13:00"), kind)
    assert not owed(invited(moved(with_both(), "2026-11-26 10:00"), asked_at=None), kind)
    assert not owed(invited(case, "patient", left_at=None, asked_at=None), kind)
    assert not owed(with_both(), kind)
    assert not owed(invited(case, "patient"), kind)
    empty = case.with_changed(replace(case.meeting(SHM1), parts=()))
    assert not owed(empty, kind)
    never = case.with_changed(replace(case.invitations[1], offered=None))
    assert not owed(never, kind)
    gone = without(case, "gp")
    assert not owed(gone, kind)
    assert not owed(without(with_gp(case, "locum"), "gp"), kind)


def test_the_terms_of_a_consent() -> None:
    """R13, D3: the clinician obtains it, or the secretary while there is none."""
    case = with_nav(a_case(), wanted_at=at(NOON))
    (promise,) = owed(case, PromiseKind.CONSENT)
    assert promise.key == "consent:nav:2026-11-02T11:00:00+00:00"
    assert (promise.owner, promise.owner_role) == (SECRETARY, Role.SECRETARY)
    assert (promise.since, promise.due) == (at(NOON), day("2026-11-09"))
    case = replace(case, clinician=StaffId("lege"))
    (promise,) = owed(case, PromiseKind.CONSENT)
    assert (promise.owner, promise.owner_role) == ("lege", Role.CLINICIAN)


def test_no_consent_is_asked_for() -> None:
    """R13, R16: when it stands, is not wanted, or is for a relative or one who has left."""
    kind = PromiseKind.CONSENT
    wanted = with_nav(a_case(), wanted_at=at(NOON))
    assert not owed(consented(wanted), kind)
    assert not owed(with_nav(a_case()), kind)
    assert not owed(without(wanted, "nav"), kind)
    assert not owed(with_relative(a_case(), wanted_at=at(NOON)), kind)
    assert owed(with_relative(wanted), kind)


def too_narrow(kind: MeetingKind = MeetingKind.SHM1) -> Case:
    """Nav is to attend three parts, and the patient consents to the second."""
    parts = tuple(a_part(title, 20, Role.PATIENT, Role.NAV_ADVISER) for title in "abc")
    case = consented(with_nav(meeting_at(a_case(), kind=kind, parts=parts)))
    return case.with_changed(replace(case.consents[0], parts=(2,)))


def test_the_terms_of_a_wider_consent() -> None:
    """R13, R16b: owed from when it was first seen that these parts are not covered."""
    case = too_narrow()
    (promise,) = owed(case, PromiseKind.CONSENT)
    assert promise == Promise(
        id=PromiseId(""),
        key="consent:consent-nav-1:shm1:1,3",
        kind=PromiseKind.CONSENT,
        ladder="obtain",
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        about="nav",
        since=at("2026-11-05 09:00"),
        due=day("2026-11-12"),
        days=(1, 3, 5),
    )
    case = case.with_changed(replace(promise, id=PromiseId("first")))
    assert owed(case, PromiseKind.CONSENT, "2026-11-06 09:00") == [promise]


def test_a_meeting_that_is_over_hides_no_consent_for_another() -> None:
    """R16b: the consent is too narrow for SHM2, though SHM1 before it is over."""
    case = too_narrow(MeetingKind.SHM2)
    over = replace(a_meeting(), held=True)
    case = replace(case, diary=(over, *case.meetings))
    assert [p.about for p in owed(case, PromiseKind.CONSENT)] == ["nav"]


# --- the people of a meeting -------------------------------------------------------------------


def agreed(**changes: Any) -> Case:  # noqa: ANN401 - any field of the patient
    """The GP has said yes to SHM1, to which the patient has not been asked."""
    return changed(answered(invited(meeting_at(with_gp(a_case())))), "patient", **changes)


def from_office() -> Case:
    """The patient is to attend from the GP's office."""
    return agreed(attends=Attendance.GP_OFFICE)


def test_the_terms_of_the_wishes() -> None:
    """R15, D3: of the patient, by the clinician where there is one, since the GP's yes was seen."""
    case = agreed()
    (promise,) = owed(case, PromiseKind.WISHES)
    assert promise == Promise(
        id=PromiseId(""),
        key="wishes:shm1",
        kind=PromiseKind.WISHES,
        ladder="obtain",
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        about="patient",
        since=at("2026-11-05 09:00"),
        due=day("2026-11-12"),
        days=(1, 3, 5),
    )
    case = replace(case.with_changed(promise), clinician=StaffId("lege"))
    (again,) = owed(case, PromiseKind.WISHES, "2026-11-06 09:00")
    assert again == replace(promise, owner="lege", owner_role=Role.CLINICIAN)


@pytest.mark.parametrize(
    ("now", "wished"), [("2026-11-24 09:59", True), ("2026-11-24 10:00", False)]
)
def test_wishes_and_places_are_for_what_is_ahead(now: str, *, wished: bool) -> None:
    """R15, F3: when the meeting begins there is nothing left to wish or to arrange."""
    assert bool(owed(from_office(), PromiseKind.WISHES, now)) is wished
    assert bool(owed(from_office(), PromiseKind.PLACE, now)) is wished


def test_the_terms_of_a_place() -> None:
    """R15: arranged with the GP's office by the secretary, whoever is responsible."""
    case = replace(from_office(), clinician=StaffId("lege"))
    (promise,) = owed(case, PromiseKind.PLACE)
    assert promise == Promise(
        id=PromiseId(""),
        key="place:shm1:2026-11-24T10:00:00",
        kind=PromiseKind.PLACE,
        ladder="obtain",
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        about="shm1",
        since=at("2026-11-05 09:00"),
        due=day("2026-11-12"),
        days=(1, 3, 5),
    )


def test_a_place_is_for_whoever_comes() -> None:
    """R15: one who is asked, or soon may be, to a part of a meeting that is to be."""
    case, no = from_office(), Verdict.DECLINED
    refused = answered(case, verdict=no, when="2026-11-04 09:00")
    assert not owed(refused, PromiseKind.PLACE)
    asked = invited(case, "patient", "2026-11-03 12:00")
    assert owed(answered(asked, verdict=no, when="2026-11-04 09:00"), PromiseKind.PLACE)
    off = case.with_changed(replace(case.meeting(SHM1), cancelled_at=at(NOON)))
    assert not owed(off, PromiseKind.PLACE)
    inner = (a_part("inner", 20, Role.GP, Role.CLINICIAN),)
    without_patient = case.with_changed(replace(case.meeting(SHM1), parts=inner))
    assert not owed(without_patient, PromiseKind.PLACE)


def test_what_is_over_needs_no_shm2() -> None:
    """R18: owed once SHM1 was held, and no more once SHM2 was."""
    case = reached(a_case(), Milestone.SHM1_HELD, "2026-10-05")
    assert [p.about for p in owed(case, PromiseKind.SHM2_DETAILS)] == [MeetingKind.SHM2]
    case = reached(case, Milestone.SHM2_HELD, "2026-11-02")
    assert not owed(case, PromiseKind.SHM2_DETAILS)


# --- what a doctor's answer leaves ------------------------------------------------------------


def test_the_terms_of_a_gp_who_may_be_another() -> None:
    """D2, F14: one question to the secretary, about the doctor whose place it is."""
    case = answered(with_both(), substitute=Substitute.FOR_GOOD, by_name="Vera Vikar")
    (promise,) = owed(case, PromiseKind.NEW_GP)
    assert promise == Promise(
        id=PromiseId(""),
        key="new_gp:answer-1",
        kind=PromiseKind.NEW_GP,
        ladder="obtain",
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        about="gp",
        since=at("2026-11-03 09:00"),
        due=day("2026-11-10"),
        days=(1, 3, 5),
    )


def test_only_the_gps_own_answers_say_who_the_gp_is() -> None:
    """D2: what the patient answers afterwards takes nothing of it back."""
    case = answered(with_both(), substitute=Substitute.FOR_GOOD, by_name="Vera Vikar")
    case = answered(case, "patient", when="2026-11-04 09:00")
    assert [p.key for p in owed(case, PromiseKind.NEW_GP)] == ["new_gp:answer-1"]


def test_the_terms_of_a_patient_to_call_in() -> None:
    """R12, D3: owed by the secretary since the GP's yes, before the patient's first reminder."""
    case = answered(invited(meeting_at(with_gp(a_case()))))
    (promise,) = owed(case, PromiseKind.PREVIEW)
    assert promise == Promise(
        id=PromiseId(""),
        key="preview:shm1:patient",
        kind=PromiseKind.PREVIEW,
        ladder="call_in",
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        about="patient",
        since=at("2026-11-03 09:00"),
        due=day("2026-11-13"),
        days=(1, 3, 5),
    )


# --- links, letters, milestones ---------------------------------------------------------------


def test_the_terms_of_a_link() -> None:
    """D4b: one promise a meeting, owed by the secretary before its day."""
    (promise,) = owed(with_both(), PromiseKind.LINK)
    assert promise.key == "link:shm1:2026-11-24T10:00:00"
    assert (promise.about, promise.owner, promise.ladder) == ("shm1", SECRETARY, "link")
    assert promise.owner_role is Role.SECRETARY
    assert (promise.since, promise.due) == (at(NOON), day("2026-11-24"))


def test_no_link_is_asked_for() -> None:
    """D4b: when it is there, or nobody comes on video."""
    case = with_both()
    linked = case.with_changed(replace(case.meeting(SHM1), link="https://video.example/1"))
    assert not owed(linked, PromiseKind.LINK)
    for who in ("gp", "patient"):
        case = changed(case, who, attends=Attendance.CLINIC)
    assert not owed(case, PromiseKind.LINK)
    assert owed(changed(case, "patient", attends=Attendance.HOME), PromiseKind.LINK)


def test_each_letter_by_hand_is_owed() -> None:
    """D3, D6: a text that a person must send, by whatever channel, and no other."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    row = by_hand(case)
    kind = PromiseKind.SECURE_MESSAGE
    for channel in (Channel.LETTER, Channel.SECURE_MESSAGE, Channel.SMS):
        (promise,) = owed(case.with_changed(replace(row, channel=channel)), kind)
        assert promise.key == "secure_message:letter"
        assert (promise.about, promise.owner, promise.since) == ("letter", SECRETARY, at(NOON))
        assert (promise.ladder, promise.due) == ("secure_message", day("2026-11-05"))
    assert not owed(case.with_changed(replace(row, channel=Channel.MAIL)), kind)
    other = replace(row, facts=replace(row.facts, place="Rom 9")) if row.facts else row
    assert not owed(case.with_changed(other), kind)


def test_only_a_text_message_waits_for_its_hours() -> None:
    """P6: a letter is owed since it was written, a text message since it may be sent."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    row = replace(by_hand(case), not_before=at("2026-11-03 09:00"))
    for channel, since in ((Channel.LETTER, NOON), (Channel.SMS, "2026-11-03 09:00")):
        (promise,) = owed(
            case.with_changed(replace(row, channel=channel)), PromiseKind.SECURE_MESSAGE
        )
        assert promise.since == at(since)


def test_a_reminder_by_hand_is_owed_while_its_promise_is() -> None:
    """F3: when the answer has come, the letter that asks for it is not owed."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.LETTER)
    (promise,) = owed(case, PromiseKind.ANSWER)
    case = case.with_changed(replace(promise, id=PromiseId("p1")))
    row = replace(by_hand(case, SendingKind.REMINDER), promise_id=PromiseId("p1"))
    case = case.with_changed(row)
    assert owed(case, PromiseKind.SECURE_MESSAGE)
    assert not owed(answered(case), PromiseKind.SECURE_MESSAGE)


def test_the_terms_of_a_milestone() -> None:
    """R2: the next one, hard, due on its deadline."""
    (promise,) = owed(a_case(), PromiseKind.MILESTONE)
    assert promise.key == "milestone:assessment_started:2026-12-24:0"
    assert (promise.about, promise.due) == ("assessment_started", day("2026-12-24"))
    assert promise.hard
    assert (promise.owner, promise.ladder) == (SECRETARY, "milestone")
    assert promise.owner_role is Role.SECRETARY
    assert promise.since == at("2026-10-02 09:00")


def test_no_milestone_is_owed() -> None:
    """R2: without the first day there is no deadline; nor when all is reached or closed."""
    kind = PromiseKind.MILESTONE
    assert not owed(a_case(received=None), kind)
    assert not owed(closed(a_case()), kind)
    case = a_case()
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD, Milestone.SHM2_HELD):
        assert owed(case, kind)[0].about == milestone
        case = reached(case, milestone, "2026-10-05")
    assert not owed(case, kind)


def test_a_meeting_that_came_to_nothing_warns_anew() -> None:
    """F10: a meeting that is called off or not held starts the warnings again."""
    case = with_both()
    meeting = case.meeting(SHM1)
    for change in ({"cancelled_at": at(NOON)}, {"held": False}):
        again = case.with_changed(replace(meeting, **change))
        assert owed(again, PromiseKind.MILESTONE)[0].key.endswith(":1")
    held = case.with_changed(replace(meeting, held=True))
    assert owed(held, PromiseKind.MILESTONE)[0].key.endswith(":0")


def test_postponed_waits_for_its_day() -> None:
    """F15: the day to decide, and letters that say it is off."""
    case = replace(with_both(), decide_by=day("2027-01-11"))
    (promise,) = owed(case, PromiseKind.POSTPONED, NOON)
    assert promise.key == "postponed:2027-01-11"
    assert (promise.kind, promise.ladder) == (PromiseKind.POSTPONED, "postponed")
    assert (promise.due, promise.about) == (day("2027-01-11"), case.id)
    assert (promise.since, promise.owner, promise.owner_role) == (
        case.created_at,
        SECRETARY,
        Role.SECRETARY,
    )
    off = case.with_changed(by_hand(case, SendingKind.CANCELLATION))
    assert owed(off, PromiseKind.POSTPONED, NOON) == [promise]
    assert owed(off, PromiseKind.SECURE_MESSAGE, NOON)


def test_a_closed_pathway_owes_nothing() -> None:
    """R10: everything stops at once."""
    assert expected(closed(with_both()), CLINIC, at(NOON)) == ()
