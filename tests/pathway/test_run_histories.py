"""Random meetings: whatever is pressed, and however the daemon passes, the laws hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from pathway import agenda, errors
from pathway.commands import BringAlong, EndMeeting, StartMeeting, StepMeeting, WithdrawConsent
from pathway.model import Participant
from pathway.run import ASKED_WHY, Deed
from pathway.words import Attendance, MeetingKind, Role
from tests.pathway.build import DOCTOR, LEADER, SECRETARY, at
from tests.pathway.office import Office
from tests.pathway.run_laws import a_minute_holds, laws, look_is_due, newest_was_told
from tests.pathway.test_running import last as last_alone
from tests.pathway.test_running import ready
from tests.pathway.test_service_new_minutes import with_phone

PEOPLE = st.sampled_from(
    [*[Role.GP, Role.PATIENT, Role.NAV_ADVISER, Role.RELATIVE], Role.INTERPRETER, Role.CLINICIAN]
)
MINUTES = st.sampled_from([0, 1, 5, 10, 30])
PRESSES = st.one_of(
    st.tuples(st.sampled_from([*Deed]), PEOPLE, MINUTES),
    st.tuples(st.sampled_from([Deed.NEXT, Deed.LONGER, Deed.PAUSE, Deed.RESUME]), PEOPLE, MINUTES),
    st.tuples(st.sampled_from([Deed.LATE, Deed.LONGER]), st.just(Role.NAV_ADVISER), MINUTES),
    st.tuples(st.sampled_from([Deed.LATE, Deed.CAME]), PEOPLE, MINUTES),
)
Press = tuple[Deed, Role, int]


@st.composite
def happenings(draw: st.DrawFn) -> tuple[str, Any, int]:
    """What happens next: a press, the same by two at once, a withdrawal, or nothing; and when."""
    kind = draw(st.sampled_from(["press", "press", "press", "twice", "silence", "withdrawn"]))
    later = draw(st.sampled_from([0, 1, 2, 3, 5, 8, 15]))
    return kind, draw(PRESSES), later


def silence(minutes: int) -> tuple[str, Any, int]:
    """Nothing happens."""
    return "silence", None, minutes


def late(minutes: int, later: int) -> tuple[str, Any, int]:
    """Nav is so many minutes late."""
    return "press", (Deed.LATE, Role.NAV_ADVISER, minutes), later


def unreachable(office: Office) -> Office:
    """Nav has neither telephone nor mail."""
    nav = replace(office.person(Role.NAV_ADVISER), email="", phone="")
    office.edit(lambda case: case.with_changed(nav))
    return office


def in_part(office: Office) -> Office:
    """Nav is to be in the last two parts, and the patient's consent is for the second alone."""
    nav = office.person(Role.NAV_ADVISER)
    meeting = office.case.meetings[-1]
    wider = replace(meeting, parts=agenda.placed(meeting.parts, nav, (1, 2)))
    narrow = (replace(consent, parts=(2,)) for consent in office.case.consents)
    office.edit(lambda case: case.with_changed(wider, *narrow))
    return with_phone(office)


def asked_anew(office: Office) -> Office:
    """Everybody was asked for their own parts as they are now."""
    meeting = office.case.meetings[-1]
    for one in office.case.invitations_to(meeting.id):
        own = agenda.own_window(meeting, office.case.participant(one.participant_id))
        if one.offered and own:
            held = replace(one, offered=replace(one.offered, window=own))
            office.edit(lambda case, held=held: case.with_changed(held))  # type: ignore[misc] # bound now
    return office


def gp_last(office: Office) -> Office:
    """The GP is to be in the last part alone, and waits as Nav does."""
    gp, meeting = office.person(Role.GP), office.case.meetings[-1]
    parts = agenda.placed(meeting.parts, gp, (2,))
    office.edit(lambda case: case.with_changed(replace(meeting, parts=parts)))
    return with_phone(asked_anew(office))


def somebody_else(role: Role, **said: str) -> Callable[[Office], Office]:
    """Not Nav but somebody of this role is in the second part alone."""

    def made(office: Office) -> Office:
        meeting = office.case.meetings[-1]
        first, second, last = meeting.parts
        parts = (
            replace(first, roles=first.roles - {role}),
            replace(second, roles=second.roles | {role}),
            replace(last, roles=last.roles - {role}),
        )
        other = Participant(id=office.person(Role.NAV_ADVISER).id, role=role, name="Anne", **said)  # type: ignore[arg-type] # any field
        office.edit(lambda case: case.with_changed(other, replace(meeting, parts=parts)))
        return office

    return made


def gp_rung(office: Office) -> Office:
    """The GP is by telephone, from the first part."""
    gp = replace(office.person(Role.GP), attends=Attendance.TELEPHONE)
    office.edit(lambda case: case.with_changed(gp))
    return with_phone(office)


