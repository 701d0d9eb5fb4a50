"""Somebody is away: their promises go to a deputy and come back, meetings are asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from pathway.clinic import Staff
from pathway.commands import ChangeMeeting, EndAbsence, HandOver, RecordAbsence
from pathway.errors import (
    AbsenceOverError,
    DeputyRingError,
    DeputyUnfitError,
    NotAllowedError,
    NotAwayError,
    WhyNeededError,
)
from pathway.outgoing import SendingKind
from pathway.service.daemon import showing
from pathway.service.staff import deputies
from pathway.words import (
    ClinicId,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day
from tests.pathway.office import Office
from tests.pathway.test_service_chatting import CHAT
from tests.pathway.test_service_progress import pass_once
from tests.pathway.test_service_registering import record

PAL, SARA = StaffId("pal"), StaffId("sara")
DETAILS = PromiseKind.SHM2_DETAILS


def _staff() -> tuple[Staff, ...]:
    pal = Staff(id=PAL, name="Pål", roles=frozenset({Role.CLINICIAN}))
    sara = Staff(id=SARA, name="Sara", roles=frozenset({Role.SECRETARY}))
    return (*a_clinic().staff, pal, sara)


def held() -> Office:
    """SHM1 was held on Tuesday 13 April 2027; Lise, who answers for it, owes SHM2's details."""
    office = Office(clinic=a_clinic(staff=_staff()), clock=at("2027-04-12 09:00"))
    office.register(received="2027-02-01")
    office.edit(lambda case: replace(case, clinician=DOCTOR))
    record(office, Milestone.ASSESSMENT_STARTED, "2027-04-12")
    office.invite_gp("2027-04-13 10:00")
    office.clock = at("2027-04-13 14:00")
    record(office, Milestone.SHM1_HELD, "2027-04-13")
    return office


def away(
    office: Office,
    who: StaffId = DOCTOR,
    deputy: StaffId = PAL,
    days: tuple[str, str | None] = ("2027-05-03", "2027-05-14"),
    actor: StaffId | None = None,
) -> None:
    """Somebody says that they are away."""
    first, last = days
    command = RecordAbsence(
        staff_id=who, first=day(first), last=day(last) if last else None, deputy=deputy
    )
    office.do(command, actor=actor or who)


def told(office: Office, kind: PromiseKind = DETAILS) -> list[tuple[str, str]]:
    """Who has been given a line about a promise of this kind, and on which day."""
    ids = {promise.id for promise in office.case.promises if promise.kind is kind}
    return [
        (row.created_at.date().isoformat(), row.to)
        for row in office.case.sendings
        if row.kind is SendingKind.TASK and row.promise_id in ids
    ]


def tasks_of(office: Office, who: StaffId) -> list[PromiseKind]:
    """What this person finds in *oppgaver*."""
    return sorted(line.kind for line in office.desk(lambda d: d.tasks(), who))


def test_what_they_owe_goes_to_the_deputy_and_comes_back() -> None:
    """On the first working day the deputy is told whose it is; after the last one the owner."""
    office = held()
    away(office, days=("2027-04-17", "2027-04-25"))  # a Saturday to a Sunday
    office.until("2027-04-18")
    before = told(office)
    office.until("2027-04-27")
    since = [one for one in told(office) if one not in before]
    assert ("2027-04-19", PAL) in since
    assert ("2027-04-26", DOCTOR) in since
    assert not [on for on, who in since if who == DOCTOR and on < "2027-04-26"]
    (promise,) = office.owed(DETAILS)
    assert (promise.owner, promise.handed_to) == (DOCTOR, None)


def test_what_goes_to_a_deputy_says_who_reads_it_and_comes_back_so() -> None:
    """A clinician's line keeps all its buttons on the way out and on the way home."""
    office = held()
    away(office, days=("2027-04-15", "2027-04-25"))
    office.until("2027-04-27")
    rows = [row for row in office.case.sendings if row.why == "absence"]
    assert {row.to for row in rows} == {PAL, DOCTOR}
    assert all("reader=clinician" in row.content.text for row in rows)


