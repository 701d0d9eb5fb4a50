"""What must be true before an invitation may leave (R11 to R14b, R16, R16b, R19, F5, F12, F14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import agenda, rules
from pathway.case import Case
from pathway.rules import Unmet
from pathway.words import MeetingId, MeetingKind, ParticipantId, Role, Verdict
from tests.pathway.build import (
    NOON,
    SHM1,
    SHM2,
    a_case,
    a_part,
    a_person,
    answered,
    at,
    changed,
    consented,
    invited,
    meeting_at,
    moved,
    ready_case,
    told,
    wall,
    with_clinician,
    with_gp,
    with_nav,
    with_other,
    with_person,
    with_referrer,
    with_relative,
    withdrawn,
    without,
)

THIRD = pytest.mark.parametrize("who", ["nav", "other"])
FIRST_TO_BE_ASKED = {
    "gp": with_gp,
    "referrer": with_referrer,
    "lege": with_clinician,
}


def unmet(case: Case, who: str, meeting: MeetingId = SHM1) -> set[Unmet]:
    """What this person's first invitation waits for; each thing is said once."""
    missing = rules.unmet(case, case.meeting(meeting), case.participant(ParticipantId(who)))
    assert len(missing) == len(set(missing))
    return set(missing)


def may_phone(case: Case, who: str, meeting: MeetingId = SHM1) -> bool:
    """Whether this person may be contacted at all."""
    return rules.may_phone(case, case.meeting(meeting), case.participant(ParticipantId(who)))


def full_case() -> Case:
    """SHM1 with everybody, where nobody is asked yet."""
    case = with_relative(with_other(with_nav(with_gp(a_case()))))
    case = with_person(case, "interpreter", Role.INTERPRETER)
    return meeting_at(with_clinician(with_referrer(case)))


def shm2_case() -> Case:
    """SHM2 with everybody, where nobody is asked yet."""
    return meeting_at(full_case(), "2027-05-11 10:00", MeetingKind.SHM2)


# --- R11 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", FIRST_TO_BE_ASKED)
def test_r11_doctors_and_clinicians_are_asked_first(who: str) -> None:
    """GP, referrer and clinicians may be asked at once (R11)."""
    assert unmet(full_case(), who) == set()
    assert unmet(shm2_case(), who, SHM2) == set()


def test_r21_one_without_a_part_is_not_invited() -> None:
    """Nobody is invited to a meeting in which they have no part (R21)."""
    case = meeting_at(ready_case(), template="without_nav")
    assert unmet(case, "nav") == {Unmet.NO_PART}
    assert not may_phone(case, "nav")
    left_out = a_part("all", 60, Role.GP, Role.PATIENT, left_out=frozenset({"gp"}))
    assert unmet(meeting_at(case, parts=(left_out,)), "gp") == {Unmet.NO_PART}


# --- gate P ----------------------------------------------------------------------------------


def test_r12_the_patient_waits_for_the_gps_yes() -> None:
    """The patient's invitation to SHM1 may leave only when the GP has accepted (R12)."""
    case = full_case()
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}
    case = invited(case)
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}
    assert unmet(answered(case), "patient") == set()


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.ACCEPTED])
def test_r12_nothing_but_a_yes_opens_gate_p(verdict: Verdict) -> None:
    """A no, a maybe and another time leave gate P shut, also after a yes (R12, D2)."""
    case = answered(invited(full_case()), verdict=verdict)
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}
    case = answered(answered(case), verdict=verdict)
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}


def test_d2_the_decision_to_hold_it_without_a_gp_replaces_the_yes() -> None:
    """Held without a GP, gate P is open, and gate N still asks for the consent (D2)."""
    case = meeting_at(full_case(), without_gp="Ingen fastlege")
    assert unmet(case, "patient") == set()
    assert unmet(case, "nav") == {Unmet.CONSENT, Unmet.PHONE_CALL}


