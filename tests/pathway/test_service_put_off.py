"""*Utsett* hides a task from those who have it, not from who hears of it besides (F3, D3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.commands import CallBack, Correct, HandOver, RecordAbsence, Snooze
from pathway.errors import NotYoursError, TooLateByThenError
from pathway.outgoing import SendingKind
from pathway.service.daemon import showing
from pathway.service.staff import holdups
from pathway.service.staff.snoozing import is_theirs
from pathway.words import PromiseKind, Role, StaffId
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_service_chatting import CHAT
from tests.pathway.test_service_papers import asked_about, held
from tests.pathway.test_service_progress import pass_once

PLAN, LETTER = PromiseKind.ACTION_PLAN_FINISH, PromiseKind.SECURE_MESSAGE
EVERYBODY = [COORDINATOR, LEADER, DOCTOR, SECRETARY]
REASON = "avtalt med pasienten"


def put_off(
    office: Office, kind: PromiseKind, until: str, actor: StaffId = SECRETARY, why: str = REASON
) -> None:
    """Somebody presses *Utsett*."""
    promise = office.owed(kind)[0]
    office.do(
        Snooze(ref=office.case.ref, promise_id=promise.id, until=day(until), why=why), actor=actor
    )


def told_on(office: Office, on: str) -> list[StaffId]:
    """Who was given a digest on this day."""
    return sorted(who for moment, who in office.digests if moment.date().isoformat() == on)


def finds(office: Office, kind: PromiseKind, *people: StaffId) -> list[StaffId]:
    """Which of these find it in *oppgaver*."""
    return [
        who
        for who in people
        if kind in {line.kind for line in office.desk(lambda d: d.tasks(), who, "oversikt")}
    ]


def reads(office: Office, who: StaffId) -> None:
    """Somebody opens their chat."""
    office.run(showing.show_waiting, who)


def deadline() -> Office:
    """The assessment was to begin by Thursday 24 December 2026, and it is the week before."""
    office = Office(clock=at("2026-12-14 09:00"))
    office.register(received="2026-10-01")
    office.do(Correct(ref=office.case.ref, field="clinician", value=DOCTOR))
    return office


def posted() -> Office:
    """A secure message that the secretary is to send, from Monday 5 October 2026."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    return office


@pytest.mark.parametrize("who", [SECRETARY, COORDINATOR])
def test_a_colleagues_task_is_not_put_off(who: StaffId) -> None:
    """F3: whose it is would not know; the refusal names them, and nothing is changed."""
    office = held()
    office.until("2026-12-18")
    before = office.case
    with pytest.raises(NotYoursError) as refused:
        put_off(office, PLAN, "2027-03-01", who)
    assert refused.value.names == ("Lise",)
    assert office.case == before
    assert finds(office, PLAN, DOCTOR) == [DOCTOR]


def test_the_leader_who_only_hears_cannot_put_it_off_for_its_owner() -> None:
    """D3: they talk with whoever has it."""
    office = held()
    office.until("2027-01-08")
    assert finds(office, PLAN, LEADER) == [LEADER]
    plan = office.owed(PLAN)[0]
    leader = office.clinic.member(LEADER)
    assert not is_theirs(office.case, office.clinic, leader, plan, day("2027-01-08"))


def test_what_one_of_the_office_has_is_put_off_by_the_others() -> None:
    """Secretaries and coordinators do each other's tasks; a clinician does not do theirs."""
    office = posted()
    office.do(Correct(ref=office.case.ref, field="clinician", value=DOCTOR))
    with pytest.raises(NotYoursError):
        put_off(office, LETTER, "2026-10-20", DOCTOR)
    put_off(office, LETTER, "2026-10-20", COORDINATOR)
    assert office.owed(LETTER)[0].snoozed_until == day("2026-10-20")


def test_who_was_given_a_task_and_their_deputy_put_it_off() -> None:
    """D4, *fravær*: it is theirs now, and the doctor's no longer."""
    office = held()
    office.until("2026-12-18")
    plan = office.owed(PLAN)[0]
    away = RecordAbsence(
        staff_id=DOCTOR, first=day("2026-12-18"), last=day("2026-12-31"), deputy=COORDINATOR
    )
    office.do(away, actor=DOCTOR)
    for who, until in ((COORDINATOR, "2027-01-04"), (DOCTOR, "2027-01-05")):
        put_off(office, PLAN, until, who)
    with pytest.raises(NotYoursError) as refused:
        put_off(office, PLAN, "2027-01-06", SECRETARY)
    assert refused.value.names == ("Kåre",)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=SECRETARY), actor=DOCTOR)
    put_off(office, PLAN, "2027-01-06", SECRETARY)
    with pytest.raises(NotYoursError):
        put_off(office, PLAN, "2027-01-07", DOCTOR)


