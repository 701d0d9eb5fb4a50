"""By which ways a message reaches its owner: the letter, and what is quicker (R20, D3, P6, F18).

An invitation has one channel; a patient who is written to on paper gets a text message beside it,
and one who is mailed gets the letter that says what the meeting is (R12). A doctor who is mailed is
told by secure message whom it concerns, which the mail may not say (R11, P1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.leaving import FACTUAL
from pathway.model import Invitation, Participant
from pathway.outgoing import Hours, SendingKind, SendingStatus
from pathway.times import Asked
from pathway.words import DOCTORS, Channel, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

LETTER_DAYS = 5
"""Working days that a letter may take; what must be known before is told by phone as well."""

_CALL_STEP = 2
"""The step of the reminders at which everybody gets link and reminder (D3)."""

_TEXTED = frozenset({Role.PATIENT, Role.RELATIVE, Role.INTERPRETER})
_NEEDED = frozenset(
    {SendingKind.INVITATION, SendingKind.UPDATE, SendingKind.CANCELLATION, SendingKind.LINK}
)
"""What is of no use after the meeting."""

_AT_ONCE = frozenset({Channel.SMS, Channel.PHONE})
_SLOW = frozenset({Channel.LETTER, Channel.SECURE_MESSAGE})

_TELLS_AGAIN = frozenset({SendingKind.INVITATION, SendingKind.UPDATE, SendingKind.CANCELLATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be told: its kind, when it is written, and the start before which it is needed.

    Nobody is rung about what is over at `until`, where it can be.
    """

    kind: SendingKind
    at: datetime
    before: datetime
    until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nobody can make use of hearing it at once."""
        return self.until is not None and self.until <= self.at

    @property
    def has_begun(self) -> bool:
        """Whether they are to be there by now."""
        return self.before <= self.at and not self.is_over


def may_text(person: Participant) -> bool:
    """Whether this person can be sent a text message, and has not reserved against it (P6)."""
    return person.role in _TEXTED and bool(person.phone) and not person.no_sms


def way_to(clinic: Clinic, person: Participant) -> Channel:
    """The channel of this person's invitations; only the patient needs a letter besides (R16)."""
    way = clinic.channel_for(person.role, person.email)
    texted = person.role is not Role.PATIENT and may_text(person)
    return Channel.SMS if way is Channel.LETTER and texted else way


def ways(case: Case, clinic: Clinic, invitation: Invitation, wanted: Wanted) -> tuple[Channel, ...]:
    """Every channel by which this message goes to its owner, the written ones first.

    What is told of today's meeting also goes by what reaches them now: SMS or a call (P6, F18).
    Once it has begun nothing goes by letter beside that. Staff hear in their chat.
    """
    usual = _usual(case, clinic, invitation, wanted)
    person = case.participant(invitation.participant_id)
    if not _is_today(clinic, wanted) or person.role is Role.CLINICIAN:
        return usual
    quick = None if _AT_ONCE & set(usual) else _quick(clinic, person, wanted)
    found = (*usual, quick) if quick else usual
    in_time = tuple(way for way in found if way not in _SLOW)
    return in_time if in_time and wanted.has_begun else found


def _is_today(clinic: Clinic, wanted: Wanted) -> bool:
    """Whether it is about a meeting that is today, so that nobody can wait for it to be read."""
    today, met = (workdays.local_date(at, clinic.zone) for at in (wanted.at, wanted.before))
    near = today == met or wanted.has_begun
    return wanted.kind in _NEEDED and near and not wanted.is_over


def _usual(
    case: Case, clinic: Clinic, invitation: Invitation, wanted: Wanted
) -> tuple[Channel, ...]:
    person = case.participant(invitation.participant_id)
    own = invitation.channel
    if own is Channel.SMS:
        return (_quick(clinic, person, wanted) or Channel.LETTER,)
    if person.role in DOCTORS:
        silent = own is Channel.MAIL and wanted.kind in FACTUAL
        untold = silent and not knows_whom(case, invitation)
        return (own, Channel.SECURE_MESSAGE) if untold else (own,)
    if person.role is not Role.PATIENT:
        late = letter_is_late(clinic, wanted) and not wanted.is_over
        rung = own is Channel.LETTER and person.phone and late
        return (own, Channel.PHONE) if rung else (own,)
    owed = wanted.kind in FACTUAL and not letter_left(case, invitation)
    if own is Channel.MAIL:
        return (own, Channel.LETTER) if owed else (own,)
    again = wanted.kind in _TELLS_AGAIN and letter_left(case, invitation)
    again = again and not (wanted.kind is SendingKind.INVITATION and _letter_says(case, invitation))
    late = letter_is_late(clinic, wanted)
    quick = _quick(clinic, person, wanted)
    if quick is Channel.PHONE and not (late or wanted.kind is SendingKind.REMINDER):
        quick = None
    if quick and late and wanted.kind is SendingKind.CANCELLATION:
        return (quick,)
    found = [Channel.LETTER] if owed or again or quick is None else []
    return (*found, quick) if quick else tuple(found)