def test_f5_the_yes_of_a_locum_counts() -> None:
    """A locum's acceptance opens gate P like the GP's own (F5, D2)."""
    case = with_gp(full_case(), "locum", stands_in_for=ParticipantId("gp"))
    case = answered(invited(case), verdict=Verdict.DECLINED)
    case = answered(invited(case, "locum"), "locum")
    assert unmet(case, "patient") == set()


def test_f5_a_referrers_yes_is_not_the_gps() -> None:
    """A referrer who accepts does not open gate P (R12)."""
    case = answered(invited(full_case(), "referrer"), "referrer")
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}


def test_f14_the_yes_of_a_gp_who_is_no_longer_theirs_does_not_count() -> None:
    """When the GP is replaced, the former one's acceptance opens nothing (F5, F14)."""
    case = without(answered(invited(full_case())), "gp")
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}


def test_f5_a_cancelled_invitations_yes_does_not_count() -> None:
    """A yes to an invitation that was cancelled opens nothing (F5, F6)."""
    case = answered(invited(full_case()))
    cancelled = replace(case.invitations[0], cancelled_at=at(NOON))
    assert unmet(case.with_changed(cancelled), "patient") == {Unmet.GP_ACCEPTED}


@pytest.mark.parametrize("told_gp", [False, True], ids=["before the GP hears", "after"])
def test_f5_a_move_closes_gate_p(*, told_gp: bool) -> None:
    """After a move the patient waits for the GP's new yes, which opens the gate again (F5)."""
    case = moved(answered(invited(full_case())), "2026-11-25 10:00")
    case = invited(case, when="2026-11-04 09:00") if told_gp else case
    assert unmet(case, "patient") == {Unmet.GP_ACCEPTED}
    case = case if told_gp else invited(case, when="2026-11-04 09:00")
    assert unmet(answered(case), "patient") == set()


def test_d4b_a_narrower_window_keeps_gate_p_open() -> None:
    """A yes to the whole hour is a yes to the forty minutes inside it (D4b, F7)."""
    case = answered(invited(meeting_at(full_case(), template="")))
    case = meeting_at(case, template="without_nav")
    assert unmet(case, "patient") == set()
    assert unmet(invited(case), "patient") == set()


def test_r14b_shm2_has_no_gate_p() -> None:
    """The patient is invited to SHM2 without waiting for the GP (R14b)."""
    assert unmet(shm2_case(), "patient", SHM2) == set()


# --- gate N ----------------------------------------------------------------------------------


@THIRD
def test_r13_third_parties_wait_for_the_gp_the_consent_and_the_phone_call(who: str) -> None:
    """Nav and others wait for the GP's yes, the consent and the phone call (R13, R14)."""
    case = full_case()
    assert unmet(case, who) == {Unmet.GP_ACCEPTED, Unmet.CONSENT, Unmet.PHONE_CALL}
    case = answered(invited(case))
    assert unmet(case, who) == {Unmet.CONSENT, Unmet.PHONE_CALL}
    case = consented(case, who)
    assert unmet(case, who) == {Unmet.PHONE_CALL}
    assert unmet(told(case, who), who) == set()


@THIRD
def test_r14b_gate_n_of_shm2_is_that_the_consent_still_stands(who: str) -> None:
    """For SHM2 the GP is not waited for, the consent is; the same adviser is not phoned again."""
    case = shm2_case()
    assert unmet(case, who, SHM2) == {Unmet.CONSENT, Unmet.PHONE_CALL}
    case = told(consented(case, who), who)
    assert unmet(case, who, SHM2) == set()
    assert unmet(withdrawn(case, who), who, SHM2) == {Unmet.CONSENT, Unmet.PHONE_CALL}


def test_r13_one_actors_consent_is_not_anothers() -> None:
    """The consent is for one named actor, so Nav's opens nothing for another (R13)."""
    case = told(told(consented(answered(invited(full_case())), "nav"), "nav"), "other")
    assert unmet(case, "nav") == set()
    assert unmet(case, "other") == {Unmet.CONSENT, Unmet.PHONE_CALL}


