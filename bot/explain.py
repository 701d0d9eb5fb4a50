"""Why each wait of a case exists, what would settle it, and what leaves if nobody acts."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from bot.iso import day, moment
from pathway import promises, rules, workdays
from pathway.service.daemon.forecast import about, departures
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise
    from pathway.service.context import Context
    from pathway.service.daemon.forecast import Departure
    from pathway.views import Deadline

JSON = dict[str, Any]
AHEAD = timedelta(weeks=60)
"""Longer than any ladder: the next step is found, however far off."""

REASONS: dict[PromiseKind, tuple[str, str, str]] = {
    PromiseKind.ANSWER: ("D3", "was asked and has not answered", "an answer, or another time"),
    PromiseKind.TIME_QUESTION: (
        "D2",
        "somebody cannot come or proposes another time",
        "a decision: another time, another person, or the time stands",
    ),
    PromiseKind.SECURE_MESSAGE: (
        "D6",
        "a text waits for a person to send it by hand",
        "a tick that it is sent",
    ),
    PromiseKind.PHONE_CALL: (
        "R14",
        "somebody is to be told by phone whom the meeting concerns",
        "a tick that it is said; for Nav also the adviser's name, or that there is none",
    ),
    PromiseKind.CONSENT: (
        "R13",
        "the patient is to be asked for a consent, or for a wider one",
        "a consent that covers the parts, or that nobody is wanted there",
    ),
    PromiseKind.WISHES: ("R15", "the patient's wishes are not recorded", "the wishes, or none"),
    PromiseKind.PLACE: (
        "R15",
        "somebody attends from the GP's office",
        "a tick that it is agreed, that nobody attends from there, or the meeting itself",
    ),
    PromiseKind.PREVIEW: (
        "R12",
        "the GP has said yes, or the meeting is held without one",
        "the patient's invitation",
    ),
    PromiseKind.LINK: ("D4b", "somebody attends on video and there is no link", "the link"),
    PromiseKind.REMINDER: ("R17", "a meeting is to come", "the meeting itself, or a no"),
    PromiseKind.BRIEFING: (
        "R17",
        "a meeting is to come, and its leader is to know who comes",
        "the meeting itself",
    ),
    PromiseKind.STILL_STANDS: (
        "F4",
        "SHM2 was agreed 60 working days or more before the meeting",
        "an answer to the question, or the meeting itself",
    ),
    PromiseKind.ACTION_PLAN_FINISH: ("R24", "SHM1 was held", "that the plan is finished, or SHM2"),
    PromiseKind.ACTION_PLAN_DISTRIBUTE: (
        "R24",
        "the action plan is finished",
        "that it is distributed, or SHM2",
    ),
    PromiseKind.NOTE_WRITE: ("R10", "SHM2 was held", "that the journal note is written"),
    PromiseKind.NOTE_SEND: ("R10", "the journal note is written", "that it is sent"),
    PromiseKind.SHM2_DETAILS: ("R18", "SHM1 was held", "SHM2 arranged"),
    PromiseKind.EXTRA_MEETING: (
        "R24",
        "an extra meeting about the plan is wanted",
        "the day of that meeting",
    ),
    PromiseKind.ASSESSMENT_START: (
        "R2",
        "an assessment was arranged",
        "that it was started on a day, or that it was not",
    ),
    PromiseKind.MEETING_HELD: (
        "R5",
        "a meeting was arranged",
        "that it was held on a day, or that it was not",
    ),
    PromiseKind.INTAKE: ("R9", "the pathway has begun", "every item of the intake ticked"),
    PromiseKind.CLOSING: ("R10", "SHM2 was held", "every item of the closing ticked"),
    PromiseKind.CLOSE: ("R10", "nothing is left to do after SHM2", "the end of the pathway"),
    PromiseKind.REFERRAL_CONTENT: ("R7", "the referral lacks something", "that it has come"),
    PromiseKind.INTERVIEW: (
        "R25",
        "a letter may be sent after a meeting",
        "a tick that it is sent",
    ),
    PromiseKind.MILESTONE: ("R2", "the next milestone has a last day", "the milestone recorded"),
    PromiseKind.POSTPONED: ("F15", "the meeting is put off", "a decision on that day"),
    PromiseKind.NEW_GP: (
        "F14",
        "another says to be the GP now",
        "the new GP recorded, an answer from the present one, or a tick",
    ),
    PromiseKind.QUESTION: (
        "D4",
        "a mail is no plain answer",
        "what somebody judges it to be, or for some mails an answer that comes after all",
    ),
    PromiseKind.TIMES: (
        "D3",
        "was asked which times suit and has not said",
        "what they say, a time that is chosen, or that the question is stopped",
    ),
    PromiseKind.TIMES_CHOICE: (
        "D3",
        "all have said which times suit, or the days to do so are over",
        "the time that is chosen, or that the question is stopped",
    ),
    PromiseKind.AWAY: (
        "D4",
        "whoever leads the meeting, or must be there, is away that day",
        "another leader, person or day, that they are here after all, or a tick that it is seen to",
    ),
    PromiseKind.CALL_BACK: ("R15", "somebody asked to be rung", "a tick that they are rung"),
}
"""For each kind the rule, what it exists because of, and what settles it."""

_BY_LADDER = {
    "tentative": (
        "F4",
        "has said perhaps, and is asked once more before the meeting",
        "a yes, a no or another time",
    ),
    "old_time": (
        "F13",
        "the GP has not answered the new time, and the patient still holds the old one",
        "an answer from the GP, or a tick that the patient has been told",
    ),
}
_UNDELIVERED = (
    "D4",
    "a message did not reach somebody, who is to be rung instead",
    "an answer, a message that arrives, or a tick that it is said",
)
_NOT_SENT = (
    "D4b",
    "there is a link, and not everybody who attends on video has been sent it",
    "the link sent to each of them",
)


def reason(case: Case, promise: Promise) -> tuple[str, str, str]:
    """The rule, what this promise exists because of, and what settles it."""
    if promise.ladder in _BY_LADDER:
        return _BY_LADDER[promise.ladder]
    if promise.kind is PromiseKind.PHONE_CALL and promise.key.endswith(":undelivered"):
        return _UNDELIVERED
    meeting = promises.meeting_of(case, promise)
    if promise.kind is PromiseKind.LINK and meeting is not None and meeting.link:
        return _NOT_SENT
    return REASONS[promise.kind]


def explain_json(context: Context, case: Case) -> list[JSON]:
    """Every open promise of the case (docs/contract/explain.schema.json)."""
    coming = departures(context, case, context.now + AHEAD)
    return [
        _explained(case, context.clinic, promise, coming)
        for promise in promises.open_promises(case)
    ]


def _explained(case: Case, clinic: Clinic, promise: Promise, coming: tuple[Departure, ...]) -> JSON:
    rule, because, settled_by = reason(case, promise)
    names: dict[str, str] = {p.id: p.name or p.role for p in case.participants}
    owner = promise.handed_to or promise.owner
    ahead = [d for d in coming if d.promise is not None and d.promise.id == promise.id]
    put_off, last = promise.snoozed_until, _deadline(case, clinic, promise)
    return {
        "kind": promise.kind,
        "owner": names.get(owner, owner),
        "about": about(case, promise),
        "rule": rule,
        "because": because,
        "settled_by": settled_by,
        "since": moment(_since(promise, last, clinic.zone), clinic.zone),
        "due": day(promise.due),
        "hard": promise.hard,
        "latest_safe_day": day(_latest_safe_day(last)),
        "ladder": promise.ladder,
        "days": [step.days for step in promises.ladder_of(promise, clinic).steps],
        "taken": promise.taken,
        "put_off": {"until": day(put_off), "why": promise.snoozed_why} if put_off else None,
        "next": _next(ahead, clinic.zone),
    }


def _deadline(case: Case, clinic: Clinic, promise: Promise) -> Deadline | None:
    """The last day that a promise about a milestone keeps; None of any other."""
    if promise.kind is not PromiseKind.MILESTONE:
        return None
    return next(d for d in rules.deadlines(case, clinic) if d.milestone == promise.about)


def _since(promise: Promise, last: Deadline | None, zone: str) -> datetime:
    """When its days began: those of a milestone with the one before, or the referral (R2)."""
    if last is None or last.since is None:
        return promise.since
    return workdays.moment(last.since, time(), zone)


def _latest_safe_day(last: Deadline | None) -> date | None:
    """None also where nobody is left to ask, so that no day is the last to begin (F9)."""
    return None if last is None or last.nothing_ahead else last.latest_safe_day


def _next(ahead: list[Departure], zone: str) -> JSON | None:
    """What leaves next, and to whom, if nobody does anything."""
    if not ahead:
        return None
    first = [d for d in ahead if d.at == ahead[0].at]
    return {
        "at": moment(first[0].at, zone),
        "kind": first[0].kind,
        "to": [d.to for d in first],
        "why": first[0].why,
    }


def explain_text(rows: list[JSON]) -> str:
    """The same for people: a paragraph a promise."""
    return "\n\n".join(map(_paragraph, rows)) or "Nothing is waited for."


def _paragraph(row: JSON) -> str:
    what = f"{row['kind']} ({row['about']})" if row["about"] else str(row["kind"])
    hard = " (hard)" if row["hard"] else ""
    safe = f", latest safe day {row['latest_safe_day']}" if row["latest_safe_day"] else ""
    lines = [
        f"{what}: {row['owner']}, since {row['since']}, due {row['due']}{hard}{safe}",
        f"  because {row['because']} ({row['rule']})",
        f"  settled by {row['settled_by']}",
    ]
    if row["put_off"]:
        why = f": {row['put_off']['why']}" if row["put_off"]["why"] else ""
        lines.append(f"  put off until {row['put_off']['until']}{why}")
    then = row["next"]
    told = f"{then['at']} {then['kind']} to {', '.join(then['to'])}" if then else "nothing"
    return "\n".join([*lines, f"  next, if nobody does anything: {told}"])
