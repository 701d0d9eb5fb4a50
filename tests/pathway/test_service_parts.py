"""The parts of one meeting: longer, shorter, moved, split, joined, taken away (R21, R23, F7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import agenda, rules
from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    InviteGp,
    PartFrom,
    RegisterPatient,
)
from pathway.errors import (
    GapInAttendanceError,
    MeetingInPastError,
    MeetingTooLongError,
    NavPartTooShortError,
    NoMeetingError,
    NoSuchPartError,
    NothingChangedError,
    PartMinutesError,
    TooLongError,
)
from pathway.model import Window
from pathway.outgoing import SendingKind
from pathway.service.meetings.parts import MOST_MINUTES
from pathway.views import Plan, TakenBy, Warn
from pathway.words import CaseRef, InvitationState, MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import LEADER, a_part, at, consented, day, wall
from tests.pathway.office import GP, Office
from tests.pathway.strategies import PEOPLE, parts, whole_parts
from tests.pathway.test_plan import everybody, left, mailed, numbers

SHM1 = MeetingKind.SHM1


def laid(*wanted: tuple[tuple[int, ...], int]) -> tuple[PartFrom, ...]:
    """Parts as they are to be."""
    return tuple(PartFrom(of=of, minutes=minutes) for of, minutes in wanted)


AS_IT_IS = laid(((1,), 20), ((2,), 15), ((3,), 25))
LONGER = laid(((1,), 20), ((2,), 15), ((3,), 35))
SHORTER = laid(((1,), 20), ((2,), 15), ((3,), 15))
NAV_FIRST = laid(((2,), 15), ((1,), 20), ((3,), 25))
NAV_LAST = laid(((1,), 20), ((3,), 25), ((2,), 15))
SPLIT = laid(((1,), 20), ((2,), 15), ((3,), 15), ((3,), 10))
JOINED = laid(((1,), 20), ((2, 3), 40))
WITHOUT_NAV = laid(((1,), 20), ((3,), 25))


def asked(office: Office, wanted: tuple[PartFrom, ...]) -> ChangeParts:
    """SHM1 of the latest case with these parts."""
    return ChangeParts(ref=office.case.ref, kind=SHM1, parts=wanted)


def change(office: Office, wanted: tuple[PartFrom, ...]) -> Plan:
    """It is shown, done as it was shown, and the daemon passes."""
    command = asked(office, wanted)
    shown = office.plan(command)
    office.do(replace(command, plan=shown.hash))
    office.tick()
    return shown


def told(plan: Plan) -> dict[Role, tuple[SendingKind | None, bool, bool]]:
    """By role: what they get, whether they must answer, whether later."""
    return {c.participant.role: (c.kind, c.must_answer, c.later) for c in plan.consequences}


def minutes(office: Office) -> list[int]:
    """How long each part takes."""
    return [part.minutes for part in office.case.meetings[0].parts]


def own_window(office: Office, role: Role) -> tuple[str, str]:
    """What this person's calendar shows, as wall clock."""
    event = left(office, role)[-1].content.event
    assert event is not None
    day_of = "2026-11-24"
    clocks = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in range(0, 60, 5)]
    known = {at(f"{day_of} {clock}"): clock for clock in clocks}
    return known[event.window.start], known[event.window.end]


# --- who hears ---------------------------------------------------------------------------------


def test_a_longer_last_part_is_a_new_time() -> None:
    """F7: the GP is asked again at once, the patient after the yes, Nav hears nothing."""
    office = everybody()
    plan = change(office, LONGER)
    assert told(plan) == {
        Role.GP: (SendingKind.UPDATE, True, False),
        Role.PATIENT: (SendingKind.UPDATE, True, True),
    }
    assert minutes(office) == [20, 15, 35]
    assert office.case.meetings[0].window.end == at("2026-11-24 11:10")
    assert own_window(office, Role.GP) == ("10:00", "11:10")
    assert numbers(office, Role.GP) == [0, 1]
    assert numbers(office, Role.NAV_ADVISER) == [0]
    assert numbers(office, Role.PATIENT) == [0]
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-06 08:00")
    assert own_window(office, Role.PATIENT) == ("10:00", "11:10")


