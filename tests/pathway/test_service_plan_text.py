"""What the action plan says, where the clinic has turned that on (R24, R27, P4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pathway import action_plan
from pathway.action_plan import PlanState
from pathway.aftermath import PlanWay
from pathway.commands import (
    DraftPlan,
    ExtraMeeting,
    FollowUpMeasure,
    GivePlan,
    NameWriters,
    RecordAbsence,
    RemoveMeasure,
    ReplacePlan,
    StopPathway,
    WriteMeasure,
)
from pathway.errors import (
    NoPlanTextError,
    NoSuchMeasureError,
    NotPlanWriterError,
    NotYetFollowedUpError,
    PathwayClosedError,
    PlanFinishedError,
    PlanTextOffError,
    ReasonNeededError,
    RuleError,
    StalePlanError,
    TooLongError,
    TooManyMeasuresError,
    WhyNeededError,
)
from pathway.plan_text import MOST_MEASURES, MeasureStatus, PlanVersion, Responsible
from pathway.service.afterwards import plan_text
from pathway.words import ClosedReason, MeetingKind, Milestone, Role
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, at, day
from tests.pathway.office import Office
from tests.pathway.test_service_aftermath import held, state, who
from tests.pathway.test_service_papers import DISTRIBUTE, FINISH, asked_about, finished
from tests.pathway.test_service_registering import record

WORDS = "Gå tur tre ganger i uka"


def on() -> Office:
    """SHM1 was held on 24 November 2026, in a clinic that writes its plans here."""
    office = held()
    office.clinic = replace(office.clinic, plan_text=True)
    return office


def write(office: Office, text: str = WORDS, actor: str = DOCTOR, **said: Any) -> None:  # noqa: ANN401 - any field
    """A measure is written."""
    facts: dict[str, Any] = {"responsible": Responsible.PATIENT, **said}
    office.do(WriteMeasure(ref=office.case.ref, text=text, **facts), actor=actor)


def versions(office: Office) -> tuple[PlanVersion, ...]:
    """What is kept of the plan."""
    case = office.case
    return office.run(lambda context: plan_text.shown(context, case))


def texts(office: Office) -> list[str]:
    """What the newest version says."""
    return [measure.text for measure in versions(office)[-1].measures]


def replaced(office: Office, reason: str = "For mye på en gang") -> None:
    """Another version is begun."""
    office.do(ReplacePlan(ref=office.case.ref, reason=reason), actor=DOCTOR)


def status(office: Office, number: int, said: MeasureStatus = MeasureStatus.DONE) -> None:
    """What became of a measure."""
    office.do(FollowUpMeasure(ref=office.case.ref, number=number, status=said), actor=DOCTOR)


def test_a_clinic_that_has_not_turned_it_on_keeps_no_word() -> None:
    """P4: off at first; then nothing is written, replaced or read, and the states are as ever."""
    office = held()
    ref = office.case.ref
    for command in (
        WriteMeasure(ref=ref, text=WORDS, responsible=Responsible.GP),
        RemoveMeasure(ref=ref, number=1),
        ReplacePlan(ref=ref, reason="ny"),
        FollowUpMeasure(ref=ref, number=1, status=MeasureStatus.DONE),
    ):
        with pytest.raises(PlanTextOffError):
            office.do(command, actor=DOCTOR)
    with pytest.raises(PlanTextOffError):
        versions(office)
    office.do(finished(office, FINISH))
    assert state(office) is PlanState.FINISHED


def test_measures_are_written_and_the_plan_is_begun() -> None:
    """R24, R27: each with one responsible, perhaps a day and a factor; the state follows."""
    office = on()
    write(office, responsible=Responsible.PATIENT, follow_up=day("2027-01-15"), factor=6)
    write(office, "Avklare arbeidsevne", responsible=Responsible.NAV)
    assert state(office) is PlanState.DRAFTED
    (draft,) = versions(office)
    walk, work = draft.measures
    assert (walk.number, walk.responsible, walk.follow_up, walk.factor) == (
        1,
        Responsible.PATIENT,
        day("2027-01-15"),
        6,
    )
    assert (work.number, work.responsible, work.follow_up, work.factor) == (
        2,
        Responsible.NAV,
        None,
        None,
    )
    write(office, "Gå tur hver dag", number=1)
    assert texts(office) == ["Gå tur hver dag", "Avklare arbeidsevne"]
    office.do(RemoveMeasure(ref=office.case.ref, number=1), actor=DOCTOR)
    write(office, "Søvnskole")
    assert [one.number for one in versions(office)[-1].measures] == [2, 3]


def test_a_plan_that_was_begun_keeps_when() -> None:
    """R24: the first who said so is who began it, by whatever way."""
    office = on()
    office.do(DraftPlan(ref=office.case.ref))
    office.clock = at("2026-11-25 09:00")
    write(office)
    drafted = office.case.aftermath.drafted
    assert drafted is not None
    assert drafted.at == at("2026-11-24 12:00")


def test_what_is_finished_is_replaced_with_a_reason_and_never_changed() -> None:
    """R27: *ferdig* closes it; another version begins with its measures, and says why."""
    office = on()
    write(office)
    office.do(finished(office, FINISH), actor=DOCTOR)
    for command in (
        WriteMeasure(ref=office.case.ref, text="Nytt", responsible=Responsible.GP),
        WriteMeasure(ref=office.case.ref, text="Nytt", responsible=Responsible.GP, number=1),
        RemoveMeasure(ref=office.case.ref, number=1),
    ):
        with pytest.raises(PlanFinishedError):
            office.do(command, actor=DOCTOR)
    with pytest.raises(ReasonNeededError):
        replaced(office, "")
    replaced(office)
    with pytest.raises(NoPlanTextError):
        replaced(office)
    write(office, "Gå tur hver dag", number=1)
    first, second = versions(office)
    assert [one.text for one in first.measures] == [WORDS]
    assert (second.number, second.reason) == (2, "For mye på en gang")
    assert texts(office) == ["Gå tur hver dag"]


def test_a_plan_without_words_is_finished_as_ever() -> None:
    """P4: the plan may be written elsewhere all the same; then no version is made of it."""
    office = on()
    office.do(finished(office, FINISH), actor=DOCTOR)
    assert (state(office), versions(office)) == (PlanState.FINISHED, ())
    write(office)
    assert state(office) is PlanState.DRAFTED
    office.do(finished(office, FINISH), actor=DOCTOR)
    assert versions(office)[-1].finished is not None


def test_another_version_is_finished_and_given_to_all_anew() -> None:
    """R20, R24: it is waited for on the same ladder, and nobody has it until they were given it."""
    office = on()
    write(office)
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    assert state(office) is PlanState.DISTRIBUTED
    office.clock = at("2027-01-11 12:00")
    replaced(office)
    assert state(office) is PlanState.DRAFTED
    office.until("2027-01-19")
    assert asked_about(office, "action_plan") == [("2027-01-18", DOCTOR, "5")]
    office.do(finished(office, FINISH), actor=DOCTOR)
    everybody = {person.role for person in action_plan.status(office.case).lacking}
    assert everybody == {Role.GP, Role.PATIENT, Role.NAV_ADVISER}
    (to,) = who(office, Role.PATIENT)
    office.do(GivePlan(ref=office.case.ref, given=((to, PlanWay.POST),)))
    assert state(office) is PlanState.AVAILABLE
    office.do(finished(office, DISTRIBUTE), actor=DOCTOR)
    assert state(office) is PlanState.DISTRIBUTED
    assert len(office.case.aftermath.had) == 3
    office.until("2027-03-15")
    assert len(asked_about(office, "action_plan")) == 1


def test_a_version_after_the_extra_meeting_is_waited_for_too() -> None:
    """R24: the day that the first version waited for does not settle the second."""
    office = on()
    office.do(ExtraMeeting(ref=office.case.ref, on=day("2026-12-03")), actor=DOCTOR)
    write(office)
    office.clock = at("2026-12-03 12:00")
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    office.clock = at("2026-12-10 12:00")
    replaced(office)
    (plan,) = office.owed(FINISH)
    assert plan.since == at("2026-12-10 12:00")


def followed_up() -> Office:
    """SHM2 was held on 12 May 2027; the plan has two measures and was given to all."""
    office = on()
    write(office)
    write(office, "Avklare arbeidsevne", responsible=Responsible.NAV)
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    with pytest.raises(NotYetFollowedUpError):
        status(office, 1)
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    return office


def test_shm2_says_what_became_of_each() -> None:
    """R24: done, going on, adjusted or stopped; with the last the plan has been gone through."""
    office = followed_up()
    status(office, 1, MeasureStatus.GOING_ON)
    status(office, 1, MeasureStatus.ADJUSTED)
    assert state(office) is PlanState.DISTRIBUTED
    status(office, 2, MeasureStatus.STOPPED)
    assert state(office) is PlanState.EVALUATED
    (plan,) = versions(office)
    assert dict(plan.statuses) == {1: MeasureStatus.ADJUSTED, 2: MeasureStatus.STOPPED}
    with pytest.raises(NoSuchMeasureError):
        status(office, 3)


def test_what_became_of_it_can_be_said_while_shm2_runs() -> None:
    """R24: from its start, before anybody has said that it was held."""
    office = on()
    write(office)
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    office.invite_gp("2027-05-12 10:00", kind=MeetingKind.SHM2, link="")
    office.clock = at("2027-05-12 09:59")
    with pytest.raises(NotYetFollowedUpError):
        status(office, 1)
    office.clock = at("2027-05-12 10:00")
    status(office, 1)
    assert office.case.aftermath.evaluated is None
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    status(office, 1)
    assert state(office) is PlanState.EVALUATED


def test_a_plan_adjusted_in_shm2_is_given_to_all_before_the_end() -> None:
    """R10, R24: a new version after SHM2 is waited for, though the old one was gone through."""
    office = followed_up()
    status(office, 1, MeasureStatus.ADJUSTED)
    status(office, 2)
    office.clock = at("2027-05-13 09:00")
    replaced(office)
    assert state(office) is PlanState.DRAFTED
    assert len(office.owed(FINISH)) == 1
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    assert state(office) is PlanState.DISTRIBUTED
    assert not office.owed(DISTRIBUTE)


def test_an_unfinished_version_from_before_shm2_is_not_waited_for_after_it() -> None:
    """R24: SHM2 evaluates what there is; only what is begun there or later is waited for."""
    office = on()
    write(office)
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    office.clock = at("2027-05-11 09:00")
    replaced(office)
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    assert not office.owed(FINISH)
    status(office, 1)
    assert state(office) is PlanState.EVALUATED


# --- who may, and what is refused ---------------------------------------------------------------


def test_clinicians_and_the_plan_editor_write() -> None:
    """R22: the office records and does not write, unless one of them edits the plan."""
    office = on()
    for actor in (SECRETARY, COORDINATOR):
        with pytest.raises(NotPlanWriterError):
            write(office, actor=actor)
    named = NameWriters(ref=office.case.ref, kind=MeetingKind.SHM1, plan_editor=COORDINATOR)
    office.do(named)
    write(office, actor=COORDINATOR)
    with pytest.raises(NotPlanWriterError):
        write(office, actor=SECRETARY)
    office.do(
        RecordAbsence(staff_id=COORDINATOR, first=day("2026-11-24"), last=None, deputy=SECRETARY),
        actor=COORDINATOR,
    )
    write(office, actor=SECRETARY)
    assert len(texts(office)) == 2


def test_who_is_not_of_the_team_says_why() -> None:
    """P3: whoever sees the case reads its plan, others with a reason, and the log says so."""
    office = on()
    write(office)
    ref = office.case.ref
    office.edit(lambda case: replace(case, clinician=None))
    with pytest.raises(WhyNeededError):
        office.run(lambda context: plan_text.read(context, ref), DOCTOR)
    office.run(lambda context: plan_text.read(context, ref), DOCTOR, "vikar i dag")
    seen = office.log[-1]
    assert (seen.what, seen.actor, seen.why, seen.detail) == (
        "viewed",
        DOCTOR,
        "vikar i dag",
        "action_plan",
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": ""}, ReasonNeededError),
        ({"text": "x" * 301}, TooLongError),
        ({"number": 7}, NoSuchMeasureError),
        ({"factor": 18}, NoSuchMeasureError),
        ({"factor": 0}, NoSuchMeasureError),
        ({"seen": "another"}, StalePlanError),
    ],
)
def test_a_measure_that_is_none_is_refused(said: dict[str, Any], why: type[RuleError]) -> None:
    """R27: no words or too many, a number or a factor that is none, a plan changed meanwhile."""
    office = on()
    write(office)
    with pytest.raises(why):
        write(office, **{"text": "Søvnskole", **said})
    assert texts(office) == [WORDS]


def test_as_many_measures_as_one_can_follow() -> None:
    """A plan has at most twenty; one that is there may still be written anew."""
    office = on()
    for number in range(MOST_MEASURES):
        write(office, f"Tiltak {number}")
    with pytest.raises(TooManyMeasuresError):
        write(office, "Ett til")
    write(office, "Annet", number=1)
    assert len(texts(office)) == 20


def test_a_number_is_never_given_to_another_measure() -> None:
    """What version 1 calls measure 2 is no other measure in version 2, though it was taken out."""
    office = on()
    write(office)
    write(office, "Søvnskole")
    office.do(finished(office, FINISH), actor=DOCTOR)
    replaced(office)
    office.do(RemoveMeasure(ref=office.case.ref, number=2), actor=DOCTOR)
    write(office, "Bassengtrening")
    assert [measure.number for measure in versions(office)[-1].measures] == [1, 3]


def test_two_who_write_at_once() -> None:
    """Whoever saw the plan as it was before another changed it is shown the new one first."""
    office = on()
    write(office)
    seen = plan_text.fingerprint(versions(office))
    write(office, "Søvnskole", seen=seen)
    with pytest.raises(StalePlanError):
        write(office, "Noe annet", seen=seen)
    with pytest.raises(StalePlanError):
        office.do(RemoveMeasure(ref=office.case.ref, number=1, seen=seen), actor=DOCTOR)
    assert texts(office) == [WORDS, "Søvnskole"]


def test_an_ended_pathway_has_its_plan_as_it_was() -> None:
    """R10: nothing is written in it any more; it may be read."""
    office = on()
    write(office)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    with pytest.raises(PathwayClosedError):
        write(office, "Søvnskole")
    assert texts(office) == [WORDS]


def test_nothing_but_its_keeper_holds_a_word_of_it() -> None:
    """P4: not the case, its messages, the log, the digests, nor what staff are told."""
    office = on()
    secret = "Hemmelig formulering"
    write(office, secret)
    office.do(finished(office, FINISH), actor=DOCTOR)
    replaced(office, "Hemmelig grunn")
    office.do(RemoveMeasure(ref=office.case.ref, number=1), actor=DOCTOR)
    write(office, "Hemmelig annet")
    office.until("2026-12-16")
    office.do(finished(office, FINISH, passed_on=True), actor=DOCTOR)
    memory = office.store.clinics[office.case.clinic_id]
    kept = {name: repr(value) for name, value in vars(memory).items()}
    assert [name for name, value in kept.items() if "emmelig" in value] == ["plans"]
    assert "emmelig" not in repr((office.left, office.digests, office.texts.notices))
