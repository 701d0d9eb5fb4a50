"""*Angre*: the last change of a case is taken back, as long as nothing of it has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pathway import leaving, rules, running, sameness
from pathway.case import Case
from pathway.commands import (
    AcceptProposal,
    ArrangeAppointment,
    ArrangeNext,
    CallBack,
    CheckReferral,
    DeclineProposal,
    Finish,
    HandOver,
    HoldWithoutGp,
    Invite,
    InviteGp,
    InviteSeveral,
    NoReply,
    RemindNow,
    SendLinkAgain,
    Snooze,
    StartMeeting,
    StepMeeting,
    TickItems,
    TickSent,
    Undo,
)
from pathway.earlier import Earlier
from pathway.entries import Correction
from pathway.errors import (
    AlreadyLeftError,
    CannotUndoError,
    ChangedSinceError,
    NotAllowedError,
    NothingToUndoError,
)
from pathway.outgoing import Sending, SendingStatus
from pathway.service.afterwards.aftermath import BESIDE
from pathway.service.meetings.arranging import judged
from pathway.service.meetings.touching import CHANGES
from pathway.service.people import contacts
from pathway.views import Consequence, Plan
from pathway.words import Channel, ParticipantId, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Changed
    from pathway.commands import Command
    from pathway.earlier import Written
    from pathway.messages import Pen
    from pathway.model import Meeting
    from pathway.service.context import Context

UNDOABLE = (
    *CHANGES,
    ArrangeAppointment,
    InviteGp,
    Invite,
    InviteSeveral,
    ArrangeNext,
    HoldWithoutGp,
    AcceptProposal,
    DeclineProposal,
)
"""Commands that can be undone; each of the others has a way back of its own, or none."""

QUIET = (
    TickSent,
    TickItems,
    Finish,
    Snooze,
    HandOver,
    RemindNow,
    NoReply,
    CallBack,
    CheckReferral,
    SendLinkAgain,
    *BESIDE,
    StartMeeting,
    StepMeeting,
)
"""Commands that change nothing that was agreed: what was done before them is still the last."""

UNDONE = "undone"
"""The field of a `Correction` of an answer that nobody gave: a proposal's yes, taken back."""

_ROWS = ("participants", "diary", "invitations", "consents", "promises", "sendings")
_NEVER_BACK = (
    *("milestones", "corrections", "answers", "questions", "closing", "wishes", "referral"),
    *("name", "clinician", "aftermath", "times", "options", "asked", "times_answers"),
)
"""What a change may not have touched: what somebody said or answered is never unsaid."""

Row = TypeVar("Row", bound="Changed")


# --- what is kept ------------------------------------------------------------------------------


def remember(
    context: Context,
    before: Case,
    after: Case,
    command: Command,
    written: tuple[Written, ...] = (),
) -> None:
    """Keep what is needed to undo this change, or that it cannot be, or forget what was kept.

    `written` are the contacts that it wrote.
    """
    if isinstance(command, QUIET):
        return
    if isinstance(command, Undo) or after.closing is not None:
        kept = context.ledger.earlier(after.id)
        if isinstance(command, Undo) and kept is not None:
            contacts.take_back(context, kept.contacts)
        context.ledger.put_earlier(after.id, None)
        return
    what = type(command).__name__
    last = Earlier(what=what, by=context.actor, at=context.now, after="", final=True)
    if isinstance(command, UNDOABLE) and not _said(before, after, command):
        last = replace(_earlier(last, before, after), contacts=written)
    context.ledger.put_earlier(after.id, last)


def _said(before: Case, after: Case, command: Command) -> bool:
    """Whether something was said that is never unsaid; the yes of a proposal is the office's."""
    names = set(_NEVER_BACK) - ({"answers"} if isinstance(command, AcceptProposal) else set())
    changed = any(getattr(before, name) != getattr(after, name) for name in names)
    changed = changed or sameness.pressed_in(before) != sameness.pressed_in(after)
    return changed or len(before.consents) != len(after.consents)


def _earlier(last: Earlier, before: Case, after: Case) -> Earlier:
    rows = (*_ROWS, "answers")
    known = {row.id for name in rows for row in getattr(before, name)}
    made = (row.id for name in rows for row in getattr(after, name) if row.id not in known)
    return replace(
        last,
        final=False,
        after=sameness.state_of(after),
        participants=_altered(before.participants, after.participants),
        meetings=_altered(before.diary, after.diary),
        invitations=_altered(before.invitations, after.invitations),
        consents=_altered(before.consents, after.consents),
        promises=_altered(before.promises, after.promises),
        sendings=_altered(_outgoing(before), _outgoing(after)),
        added=tuple(made),
        decide_by=before.decide_by,
    )


def _altered(before: Iterable[Row], after: Iterable[Row]) -> tuple[Row, ...]:
    """Those that are not as they were, as they were."""
    now = set(after)
    return tuple(row for row in before if row not in now)


def _outgoing(case: Case) -> tuple[Sending, ...]:
    """What travels to somebody; what staff are shown in the chat is never taken back."""
    return tuple(sending for sending in case.sendings if sending.channel is not Channel.CHAT)


