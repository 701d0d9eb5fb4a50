"""Answers: kept as they came, applied where they match, and never guessed (D2, F5, F15)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import rules
from pathway.errors import NoSuchInvitationError, TooLongError
from pathway.messages import Pen
from pathway.model import Answer, Facts, Invitation, Participant
from pathway.outgoing import Sending, SendingKind
from pathway.ports import Notice
from pathway.questions import Doubt, Question
from pathway.run import still_asked
from pathway.service.answers.questioning import asked
from pathway.service.invitations.unticked import held_back
from pathway.service.run import dropping_out
from pathway.telling import to_staff
from pathway.views import Plan
from pathway.words import (
    DOCTORS,
    AnswerId,
    InvitationId,
    MeetingKind,
    QuestionId,
    Role,
    StaffId,
    Substitute,
    Verdict,
)

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.commands import RecordAnswer

TEXT_LIMIT = 300

MOST_ANSWERS = 20
"""How many answers to one revision are kept; what comes then is one question (decision 62)."""

MOST_TIMES = 3
"""How many times an answer may propose."""

_NOTICES = {
    Verdict.ACCEPTED: "gate_p_open",
    Verdict.DECLINED: "gp_said_no",
    Verdict.NEW_TIME: "gp_new_time",
    Verdict.TENTATIVE: "gp_tentative",
}
KEPT = "F15"
"""Why an answer that changes nothing is told; that it came is always said."""

_WHY = {
    "gate_p_open": "R12",
    "gp_said_no": "D2",
    "gp_new_time": "D2",
    "answer_kept": KEPT,
}
"""The rule by which a notice is judged once more when it is shown; D4 for the others."""


def record_answer(case: Case, pen: Pen, command: RecordAnswer) -> Plan:
    """Keep the answer and let it do what it may; `NoSuchInvitationError`, `TooLongError`."""
    if len(command.text) > TEXT_LIMIT or len(command.by_name) > TEXT_LIMIT:
        raise TooLongError(TEXT_LIMIT)
    invitation = _asked(case, command.invitation_id)
    if not _by_staff(pen) and answered_often(case, invitation, _revision(command, invitation)):
        crowd = _often(pen, invitation)
        return Plan(case=asked(case, replace(pen, pressed=False), crowd, invitation))
    before = rules.present_answer(case, invitation)
    answer = _answer(case, pen, command, invitation)
    case = replace(case, answers=(*case.answers, answer))
    if _same(before, answer):
        return Plan(case=case)
    person = case.participant(invitation.participant_id)
    if not answer.counts:
        kept = _told(case, pen, person, "answer_kept", answer, comment=bool(answer.text))
        return Plan(case=kept)
    case, told = engine.follow(case, replace(pen, pressed=False))
    return Plan(case=announced(case, pen, person, answer), consequences=told)


def _asked(case: Case, wanted: InvitationId) -> Invitation:
    found = [i for i in case.invitations if i.id == wanted]
    if not found:
        raise NoSuchInvitationError
    return found[0]


def answered_often(case: Case, invitation: Invitation, revision: int) -> bool:
    """Whether as many answers as are kept have come from outside; to older revisions, together."""
    present = revision == invitation.revision
    own = [answer for answer in case.answers_to(invitation.id) if answer.recorded_by is None]
    alike = [answer for answer in own if (answer.revision == invitation.revision) is present]
    return len(alike) >= MOST_ANSWERS


def _often(pen: Pen, invitation: Invitation) -> Question:
    """One question for all that is not kept: the secretary asks them what holds."""
    return Question(
        id=QuestionId(pen.new_id()),
        doubt=Doubt.OFTEN,
        invitation_id=invitation.id,
        since=pen.now,
        at=pen.now,
    )


def _by_staff(pen: Pen) -> bool:
    return any(person.id == pen.actor for person in pen.clinic.staff)


def _revision(command: RecordAnswer, invitation: Invitation) -> int:
    """The revision that is answered: the present one where nothing else is said."""
    return invitation.revision if command.revision is None else command.revision


def _answer(case: Case, pen: Pen, command: RecordAnswer, invitation: Invitation) -> Answer:
    revision = _revision(command, invitation)
    facts = _facts_of(case, invitation, revision)
    why_not = _why_not(case, pen, invitation, revision)
    if not why_not and _overtaken(case, command, invitation):
        why_not = "overtaken"
    proposed, *others = (*_proposed(command), None)
    return Answer(
        id=AnswerId(pen.new_id()),
        invitation_id=invitation.id,
        revision=revision,
        facts=facts,
        verdict=command.verdict,
        at=min(command.at or pen.now, pen.now),
        channel=command.channel,
        evidence=command.evidence,
        text=command.text,
        proposed=proposed,
        also_proposed=tuple(filter(None, others)),
        proposed_minutes=command.proposed_minutes,
        stamp=command.stamp,
        by_name=command.by_name,
        substitute=command.substitute,
        recorded_by=StaffId(pen.actor) if _by_staff(pen) else None,
        counts=not why_not,
        why_not=why_not,
    )


def _proposed(command: RecordAnswer) -> tuple[datetime, ...]:
    """Each proposed time once, the best first."""
    said = (command.proposed, *command.also_proposed)
    return tuple(dict.fromkeys(time for time in said if time is not None))[:MOST_TIMES]


def _overtaken(case: Case, command: RecordAnswer, invitation: Invitation) -> bool:
    """Whether what comes from a calendar was given before the answer that counts now.

    Two from a calendar are told apart by its own clock (RFC 5546 section 2.1.5), others by ours.
    """
    counted = [a for a in case.answers_to(invitation.id) if a.counts]
    if command.stamp is None or not counted or counted[-1].revision != invitation.revision:
        return False
    last = counted[-1]
    if last.stamp is not None:
        return command.stamp < last.stamp
    return command.at is not None and command.at < last.at


def _facts_of(case: Case, invitation: Invitation, revision: int) -> Facts:
    """What the answerer saw: the facts of that revision, or else what was last offered."""
    seen = [s.facts for s in case.sendings_of(invitation.id) if s.revision == revision]
    facts = invitation.offered if revision == invitation.revision else None
    facts = facts or next(filter(None, seen), None) or invitation.offered
    if facts is None:
        raise NoSuchInvitationError
    return facts


def _why_not(case: Case, pen: Pen, invitation: Invitation, revision: int) -> str:
    """Why an answer is kept but changes nothing (F15), or empty when it counts."""
    meeting = case.meeting(invitation.meeting_id)
    if case.closing is not None:
        return "closed"
    if invitation.cancelled_at is not None or not meeting.alive:
        return "cancelled"
    if dropping_out.begun(case, invitation, pen.now):
        return "begun"
    return "" if revision == invitation.revision else "old_revision"


def _same(before: Answer | None, answer: Answer) -> bool:
    """The same answer given twice is kept twice and told once."""
    return before is not None and answer.counts and rules.same_answer(before, answer)


def announced(case: Case, pen: Pen, person: Participant, answer: Answer) -> Case:
    """What the secretary must hear at once (D4): a gate that opened, a doctor's no.

    Only the present answer is news: what was said of an earlier one, and not read, is taken back.
    """
    unseen = unread(case, answer.invitation_id)
    case = engine.dropped(case, unseen)
    since = min((row.created_at for row in unseen), default=answer.at)
    earlier = [a for a in case.answers_to(answer.invitation_id) if a.at >= since]
    comment = any(a.text for a in (answer, *earlier))
    name = _news(case, person, answer, pen.now, comment=comment)
    return _told(case, pen, person, name, answer, comment=comment) if name else case


def unread(case: Case, invitation: InvitationId) -> list[Sending]:
    """What was to be said of earlier answers that count, and nobody has seen."""
    return [s for s in case.notices_of(invitation) if s.waiting and s.why != KEPT]


def _news(case: Case, person: Participant, answer: Answer, now: datetime, *, comment: bool) -> str:
    """The name of the notice about this answer; empty where it asks for nothing."""
    if person.role in DOCTORS:
        if comes_after_all(case, answer):
            return "gp_comes_after_all"
        opened = answer.verdict is not Verdict.ACCEPTED or _can_be_asked(case, answer, now)
        return _NOTICES[answer.verdict] if opened else "gp_said_yes"
    if answer.verdict in {Verdict.DECLINED, Verdict.NEW_TIME}:
        return "participant_" + answer.verdict.value
    return "participant_comment" if comment else ""


def comes_after_all(case: Case, answer: Answer) -> bool:
    """Whether a GP says yes to a meeting that was to be held without one (D2)."""
    invitation = case.invitation(answer.invitation_id)
    doctor = case.participant(invitation.participant_id).role is Role.GP
    yes = answer.counts and answer.verdict is Verdict.ACCEPTED
    return doctor and yes and bool(case.meeting(invitation.meeting_id).without_gp)


def still_news(case: Case, row: Sending, now: datetime) -> bool:
    """Whether what a notice says of an answer still holds when it is shown (D2, D4)."""
    if row.kind is not SendingKind.NOTICE or row.why == KEPT:
        return True
    if row.promise_id is not None:
        return case.promise(row.promise_id).settled is None
    if row.invitation_id is None:
        return still_asked(case.runs, row.why, row.created_at)
    invitation = case.invitation(row.invitation_id)
    answer = rules.present_answer(case, invitation)
    if answer is None or invitation.cancelled_at is not None or case.closing is not None:
        return False
    if row.why == _WHY["gate_p_open"]:
        return _can_be_asked(case, answer, now)
    return row.why != _WHY["gp_said_no"] or not case.meeting(invitation.meeting_id).without_gp


def _can_be_asked(case: Case, answer: Answer, now: datetime) -> bool:
    """Whether this yes opens gate P for a patient not asked yet, to what lies ahead (R12)."""
    meeting = case.meeting(case.invitation(answer.invitation_id).meeting_id)
    if not meeting.alive or meeting.starts_at <= now:
        return False
    if meeting.kind is not MeetingKind.SHM1 or not rules.gp_yes(case, meeting):
        return False
    asked = (case.live_invitation(p.id, meeting.id) for p in case.present(Role.PATIENT))
    return not any(i is not None and i.requested_at for i in asked)


def _told(
    case: Case, pen: Pen, person: Participant, name: str, answer: Answer, *, comment: bool
) -> Case:
    """A notice to the case's secretary, unless it was the secretary who recorded the answer."""
    if answer.recorded_by == case.secretary:
        return case
    meeting = case.meeting(case.invitation(answer.invitation_id).meeting_id)
    proposed = answer.proposed.isoformat() if answer.proposed else ""
    notice = Notice(
        name=name,
        ref=case.ref,
        values={
            "role": person.role if answer.substitute is Substitute.NONE else "substitute",
            "substitute": answer.substitute,
            "name": answer.by_name,
            "verdict": answer.verdict,
            "proposed": proposed,
            "also": ",".join(time.isoformat() for time in answer.also_proposed),
            "why_not": answer.why_not,
            "comment": "yes" if comment else "",
            "held": _held(case),
        },
        on=meeting.start.date(),
        zone=pen.clinic.zone,
    )
    why = _WHY.get(name, "D4")
    sending = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why=why)
    return case.with_changed(replace(sending, invitation_id=answer.invitation_id))


def _held(case: Case) -> str:
    """The texts in a person's hands that are not to be sent after this answer, by way and role."""
    return " ".join(f"{row.channel}:{row.role}" for row in held_back(case))
