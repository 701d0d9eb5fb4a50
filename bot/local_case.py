"""The middle pane: a case as milestones, people, what comes and what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.seams import CaseView, Coming
from dialogs.wording.nb import dates, names
from dialogs.wording.nb import local_page as words
from dialogs.wording.nb.jobs import Job, shown
from pathway import promises
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.entries import MilestoneEntry
from pathway.errors import UnknownStaffError
from pathway.model import Answer, Meeting, Promise
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.owed.by_mail import meeting_of, owner_of
from pathway.questions import Question
from pathway.service.daemon import chasing
from pathway.variants import Toward
from pathway.views import Deadline, InvitationLine
from pathway.words import Channel, InvitationState, Milestone, PromiseKind, Role

_SEEN = frozenset({SendingStatus.SENT, SendingStatus.SHOWN})
_TROUBLE = frozenset({SendingStatus.FAILED, SendingStatus.GIVEN_UP})
_STAFF = frozenset({Role.SECRETARY, Role.COORDINATOR, Role.LEADER, Role.CLINICIAN})
_MEETINGS = frozenset({Milestone.SHM1_HELD, Milestone.SHM2_HELD})
_INVITED = {
    InvitationState.ACCEPTED: "ok",
    InvitationState.DECLINED: "passed",
    InvitationState.UNDELIVERED: "passed",
    InvitationState.NEW_TIME: "risk",
    InvitationState.TENTATIVE: "risk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline; `at` is wall time, `exact` whether its clock means anything.

    `about` is the second line: what a message is about, and when it comes again.
    """

    at: datetime
    text: str
    about: str = ""
    again: str = ""
    state: str = ""  # ok, risk, passed, or nothing
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone in the row of five."""

    title: str
    day: str
    where: str  # reached, present, ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """All that the template draws."""

    title: str
    steps: tuple[Step, ...]
    deadlines: tuple[tuple[str, str], ...]  # sentence, state
    people: tuple[tuple[str, str], ...]  # sentence, state
    coming: tuple[Entry, ...]
    past: tuple[Entry, ...]


def pane(view: CaseView, clinic: Clinic, now: datetime) -> Pane:
    """The case as it is drawn; `now` is wall time."""
    case = view.case
    named = _Named(case, clinic)
    return Pane(
        title=words.case_title(case.ref, case.name),
        steps=_steps(view, clinic.zone),
        deadlines=tuple(_deadlines(view.deadlines, now.date())),
        people=tuple(_person(x, named) for x in view.invitations if not x.came_to_nothing),
        coming=tuple(sorted(_coming(view, named, now), key=_when)),
        past=tuple(sorted(_past(case, named), key=_when, reverse=True)),
    )


class _Named:
    """Who somebody is, whether of the case or of the staff."""

    def __init__(self, case: Case, clinic: Clinic) -> None:
        self.case = case
        self.clinic = clinic

    def __call__(self, who: str, role: Role) -> str:
        for participant in self.case.participants:
            if participant.id == who:
                return words.person(participant.role, participant.name)
        try:
            return words.person(role, self.clinic.member(who).name)
        except UnknownStaffError:
            return names.role_definite(role)

    def role_of(self, about: str) -> Role | None:
        """The role of the participant, or of the owner of the invitation, with this id."""
        for invitation in self.case.invitations:
            if invitation.id == about:
                about = invitation.participant_id
        found = [p.role for p in self.case.participants if p.id == about]
        return found[0] if found else None

    def wall(self, moment: datetime) -> datetime:
        return dates.wall(moment, self.clinic.zone)


def _when(entry: Entry) -> datetime:
    return entry.at


def _steps(view: CaseView, zone: str) -> tuple[Step, ...]:
    """The five milestones in order, the first that is not reached being where the case is."""
    due = {line.milestone: line.day for line in view.deadlines}
    steps: list[Step] = []
    for milestone in Milestone:
        reached = _reached(view.case, milestone, zone)
        open_before = any(step.where != "reached" for step in steps)
        where = "reached" if reached else "ahead" if open_before else "present"
        deadline = due.get(milestone)
        day = words.day(reached) if reached else words.due_day(deadline) if deadline else ""
        steps.append(Step(title=words.milestone(milestone), day=day, where=where))
    return tuple(steps)


def _reached(case: Case, milestone: Milestone, zone: str) -> date | None:
    if milestone is Milestone.CLOSED and case.closing:
        return dates.wall(case.closing.at, zone).date()
    return case.date_of(milestone)


def _deadlines(deadlines: tuple[Deadline, ...], today: date) -> list[tuple[str, str]]:
    """The deadlines still ahead, the nearest first, each with its latest safe day."""
    lines = []
    for line in deadlines:
        if line.reached or line.day is None:
            continue
        said, state = words.deadline(line.milestone, line.day, today), ""
        tells = line.milestone in _MEETINGS and not line.nothing_ahead
        if line.latest_safe_day is not None and tells:
            said = f"{said} {words.safe_day(line.latest_safe_day, today)}"
            state = "risk" if line.latest_safe_day < today else ""
        lines.append((said, "passed" if line.day < today else state))
    return lines


def _person(line: InvitationLine, named: _Named) -> tuple[str, str]:
    who = named(line.participant.id, line.participant.role)
    return words.invitation_line(who, names.state(line.state)), _INVITED.get(line.state, "")


def _coming(view: CaseView, named: _Named, now: datetime) -> list[Entry]:
    meetings = [_meeting(m, named) for m in view.case.meetings if m.alive and m.start > now]
    messages = _messages(view.coming, named, now.date())
    owed = [p for p in view.promises if p.kind is not PromiseKind.REMINDER]  # a message above
    return meetings + messages + [_promise(p, named, now.date()) for p in owed]


def _meeting(meeting: Meeting, named: _Named) -> Entry:
    said = words.coming_meeting(meeting.kind, meeting.window, named.clinic.zone)
    return Entry(at=meeting.start, text=said, exact=False, state="ok")


def _messages(coming: Sequence[Coming], named: _Named, today: date) -> list[Entry]:
    """One line for all who get the same at the same time, and one for what comes again."""
    people: dict[tuple[datetime, SendingKind, Channel, str], list[str]] = {}
    for one in coming:
        key = (named.wall(one.at), one.kind, one.channel, _about(one, named, today))
        people.setdefault(key, []).append(words.person(one.role, one.name))
    times: dict[tuple[str, str], list[datetime]] = {}
    for (at, kind, channel, about), to in people.items():
        said = words.coming_sending(kind, to)
        said = said if channel is Channel.CHAT else f"{said} {names.by_channel(channel)}"
        times.setdefault((said, about), []).append(at)
    return [
        Entry(at=at[0], text=said, about=about, again=words.again([a.date() for a in at[1:]]))
        for (said, about), at in times.items()
    ]


def _about(coming: Coming, named: _Named, today: date) -> str:
    """What a message to staff is about; one to somebody outside says it by its kind."""
    if coming.channel is not Channel.CHAT:
        return ""
    if coming.promise is None or coming.kind is not SendingKind.TASK:
        return words.about_written(coming.subject)
    if coming.promise.kind is PromiseKind.MILESTONE:
        day = max(named.wall(coming.at).date(), today)
        return words.deadline(Milestone(coming.promise.about), coming.promise.due, day)
    steps = promises.ladder_of(coming.promise, named.clinic).steps
    taken = [number for number, step in enumerate(steps, 1) if step.days == coming.step]
    then = replace(coming.promise, taken=max(taken, default=0))
    return _task(then, named.case, promises.turned_to(then, named.clinic))


def _task(promise: Promise, case: Case, toward: Toward) -> str:
    person, meeting = chasing.subject(case, promise), promises.meeting_of(case, promise)
    job = Job(
        kind=promise.kind,
        ref=case.ref,
        role=person.role if person else None,
        person=shown(person) if person else "",
        toward=toward,
        due=promise.due,
        met=meeting.start.date() if meeting else None,
        meets=meeting.kind if meeting else None,
    )
    return words.about_task(job)


def _promise(promise: Promise, named: _Named, today: date) -> Entry:
    state = "passed" if promise.due < today else ""
    if promise.kind is PromiseKind.MILESTONE:
        said = words.coming_milestone(Milestone(promise.about))
    elif promise.owner_role in _STAFF:
        owner = named(promise.owner, promise.owner_role)
        said = words.coming_promise(promise.kind, named.role_of(promise.about), owner)
    else:
        said = words.coming_promise(promise.kind, promise.owner_role)
    return Entry(at=_midnight(promise.due), text=said, state=state, exact=False)


def _past(case: Case, named: _Named) -> list[Entry]:
    entries = [Entry(at=named.wall(case.created_at), text=words.registered())]
    entries += _milestones(case.milestones)
    entries += [_answer(answer, case, named) for answer in case.answers_now]
    entries += [_question(question, case, named) for question in case.questions]
    entries += [entry for sending in case.sendings if (entry := _sending(sending, named))]
    if case.closing:
        entries.append(Entry(at=named.wall(case.closing.at), text=words.closed()))
    return entries


def _milestones(entries: Sequence[MilestoneEntry]) -> list[Entry]:
    """Each milestone once, as it stands now; what it said before is in the same line."""
    lines = []
    for milestone in Milestone:
        reached = [e.on for e in entries if e.milestone is milestone and e.held]
        missed = [e.on for e in entries if e.milestone is milestone and not e.held]
        for day in missed:
            said = words.happened_milestone(milestone, held=False)
            lines.append(Entry(at=_midnight(day), text=said, exact=False, state="risk"))
        if reached:
            before = [day for day in dict.fromkeys(reached) if day != reached[-1]]
            said = words.happened_milestone(milestone, held=True, before=before)
            lines.append(Entry(at=_midnight(reached[-1]), text=said, exact=False, state="ok"))
    return lines


def _answer(answer: Answer, case: Case, named: _Named) -> Entry:
    owner = case.participant(case.invitation(answer.invitation_id).participant_id)
    said = words.happened_answer(answer, named(owner.id, owner.role))
    state = _INVITED.get(InvitationState(answer.verdict.value), "") if answer.counts else ""
    return Entry(at=named.wall(answer.at), text=said, state=state)


def _question(question: Question, case: Case, named: _Named) -> Entry:
    """A mail that a person is to judge, or has judged."""
    owner = owner_of(case, question)
    who = named(owner.id, owner.role) if owner else ""  # one without belongs to no case
    state = "risk" if question.settled is None else ""
    kind = meeting_of(case, question)
    return Entry(
        at=named.wall(question.at), text=words.happened_question(question, who, kind), state=state
    )


def _sending(sending: Sending, named: _Named) -> Entry | None:
    if sending.status not in _SEEN | _TROUBLE:
        return None
    at = sending.done_at or sending.stamp or sending.created_at
    to, by = named(sending.to, sending.role), names.by_channel(sending.channel)
    said = words.happened_sending(sending.kind, sending.status, to, by)
    in_chat = sending.channel is Channel.CHAT
    about = words.about_written(sending.content.subject) if in_chat else ""
    state = "passed" if sending.status in _TROUBLE else ""
    return Entry(at=named.wall(at), text=said, about=about, state=state)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
