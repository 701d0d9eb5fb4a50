"""What the command line prints as JSON: the contract that scripts rely on (docs/contract/).

Later work may add keys, never rename them. Times are ISO with offset, in the clinic's zone.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from bot.contract_runs import run_json
from bot.iso import JSON, day, moment
from pathway import agenda, rules
from pathway.outgoing import SendingStatus
from pathway.service.daemon.forecast import about
from pathway.service.desk import board_row
from pathway.service.invitations.invited import all_lines
from pathway.words import InvitationState, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.entries import Correction
    from pathway.model import Answer, Meeting, Participant, Promise
    from pathway.ports import AuditEntry
    from pathway.service.daemon.forecast import Departure
    from pathway.service.daemon.report import Passed, Report
    from pathway.views import BoardRow, InvitationLine, Waiting

_DELIVERED = frozenset(
    {
        SendingStatus.SENT,
        SendingStatus.FAILED,
        SendingStatus.GIVEN_UP,
        SendingStatus.SHOWN,
    }
)


def case_json(case: Case, clinic: Clinic) -> JSON:
    """One case, whole (docs/contract/case.schema.json)."""
    zone = clinic.zone
    lines = all_lines(case, clinic)
    return {
        "ref": case.ref,
        "variant": case.variant,
        "milestones": _milestones(case, clinic),
        "participants": [
            {
                "person": _called(p),
                "role": p.role,
                "attends": p.attends,
                "must": p.must,
                "ended": moment(p.ended_at, zone),
            }
            for p in case.participants
        ],
        "consents": [
            {
                "person": _called(case.participant(c.participant_id)),
                "role": case.participant(c.participant_id).role,
                "given": c.given_on.isoformat(),
                "form": c.form,
                "parts": list(c.parts),
                "withdrawn": moment(c.withdrawn_at, zone),
            }
            for c in case.consents
        ],
        "meetings": [_meeting(meeting, lines) for meeting in case.diary],
        "runs": [run_json(case, run) for run in case.runs],
        "invitations": [_invitation(case, row, zone) for row in lines],
        "promises": [_promise(case, promise, zone) for promise in case.promises],
        "deliveries": [
            {
                "at": moment(s.done_at or s.stamp or s.created_at, zone),
                "to": s.address or s.to,
                "channel": s.channel,
                "kind": s.kind,
                "step": s.step,
                "status": s.status,
            }
            for s in case.sendings
            if s.status in _DELIVERED
        ],
    }


def _milestones(case: Case, clinic: Clinic) -> list[JSON]:
    first = next(iter(clinic.variants[case.variant].segments)).after
    begun: JSON = {"name": first, "date": day(case.date_of(first)), "deadline": None}
    rest: list[JSON] = [
        {"name": d.milestone, "date": day(d.reached), "deadline": day(d.day)}
        for d in rules.deadlines(case, clinic)
    ]
    return [begun, *rest]


def _meeting(meeting: Meeting, lines: Sequence[InvitationLine]) -> JSON:
    """A meeting with its leader and everybody who is asked to it or is to be."""
    windows = agenda.part_windows(meeting)
    people = [
        row.participant
        for row in lines
        if row.meeting == meeting and row.state is not InvitationState.CANCELLED
    ]
    return {
        "kind": meeting.kind,
        "start": moment(meeting.window.start, meeting.zone),
        "end": moment(meeting.window.end, meeting.zone),
        "revision": meeting.revision,
        "parts": [
            {
                "title": part.title,
                "start": moment(window.start, meeting.zone),
                "end": moment(window.end, meeting.zone),
                "people": [
                    *([meeting.leader] if Role.CLINICIAN in part.roles else []),
                    *(_called(p) for p in people if agenda.attends(part, p)),
                ],
            }
            for part, window in zip(meeting.parts, windows, strict=True)
        ],
    }


def _called(person: Participant) -> str:
    """What staff call somebody; a relative may be known by the role alone (R16)."""
    return person.name or person.role


def _invitation(case: Case, row: InvitationLine, zone: str) -> JSON:
    return {
        "person": _called(row.participant),
        "role": row.participant.role,
        "meeting": row.meeting.kind,
        "channel": row.invitation.channel,
        "state": row.state,
        "revision": row.invitation.revision,
        "window": {"start": moment(row.window.start, zone), "end": moment(row.window.end, zone)},
        "answers": [_answer(answer, zone) for answer in case.answers_to(row.invitation.id)],
    }


def _answer(answer: Answer, zone: str) -> JSON:
    return {
        "verdict": answer.verdict,
        "at": moment(answer.at, zone),
        "channel": answer.channel,
        "revision": answer.revision,
        "by": answer.by_name,
        "substitute": answer.substitute,
        "proposed": answer.proposed.isoformat() if answer.proposed else None,
        "proposals": [time.isoformat() for time in answer.proposals],
        "counts": answer.counts,
        "why_not": answer.why_not,
    }


def _promise(case: Case, promise: Promise, zone: str) -> JSON:
    settled = promise.settled
    return {
        "kind": promise.kind,
        "owner": _owner(case, promise),
        "about": about(case, promise),
        "since": moment(promise.since, zone),
        "due": promise.due.isoformat(),
        "hard": promise.hard,
        "step": promise.step,
        "settled": {"how": settled.how, "at": moment(settled.at, zone)} if settled else None,
    }


def _owner(case: Case, promise: Promise) -> str:
    names: dict[str, str] = {p.id: _called(p) for p in case.participants}
    return names.get(promise.owner, promise.owner)


def due_json(departures: Sequence[Departure], zone: str) -> list[JSON]:
    """What would leave (docs/contract/due.schema.json)."""
    return [_departure(departure, zone) for departure in departures]


def _departure(departure: Departure, zone: str) -> JSON:
    return {
        "at": moment(departure.at, zone),
        "to": departure.to,
        "role": departure.role,
        "channel": departure.channel,
        "kind": departure.kind,
        "case": departure.case,
        "about": departure.about,
        "step": departure.step,
        "why": departure.why,
    }


def tick_json(report: Report, zone: str) -> JSON:
    """One pass of the daemon (docs/contract/tick.schema.json)."""
    return {
        "at": moment(report.at, zone),
        "delivered": [_passed(row, zone) for row in report.delivered if row.status in _DELIVERED],
        "retry": [_passed(row, zone) for row in report.retry],
        "given_up": [_passed(row, zone) for row in report.given_up],
        "broken": [type(error).__name__ for error in report.broken],  # words may be a person's
        "next": moment(report.next, zone),
    }


def tick_line(report: Report) -> str:
    """The same in one line for people, what staff were told with it; a task waits to be read."""
    came: Counter[SendingStatus] = Counter()
    for (_, outcome), count in report.handed.items():
        came[outcome] += count
    broken = f", {len(report.broken)} broken" if report.broken else ""
    return (
        f"{came[SendingStatus.SENT]} delivered, {came[SendingStatus.FAILED]} to be tried again, "
        f"{came[SendingStatus.GIVEN_UP]} given up{broken}"
    )


def _passed(row: Passed, zone: str) -> JSON:
    return {"id": row.id, **_departure(row.departure, zone)}


def board_json(cases: Sequence[Case], clinic: Clinic, today: date) -> list[JSON]:
    """Every open case (docs/contract/board.schema.json)."""
    rows = sorted(
        (board_row(case, clinic, today) for case in cases),
        key=lambda row: (_REDDEST.index(row.colour), row.deadline or date.max, row.ref),
    )
    return [_board_row(row) for row in rows]


_REDDEST = ("red", "yellow", "green")


def _board_row(row: BoardRow) -> JSON:
    return {
        "ref": row.ref,
        "responsible": row.responsible,
        "stage": row.stage,
        "deadline": day(row.deadline),
        "latest_safe_day": day(row.latest_safe_day),
        "colour": row.colour,
        "waiting_for": [_waiting(waiting) for waiting in row.waiting_for],
    }


def _waiting(waiting: Waiting) -> JSON:
    return {
        "kind": waiting.kind,
        "owner": waiting.owner_role,
        "about": waiting.about_role,
        "since": waiting.since.isoformat(),
        "due": waiting.due.isoformat(),
        "overdue": waiting.overdue,
    }


def audit_json(
    entries: Sequence[AuditEntry], corrections: Sequence[Correction], zone: str
) -> list[JSON]:
    """The log of one case, oldest first; what was corrected stands with the case (P5)."""
    kept = list(corrections)
    pairs = [(entry, _taken(kept, entry)) for entry in entries]
    return [
        {
            "at": moment(entry.at, zone),
            "actor": entry.actor,
            "what": entry.what,
            "why": entry.why,
            "door": entry.door,
            "detail": entry.detail,
            "before": found.before if found else None,
            "after": found.after if found else None,
        }
        for entry, found in pairs
    ]


def _taken(kept: list[Correction], entry: AuditEntry) -> Correction | None:
    """The oldest correction that this line tells of, taken out of those that are left."""
    told = (entry.at, entry.actor, entry.detail)
    found = next((c for c in kept if (c.at, c.by, c.field) == told), None)
    if found is not None:
        kept.remove(found)
    return found
