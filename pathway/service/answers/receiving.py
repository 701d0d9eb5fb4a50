"""What comes to the organiser's mailbox: exact answers apply, all the rest is asked about (F15).

Each mail is taken once, by its key. Nothing is dropped, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import asking, promises, rules
from pathway.arrivals import Arrival, Handled, Sort
from pathway.commands import RecordAnswer
from pathway.identity import holds_birth_number
from pathway.model import Window
from pathway.outgoing import CARRIED
from pathway.public_mail import is_public
from pathway.questions import Doubt
from pathway.service.answers import lost_mail, stray_mail
from pathway.service.answers.answering import TEXT_LIMIT
from pathway.service.answers.questioning import asked, minutes_of, question_of
from pathway.service.answers.stray_mail import addresses
from pathway.service.deciding import execute
from pathway.times import Asked
from pathway.words import DOCTORS, AskedId, InvitationId, SendingId, Verdict
from pathway.workdays import wall_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Invitation
    from pathway.outgoing import Sending
    from pathway.service.context import Context

KEPT = timedelta(days=400)
"""How long a mail is known by its key: longer than any meeting is agreed ahead (P5)."""

MOST_NAMES = 20
"""Ids of one mail that are looked up; who names more, names nothing."""

CLOCKS = timedelta(hours=1)
"""So far apart may the clocks of two machines be."""

MOST_CASES = 5
"""Cases that are looked into for one address; who is in more is known by no address."""

_DOUBTS = {
    Sort.OUT_OF_OFFICE: Doubt.AWAY,
    Sort.UNDELIVERED: Doubt.UNDELIVERED,
    Sort.DELAYED: Doubt.DELAYED,
    Sort.UNREADABLE: Doubt.UNREADABLE,
    Sort.LETTER: Doubt.LETTER,
    Sort.MOVED: Doubt.MOVED,
    Sort.DELETED: Doubt.DELETED,
    Sort.TAKEN_OFF: Doubt.TAKEN_OFF,
    Sort.REWRITTEN: Doubt.REWRITTEN,
}
_WRITTEN = frozenset({Sort.LETTER, Sort.OUT_OF_OFFICE})
_Named = tuple[InvitationId | None, AskedId | None]


def receive(context: Context, arrival: Arrival) -> Handled:
    """Take one mail, in the running transaction; it is never refused for what it holds."""
    found, asked_id = _named(context, arrival)
    if not (found or asked_id or arrival.named) and arrival.sort in _WRITTEN:
        whose = _from_whom_we_asked(context, arrival)
        if whose is None:
            return Handled.LEFT  # without a trace: it may be read again
        found, asked_id = whose
    if not context.ledger.arrive(arrival.key, context.now):
        return Handled.REPEATED
    context.ledger.forget_arrivals(context.now - KEPT)
    if asked_id is not None:
        return _about_times(context, asked_id, arrival)
    return _about(context, found, arrival) if found else _nameless(context, arrival)


def _about(context: Context, found: InvitationId, arrival: Arrival) -> Handled:
    case = context.ledger.load_for(found, context.access)
    if case.removed:
        return Handled.KEPT  # no name comes back into it (P5)
    invitation = case.invitation(found)
    doubt = _doubt(case, invitation, arrival)
    if doubt is Doubt.SAYS_MORE:
        arrival = replace(arrival, proposed=_another_time(invitation, arrival))
    if doubt is None:
        return _answered(context, case, invitation, arrival)
    sent = case.sendings_of(invitation.id) if doubt is Doubt.UNDELIVERED else ()
    lost = lost_mail.lost(sent, arrival.attendee, arrival.messages)
    if lost is not None:
        return _bounced(context, case, lost, arrival)
    return _asked(context, case, invitation, (arrival, doubt))


def _named(context: Context, arrival: Arrival) -> _Named:
    names: list[InvitationId | SendingId] = [*arrival.invitations, *arrival.messages]
    found = context.ledger.invitation_of(names[:MOST_NAMES])
    return found, None if found else context.ledger.asked_of(names[:MOST_NAMES])


def _from_whom_we_asked(context: Context, arrival: Arrival) -> _Named | None:
    """What the sender was asked, in the one case where they were; both None where in several.

    None where nothing was mailed to that address: then it is nobody's business here.
    """
    sent = _sent_to(context, arrival.sender, arrival.at)
    if not sent or len({case.id for case, *_ in sent}) > 1:
        return None if sent == [] else (None, None)
    for case, about, _ in sent:
        if isinstance(about, Asked):
            return None, about.id
        if rules.present_answer(case, about) is None:
            return about.id, None
    return sent[0][1].id, None


def _sent_to(
    context: Context, address: str, at: datetime
) -> list[tuple[Case, Invitation | Asked, Sending]] | None:
    """What lives and was mailed to this address before then, with the last message of each.

    None where it is known from so many cases that none of them says anything.
    """
    refs = context.ledger.cases_at(address) if address else ()
    if len(refs) > MOST_CASES:
        return None
    found: list[tuple[Case, Invitation | Asked, Sending]] = []
    for ref in refs:
        case = context.ledger.load(ref, context.access)
        living: list[Invitation | Asked] = list(stray_mail.asked_in(case, context.now))
        living += [one for one in case.asked if one.ended_at is None]
        for about in living:
            rows = _messages(case, about)
            left = [row for row in rows if row.done_at and row.done_at < at + CLOCKS]
            last = lost_mail.lost(left, address)
            found += [(case, about, last)] if last else []
    return found


def _messages(case: Case, about: Invitation | Asked) -> Iterable[Sending]:
    if isinstance(about, Asked):
        return asking.messages_of(case, about)
    return case.sendings_of(about.id)


def _doubt(case: Case, invitation: Invitation, arrival: Arrival) -> Doubt | None:
    """Why a person must judge it; None for an answer of the one who was asked, and only that."""
    if arrival.sort is not Sort.ANSWER:
        return _DOUBTS[arrival.sort]
    untimed = arrival.verdict is Verdict.NEW_TIME and arrival.proposed is None
    if arrival.verdict is None or untimed or arrival.invitations[:1] != (invitation.id,):
        return Doubt.NO_ANSWER
    if not _from_the_one_asked(case, invitation, arrival):
        return Doubt.STRANGER
    more = arrival.says_more or _another_time(invitation, arrival) is not None
    return Doubt.SAYS_MORE if more and arrival.verdict is Verdict.ACCEPTED else None


def _another_time(invitation: Invitation, arrival: Arrival) -> Window | None:
    """When the answered event is, where that is not what the present revision offered.

    Calendars may leave out both times, or the end alone.
    """
    if invitation.offered is None or arrival.sequence != invitation.sequence:
        return None
    offered, starts = invitation.offered.window, arrival.starts or invitation.offered.window.start
    ends = arrival.ends if arrival.ends and arrival.ends > starts else None
    found = Window(start=starts, end=ends or starts + (offered.end - offered.start))
    return None if found == offered else found


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
    perhaps = arrival.says_more and arrival.verdict is Verdict.TENTATIVE
    if outcome.answer is None:
        return Handled.ASKED
    if unfit or perhaps or arrival.to_read:  # its words tell what it hangs on, or are not all kept
        _asked(context, outcome.case, invitation, (arrival, Doubt.LETTER))
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


def _bounced(context: Context, case: Case, row: Sending, arrival: Arrival) -> Handled:
    after = lost_mail.bounced(case, context, row, arrival.reason)
    if after is None:
        return Handled.KEPT
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
    if arrival.sort is Sort.UNDELIVERED:
        lost = lost_mail.lost(sent, arrival.attendee, arrival.messages)
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


def _nameless(context: Context, arrival: Arrival) -> Handled:
    """It names nothing that we know: a failure may be known by whom it was to, as nothing else."""
    if arrival.sort is Sort.UNDELIVERED:
        sent = _sent_to(context, arrival.attendee, arrival.at) or ()
        if len(sent) == 1:
            ((case, _, lost),) = sent
            return _bounced(context, case, lost, arrival)
    return _stray(context, arrival)


def _stray(context: Context, arrival: Arrival) -> Handled:
    """It belongs to no case that we know: whoever runs the office looks at it."""
    doubt = Doubt.NO_ANSWER if arrival.sort is Sort.ANSWER else _DOUBTS[arrival.sort]
    stray_mail.take(context, question_of(context.pen(pressed=False), arrival, doubt, None))
    return Handled.ASKED
