"""A question of times: who is asked what and when, what they say, and what it decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import alternatives, offers
from pathway.agenda import attendance_window
from pathway.case import Case
from pathway.commands import (
    AnswerTimes,
    AskTimes,
    ChooseTime,
    InviteGp,
    MoveMeeting,
    Person,
    RecordAdviser,
    RecordConsent,
    StopPathway,
    StopTimes,
    TickSent,
    WithdrawConsent,
)
from pathway.errors import (
    GateClosedError,
    MeetingInPastError,
    NobodyToInviteError,
    SameTimesError,
    TimeGoneError,
    TimesGoneError,
    TooManyTimesError,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.context import Outcome
from pathway.times import Asked
from pathway.words import (
    Channel,
    ClosedReason,
    ConsentForm,
    MeetingKind,
    PromiseKind,
    Role,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office

SHM1 = MeetingKind.SHM1
TIMES = ("2026-11-24 10:00", "2026-11-25 09:00", "2026-11-26 13:00")


def _office() -> Office:
    """A registered patient with a GP, and clinicians' calendars that nobody else uses."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP, Role.PATIENT, Role.NAV_ADVISER})))
    office.register()
    patient = replace(office.person(Role.PATIENT), email="kari@post.example")
    office.edit(lambda case: case.with_changed(patient))
    return office


def ask(office: Office, *starts: str, ref: str = "", template: str = "with_nav") -> Outcome:
    """The question is put, or changed to just these times."""
    return office.do(
        AskTimes(
            ref=ref or office.case.ref,  # type: ignore[arg-type] # a reference
            kind=SHM1,
            starts=tuple(wall(start) for start in starts or TIMES),
            template=template,
            leader=LEADER,
            accept_clashes=True,
        )
    )


def asked(office: Office, role: Role) -> Asked | None:
    """How the latest person of this role is asked, or None."""
    ids = {p.id for p in office.case.participants if p.role is role}
    own = [one for one in office.case.asked if one.participant_id in ids and not one.ended_at]
    return own[-1] if own else None


def starts_of(office: Office, role: Role) -> list[str]:
    """The meeting's times, still to be had, that somebody of this role has been told of."""
    one = asked(office, role)
    ids = [offer.option_id for offer in one.offers] if one else []
    return [
        f"{o.start:%Y-%m-%d %H:%M}"
        for o in office.case.options
        if o.id in ids and not o.released_at
    ]


def answer(office: Office, role: Role, *suits: str, actor: str = "", **said: object) -> Outcome:
    """Somebody says on the page which of the times suit."""
    one = asked(office, role)
    assert one is not None
    wanted = {wall(start) for start in suits}
    question = one.question_id
    options = tuple(
        o.id for o in office.case.options if o.start in wanted and o.question_id == question
    )
    command = {
        "ref": office.case.ref,
        "asked_id": one.id,
        "suits": options,
        "channel": Channel.MAIL,
        "evidence": "page",
        "revision": one.revision,
        **said,
    }
    return office.do(AnswerTimes(**command), actor=actor or one.participant_id)  # type: ignore[arg-type] # any field


def by_phone(office: Office, role: Role, *suits: str) -> Outcome:
    """The secretary records what somebody says on the phone of the times."""
    said = {"channel": Channel.PHONE, "evidence": "by phone"}
    return answer(office, role, *suits, actor=SECRETARY, **said)


def choose(office: Office, start: str) -> Outcome:
    """The secretary presses one of them."""
    option = next(o for o in office.case.options if o.start == wall(start) and not o.released_at)
    return office.do(ChooseTime(ref=office.case.ref, option_id=option.id, accept_clashes=True))


def with_nav(office: Office) -> None:
    """An adviser with a name, the patient's consent, and a call that was made."""
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-02"),
            form=ConsentForm.ORAL,
            name="Nina",
            office="Nav",
            email="nina@nav.example",
        )
    )


def test_only_the_gp_is_asked_first() -> None:
    """Before the GP has said yes to a time nobody else hears of any (R11, R12)."""
    office = _office()
    ask(office)
    assert starts_of(office, Role.GP) == list(TIMES)
    assert asked(office, Role.PATIENT) is None
    assert [kind for _, kind in office.sent_to(Role.GP)] == []
    office.tick()
    assert [kind for _, kind in office.sent_to(Role.GP)] == [SendingKind.TIMES]