@pytest.mark.parametrize(
    ("contact", "enough"),
    [
        ({}, False),
        ({"phone": "55 55 33 33"}, True),
        ({"email": "nav@example.no"}, True),
        ({"office": "Nav Bergen"}, True),
    ],
)
def test_r13_name_and_contact_details_gate_the_written_invitation(
    contact: dict[str, str], *, enough: bool
) -> None:
    """Something is written to a third party only by name and with somewhere to send it (R13)."""
    nowhere = {"phone": "", "email": "", "office": ""}
    case = changed(ready_case(), "nav", **{**nowhere, **contact})
    assert unmet(case, "nav") == (set() if enough else {Unmet.CONTACT})
    assert may_phone(case, "nav")


def test_r14_an_unknown_adviser_is_to_be_phoned_until_a_name_is_recorded() -> None:
    """The call to an unknown adviser does not count as told until there is a name (R14)."""
    case = changed(ready_case(), "nav", name="")
    assert unmet(case, "nav") == {Unmet.PHONE_CALL, Unmet.CONTACT}
    assert may_phone(case, "nav")
    assert unmet(changed(case, "nav", name="Ola"), "nav") == set()


def test_f5_the_phone_call_is_contact_and_gate_n_guards_it() -> None:
    """Nav may be phoned only with the GP's yes and the consent (F5, R13)."""
    case = full_case()
    assert not may_phone(case, "nav")
    assert not may_phone(consented(case), "nav")
    assert not may_phone(answered(invited(case)), "nav")
    assert may_phone(consented(answered(invited(case))), "nav")


@pytest.mark.parametrize("who", ["patient", "gp", "relative", "lege"])
def test_r14_only_third_parties_are_phoned_first(who: str) -> None:
    """The phone task before the invitation is for Nav and others alone (R14)."""
    case = answered(invited(full_case()))
    assert not may_phone(invited(case, "patient"), who)


@pytest.mark.parametrize(
    ("parts", "missing"),
    [((), set()), ((2,), set()), ((1, 2, 3), set()), ((1,), {Unmet.CONSENT_PARTS})],
)
def test_r16b_a_consent_for_parts_opens_those_parts_alone(
    parts: tuple[int, ...], missing: set[Unmet]
) -> None:
    """A consent that names parts is no consent to be there in another part (R13, R16b)."""
    case = ready_case()
    case = case.with_changed(replace(case.consents[0], parts=parts))
    assert unmet(case, "nav") == missing
    assert may_phone(case, "nav") is not bool(missing)


def test_r16b_moving_navs_part_asks_for_a_consent_that_covers_it() -> None:
    """Consent for part 2 does not cover part 3 of another template (R16b)."""
    case = ready_case()
    case = case.with_changed(replace(case.consents[0], parts=(2,)))
    assert unmet(meeting_at(case, template="nav_last"), "nav") == {Unmet.CONSENT_PARTS}
    assert not may_phone(meeting_at(case, template="nav_last"), "nav")


# --- consent, withdrawal, phone call ---------------------------------------------------------


def test_r19_a_withdrawn_consent_closes_gate_n() -> None:
    """When the patient withdraws, nothing more may leave and nobody be phoned (R19)."""
    case = withdrawn(ready_case())
    assert unmet(case, "nav") == {Unmet.CONSENT, Unmet.PHONE_CALL}
    assert not may_phone(case, "nav")
    assert rules.consent_for(case, case.participant(ParticipantId("nav"))) is None


def test_f14_a_consent_given_again_after_withdrawal_asks_for_a_new_call() -> None:
    """A consent after a withdrawal is a new one: the old call does not count (F14)."""
    case = withdrawn(ready_case(), when="2026-11-04 09:00")
    case = consented(case, when="2026-11-05 09:00", no=2)
    assert unmet(case, "nav") == {Unmet.PHONE_CALL}
    assert unmet(told(case, when="2026-11-05 09:01"), "nav") == set()