def test_the_deputy_does_it_and_nobody_else_sees_it() -> None:
    """What the deputy settles is settled, and the one who is away has nothing to do."""
    office = held()
    away(office, days=("2027-04-13", None))
    assert (DETAILS in tasks_of(office, PAL), tasks_of(office, DOCTOR)) == (True, [])
    assert office.desk(lambda d: d.tasks(), PAL)[0].instead_of == "Lise"
    (line,) = [t for t in office.desk(lambda d: d.case_tasks(office.case)) if t.kind is DETAILS]
    assert line.owner == DOCTOR
    office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2027-04-13")), actor=DOCTOR)
    assert (tasks_of(office, PAL), DETAILS in tasks_of(office, DOCTOR)) == ([], True)


def test_the_deputy_may_see_the_case_only_meanwhile() -> None:
    """No reason is asked of a deputy, and one is again when the absence is over (P3)."""
    office = held()
    away(office, days=("2027-04-13", "2027-04-16"))
    ref = office.case.ref
    assert office.desk(lambda d: d.case(ref), PAL).ref == ref
    office.clock = at("2027-04-17 09:00")
    with pytest.raises(WhyNeededError):
        office.desk(lambda d: d.case(ref), PAL)


def test_a_step_taken_meanwhile_is_told_to_the_deputy() -> None:
    """The ladder climbs on as before; the leader of an escalation has a deputy too."""
    office = held()
    away(office, days=("2027-04-14", None))
    away(office, COORDINATOR, SARA, ("2027-04-14", None))
    office.until("2027-04-21")
    steps = [(on, who) for on, who in told(office) if on > "2027-04-14"]
    assert steps == [("2027-04-16", PAL), ("2027-04-20", PAL), ("2027-04-20", SARA)]


def test_what_was_escalated_stays_with_the_leader_too() -> None:
    """The deputy does what the one who is away owes still, and is not told to talk with them."""
    office = held()
    office.until("2027-05-07")
    plan = office.owed(PromiseKind.ACTION_PLAN_FINISH)[0]
    assert plan.taken == 4
    away(office, days=("2027-05-08", None))
    office.until("2027-05-11")
    assert told(office, PromiseKind.ACTION_PLAN_FINISH)[-1] == ("2027-05-10", PAL)
    assert PromiseKind.ACTION_PLAN_FINISH in tasks_of(office, LEADER)
    (notice,) = [n for n in office.texts.notices if n.values.get("instead_of")][-1:]
    assert (notice.values["toward"], notice.values["instead_of"]) == ("owner", "Lise")


def test_the_leader_reads_who_was_asked_in_whose_place() -> None:
    """D3: the deputy by name with their days, and that it is with them that the leader talks."""
    office = held()
    away(office, days=("2027-04-19", None))
    for on in ("2027-04-16", "2027-04-20", "2027-04-23", "2027-04-29"):
        office.until(on)
        office.run(showing.show_waiting, PAL)
    office.until("2027-05-04")
    said = [n for n in office.texts.notices if n.values.get("toward") == "leader"][-1]
    assert said.values["has"] == "Pål"
    assert said.values["told"] == "2027-04-20 Pål\n2027-04-23 Pål\n2027-04-29 Pål"


def test_back_early_and_a_deputy_of_a_deputy() -> None:
    """Whoever does it from today is told, once for each change, and the unread line goes."""
    office = held()
    away(office, days=("2027-04-14", None))
    office.tick("2027-04-14 08:00")
    away(office, PAL, COORDINATOR, ("2027-04-15", "2027-04-15"))
    office.tick("2027-04-15 08:00")
    office.tick("2027-04-15 08:01")
    office.clock = at("2027-04-16 07:00")
    office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2027-04-16")), actor=COORDINATOR)
    office.tick("2027-04-16 08:00")
    assert [who for _, who in told(office)][:3] == [PAL, COORDINATOR, DOCTOR]
    memory = office.store.clinics[ClinicId("here")]
    assert memory.stand_ins == {DOCTOR: DOCTOR, PAL: PAL}


def test_nobody_who_is_away_gets_a_digest() -> None:
    """What lies there waits until they are back."""
    office = held()
    away(office, days=("2027-04-14", "2027-04-30"))
    office.until("2027-05-03")
    days = [moment.date().isoformat() for moment, who in office.digests if who == DOCTOR]
    assert days == ["2027-05-03"]