def test_nav_is_told_by_phone_before_there_is_a_meeting() -> None:
    """The GP's yes to a time lets somebody ring Nav, and then Nav is asked (R14, F5)."""
    office = _office()
    with_nav(office)
    ask(office)
    nav = office.person(Role.NAV_ADVISER)
    told = RecordAdviser(
        ref=office.case.ref,
        participant_id=nav.id,
        adviser=Person(name=nav.name),
        told=True,
    )
    with pytest.raises(GateClosedError):
        office.do(told)
    answer(office, Role.GP, TIMES[1])
    assert office.owed(PromiseKind.PHONE_CALL)
    assert asked(office, Role.NAV_ADVISER) is None
    office.do(told)
    assert starts_of(office, Role.NAV_ADVISER) == [TIMES[1]]
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_the_patient_is_asked_of_what_suits_the_gp() -> None:
    """The GP's yes to a time opens that time, and no other, to the patient (F5)."""
    office = _office()
    ask(office)
    answer(office, Role.GP, TIMES[0], TIMES[2])
    assert starts_of(office, Role.PATIENT) == [TIMES[0], TIMES[2]]
    answer(office, Role.GP, TIMES[0], TIMES[1])
    assert starts_of(office, Role.PATIENT) == [TIMES[0], TIMES[1]]


def test_nobody_is_asked_when_none_suits_the_gp() -> None:
    """A GP whom no time suits opens nothing, and the secretary is to decide."""
    office = _office()
    ask(office)
    answer(office, Role.GP)
    assert asked(office, Role.PATIENT) is None
    assert office.owed(PromiseKind.TIMES_CHOICE)
    assert "times_answered" in office.notices()


def test_a_time_becomes_the_meeting() -> None:
    """The chosen time is the meeting's, and whoever said that it suits is not asked again (D4b)."""
    office = _office()
    ask(office)
    answer(office, Role.GP, *TIMES[:2])
    answer(office, Role.PATIENT, TIMES[1])
    outcome = choose(office, TIMES[1])
    meeting = office.case.meeting_of(SHM1)
    assert meeting is not None
    assert meeting.start == wall(TIMES[1])
    told = {c.participant.role: c.must_answer for c in outcome.plan.consequences}  # type: ignore[union-attr] # it has one
    assert told == {Role.GP: False, Role.PATIENT: False}
    assert all(o.released_at for o in office.case.options)
    office.tick()
    mails = [s for _, s in office.left if s.content.event]
    assert {s.role for s in mails} == {Role.GP, Role.PATIENT}
    assert all(s.content.event.accepted for s in mails if s.content.event)
    assert not office.owed(PromiseKind.ANSWER)


def test_who_has_not_said_so_is_asked() -> None:
    """The GP who is silent is invited and must answer; a patient who said no is not invited."""
    office = _office()
    ask(office)
    told = choose(office, TIMES[0]).plan.consequences  # type: ignore[union-attr] # it has one
    assert [(c.participant.role, c.must_answer) for c in told] == [(Role.GP, True)]
    office = _office()
    ask(office)
    answer(office, Role.GP, *TIMES)
    answer(office, Role.PATIENT, TIMES[1])
    told = choose(office, TIMES[0]).plan.consequences  # type: ignore[union-attr] # the same
    assert [(c.participant.role, c.must_answer) for c in told] == [(Role.GP, False)]


def test_each_is_asked_about_their_own_window() -> None:
    """What somebody is asked is their own attendance window at that time, and no other's (R21)."""
    office = _office()
    with_nav(office)
    office.clock = at("2026-10-05 09:05")
    ask(office)
    answer(office, Role.GP, *TIMES)
    _called(office)
    nav, patient = asked(office, Role.NAV_ADVISER), asked(office, Role.PATIENT)
    assert nav is not None
    assert patient is not None
    assert [o.facts.window for o in nav.offers] == [_window(office, nav, start) for start in TIMES]
    assert nav.offers[0].facts.window.start == at("2026-11-24 10:20")
    assert nav.offers[0].facts.window.end == at("2026-11-24 10:35")
    assert not {o.facts.window for o in nav.offers} & {o.facts.window for o in patient.offers}


def _window(office: Office, one: Asked, start: str) -> object:
    case, question = office.case, office.case.question_of_times(one.question_id)
    meeting = alternatives.meeting_at(case, question, wall(start), "Europe/Oslo")
    person = case.participant(one.participant_id)
    return attendance_window(meeting, person, office.clinic.templates.values())


def _called(office: Office) -> None:
    """Nav is told by phone whom it concerns."""
    for owed in office.owed(PromiseKind.PHONE_CALL):
        office.do(TickSent(ref=office.case.ref, promise_id=owed.id))


