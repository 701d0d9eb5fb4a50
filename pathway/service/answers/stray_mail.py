"""Mails of no case: the office hears of them, ties each to its case, or ticks it off (D4, F15).

Nothing is tied by itself: that an address is somebody's in a case is a suggestion.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises, rules, workdays
from pathway.errors import NobodyAskedError, PathwayClosedError, QuestionSettledError
from pathway.messages import leaves_at
from pathway.model import Settled
from pathway.outgoing import CARRIED, Content, Hours, Sending, SendingKind
from pathway.owed.terms import living
from pathway.ports import DigestLine, Notice
from pathway.questions import STRAYS, Doubt, Match, Question
from pathway.service.answers import lost_mail
from pathway.service.answers.questioning import asked, joined
from pathway.service.context import Outcome, opened
from pathway.words import CaseRef, Channel, QuestionId, SendingId, SettledHow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pathway.case import Case
    from pathway.clinic import Staff
    from pathway.commands import SettleStray, TieStray
    from pathway.model import Invitation
    from pathway.service.context import Context


# --- told -----------------------------------------------------------------------------------------


def take(context: Context, new: Question) -> None:
    """Keep a mail of no case, and tell those who run the office how many there are."""
    context.ledger.put_stray(joined(context.ledger.strays(), new))
    for person in context.clinic.staff:
        if person.runs_office:
            _tell(context, person)


def _tell(context: Context, person: Staff) -> None:
    """One notice at a time: the next is told when this one has been read (D4)."""
    for row in context.ledger.waiting_chat(person.id):
        if row.why == STRAYS and not row.may_have_left:
            context.ledger.put_sending(replace(row, content=_content(context)))
            return
    context.ledger.put_sending(
        Sending(
            id=SendingId(context.new_id()),
            clinic_id=context.clinic.id,
            case_id=None,
            to=person.id,
            role=context.clinic.role_of(person.id),
            channel=Channel.CHAT,
            kind=SendingKind.NOTICE,
            content=_content(context),
            why=STRAYS,
            created_at=context.now,
            not_before=leaves_at(context.pen(pressed=False), Hours.WORKING),
        )
    )


def renewed(context: Context, notice: Sending) -> Sending | None:
    """The notice as true as it is now; None where every such mail has been seen to."""
    if notice.why != STRAYS:
        return notice
    return replace(notice, content=_content(context)) if context.ledger.strays() else None


def digest_line(context: Context, staff_id: str) -> DigestLine | None:
    """How many there are, for the digest of one who runs the office; None where there are none."""
    if not context.clinic.member(staff_id).runs_office or not context.ledger.strays():
        return None
    said = _content(context)
    return DigestLine(ref=CaseRef(""), text=said.subject, promise_id=STRAYS, actions=said.actions)


def stands(context: Context, since: datetime) -> bool:
    """Whether any that came up to this moment is open still."""
    return any(stray.since <= since for stray in context.ledger.strays())


def lies_over(context: Context) -> bool:
    """Whether any came before today, so that a day's digest is due for it alone."""
    zone = context.clinic.zone
    days = (workdays.local_date(stray.since, zone) for stray in context.ledger.strays())
    return any(day < context.today for day in days)


def _content(context: Context) -> Content:
    count = str(len(context.ledger.strays()))
    notice = Notice(name="strays", ref=CaseRef(""), values={"count": count})
    return replace(context.texts.notice(notice), held=(STRAYS,))


# --- whose it may be ------------------------------------------------------------------------------


def matches(cases: Iterable[Case], stray: Question, now: datetime) -> tuple[Match, ...]:
    """The invitations whose owner has the mail's address, those that wait for an answer first."""
    found = [
        (rules.present_answer(case, invitation) is not None, case.ref, invitation)
        for case in cases
        if case.closing is None
        for invitation in asked_in(case, now)
        if stray.sender and stray.sender in addresses(case, invitation)
    ]
    found.sort(key=lambda one: one[:2])
    return tuple(Match(ref=ref, invitation_id=one.id) for _, ref, one in found)


def asked_in(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """The invitations that a mail may be about: to meetings that are still to come."""
    return tuple(invitation for _, invitation, _ in living(case, now))


def addresses(case: Case, invitation: Invitation) -> frozenset[str]:
    """Where this invitation was sent, and where its owner is reached now."""
    sent = {s.address for s in case.sendings_of(invitation.id) if s.channel in CARRIED}
    own = case.participant(invitation.participant_id).email
    return frozenset(address.lower() for address in (*sent, own) if address)


# --- settled --------------------------------------------------------------------------------------


def settle_stray(context: Context, command: SettleStray) -> Outcome:
    """A mail of no case is seen to, and its sender forgotten (P5); `QuestionSettledError`."""
    _forget(context, _open(context, command.question_id))
    return Outcome()


def tie_stray(context: Context, command: TieStray) -> Outcome:
    """The mail becomes a question of this case, about this invitation; or what was mailed is lost.

    `QuestionSettledError` where somebody was quicker, `NobodyAskedError` where the invitation is to
    no meeting that is still to come, `PathwayClosedError`.
    """
    stray = _open(context, command.question_id)
    before = opened(context, command.ref)
    if before.closing is not None:
        raise PathwayClosedError
    coming = asked_in(before, context.now)
    about = next((one for one in coming if one.id == command.invitation_id), None)
    if about is None:
        raise NobodyAskedError(command.ref)
    failed = stray.doubt is Doubt.UNDELIVERED and bool(stray.sender)
    lost = failed and lost_mail.lost(before.sendings_of(about.id), stray.sender)
    if lost:
        case = lost_mail.bounced(before, context, lost, stray.reason) or before
    else:
        case = asked(before, context.pen(), _tied(context, before, stray, about), about)
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    _forget(context, stray)
    context.ledger.save(case, context.access, what="TieStray")
    return Outcome(after=case, before=before)


def _tied(context: Context, case: Case, stray: Question, about: Invitation) -> Question:
    """The same mail, waiting from now on; the revision that it answered was of another event."""
    known = stray.verdict is None or stray.sender in addresses(case, about)
    return replace(
        stray,
        id=QuestionId(context.new_id()),
        invitation_id=about.id,
        doubt=stray.doubt if known else Doubt.STRANGER,
        since=context.now,
        revision=0,
    )


def _open(context: Context, wanted: QuestionId) -> Question:
    for stray in context.ledger.strays():
        if stray.id == wanted:
            return stray
    raise QuestionSettledError


def _forget(context: Context, stray: Question) -> None:
    ended = Settled(how=SettledHow.DONE, at=context.now)
    context.ledger.put_stray(replace(stray, sender="", sender_name="", comment="", settled=ended))