def test_a_shorter_last_part_keeps_the_yes() -> None:
    """D4b, F7: inside what was accepted nobody is asked again, and the calendar says accepted."""
    office = everybody()
    office.answer(Verdict.ACCEPTED, role=Role.PATIENT)
    plan = change(office, SHORTER)
    assert told(plan)[Role.GP] == (SendingKind.UPDATE, False, False)
    assert not any(c.must_answer or c.later for c in plan.consequences)
    event = left(office, Role.GP)[-1].content.event
    assert event is not None
    assert event.accepted
    assert own_window(office, Role.GP) == ("10:00", "10:50")
    states = {rules.state_of(office.case, i) for i in office.case.invitations}
    assert states == {InvitationState.ACCEPTED, InvitationState.SENT}


def test_a_longer_nav_part_moves_nobody_elses_end_unasked() -> None:
    """F7: Nav's own window ends later, and so does the meeting for those who stay."""
    office = everybody()
    plan = change(office, laid(((1,), 20), ((2,), 25), ((3,), 15)))
    assert told(plan) == {Role.NAV_ADVISER: (SendingKind.UPDATE, True, False)}
    assert own_window(office, Role.NAV_ADVISER) == ("10:20", "10:45")
    assert numbers(office, Role.GP) == [0]


def test_a_part_that_is_split_tells_nobody() -> None:
    """F7: same windows, whatever happened to the parts."""
    office = everybody()
    plan = change(office, SPLIT)
    assert plan.consequences == ()
    assert minutes(office) == [20, 15, 15, 10]
    titles = [part.title for part in office.case.meetings[0].parts]
    assert titles[2] == titles[3]


def test_nav_first_moves_nav_alone() -> None:
    """R21: parts change places; whoever is there all the time hears nothing."""
    office = everybody()
    plan = change(office, NAV_FIRST)
    assert told(plan) == {Role.NAV_ADVISER: (SendingKind.UPDATE, True, False)}
    assert own_window(office, Role.NAV_ADVISER) == ("10:00", "10:15")


def test_a_part_that_is_taken_away_ends_for_those_who_have_no_other() -> None:
    """F14: Nav's invitation is called off; the others are there for less."""
    office = everybody()
    plan = change(office, WITHOUT_NAV)
    assert told(plan)[Role.NAV_ADVISER] == (SendingKind.CANCELLATION, False, False)
    assert left(office, Role.NAV_ADVISER)[-1].kind is SendingKind.CANCELLATION
    assert own_window(office, Role.GP) == ("10:00", "10:45")


def test_parts_that_become_one_hold_those_of_both() -> None:
    """R21: Nav is then there to the end, and is asked again."""
    office = everybody()
    change(office, JOINED)
    (_, joined) = office.case.meetings[0].parts
    assert joined.minutes == 40
    assert Role.NAV_ADVISER in joined.roles
    assert own_window(office, Role.NAV_ADVISER) == ("10:20", "11:00")
    assert numbers(office, Role.GP) == [0]


def test_somebody_left_out_of_one_of_two_parts_is_in_the_joined_one() -> None:
    """R21: who attends any of the parts attends what they become; nobody else does."""
    office = everybody()
    office.do(AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="Anne"))
    anne = office.person(Role.RELATIVE)
    office.do(ChangeParticipant(ref=office.case.ref, who=anne.id, parts=(1,)))
    office.do(asked(office, laid(((1,), 20), ((2, 3), 40))))
    first, joined = office.case.meetings[0].parts
    assert agenda.attends(first, anne)
    assert not agenda.attends(joined, anne)
    office.do(asked(office, laid(((1, 2), 60))))
    (whole,) = office.case.meetings[0].parts
    assert agenda.attends(whole, anne)


# --- what is refused ---------------------------------------------------------------------------


def test_a_gap_is_refused_with_the_order_that_mends_it() -> None:
    """R21: who is in one piece of a split part would have to come back."""
    office = everybody()
    before = office.case
    torn = laid(((2,), 10), ((1,), 20), ((2,), 10), ((3,), 20))
    with pytest.raises(GapInAttendanceError) as refused:
        office.do(asked(office, torn))
    assert refused.value.who == ("Nils Nav",)
    order = refused.value.mended
    assert order is not None
    assert office.case == before
    change(office, tuple(torn[n] for n in order))
    assert not agenda.gaps(office.case.meetings[0].parts, office.case.participants)


def test_a_gap_of_somebody_who_may_come_is_refused_too() -> None:
    """R21: while Nav is undecided its parts stay together."""
    office = mailed()
    torn = laid(((2,), 15), ((1,), 20), ((2,), 15), ((3,), 20))
    with pytest.raises(GapInAttendanceError):
        office.do(asked(office, torn))