def without_link() -> Office:
    """SHM1 is on Tuesday 24 November 2026 at ten, and has no link."""
    office = Office()
    office.register()
    office.invite_gp("2026-11-24 10:00", link="")
    return office


@pytest.mark.parametrize(
    ("now", "earlier"), [("2026-11-18 09:00", "yes"), ("2026-11-24 08:00", "")]
)
def test_what_is_for_a_meeting_is_not_put_off_past_it(now: str, earlier: str) -> None:
    """F3: from its start the link is owed to nobody, so that nobody would see the task again."""
    office = without_link()
    office.clock = at(now)
    before = office.case
    with pytest.raises(TooLateByThenError) as refused:
        put_off(office, PromiseKind.LINK, "2026-11-25")
    found = refused.value
    assert (found.at, found.meets) == (wall("2026-11-24 10:00"), True)
    assert found.earlier == bool(earlier)
    assert office.case == before


def test_what_is_for_a_meeting_may_come_back_that_morning() -> None:
    """Whoever sees it at eight can still do it before ten."""
    office = without_link()
    put_off(office, PromiseKind.LINK, "2026-11-24")
    assert office.owed(PromiseKind.LINK)[0].snoozed_until == day("2026-11-24")


def test_what_outlives_the_meeting_is_put_off_past_it() -> None:
    """A call back is owed until it is made, whatever was held meanwhile."""
    office = Office()
    office.register()
    office.invite_gp("2026-11-24 10:00")
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    put_off(office, PromiseKind.CALL_BACK, "2026-11-30")
    assert office.owed(PromiseKind.CALL_BACK)[0].snoozed_until == day("2026-11-30")


def test_no_deadline_passes_in_silence_because_it_was_put_off() -> None:
    """F10: all four hear on the first working day after it, whoever had put the warning off."""
    office = deadline()
    office.until("2026-12-18")
    put_off(office, PromiseKind.MILESTONE, "2027-02-01")
    office.until("2026-12-28")
    assert told_on(office, "2026-12-28") == EVERYBODY
    assert finds(office, PromiseKind.MILESTONE, *EVERYBODY) == EVERYBODY
    office.until("2027-02-02")
    assert [on for on, _, _ in office.tasks() if on > "2026-12-28"] == []


def test_put_off_anew_it_stays_with_coordinator_and_leader() -> None:
    """F3: those who have it are left in peace, but whoever has not read that it passed is told."""
    office = deadline()
    office.until("2026-12-27")
    office.tick("2026-12-28 08:00")
    put_off(office, PromiseKind.MILESTONE, "2027-01-04")
    reads(office, DOCTOR)
    assert finds(office, PromiseKind.MILESTONE, *EVERYBODY) == [COORDINATOR, LEADER]
    waits = {s.to for s in office.case.sendings if s.kind is SendingKind.TASK and s.waiting}
    assert DOCTOR not in waits
    office.until("2027-01-04")
    told = [(on, who) for on, who, why in office.tasks() if why == "F3"]
    assert told == [("2027-01-04", SECRETARY)]
    unread = {s.to for s in office.case.sendings if s.kind is SendingKind.TASK and s.waiting}
    assert unread == {SECRETARY, COORDINATOR, LEADER}


def test_the_leader_is_told_of_a_plan_that_was_put_off() -> None:
    """D3: after 15 working days, and finds it in *oppgaver*; the clinician only on the day."""
    office = held()
    office.until("2026-12-18")
    put_off(office, PLAN, "2027-04-01", DOCTOR)
    office.until("2027-01-08")
    assert told_on(office, "2027-01-08") == [LEADER]
    assert finds(office, PLAN, DOCTOR, LEADER) == [LEADER]
    office.until("2027-04-01")
    assert asked_about(office, "action_plan")[-1] == ("2027-01-08", LEADER, "15")
    assert [(on, who) for on, who, why in office.tasks() if why == "F3"] == [("2027-04-01", DOCTOR)]
    assert office.texts.notices[-1].values["toward"] == "owner"
    assert finds(office, PLAN, DOCTOR, LEADER) == [DOCTOR, LEADER]
    (unread,) = [s for s in office.case.sendings if s.to == LEADER and s.step == 15]
    assert unread.waiting


def test_what_has_been_escalated_stands_on_the_weekly_list() -> None:
    """It is held up, whatever was put off; before that it is not."""
    office = held()
    office.until("2026-12-23")
    put_off(office, PLAN, "2027-04-01", DOCTOR)
    office.until("2027-01-07")

    def late() -> set[PromiseKind]:
        return {w.kind for one in office.run(holdups.look).people for _, w in one.waits}

    assert PLAN not in late()
    office.until("2027-01-08")
    assert PLAN in late()