def test_f14_a_consent_that_only_adds_something_asks_for_no_new_call() -> None:
    """While the first consent stands, a later one leaves the phone call as it was (F14)."""
    case = consented(ready_case(), when="2026-11-05 09:00", no=2)
    assert unmet(case, "nav") == set()
    nav = case.participant(ParticipantId("nav"))
    latest = rules.consent_for(case, nav)
    assert latest is not None
    assert latest.id == "consent-nav-2"


@pytest.mark.parametrize(("when", "counts"), [("11:59", False), ("12:00", True), ("12:01", True)])
def test_r14_a_call_counts_from_the_moment_of_the_consent(when: str, *, counts: bool) -> None:
    """A call made before there was a consent told nobody anything (R14, F5)."""
    case = told(consented(full_case()), when=f"2026-11-02 {when}")
    assert rules.phone_told(case, case.participant(ParticipantId("nav"))) is counts


def test_r14_without_a_call_nobody_is_told() -> None:
    """A consent alone tells the third party nothing (R14)."""
    case = consented(full_case())
    assert not rules.phone_told(case, case.participant(ParticipantId("nav")))


# --- relatives and interpreters --------------------------------------------------------------


@pytest.mark.parametrize("who", ["relative", "interpreter"])
def test_f5_relatives_are_told_with_or_after_the_patient(who: str) -> None:
    """Relatives and interpreters wait for the GP as the patient does, then for the patient."""
    case = full_case()
    assert unmet(case, who) == {Unmet.GP_ACCEPTED, Unmet.PATIENT_INVITED}
    case = answered(invited(case))
    assert unmet(case, who) == {Unmet.PATIENT_INVITED}
    requested = invited(case, "patient", asked_at=None, left_at=None)
    assert unmet(requested, who) == set()


def test_f5_a_patient_whose_invitation_is_only_prepared_is_not_asked() -> None:
    """An invitation that nobody has asked for does not let relatives be told (F5)."""
    case = invited(answered(invited(full_case())), "patient", requested_at=None)
    assert unmet(case, "relative") == {Unmet.PATIENT_INVITED}


def test_f5_relatives_of_shm2_wait_for_the_patient_alone() -> None:
    """For SHM2 relatives wait for the patient's invitation, not for the GP (R14b, F5)."""
    case = shm2_case()
    assert unmet(case, "relative", SHM2) == {Unmet.PATIENT_INVITED}
    assert unmet(invited(case, "patient", meeting=SHM2), "relative", SHM2) == set()


def test_r16_relatives_need_no_consent_and_no_address() -> None:
    """A first name is enough for a relative (R16)."""
    case = invited(answered(invited(full_case())), "patient")
    assert unmet(case, "relative") == set()


# --- no path opens a gate --------------------------------------------------------------------

Act = Callable[[Case, str], Case]


def _clock(step: int) -> str:
    when = wall(NOON) + timedelta(minutes=step)
    return when.isoformat(" ", "minutes")


def _gp_answers(verdict: Verdict) -> Act:
    return lambda case, when: answered(case, verdict=verdict, when=when)


def _moves(start: str) -> Act:
    return lambda case, when: moved(case, start)


def _template(name: str) -> Act:
    return lambda case, when: case.with_changed(
        replace(
            case.meeting(SHM1),
            template=name,
            parts=meeting_at(case, template=name).meeting(SHM1).parts,
        )
    )


def _consent(case: Case, when: str) -> Case:
    return consented(case, when=when, no=len(case.consents) + 1)


ACTS: dict[str, Act] = {
    "GP is told": lambda case, when: invited(case, when=when),
    "GP says yes": _gp_answers(Verdict.ACCEPTED),
    "GP says no": _gp_answers(Verdict.DECLINED),
    "GP may come": _gp_answers(Verdict.TENTATIVE),
    "ten o'clock": _moves("2026-11-24 10:00"),
    "five past ten": _moves("2026-11-24 10:05"),
    "another day": _moves("2026-11-26 10:00"),
    "with Nav": _template("with_nav"),
    "without Nav": _template("without_nav"),
    "consent": _consent,
    "withdrawal": lambda case, when: withdrawn(case, when=when),
    "phone call": lambda case, when: told(case, when=when),
    "GP leaves": lambda case, when: without(case, "gp", when=when),
    "GP returns": lambda case, when: changed(case, "gp", ended_at=None),
}
histories = st.lists(st.sampled_from(sorted(ACTS)), max_size=14)