@pytest.mark.parametrize("given_office", [everybody, mailed])
def test_nav_keeps_a_quarter_of_an_hour(given_office: object) -> None:
    """R23, F16: also while it is not decided who comes; split in two it is the total."""
    office = given_office()  # type: ignore[operator] # a builder
    with pytest.raises(NavPartTooShortError):
        office.do(asked(office, laid(((1,), 20), ((2,), 14), ((3,), 25))))
    office.do(asked(office, laid(((1,), 20), ((2,), 8), ((2,), 7), ((3,), 25))))
    assert minutes(office) == [20, 8, 7, 25]


@pytest.mark.parametrize(
    "wanted",
    [
        laid(),
        laid(((), 20)),
        laid(((1,), 20), ((4,), 15)),
        laid(((0,), 20)),
    ],
)
def test_a_part_that_is_not_there(wanted: tuple[PartFrom, ...]) -> None:
    """A meeting has at least one part, and each is made of one that there is."""
    office = everybody()
    with pytest.raises(NoSuchPartError) as refused:
        office.do(asked(office, wanted))
    assert refused.value.parts == 3


def test_no_part_is_empty_or_endless() -> None:
    """A part lasts a minute, all of them together not half a day."""
    office = everybody()
    with pytest.raises(PartMinutesError):
        office.do(asked(office, laid(((1,), 20), ((2,), 15), ((3,), 0))))
    over = MOST_MINUTES - 35
    with pytest.raises(MeetingTooLongError) as refused:
        office.do(asked(office, laid(((1,), 20), ((2,), 15), ((3,), over + 1))))
    assert refused.value.limit == MOST_MINUTES
    assert office.plan(asked(office, laid(((1,), 20), ((2,), 15), ((3,), over)))).consequences


def test_what_is_so_already_is_said_to_be_so() -> None:
    """Twice does nothing and says so, with or without the plan."""
    office = everybody()
    with pytest.raises(NothingChangedError):
        office.do(asked(office, AS_IT_IS))
    change(office, LONGER)
    with pytest.raises(NothingChangedError):
        office.do(asked(office, LONGER))


def test_there_must_be_a_meeting_and_it_must_be_ahead() -> None:
    """No meeting, or one that has begun, has no parts to change."""
    office = Office()
    office.register()
    with pytest.raises(NoMeetingError):
        office.do(asked(office, LONGER))
    office.invite_gp()
    office.clock = at("2026-11-24 10:05")
    with pytest.raises(MeetingInPastError):
        office.do(asked(office, LONGER))


def test_a_longer_meeting_may_meet_another() -> None:
    """P1: the leader is taken then, which is shown, and the working day ends before it."""
    office = everybody()
    first = office.case.ref
    office.do(RegisterPatient(name="Ola", referral_received=day("2026-10-01"), gp=GP))
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=SHM1,
            start=wall("2026-11-24 11:00"),
            template="with_nav",
            leader=LEADER,
            link="https://video.example/2",
        )
    )
    wanted = laid(((1,), 20), ((2,), 15), ((3,), 35))
    longer = ChangeParts(ref=CaseRef(first), kind=SHM1, parts=wanted)
    assert [clash.what for clash in office.plan(longer).clashes] == [TakenBy.LEADER]


def test_a_day_that_becomes_too_long_is_warned_of() -> None:
    """D4: past the clinic's working day."""
    office = mailed()
    change_to = laid(((1,), 20), ((2,), 15), ((3,), 205))
    assert Warn.OUTSIDE_HOURS not in office.plan(asked(office, change_to)).warnings
    office.edit(
        lambda case: case.with_changed(
            replace(case.meetings[0], start=wall("2026-11-24 14:00")),
        )
    )
    assert Warn.OUTSIDE_HOURS in office.plan(asked(office, change_to)).warnings


# --- what follows the parts --------------------------------------------------------------------


def covered(*numbers_: int) -> Office:
    """Nav's consent covers only these parts."""
    office = everybody()
    office.edit(lambda c: c.with_changed(*(replace(one, parts=numbers_) for one in c.consents)))
    return office


def test_a_consent_follows_its_part() -> None:
    """R13: a consent for part two is for the same part where it now stands."""
    office = covered(2)
    change(office, NAV_LAST)
    assert office.case.consents[-1].parts == (3,)
    change(office, laid(((1,), 20), ((2,), 25), ((3,), 10), ((3,), 10)))
    assert list(office.case.consents[-1].parts) == [3, 4]