def letter_is_late(clinic: Clinic, wanted: Wanted) -> bool:
    """Whether what must be known would come too late by post."""
    today, met = (workdays.local_date(at, clinic.zone) for at in (wanted.at, wanted.before))
    return wanted.kind in _NEEDED and workdays.add(today, LETTER_DAYS) > met


def reminds(case: Case, invitation: Invitation, number: int, days: int) -> bool:
    """Whether this step of the patient's reminders is worth taking on the channel there is (D3).

    A text message or mail reminds each time, a call once, at the step `number` that everybody has,
    and a letter only while it arrives in time. `days` are working days before the meeting.
    """
    person = case.participant(invitation.participant_id)
    by_letter = person.role is Role.PATIENT and invitation.channel is Channel.LETTER
    if not by_letter or may_text(person):
        return True
    if not person.phone:
        return days >= LETTER_DAYS
    return number == _CALL_STEP


def _letter_says(case: Case, invitation: Invitation) -> bool:
    """Whether the last letter that left says what is offered now: nobody posts it twice (F7)."""
    own = case.sendings_of(invitation.id)
    letters = [s for s in own if s.channel is Channel.LETTER and s.may_have_left]
    return bool(letters) and letters[-1].facts == invitation.offered


def letter_left(case: Case, invitation: Invitation) -> bool:
    """Whether its owner has been sent a letter that says what this meeting is (R12).

    Also where it was beside an invitation to a mailbox that was not theirs.
    """
    meeting, owner = invitation.meeting_id, invitation.participant_id
    own = (i for i in case.invitations_to(meeting) if i.participant_id == owner)
    return any(
        s.channel is Channel.LETTER and s.kind in FACTUAL and s.may_have_left
        for one in own
        for s in case.sendings_of(one.id)
    )


def knows_whom(case: Case, asked: Invitation | Asked) -> bool:
    """Whether a doctor who is mailed has been, or is to be, told whom it concerns (R11).

    Once by the same reference is enough: for a question of times, or for the invitation. What they
    were asked by secure message, before there was an address, lies in the record that it is about.
    """
    times = {one.id for one in case.asked if one.participant_id == asked.participant_id}
    known = times | {asked.id}
    if isinstance(asked, Asked):
        own = (i.id for i in case.invitations if i.participant_id == asked.participant_id)
        known = known.union(own)
    return any(
        s.channel is Channel.SECURE_MESSAGE and s.status is not SendingStatus.DROPPED
        for s in case.sendings
        if {s.invitation_id, s.asked_id} & known
    )


def kind_by(case: Case, invitation: Invitation, kind: SendingKind, channel: Channel) -> SendingKind:
    """What the message is on this channel: the patient's first letter invites (R12).

    A doctor's secure message beside a mail says only whom the mail is about (R11).
    """
    person = case.participant(invitation.participant_id)
    beside = channel is Channel.SECURE_MESSAGE and channel is not invitation.channel
    if person.role in DOCTORS and beside:
        return SendingKind.ABOUT_WHOM
    told = kind in FACTUAL and channel is Channel.LETTER and person.role is Role.PATIENT
    return SendingKind.INVITATION if told and not letter_left(case, invitation) else kind


def _quick(clinic: Clinic, person: Participant, wanted: Wanted) -> Channel | None:
    """A text message where it may be sent in time, else a call, else nothing (P6, F18).

    One that would have to wait until the meeting's own day comes too late.
    """
    opens, closes = clinic.work_from, clinic.work_to
    leaves = workdays.next_leave(wanted.at, Hours.SMS, clinic.zone, opens, closes)
    day, met = (workdays.local_date(at, clinic.zone) for at in (leaves, wanted.before))
    if may_text(person) and (day < met or leaves == wanted.at):
        return Channel.SMS
    return Channel.PHONE if person.phone and not wanted.is_over else None
