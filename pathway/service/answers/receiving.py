"""What comes to the organiser's mailbox: exact answers apply, all the rest is asked about (F15).

Each mail is taken once, by its key. Nothing is dropped, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import asking, promises
from pathway.arrivals import Arrival, Handled, Sort
from pathway.commands import RecordAnswer
from pathway.identity import holds_birth_number
from pathway.model import Window
from pathway.outgoing import CARRIED, Sending, SendingStatus
from pathway.public_mail import is_public
from pathway.questions import Doubt
from pathway.service.answers import stray_mail
from pathway.service.answers.answering import TEXT_LIMIT
from pathway.service.answers.questioning import asked, minutes_of, question_of
from pathway.service.answers.stray_mail import addresses
from pathway.service.daemon.undelivered import not_arrived
from pathway.service.deciding import execute
from pathway.words import DOCTORS, AskedId, Channel, InvitationId, SendingId, Verdict
from pathway.workdays import wall_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.case import Case
    from pathway.model import Invitation
    from pathway.service.context import Context

KEPT = timedelta(days=400)
"""How long a mail is known by its key: longer than any meeting is agreed ahead (P5)."""

MOST_NAMES = 20
"""Ids of one mail that are looked up; who names more, names nothing."""

_DOUBTS = {
    Sort.OUT_OF_OFFICE: Doubt.AWAY,
    Sort.UNDELIVERED: Doubt.UNDELIVERED,
    Sort.DELAYED: Doubt.DELAYED,
    Sort.UNREADABLE: Doubt.UNREADABLE,
    Sort.LETTER: Doubt.LETTER,
    Sort.MOVED: Doubt.MOVED,
    Sort.DELETED: Doubt.DELETED,
}
_YES = frozenset({Verdict.ACCEPTED, Verdict.TENTATIVE})


def receive(context: Context, arrival: Arrival) -> Handled:
    """Take one mail, in the running transaction; it is never refused for what it holds."""
    if not context.ledger.arrive(arrival.key, context.now):
        return Handled.REPEATED
    context.ledger.forget_arrivals(context.now - KEPT)
    names: list[InvitationId | SendingId] = [*arrival.invitations, *arrival.messages]
    found = context.ledger.invitation_of(names[:MOST_NAMES])
    if found is None:
        asked_id = context.ledger.asked_of(names[:MOST_NAMES])
        return _about_times(context, asked_id, arrival) if asked_id else _stray(context, arrival)
    case = context.ledger.load_for(found, context.access)
    if case.removed:
        return Handled.KEPT  # no name comes back into it (P5)
    invitation = case.invitation(found)
    doubt = _doubt(case, invitation, arrival)
    if doubt is None:
        return _answered(context, case, invitation, arrival)
    sent = case.sendings_of(invitation.id) if doubt is Doubt.UNDELIVERED else ()
    lost = _lost(sent, arrival)
    if lost is not None:
        return _bounced(context, case, lost, arrival)
    return _asked(context, case, invitation, (arrival, doubt))


def _doubt(case: Case, invitation: Invitation, arrival: Arrival) -> Doubt | None:
    """Why a person must judge it; None for an answer of the one who was asked, and only that."""
    if arrival.sort is not Sort.ANSWER:
        return _DOUBTS[arrival.sort]
    untimed = arrival.verdict is Verdict.NEW_TIME and arrival.proposed is None
    if arrival.verdict is None or untimed or arrival.invitations[:1] != (invitation.id,):
        return Doubt.NO_ANSWER
    if not _from_the_one_asked(case, invitation, arrival):
        return Doubt.STRANGER
    return Doubt.SAYS_MORE if arrival.says_more and arrival.verdict in _YES else None


def _from_the_one_asked(case: Case, invitation: Invitation, arrival: Arrival) -> bool:
    """Sent by the one who was asked, or for a doctor from the doctor's own house: offices answer.

    ATTENDEE alone is not enough: anybody may write it, and be a customer of a public mail service.
    """
    own = addresses(case, invitation)
    if arrival.sender in own:
        return True
    doctor = case.participant(invitation.participant_id).role in DOCTORS
    house = arrival.sender.rpartition("@")[2]
    beside = house in {address.rpartition("@")[2] for address in own} and not is_public(house)
    return doctor and arrival.attendee in own and beside


# --- what applies ---------------------------------------------------------------------------------


def _answered(context: Context, case: Case, invitation: Invitation, arrival: Arrival) -> Handled:
    """The answer of the one who was asked, in whose name it is kept; old ones are history (F15)."""
    guest = replace(context, actor=invitation.participant_id)
    unfit = holds_birth_number(arrival.comment)
    outcome = execute(guest, _as_answer(context, case, invitation, arrival, unfit=unfit))
    if unfit:  # its words are not kept, so that somebody must read them where they are
        _asked(context, outcome.case, invitation, (arrival, Doubt.LETTER))
    if outcome.answer is None:
        return Handled.ASKED
    return Handled.APPLIED if outcome.answer.counts else Handled.KEPT


def _as_answer(
    context: Context, case: Case, invitation: Invitation, arrival: Arrival, *, unfit: bool
) -> RecordAnswer:
    zone = case.meeting(invitation.meeting_id).zone
    window = arrival.proposed
    return RecordAnswer(
        ref=case.ref,
        invitation_id=invitation.id,
        verdict=arrival.verdict or Verdict.TENTATIVE,
        channel=arrival.channel,
        evidence=f"{arrival.channel} {arrival.key[:12]}",
        revision=max(arrival.sequence or 0, 0) + 1,
        text="" if unfit else arrival.comment[:TEXT_LIMIT],
        proposed=wall_time(window.start, zone) if window else None,
        proposed_minutes=minutes_of(window) if window else 0,
        stamp=min(arrival.stamp or arrival.at, arrival.at, context.now),
        at=arrival.at,
    )


# --- what did not arrive --------------------------------------------------------------------------


def _lost(sent: Iterable[Sending], arrival: Arrival) -> Sending | None:
    """The message that did not arrive: the one that is named, else the last that was mailed.

    None where the report is about another recipient: what we wrote to may be an alias of several,
    and the one who was asked has it all the same (F6).
    """
    mailed = [
        row
        for row in sent
        if row.channel is Channel.MAIL and row.attempts and row.status is not SendingStatus.DROPPED
    ]
    named = [row for row in mailed if row.id in arrival.messages]
    to = arrival.attendee
    theirs = [row for row in named or mailed if not to or row.address.lower() == to]
    return next(reversed(theirs), None)


def _bounced(context: Context, case: Case, row: Sending, arrival: Arrival) -> Handled:
    """As when the other side refuses it: the secretary rings, or puts the address right (D4)."""
    person = next(p for p in case.participants if p.id == row.to)
    moved = person.email.lower() != row.address.lower()
    if row.status is SendingStatus.GIVEN_UP or moved:
        return Handled.KEPT  # known, or of an address that nobody writes to any more
    lost = replace(
        row,
        status=SendingStatus.GIVEN_UP,
        error=arrival.reason,
        leased_until=None,
        done_at=context.now,
    )
    after = not_arrived(case.with_changed(lost), context, lost, for_good=True)
    _save(context, after)
    return Handled.APPLIED


# --- what is asked about --------------------------------------------------------------------------


def _asked(context: Context, case: Case, about: Invitation, what: tuple[Arrival, Doubt]) -> Handled:
    pen = context.pen(pressed=False)
    question = question_of(pen, *what, about.id)
    if question.doubt is Doubt.MOVED:
        question = replace(question, proposed=_moved_to(case, about, question.proposed))
    _save(context, asked(case, pen, question, about))
    return Handled.ASKED


def _about_times(context: Context, asked_id: AskedId, arrival: Arrival) -> Handled:
    """What is said by mail of which times suit: the secretary judges all of it."""
    case = context.ledger.load_for(asked_id, context.access)
    if case.removed:
        return Handled.KEPT
    about = case.asked_about(asked_id)
    sent = asking.messages_of(case, about)
    lost = _lost(sent, arrival) if arrival.sort is Sort.UNDELIVERED else None
    if lost is not None:
        return _bounced(context, case, lost, arrival)
    written = arrival.sort in {Sort.ANSWER, Sort.LETTER}
    known = {row.address.lower() for row in sent if row.channel in CARRIED}
    known.add(case.participant(about.participant_id).email.lower())
    doubt = Doubt.NO_ANSWER if written else _DOUBTS[arrival.sort]
    if written and arrival.sender not in known:
        doubt, arrival = Doubt.STRANGER, replace(arrival, comment="")
    pen = context.pen(pressed=False)
    question = replace(question_of(pen, arrival, doubt, None), asked_id=asked_id, revision=0)
    _save(context, asked(case, pen, question, about))
    return Handled.ASKED


def _moved_to(case: Case, about: Invitation, to: Window | None) -> Window | None:
    """The whole meeting, moved as far as this part was; None where the part has another length."""
    held = about.offered.window if about.offered is not None else None
    if to is None or held is None or to.end - to.start != held.end - held.start:
        return None
    far, whole = to.start - held.start, case.meeting(about.meeting_id).window
    return Window(start=whole.start + far, end=whole.end + far)


def _save(context: Context, case: Case) -> None:
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.save(case, context.access, what="arrived")


def _stray(context: Context, arrival: Arrival) -> Handled:
    """It belongs to no case that we know: whoever runs the office looks at it."""
    doubt = Doubt.NO_ANSWER if arrival.sort is Sort.ANSWER else _DOUBTS[arrival.sort]
    stray_mail.take(context, question_of(context.pen(pressed=False), arrival, doubt, None))
    return Handled.ASKED