def test_a_consent_for_a_part_that_is_joined_with_another_covers_it_no_longer() -> None:
    """R16b: nobody is told of a part that the patient has not consented to."""
    office = covered(2)
    plan = office.plan(asked(office, JOINED))
    (nav,) = plan.consequences
    assert (nav.lacks_consent, nav.later) == (True, True)
    office.do(asked(office, JOINED))
    assert office.case.consents[-1].parts == agenda.GONE_PARTS
    office.do(asked(office, laid(((1,), 20), ((2,), 20), ((2,), 20))))
    assert office.case.consents[-1].parts == agenda.GONE_PARTS
    assert office.owed(PromiseKind.CONSENT)


def test_a_consent_for_the_whole_meeting_stays_so() -> None:
    """R13: no numbers are every part, however they are laid."""
    office = everybody()
    change(office, JOINED)
    assert office.case.consents[-1].parts == ()


def test_another_template_keeps_who_was_put_in_a_split_part() -> None:
    """R18: of two pieces with one title, added to any and left out of both."""
    whole = (a_part("one", 20, Role.GP), a_part("two", 20, Role.PATIENT))
    first, second = whole
    gp, patient = (p for p in PEOPLE if p.role in {Role.GP, Role.PATIENT})
    pieces = (
        replace(first, left_out=frozenset({gp.id})),
        replace(first, added=frozenset({patient.id})),
        second,
    )
    carried, _ = agenda.carried(pieces, whole)
    assert carried.added == {patient.id}
    assert carried.left_out == frozenset()
    assert agenda.carried((), whole) == whole


# --- chance ------------------------------------------------------------------------------------


@given(parts(), st.data())
def test_whatever_is_laid_out_everybody_is_where_they_were(
    before: tuple[object, ...], data: st.DataObject
) -> None:
    """R21: a person is in a new part exactly when in one that it is made of."""
    known = list(range(1, len(before) + 1))
    piece = st.tuples(
        st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True).map(tuple),
        st.integers(1, 90),
    )
    layout = data.draw(st.lists(piece, min_size=1, max_size=5))
    after = agenda.laid_out(before, layout, PEOPLE)  # type: ignore[arg-type] # parts
    assert [part.minutes for part in after] == [long for _, long in layout]
    for part, (of, _) in zip(after, layout, strict=True):
        for person in PEOPLE:
            there = any(agenda.attends(before[n - 1], person) for n in of)  # type: ignore[arg-type]
            assert agenda.attends(part, person) is there


@given(whole_parts(), st.data())
def test_a_consent_covers_no_more_than_it_did(
    before: tuple[object, ...], data: st.DataObject
) -> None:
    """R13: laid out in any way, a part is covered only where all that it is made of was."""
    known = list(range(1, len(before) + 1))
    own = tuple(sorted(data.draw(st.sets(st.sampled_from(known), min_size=1))))
    order = data.draw(st.permutations(known))
    size = data.draw(st.integers(1, len(known)))
    layout: list[agenda.Layout] = [((n,), 10) for n in order[:size]]
    layout += [(tuple(order), 10)] if size == 1 else []
    now = agenda.renumbered(own, layout)
    assert now
    for n, (of, _) in enumerate(layout, 1):
        assert (n in now) is (set(of) <= set(own))


def test_the_meeting_ends_when_its_parts_do() -> None:
    """R21: the window is the sum of the parts."""
    office = everybody()
    change(office, SHORTER)
    expected = Window(start=at("2026-11-24 10:00"), end=at("2026-11-24 10:50"))
    assert office.case.meetings[0].window == expected
    assert consented(office.case).consents


def test_a_template_is_chosen_after_all() -> None:
    """D1: the clinic's own parts come back with the template."""
    office = everybody()
    change(office, LONGER)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="with_nav"))
    assert minutes(office) == [20, 15, 25]


def test_another_name_tells_nobody() -> None:
    """F7: the part keeps time, people and what is taken up; no calendar hears, SEQUENCE stays."""
    office = everybody()
    before = office.case.meetings[0].parts
    called = (*AS_IT_IS[:1], replace(AS_IT_IS[1], title="Arbeid og skole"), *AS_IT_IS[2:])
    plan = change(office, called)
    assert plan.consequences == ()
    assert {tuple(numbers(office, p.role)) for p in office.case.participants} == {(0,)}
    parts = office.case.meetings[0].parts
    assert [part.title for part in parts] == ["introduction", "Arbeid og skole", "plan"]
    assert agenda.items(parts[1], SHM1, guests=True) == agenda.items(before[1], SHM1, guests=True)
    with pytest.raises(NothingChangedError):
        office.do(asked(office, called))
    with pytest.raises(TooLongError):
        office.do(asked(office, (replace(AS_IT_IS[0], title="a" * 301), *AS_IT_IS[1:])))