def test_nav_waits_for_consent_call_and_the_gp() -> None:
    """Nav is asked only after the GP's yes, with consent and the call (R13, R14)."""
    office = _office()
    ask(office)
    answer(office, Role.GP, *TIMES)
    assert asked(office, Role.NAV_ADVISER) is None
    with_nav(office)
    assert asked(office, Role.NAV_ADVISER) is None
    assert office.owed(PromiseKind.PHONE_CALL)
    _called(office)
    assert starts_of(office, Role.NAV_ADVISER) == list(TIMES)


def test_a_withdrawn_consent_ends_it_for_nav() -> None:
    """Nav hears at once that no answer is wanted, and is told nothing more (R19)."""
    office = _office()
    ask(office)
    answer(office, Role.GP, *TIMES)
    with_nav(office)
    _called(office)
    office.tick()
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    assert asked(office, Role.NAV_ADVISER) is None
    office.tick()
    assert [kind for _, kind in office.sent_to(Role.NAV_ADVISER)][-1] is SendingKind.TIMES_OVER


def test_the_gp_is_chased_and_the_patient_is_not() -> None:
    """The GP climbs the GP's ladder; the patient's silence is no reason to chase (D3)."""
    office = _office()
    ask(office)
    office.tick()
    assert [p.ladder for p in office.owed(PromiseKind.TIMES)] == ["gp"]
    office.until("2026-10-12")
    assert SendingKind.TIMES_REMINDER in [kind for _, kind in office.sent_to(Role.GP)]
    answer(office, Role.GP, *TIMES)
    assert not office.owed(PromiseKind.TIMES)
    office.tick()
    office.until("2026-10-30")
    assert [kind for _, kind in office.sent_to(Role.PATIENT)] == [SendingKind.TIMES]


def test_the_secretary_decides_after_the_deadline() -> None:
    """When the days to answer are over, choosing is owed though somebody is silent."""
    office = _office()
    ask(office)
    office.tick()
    office.until("2026-10-12")
    assert not [task for task in office.tasks() if task[2] == "D3:postponed:0"]
    office.until("2026-10-13")
    assert [on for on, _, why in office.tasks() if why == "D3:postponed:0"] == ["2026-10-13"]


def test_staff_are_held_until_it_is_decided() -> None:
    """Each alternative clashes with other cases as a meeting would, until it is released."""
    office = _office()
    ask(office)
    first = office.case
    office.register()
    plan = office.plan(_invite(office))
    assert [c.ref for c in plan.clashes] == [first.ref]
    office.do(StopTimes(ref=first.ref, kind=SHM1))
    assert not office.plan(_invite(office)).clashes


def _invite(office: Office) -> InviteGp:
    return InviteGp(
        ref=office.case.ref,
        kind=SHM1,
        start=wall(TIMES[1]),
        template="with_nav",
        leader=LEADER,
        link="https://video.example/2",
    )


def test_own_times_are_no_clash() -> None:
    """A case's own alternatives do not stand in each other's way, nor in the meeting's."""
    office = _office()
    assert not ask(office, "2026-11-24 10:00", "2026-11-24 10:30").plan.clashes  # type: ignore[union-attr] # it has one
    assert not choose(office, "2026-11-24 10:00").plan.clashes  # type: ignore[union-attr] # the same


def test_a_changed_question_is_a_new_revision() -> None:
    """New times are told, a withdrawn one is not to be had, and what was said of others stands."""
    office = _office()
    ask(office)
    office.tick()
    answer(office, Role.GP, TIMES[0], TIMES[1])
    ask(office, TIMES[1], TIMES[2], "2026-11-27 10:00")
    gp = asked(office, Role.GP)
    assert gp is not None
    assert gp.revision == 2
    assert starts_of(office, Role.GP) == [TIMES[1], TIMES[2], "2026-11-27 10:00"]
    assert starts_of(office, Role.PATIENT) == [TIMES[1]]
    answer(office, Role.GP, TIMES[1], TIMES[2], revision=1)
    assert office.case.times_answers[-1].why_not == "old_revision"


def test_late_answers_change_nothing() -> None:
    """An answer after the decision is kept and changes nothing (F15)."""
    office = _office()
    ask(office)
    gp = asked(office, Role.GP)
    assert gp is not None
    choose(office, TIMES[0])
    before = office.case
    late = AnswerTimes(
        ref=before.ref,
        asked_id=gp.id,
        suits=(before.options[1].id,),
        channel=Channel.MAIL,
        evidence="page",
        revision=1,
    )
    office.do(late, actor=gp.participant_id)
    assert office.case.times_answers[-1].why_not == "decided"
    assert office.case.meetings == before.meetings
    assert office.case.answers == before.answers