def test_the_coordinator_who_hears_besides_is_told() -> None:
    """F10: on the last step, at once or put off; the secretary who has it is left in peace."""
    office = posted()
    office.until("2026-10-07")
    put_off(office, LETTER, "2026-10-20")
    office.until("2026-10-08")
    assert told_on(office, "2026-10-08") == [COORDINATOR]
    reads(office, COORDINATOR)
    assert finds(office, LETTER, SECRETARY, COORDINATOR) == [COORDINATOR]
    waits = {s.to: s.waiting for s in office.case.sendings if s.why == "D3:secure_message:3"}
    assert waits == {SECRETARY: True, COORDINATOR: False}


def test_one_who_is_secretary_and_coordinator_has_put_it_off() -> None:
    """F3: whose own task it is hears of it again on the day, not besides."""
    both = replace(a_clinic().staff[0], roles=a_clinic().staff[0].roles | a_clinic().staff[1].roles)
    office = Office(clinic=a_clinic(mail_to=frozenset(), staff=(both,)))
    office.register()
    office.invite_gp()
    office.until("2026-10-07")
    put_off(office, LETTER, "2026-10-20")
    office.until("2026-10-08")
    assert finds(office, LETTER, SECRETARY) == []
    office.run(lambda context: context.ledger.put_chat(CHAT))
    office.until("2026-10-20")
    assert pass_once(office)
    office.clock += timedelta(minutes=1)
    put_off(office, LETTER, "2026-11-02")
    (edit,) = pass_once(office)
    assert "later" in edit.content.text


@pytest.mark.parametrize(("until", "found"), [("2026-10-26", []), ("2026-10-20", [COORDINATOR])])
def test_who_decides_may_put_it_off(until: str, found: list[StaffId]) -> None:
    """D3: the tenth day passes the task on, so that it is theirs alone who decide."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    office.until("2026-10-15")
    put_off(office, PromiseKind.ANSWER, "2026-10-30")
    office.until("2026-10-19")
    assert told_on(office, "2026-10-19") == [COORDINATOR]
    assert finds(office, PromiseKind.ANSWER, SECRETARY, COORDINATOR) == [COORDINATOR]
    put_off(office, PromiseKind.ANSWER, until, COORDINATOR)
    office.until("2026-10-21")
    assert finds(office, PromiseKind.ANSWER, SECRETARY, COORDINATOR) == found


def test_what_the_leader_was_told_stands_whatever_is_done_with_it() -> None:
    """D4: the digest is edited for who put it off or gave it away, not for who heard besides."""
    office = held()
    for who in (DOCTOR, LEADER):
        chat = replace(CHAT, staff_id=who, conversation_id=who)
        office.run(lambda context, chat=chat: context.ledger.put_chat(chat))  # type: ignore[misc] # a default binds it
    office.until("2027-01-05")
    pass_once(office, DOCTOR)
    office.until("2027-01-08")
    (digest,) = pass_once(office, LEADER)
    assert digest.content.held == (office.owed(PLAN)[0].id,)
    put_off(office, PLAN, "2027-04-01", DOCTOR)
    office.clock += timedelta(minutes=1)
    assert pass_once(office, LEADER) == []
    (edit,) = pass_once(office, DOCTOR)
    assert "later" in edit.content.text
    plan = office.owed(PLAN)[0]
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    office.clock += timedelta(minutes=1)
    assert pass_once(office, LEADER) == []


def test_what_the_coordinator_gave_away_comes_back_to_who_got_it() -> None:
    """F3: the tenth day passed it on to the coordinator, who handed it over."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    office.until("2026-10-19")
    promise = office.owed(PromiseKind.ANSWER)[0]
    give = HandOver(ref=office.case.ref, promise_id=promise.id, to=SECRETARY)
    office.do(give, actor=COORDINATOR)
    put_off(office, PromiseKind.ANSWER, "2026-10-21")
    office.until("2026-10-21")
    told = [(on, who) for on, who, why in office.tasks() if why == "F3"]
    assert told == [("2026-10-21", SECRETARY)]


def test_the_deputy_of_the_leader_hears_of_it_too() -> None:
    """*Fravær*: what waits for the leader goes to who does their work, put off or not."""
    office = held()
    office.until("2026-12-18")
    put_off(office, PLAN, "2027-04-01", DOCTOR)
    office.until("2027-01-10")
    away = RecordAbsence(staff_id=LEADER, first=day("2027-01-11"), last=None, deputy=COORDINATOR)
    office.do(away, actor=COORDINATOR)
    office.until("2027-01-11")
    (row,) = [s for s in office.case.sendings if s.why == "absence"]
    assert (row.to, row.promise_id) == (COORDINATOR, office.owed(PLAN)[0].id)
    assert finds(office, PLAN, COORDINATOR) == [COORDINATOR]