def after(names: list[str], case: Case) -> Case:
    """The case after these things happened, a minute apart."""
    for step, name in enumerate(names):
        case = ACTS[name](case, _clock(step))
    return case


def start() -> Case:
    """SHM1 is arranged and the GP asked."""
    return invited(with_relative(with_nav(with_gp(meeting_at(a_case())))))


def consent_stands(names: list[str]) -> bool:
    """Whether the last that was said about the consent is that it is given."""
    said = [name for name in names if name in {"consent", "withdrawal"}]
    return said[-1:] == ["consent"]


def phoned_since_consent(names: list[str]) -> bool:
    """Whether a call came after the oldest consent that still stands."""
    since = 0
    for step, name in enumerate(names):
        if name == "withdrawal":
            since = step + 1
    told_in = [names[n] for n in range(since, len(names))]
    if "consent" not in told_in:
        return False
    return "phone call" in told_in[told_in.index("consent") :]


def yes_covers_now(case: Case) -> bool:
    """Whether the GP's last answer is a yes to a window in which the GP's parts now lie."""
    gp = case.participant(ParticipantId("gp"))
    needed = agenda.own_window(case.meeting(SHM1), gp)
    if gp.ended_at is not None or not case.answers or needed is None:
        return False
    last = case.answers[-1]
    return last.verdict is Verdict.ACCEPTED and last.facts.window.covers(needed)


@given(histories)
def test_gate_n_never_opens_without_consent(names: list[str]) -> None:
    """Whatever happens in whatever order, gate N asks for a standing consent and a call (R13)."""
    case = after(names, start())
    missing = unmet(case, "nav")
    assert (Unmet.CONSENT in missing) is not consent_stands(names)
    assert (Unmet.PHONE_CALL in missing) is not phoned_since_consent(names)
    if may_phone(case, "nav"):
        assert consent_stands(names)
        assert yes_covers_now(case)


@given(histories)
def test_gate_p_opens_only_by_an_acceptance_that_covers_the_present_time(names: list[str]) -> None:
    """Whatever happens, the patient is asked only on a yes to the time as it now is (R12, F5)."""
    case = after(names, start())
    if Unmet.GP_ACCEPTED not in unmet(case, "patient"):
        assert yes_covers_now(case)


@given(histories)
def test_a_move_out_of_the_window_closes_gate_p_until_a_new_yes(names: list[str]) -> None:
    """After any history, a move to another week shuts gate P, and a new yes opens it (F5)."""
    case = moved(after(names, start()), "2026-12-01 10:00")
    assert Unmet.GP_ACCEPTED in unmet(case, "patient")
    case = invited(changed(case, "gp", ended_at=None), when="2026-11-10 09:00")
    assert Unmet.GP_ACCEPTED in unmet(case, "patient")
    assert Unmet.GP_ACCEPTED not in unmet(answered(case), "patient")


@given(histories)
def test_nobody_else_is_asked_before_the_patients_gate(names: list[str]) -> None:
    """For SHM1 the gate of Nav and of relatives is never open while the patient's is shut."""
    case = after(names, start())
    if Unmet.GP_ACCEPTED in unmet(case, "patient"):
        assert Unmet.GP_ACCEPTED in unmet(case, "nav") & unmet(case, "relative")


def test_gates_do_not_depend_on_names() -> None:
    """A participant is known by id: the same name twice opens nothing (R13)."""
    case = ready_case().with_changed(a_person("nav2", Role.NAV_ADVISER, name="Nav", phone="1"))
    assert unmet(case, "nav") == set()
    assert unmet(case, "nav2") == {Unmet.CONSENT, Unmet.PHONE_CALL}