def test_a_meeting_that_must_move() -> None:
    """Those who said yes to the new time keep it, and the others hear as after any move (F5)."""
    office = _office()
    office.invite_gp("2026-11-20 10:00")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    ask(office)
    answer(office, Role.GP, TIMES[0])
    answer(office, Role.PATIENT, TIMES[0])
    outcome = choose(office, TIMES[0])
    meeting = office.case.meeting_of(SHM1)
    assert meeting is not None
    assert meeting.start == wall(TIMES[0])
    told = {c.participant.role: (c.kind, c.must_answer) for c in outcome.plan.consequences}  # type: ignore[union-attr] # it has one
    assert told == {
        Role.GP: (SendingKind.UPDATE, False),
        Role.PATIENT: (SendingKind.INVITATION, False),
    }


def test_another_way_to_a_time_ends_the_question() -> None:
    """A meeting that gets its time otherwise leaves nothing to ask, and holds nobody."""
    office = _office()
    office.invite_gp("2026-11-20 10:00")
    ask(office)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-21 10:00")))
    assert not offers.open_questions(office.case)
    assert all(o.released_at for o in office.case.options)
    assert not office.owed(PromiseKind.TIMES_CHOICE)


def test_stopping_tells_whoever_has_heard() -> None:
    """Whoever got the question hears that no answer is wanted; what has not left never does."""
    office = _office()
    ask(office)
    office.tick()
    answer(office, Role.GP, *TIMES)
    told = office.do(StopTimes(ref=office.case.ref, kind=SHM1)).plan.consequences  # type: ignore[union-attr] # it has one
    assert [(c.participant.role, c.kind) for c in told] == [(Role.GP, SendingKind.TIMES_OVER)]
    to_patient = [s for s in office.case.sendings if s.role is Role.PATIENT]
    assert {s.status for s in to_patient} == {SendingStatus.DROPPED}
    with pytest.raises(TimesGoneError):
        office.do(StopTimes(ref=office.case.ref, kind=SHM1))


@pytest.mark.parametrize(
    ("starts", "refusal"),
    [
        (("2026-10-01 10:00",), MeetingInPastError),
        (tuple(f"2026-11-24 {hour}:00" for hour in range(10, 16)), TooManyTimesError),
    ],
)
def test_what_cannot_be_asked(starts: tuple[str, ...], refusal: type[Exception]) -> None:
    """Times that have passed, and more than five, are refused, and nothing is held."""
    office = _office()
    with pytest.raises(refusal):
        ask(office, *starts)
    assert not office.case.options


def test_the_same_question_is_not_put_twice() -> None:
    """Just the same times change nothing, and say so."""
    office = _office()
    ask(office)
    with pytest.raises(SameTimesError):
        ask(office)


def test_nobody_to_ask() -> None:
    """A patient without a GP has nobody who could be asked first (D2)."""
    office = Office()
    office.register(gp=None)
    with pytest.raises(NobodyToInviteError):
        ask(office)


def test_a_withdrawn_time_cannot_be_chosen() -> None:
    """A time that was taken out of the question is gone."""
    office = _office()
    ask(office)
    first = office.case.options[0]
    ask(office, *TIMES[1:])
    with pytest.raises(TimeGoneError):
        office.do(ChooseTime(ref=office.case.ref, option_id=first.id))


def test_a_closed_pathway_asks_no_more() -> None:
    """When the pathway ends nobody is held, and an answer is kept (R10, F15)."""
    office = _office()
    ask(office)
    gp = asked(office, Role.GP)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert not list(offers.holds(office.case))
    assert not office.waiting(Role.GP) or _never_leaves(office)
    assert gp is not None
    answer_late = AnswerTimes(
        ref=office.case.ref, asked_id=gp.id, suits=(), channel=Channel.MAIL, evidence="page"
    )
    office.do(answer_late, actor=gp.participant_id)
    assert office.case.times_answers[-1].why_not == "closed"


def _never_leaves(office: Office) -> bool:
    return SendingKind.TIMES not in [s.kind for s in office.tick()]


def test_the_secretary_hears_what_others_wrote_down() -> None:
    """What the coordinator registers is told to the secretary; the secretary's own is not."""
    office = _office()
    ask(office)
    gp = asked(office, Role.GP)
    assert gp is not None
    command = AnswerTimes(
        ref=office.case.ref,
        asked_id=gp.id,
        suits=(gp.offers[0].option_id,),
        channel=Channel.PHONE,
        evidence="by phone",
    )
    office.do(command, actor=SECRETARY)
    assert "times_answered" not in office.notices()
    office.do(replace(command, suits=()), actor=COORDINATOR)
    assert "times_answered" in office.notices()