def test_a_digest_stays_true_for_the_deputy_of_who_was_given_the_task() -> None:
    """D4: it was not given to another than they do it for; their digest is not edited."""
    office = held()
    promise = office.owed(DETAILS)[0]
    office.do(HandOver(ref=office.case.ref, promise_id=promise.id, to=PAL), actor=DOCTOR)
    away(office, PAL, SARA, ("2027-04-14", "2027-04-15"))
    chat = replace(CHAT, staff_id=SARA, conversation_id=SARA)
    office.run(lambda context: context.ledger.put_chat(chat))
    office.until("2027-04-14")
    digest = pass_once(office, SARA)[-1]
    assert digest.content.held == (promise.id,)
    office.clock += timedelta(minutes=1)
    assert pass_once(office, SARA) == []
    office.clock = at("2027-04-16 09:00")
    (edit,) = pass_once(office, SARA)
    assert "elsewhere" in edit.content.text


def test_word_at_once_goes_to_the_deputy_of_the_secretary() -> None:
    """A gate that opens is told to whoever does the secretary's work today (D4)."""
    office = Office(clinic=a_clinic(staff=_staff()))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp()
    away(office, SECRETARY, SARA, ("2026-10-05", None))
    office.answer(Verdict.ACCEPTED)
    last = [row for row in office.case.sendings if row.kind is SendingKind.NOTICE][-1]
    assert last.to == SARA


# --- who may, and what is refused -------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "who", "may"),
    [
        (DOCTOR, DOCTOR, True),
        (DOCTOR, PAL, False),
        (SECRETARY, DOCTOR, True),
        (LEADER, DOCTOR, True),
        (LEADER, LEADER, True),
    ],
)
def test_who_may_say_that_somebody_is_away(actor: StaffId, who: StaffId, *, may: bool) -> None:
    """Everybody for themselves; the office and leaders for others."""
    office = held()
    deputy = PAL if who == DOCTOR else DOCTOR if who == PAL else COORDINATOR
    if may:
        away(office, who, deputy, actor=actor)
        office.clock = at("2027-05-04 09:00")
        office.do(EndAbsence(staff_id=who, back_on=day("2027-05-04")), actor=actor)
        return
    with pytest.raises(NotAllowedError):
        away(office, who, deputy, actor=actor)
    with pytest.raises(NotAllowedError):
        office.do(EndAbsence(staff_id=who, back_on=day("2027-05-04")), actor=actor)


@pytest.mark.parametrize("days", [("2027-05-03", "2027-05-02"), ("2027-04-01", "2027-04-12")])
def test_an_absence_that_is_over_is_refused(days: tuple[str, str]) -> None:
    """Its last day is before the first, or gone by."""
    office = held()
    with pytest.raises(AbsenceOverError):
        away(office, days=days)
    assert not office.store.clinics[ClinicId("here")].absences


def test_a_deputy_may_do_what_the_other_does() -> None:
    """A secretary's deputy is of the office, a clinician's a clinician or of the office."""
    office = held()
    with pytest.raises(DeputyUnfitError) as refused:
        away(office, SECRETARY, PAL)
    assert refused.value.instead == ("Kåre", "Sara")
    with pytest.raises(DeputyUnfitError):
        away(office, DOCTOR, LEADER)
    with pytest.raises(DeputyUnfitError):
        away(office, DOCTOR, DOCTOR)
    assert deputies.usual_deputy(office.clinic, office.clinic.member(DOCTOR)) == _staff()[4]


def test_deputies_in_a_ring_are_refused() -> None:
    """Nobody's work comes back to one who is away."""
    office = held()
    away(office, DOCTOR, PAL)
    with pytest.raises(DeputyRingError) as refused:
        away(office, PAL, DOCTOR, ("2027-05-10", None))
    assert refused.value.names == ("Pål", "Lise")
    away(office, PAL, DOCTOR, ("2027-05-15", None))


def kept(office: Office) -> list[tuple[str, str | None, str]]:
    """The absences that are known: first and last day, and the deputy."""
    rows = office.store.clinics[ClinicId("here")].absences.values()
    return [(a.first.isoformat(), a.last.isoformat() if a.last else None, a.deputy) for a in rows]


def heard(office: Office, who: StaffId) -> list[str]:
    """The names of what this colleague was told of being a deputy, oldest first."""
    rows = office.run(lambda context: context.ledger.waiting_chat(who))
    return [row.content.subject for row in rows if row.content.subject.startswith("deputy")]