def others_first(office: Office) -> Office:
    """The template *Nav til slutt* (D1)."""
    return with_phone(last_alone(office))


SETUPS: dict[str, Callable[[Office], Office]] = {
    "with phone": with_phone,
    "nothing but the post": unreachable,
    "consent for a part": in_part,
    "the GP in the last part": gp_last,
    "the GP by telephone": gp_rung,
    "Nav at the end": others_first,
    "a relative waits": somebody_else(Role.RELATIVE, phone="99 99 99 99"),
    "an interpreter waits": somebody_else(Role.INTERPRETER),
    "a clinician waits": somebody_else(Role.CLINICIAN, staff_id=DOCTOR),
}


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(
    st.lists(happenings(), max_size=10),
    st.integers(min_value=1, max_value=10),
    st.sampled_from(list(SETUPS)),
    st.sampled_from([0, 3, 45]),
    st.sampled_from(["10:00", "10:00", "09:40", "10:12"]),
)
@example(
    [("press", (Deed.PAUSE, Role.GP, 0), 1), silence(5), silence(5)],
    *(8, "an interpreter waits", 0, "10:00"),
)  # the daemon has not passed
@example(
    [("withdrawn", (Deed.CAME, Role.GP, 0), 3), silence(2)],
    *(8, "the GP in the last part", 0, "10:12"),
)  # the first part is longer then
@example(
    [silence(5), late(10, 15), silence(15), late(30, 0), silence(15)],
    *(5, "with phone", 45, "10:00"),
)  # told by a pass and late by a press in one minute
@example(
    [("withdrawn", (Deed.CAME, Role.GP, 0), 0)],
    *(9, "the GP in the last part", 3, "10:12"),
)  # the same in the minute of a press
def test_the_laws_of_a_meeting_hold(
    course: list[tuple[str, Any, int]], every: int, setup: str, last: int, begins: str
) -> None:
    """The newest minute was told and holds, nobody is in another's part; none is nagged."""
    office = SETUPS[setup](ready())
    office.clock = at(f"2026-11-24 {begins}")
    office.do(StartMeeting(ref=office.case.ref, kind=MeetingKind.SHM1), actor=LEADER)
    for kind, press, later in course:
        passes(office, later, every)
        happens(office, kind, press)
        laws(office)
        newest_was_told(office)
        a_minute_holds(office)
        only_the_leader_is_asked(office)
    passes(office, last, every)
    laws(office)
    try:
        office.do(EndMeeting(ref=office.case.ref), actor=SECRETARY)
    except errors.NobodyCameError:
        return
    newest_was_told(office)
    passes(office, 30, every)
    laws(office)


def passes(office: Office, minutes: int, every: int) -> None:
    """Time goes by; the daemon passes every so many minutes, and twice at once."""
    until = office.clock + timedelta(minutes=minutes)
    while office.clock + timedelta(minutes=every) <= until:
        office.tick(office.clock + timedelta(minutes=every))
        assert not look_is_due(office), "a pass left the run unlooked at"
        before = office.case
        office.tick()
        assert office.case.sendings == before.sendings, "a second pass told something again"
        newest_was_told(office)
    office.clock = until


def happens(office: Office, kind: str, press: Press) -> None:
    """Refused or not; of two who press at once on the same card one alone is heard."""
    mark = office.case.runs[-1].mark
    match kind:
        case "press":
            pressed(office, press, "")
        case "twice":
            if pressed(office, press, mark):
                assert not pressed(office, press, mark)
        case "withdrawn":
            refused(office, WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
        case _:
            pass


def pressed(office: Office, press: Press, mark: str) -> bool:
    """Whether it was done."""
    deed, role, minutes = press
    ref = office.case.ref
    if deed is Deed.BROUGHT:
        return refused(office, BringAlong(ref=ref, name="mor", with_nav=minutes > 1, mark=mark))
    known_people = [p.id for p in office.case.participants if p.role is role]
    command = StepMeeting(
        ref=ref,
        deed=deed,
        who=known_people[-1] if known_people else None,
        minutes=minutes,
        parts=(2, 1),
        mark=mark,
    )
    return refused(office, command, by=DOCTOR if deed is Deed.TAKE_OVER else SECRETARY)


def refused(office: Office, command: Any, by: Any = SECRETARY) -> bool:  # noqa: ANN401 - any command
    """Whether it was done rather than refused; a refusal changes nothing."""
    before = office.case
    try:
        office.do(command, actor=by, why="leder")
    except errors.RuleError:
        assert office.case == before
        return False
    return True


def only_the_leader_is_asked(office: Office) -> None:
    """Nobody else is asked about a part that is over its time."""
    asked = [row for row in office.case.sendings if row.why == ASKED_WHY]
    assert all(row.to in {LEADER, DOCTOR} for row in asked)