def test_the_best_time_comes_first() -> None:
    """The alternative that nobody refuses and most agree to stands first."""
    office = _office()
    ask(office)
    answer(office, Role.GP, TIMES[1], TIMES[2])
    answer(office, Role.PATIENT, TIMES[2])
    assert _order(office.case, office) == [TIMES[2], TIMES[1], TIMES[0]]


def _order(case: Case, office: Office) -> list[str]:
    (question,) = offers.open_questions(case)
    found = offers.best_first(case, office.clinic, question, office.clock)
    return [f"{option.start:%Y-%m-%d %H:%M}" for option in found]


# --- proposed instead ----------------------------------------------------------------------------

OTHER = "2026-11-27 09:00"


def propose(office: Office, role: Role, *times: str, **said: object) -> Outcome:
    """None of the times suits, but these would."""
    return answer(office, role, proposed=tuple(wall(time) for time in times), **said)  # type: ignore[arg-type] # any field


def proposed(office: Office) -> list[str]:
    """The meeting's times that somebody proposes, the best first."""
    (question,) = offers.open_questions(office.case)
    found = offers.proposals(office.case, office.clinic, question, office.clock)
    return [f"{one.start:%Y-%m-%d %H:%M}" for one in found]


def test_a_proposed_time_becomes_the_meeting_with_the_gps_yes() -> None:
    """F5, D4b: whoever proposed it has said yes, by whichever name they answered."""
    office = _office()
    ask(office)
    office.tick()
    propose(office, Role.GP, OTHER, substitute=Substitute.FOR_NOW, by_name="Vera Vikar")
    assert proposed(office) == [OTHER]
    office.do(ChooseTime(ref=office.case.ref, proposed=wall(OTHER), accept_clashes=True))
    (meeting,) = office.case.meetings
    (yes,) = office.case.answers
    assert meeting.start == wall(OTHER)
    assert (yes.verdict, yes.by_name) == (Verdict.ACCEPTED, "Vera Vikar")


def test_whoever_proposes_a_time_is_not_asked_of_it_and_opens_it_to_the_others() -> None:
    """F5: the GP's own proposal, asked about, is a yes of theirs to that time."""
    office = _office()
    ask(office)
    office.tick()
    propose(office, Role.GP, OTHER)
    ask(office, *TIMES, OTHER)
    assert starts_of(office, Role.GP) == list(TIMES)
    assert starts_of(office, Role.PATIENT) == [OTHER]
    assert proposed(office) == []


def test_a_patients_proposal_is_no_way_round_the_gp() -> None:
    """R12: the GP is asked first, and the patient is not called in by their own proposal."""
    office = _office()
    ask(office)
    office.tick()
    answer(office, Role.GP, TIMES[0])
    office.tick()
    propose(office, Role.PATIENT, OTHER)
    office.do(ChooseTime(ref=office.case.ref, proposed=wall(OTHER), accept_clashes=True))
    patient = office.person(Role.PATIENT)
    assert office.case.live_invitation(patient.id, office.case.meetings[0].id) is None
    assert office.case.answers == ()


def test_only_what_the_latest_answer_proposes_stands() -> None:
    """Who answers again without a proposal has taken it back."""
    office = _office()
    ask(office)
    office.tick()
    propose(office, Role.GP, OTHER, "2026-11-30 09:00", "2026-12-01 09:00", "2026-12-02 09:00")
    assert len(proposed(office)) == 3
    answer(office, Role.GP, TIMES[1])
    assert proposed(office) == []
    with pytest.raises(TimeGoneError):
        office.do(ChooseTime(ref=office.case.ref, proposed=wall(OTHER)))


def test_nav_climbs_the_ladder_of_those_outside() -> None:
    """D3: reminded after five working days, rung after eight, decided about after twelve."""
    office = _office()
    ask(office)
    answer(office, Role.GP, *TIMES)
    with_nav(office)
    _called(office)
    office.tick()
    assert [p.ladder for p in office.owed(PromiseKind.TIMES)] == ["third_party"]
    office.until("2026-10-30")
    assert office.sent_to(Role.NAV_ADVISER) == [
        ("2026-10-05", SendingKind.TIMES),
        ("2026-10-12", SendingKind.TIMES_REMINDER),
    ]
    assert [task for task in office.tasks() if "third_party" in task[2]] == [
        ("2026-10-15", SECRETARY, "D3:third_party:8"),
        ("2026-10-21", COORDINATOR, "D3:third_party:12"),
    ]
    answer(office, Role.NAV_ADVISER, *TIMES)
    assert not office.owed(PromiseKind.TIMES)