def read(office: Office, who: StaffId) -> list[str]:
    """The same, of what they are shown now."""
    return [row.content.subject for row in office.run(showing.show_waiting, who)]


@pytest.mark.parametrize(
    ("back", "now"),
    [("", "2027-05-18"), ("2027-05-05", "2027-05-05"), ("2027-05-03", "2027-05-03")],
)
def test_a_turn_that_is_over_before_it_is_read_is_not_told(back: str, now: str) -> None:
    """D4: past its last day, back early, or back on its first day; until then it is."""
    office = held()
    away(office)
    office.clock = at(f"{back or '2027-05-14'} 08:30")
    assert copied(office, PAL) == ["deputy"]
    if back:
        office.do(EndAbsence(staff_id=DOCTOR, back_on=day(back)), actor=DOCTOR)
    office.clock = at(f"{now} 09:00")
    assert copied(office, PAL) == []
    assert read(office, PAL) == []
    assert heard(office, PAL) == []


def copied(office: Office, who: StaffId) -> list[str]:
    """What they are shown of it beside a chat of their own, which gets it still."""
    copies = partial(showing.show_copies, since=office.clock, seen=())
    return [row.content.subject for row in office.run(copies, who)]


def test_a_turn_that_is_over_is_not_posted_either() -> None:
    """D4: a chat that was lost until then gets nothing of it, and the next turn as always."""
    office = held()
    away(office)
    office.clock = at("2027-05-18 09:00")
    chat = replace(CHAT, staff_id=PAL, conversation_id=PAL)
    office.run(lambda context: context.ledger.put_chat(chat))
    assert pass_once(office, PAL) == []
    away(office, days=("2027-05-19", None))
    assert [row.content.subject for row in pass_once(office, PAL)] == ["deputy"]


def test_who_never_heard_of_a_turn_does_not_hear_that_it_is_off() -> None:
    """D4: called off, or given to another, before the deputy has read of it."""
    office = held()
    away(office)
    away(office, deputy=SARA)
    assert (heard(office, PAL), heard(office, SARA)) == ([], ["deputy"])
    office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2027-05-03")), actor=DOCTOR)
    assert heard(office, SARA) == []


def test_an_absence_that_has_not_begun_is_called_off() -> None:
    """Back on its first day is not away at all: it is forgotten, and the deputy hears of it."""
    office = held()
    away(office)
    assert read(office, PAL) == ["deputy"]
    office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2027-05-03")), actor=DOCTOR)
    assert kept(office) == []
    assert heard(office, PAL) == ["deputy_off"]
    office.until("2027-05-05")
    assert tasks_of(office, PAL) == []


def test_an_absence_that_has_not_begun_is_put_right_by_another() -> None:
    """Recorded anew it takes the other's place: days, deputy and all; one that is apart stays."""
    office = held()
    away(office, days=("2027-06-07", "2027-06-11"))
    away(office, days=("2027-05-03", "2027-05-14"))
    assert read(office, PAL) == ["deputy", "deputy"]
    away(office, deputy=SARA, days=("2027-05-05", "2027-05-07"))
    assert sorted(kept(office)) == [
        ("2027-05-05", "2027-05-07", SARA),
        ("2027-06-07", "2027-06-11", PAL),
    ]
    assert heard(office, PAL) == ["deputy_off"]
    assert heard(office, SARA) == ["deputy"]


def test_the_same_deputy_is_told_of_the_new_days_alone() -> None:
    """Who is still the deputy hears when, and not that they are none."""
    office = held()
    away(office)
    assert read(office, PAL) == ["deputy"]
    away(office, days=("2027-05-03", "2027-05-21"))
    assert heard(office, PAL) == ["deputy"]


def test_what_is_replaced_makes_no_ring() -> None:
    """Two who are to be each other's deputies in turn may still change their days."""
    office = held()
    away(office, DOCTOR, PAL, ("2027-05-03", "2027-05-07"))
    away(office, PAL, DOCTOR, ("2027-05-10", "2027-05-14"))
    with pytest.raises(DeputyRingError):
        away(office, DOCTOR, PAL, ("2027-05-03", "2027-05-10"))
    away(office, DOCTOR, PAL, ("2027-05-04", "2027-05-06"))
    away(office, PAL, DOCTOR, ("2027-05-07", "2027-05-14"))


