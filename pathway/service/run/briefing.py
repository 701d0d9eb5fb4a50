"""What the leader and the clinicians are told the day before a meeting (R15, R17, R22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import action_plan, agenda, rules
from pathway.action_plan import PlanState
from pathway.ports import Notice
from pathway.service.afterwards.attendance import was_there
from pathway.telling import to_staff
from pathway.words import InvitationState, MeetingId, MeetingKind, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant, Promise
    from pathway.outgoing import Sending
    from pathway.promises import DueStep

_NOT_COMING = frozenset({InvitationState.DECLINED, InvitationState.CANCELLED})


def step_of(promise: Promise, due: DueStep) -> str:
    """Why a message is written: which step of which ladder (D3)."""
    return f"D3:{promise.ladder}:{due.step.days}"


def briefing(case: Case, pen: Pen, promise: Promise, due: DueStep) -> tuple[Sending, ...]:
    """The same to each of them, once; outside working hours it waits (D4)."""
    meeting = case.meeting(MeetingId(promise.about))
    notice, why = notice_of(case, pen, meeting), step_of(promise, due)
    return tuple(
        to_staff(pen, case, who, role, notice, why=why) for who, role in whom(case, meeting)
    )


def whom(case: Case, meeting: Meeting) -> Iterator[tuple[StaffId, Role]]:
    """The leader, and each clinician of the case who comes."""
    yield meeting.leader, Role.LEADER
    for person in case.present(Role.CLINICIAN):
        if person.staff_id and person.staff_id != meeting.leader and _comes(case, meeting, person):
            yield person.staff_id, Role.CLINICIAN


def _comes(case: Case, meeting: Meeting, person: Participant) -> bool:
    return _state(case, meeting, person) not in _NOT_COMING


def _state(case: Case, meeting: Meeting, person: Participant) -> InvitationState | None:
    invitation = case.live_invitation(person.id, meeting.id)
    return rules.state_of(case, invitation) if invitation else None


def notice_of(case: Case, pen: Pen, meeting: Meeting) -> Notice:
    """What is told of this meeting, as it is now."""
    names = {person.id: person.name for person in pen.clinic.staff}
    wishes = case.wishes
    values = {
        "meeting": meeting.kind.value,
        "minutes": str(meeting.minutes),
        "people": "\n".join(_lines(case, meeting)),
        "leader": names.get(meeting.leader, ""),
        "minute_taker": names.get(meeting.minute_taker, "") if meeting.minute_taker else "",
        "plan_editor": names.get(meeting.plan_editor, "") if meeting.plan_editor else "",
        "away": ",".join(_not_coming(case, meeting)),
        "where": meeting.place,
        "place": wishes.place if wishes else "",
        "parts": wishes.parts if wishes else "",
        "wished": names.get(wishes.leader, "") if wishes and wishes.leader else "",
        "link": "yes" if meeting.link else "",
        **_last_time(case, pen, meeting),
    }
    zone = meeting.zone
    return Notice(name="briefing", ref=case.ref, values=values, at=meeting.starts_at, zone=zone)


def _lines(case: Case, meeting: Meeting) -> Iterator[str]:
    """Who, from when to when, how, on what number, and what they have answered; by arrival."""
    rows: list[tuple[datetime, str]] = []
    for person in case.participants:
        window, state = agenda.own_window(meeting, person), _state(case, meeting, person)
        if person.ended_at is not None or window is None or state in _NOT_COMING:
            continue
        name = person.name if person.role not in {Role.PATIENT, Role.RELATIVE} else ""
        told = (person.role, name, window.start.isoformat(), window.end.isoformat())
        fields = (*told, person.attends, person.phone, state or "")
        rows.append((window.start, "\t".join(part.replace("\t", " ") for part in fields)))
    yield from (line for _, line in sorted(rows, key=lambda row: row[0]))


def _not_coming(case: Case, meeting: Meeting) -> Iterator[str]:
    """The roles of those who have said no; whoever is not asked any more has no part in it."""
    for person in case.participants:
        if person.ended_at is None and _state(case, meeting, person) is InvitationState.DECLINED:
            yield person.role


def _last_time(case: Case, pen: Pen, meeting: Meeting) -> dict[str, str]:
    """Of SHM2: who was at SHM1, how far the action plan has come, and whether it can be read (R24).

    What it says is in no message (P4): it is looked at in the chat.
    """
    first = case.meeting_of(MeetingKind.SHM1)
    if meeting.kind is not MeetingKind.SHM2 or first is None or not first.held:
        return {}
    status = action_plan.status(case)
    return {
        "met_before": first.start.date().isoformat(),
        "there": ",".join(person.role for person in was_there(case, first)),
        "plan": status.state,
        "without": ",".join(person.role for person in status.lacking),
        "readable": "yes" if pen.clinic.plan_text and status.state is not PlanState.NONE else "",
    }