def undone(context: Context, case: Case) -> str:
    """The name of the command that an undoing takes back, for the log."""
    kept = context.ledger.earlier(case.id)
    return kept.what if kept else ""


def may_come_back(context: Context, case: Case, meeting: Meeting) -> bool:
    """Whether a meeting that is off would be held after all by undoing the last change."""
    kept = context.ledger.earlier(case.id)
    if kept is None or kept.final or kept.after != sameness.state_of(case):
        return False
    was = any(before.id == meeting.id and before.alive for before in kept.meetings)
    return was and not _heard(case, kept)


def _heard(case: Case, kept: Earlier) -> list[Role]:
    """Who may have heard of the last change."""
    return [s.role for s in _outgoing(case) if s.id in kept.added and s.may_have_left]


# --- taking back -------------------------------------------------------------------------------


def undo(case: Case, pen: Pen, _command: Undo) -> Plan:
    """The case as it was before its last change; what it added is dropped and never leaves.

    `NothingToUndoError`; `CannotUndoError` where the last is of another kind, as an answer, a
    consent or a press in a meeting that runs;
    `AlreadyLeftError` where somebody may have heard of it, and `ChangedSinceError` where anything
    else has happened since, as a letter that was ticked off.
    """
    kept, run = pen.earlier(case.id), running.going_on(case)
    if run and run.steps and (kept is None or kept.at <= run.last_at):
        raise CannotUndoError(case.ref, StepMeeting.__name__)
    if kept is None:
        raise NothingToUndoError(case.ref)
    if kept.final:
        raise CannotUndoError(case.ref, kept.what)
    _check_may(pen, kept)
    heard = _heard(case, kept)
    if heard:
        raise AlreadyLeftError(case.ref, kept.what, heard[0])
    if kept.after != sameness.state_of(case):
        raise ChangedSinceError(case.ref, kept.what)
    restored = _restored(case, pen, kept)
    plan = Plan(case=restored, consequences=tuple(_told(case, restored, kept)))
    for meeting in _back_again(case, restored, kept):
        plan = judged(plan, pen, meeting, case.meeting(meeting.id))
    return plan


def _check_may(pen: Pen, kept: Earlier) -> None:
    """Whoever did it, and the office."""
    if pen.actor != kept.by and not pen.clinic.member(StaffId(pen.actor)).runs_office:
        raise NotAllowedError


def _restored(case: Case, pen: Pen, kept: Earlier) -> Case:
    """Every row as it was, and what was added ended; waits that it began end by themselves."""
    back = case.with_changed(
        *kept.participants, *kept.meetings, *kept.invitations, *kept.consents, *kept.sendings
    )
    settled = {p.id for p in case.promises if p.settled is not None}
    back = back.with_changed(*(p for p in kept.promises if p.id in settled))
    return replace(_without_added(back, pen, frozenset(kept.added)), decide_by=kept.decide_by)


def _without_added(case: Case, pen: Pen, added: frozenset[str]) -> Case:
    """Rows are never taken away: what was added never leaves, is called off, or has ended."""
    stale = (s for s in case.sendings if s.id in added and s.waiting)
    by = StaffId(pen.actor)
    unsaid = (
        Correction(field=UNDONE, before=answer.id, after="", at=pen.now, by=by)
        for answer in case.answers
        if answer.id in added
    )
    case = replace(case, corrections=(*case.corrections, *unsaid))
    return case.with_changed(
        *(replace(s, status=SendingStatus.DROPPED, done_at=pen.now) for s in stale),
        *(replace(i, cancelled_at=pen.now) for i in case.invitations if i.id in added),
        *(replace(m, cancelled_at=pen.now) for m in case.diary if m.id in added),
        *(
            replace(p, ended_at=pen.now, ended_why="removed", wanted_at=None)
            for p in case.participants
            if p.id in added
        ),
    )


def _back_again(case: Case, restored: Case, kept: Earlier) -> Iterator[Meeting]:
    """Meetings that get back another time, leader or link, or are held after all."""
    for meeting in kept.meetings:
        now = case.meeting(meeting.id)
        same = (now.window, now.leader, now.link, now.alive)
        if meeting.alive and same != (meeting.window, meeting.leader, meeting.link, meeting.alive):
            yield restored.meeting(meeting.id)


def _told(case: Case, restored: Case, kept: Earlier) -> Iterator[Consequence]:
    """Who hears after all what the change had taken away; it has been seen, and has no new text."""
    for sending in kept.sendings:
        if sending.waiting and not case.sending(sending.id).waiting:
            yield _again(restored, sending)


def _again(case: Case, sending: Sending) -> Consequence:
    invitations = [i for i in case.invitations if i.id == sending.invitation_id]
    answered = any(rules.present_answer(case, one) for one in invitations)
    facts = [f for f in (sending.facts, *(i.offered for i in invitations)) if f is not None]
    return Consequence(
        participant=case.participant(ParticipantId(sending.to)),
        channel=sending.channel,
        kind=sending.kind,
        must_answer=not answered,
        later=leaving.frozen(case, sending),
        window=facts[0].window,
        content=None,
    )