def test_an_absence_that_has_begun_is_not_replaced() -> None:
    """It was so: a longer one only adds to it."""
    office = held()
    away(office, days=("2027-04-13", "2027-04-16"))
    away(office, days=("2027-04-15", "2027-04-23"))
    assert len(kept(office)) == 2


def test_a_meeting_of_a_day_that_was_called_off_lacks_nobody() -> None:
    """The question to the secretary ends with the absence."""
    office = led_by(DOCTOR)
    away(office, deputy=SARA, days=("2026-11-23", "2026-11-27"))
    assert office.owed(PromiseKind.AWAY)
    office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2026-11-23")), actor=DOCTOR)
    assert office.owed(PromiseKind.AWAY) == []


def test_one_who_is_not_away_is_not_back() -> None:
    """There is nothing to end."""
    office = held()
    with pytest.raises(NotAwayError) as refused:
        office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2027-04-14")), actor=DOCTOR)
    assert refused.value.name == "Lise"


def test_old_absences_are_forgotten() -> None:
    """Nobody needs to know when somebody was away a quarter of a year ago (P5)."""
    office = held()
    away(office, days=("2027-04-13", "2027-04-14"))
    office.clock = at("2027-07-20 09:00")
    away(office, PAL, DOCTOR, ("2027-07-20", None))
    assert [a.staff_id for a in office.store.clinics[ClinicId("here")].absences.values()] == [PAL]


# --- meetings of those days ---------------------------------------------------------------------


def led_by(who: StaffId) -> Office:
    """SHM1 on Tuesday 24 November 2026, led by this person."""
    office = Office(clinic=a_clinic(staff=_staff()))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp()
    office.edit(lambda case: replace(case, diary=tuple(replace(m, leader=who) for m in case.diary)))
    return office


def test_a_leader_away_on_the_day_is_a_question_and_never_a_change() -> None:
    """The secretary is asked at once; the meeting and what was sent stay as they are."""
    office = led_by(DOCTOR)
    before = office.case
    away(office, days=("2026-11-23", "2026-11-27"))
    (question,) = office.owed(PromiseKind.AWAY)
    assert (question.owner, question.about) == (SECRETARY, office.case.meetings[0].id)
    assert office.case.diary == before.diary
    assert office.case.invitations == before.invitations
    notice = office.case.sendings[-1]
    assert (notice.to, notice.kind) == (SECRETARY, SendingKind.NOTICE)
    line = next(t for t in office.desk(lambda d: d.tasks()) if t.kind is PromiseKind.AWAY)
    assert line.has == "Lise"


@pytest.mark.parametrize("how", ["back", "another leader", "said so"])
def test_the_question_ends_with_what_settles_it(how: str) -> None:
    """That they come after all, that another leads, or that somebody says it is seen to."""
    office = led_by(DOCTOR)
    away(office, days=("2026-11-23", "2026-11-27"))
    if how == "back":
        office.clock = at("2026-11-23 09:00")
        office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2026-11-24")), actor=DOCTOR)
    elif how == "another leader":
        office.do(ChangeMeeting(ref=office.case.ref, kind=MeetingKind.SHM1, leader=PAL))
    else:
        office.tick_off(PromiseKind.AWAY)
    assert not office.owed(PromiseKind.AWAY)
    ends = {p.settled.how for p in office.case.promises if p.kind is PromiseKind.AWAY and p.settled}
    assert ends == {SettledHow.DONE if how == "said so" else SettledHow.CANCELLED}


def test_a_meeting_put_on_such_a_day_later_is_asked_about_too() -> None:
    """The roster is asked whenever a case changes."""
    office = Office(clinic=a_clinic(staff=_staff()))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    away(office, LEADER, COORDINATOR, ("2026-11-23", "2026-11-27"))
    office.invite_gp()
    assert [p.kind for p in office.owed(PromiseKind.AWAY)] == [PromiseKind.AWAY]


def test_a_task_handed_to_one_who_is_away_is_done_by_the_deputy() -> None:
    """Until they are back."""
    office = held()
    away(office, PAL, SARA, ("2027-04-13", None))
    promise = office.owed(DETAILS)[0]
    office.do(HandOver(ref=office.case.ref, promise_id=promise.id, to=PAL), actor=DOCTOR)
    assert DETAILS in tasks_of(office, SARA)
    assert tasks_of(office, PAL) == []
