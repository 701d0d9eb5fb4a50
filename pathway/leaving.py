"""Whether a message may still leave, judged against the case at that moment (D2, D4b, F3, F5).

What a recipient holds is what last reached them; everything else is measured by that.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import agenda, awaited, offers, rules, underway
from pathway.model import Answer, Facts, Invitation, Meeting
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.rules import Unmet
from pathway.words import DOCTORS, Channel, MeetingKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.words import PromiseId

FACTUAL = frozenset(
    {SendingKind.INVITATION, SendingKind.UPDATE, SendingKind.LINK, SendingKind.STANDS}
)
"""Kinds that tell when and where, ask for an answer and start a ladder."""

REMINDING = frozenset({SendingKind.REMINDER, SendingKind.STILL_STANDS})
"""Kinds of which an invitation has at most one a day (D4)."""

LET_IN = "F18"
"""Why a link was sent again: it leaves until the meeting's end, since its owner does not get in."""

_CHANGING = frozenset({SendingKind.UPDATE, SendingKind.LINK})

_FIRST_TO_HEAR = DOCTORS | {Role.CLINICIAN}


def last_told(
    case: Case, invitation: Invitation, *, besides: Sending | None = None
) -> tuple[Sending, Facts] | None:
    """The last message that may have reached the owner with time and place, or None (F6)."""
    return next(_may_hold(case, invitation, besides), None)


def _may_hold(
    case: Case, invitation: Invitation, besides: Sending | None = None
) -> Iterator[tuple[Sending, Facts]]:
    """Every message that may be what its owner holds, the newest first.

    What was tried and has no receipt, whether it waits or was dropped for something newer, may
    have arrived, or what was told before may still stand.
    """
    for sending in reversed(case.sendings_of(invitation.id)):
        if besides is not None and sending.id == besides.id:
            continue
        if sending.kind in FACTUAL and sending.may_have_left and sending.facts is not None:
            yield sending, sending.facts
            if sending.status is SendingStatus.SENT:
                return


def not_over(case: Case, invitation: Invitation, now: datetime) -> Facts | None:
    """The newest of what its owner may hold whose time is not over, or None (R19, F5).

    A mail that told of an earlier time and perhaps never came leaves the later one standing. While
    the meeting runs they wait for a minute (F18); their calendar has what it had.
    """
    return next((told for told in _held(case, invitation) if told.window.end > now), None)


def _held(case: Case, invitation: Invitation) -> tuple[Facts, ...]:
    """What its owner may go by: the minute of a meeting that runs, and what the calendar has."""
    rows = [told for _, told in _may_hold(case, invitation)]
    return (*(awaited.as_awaited(case, invitation, told) for told in rows), *rows)


def last_answer(case: Case, invitation: Invitation) -> Answer | None:
    """The last thing that its owner has answered and that counts, to whatever was offered then."""
    counted = (a for a in reversed(case.answers_to(invitation.id)) if a.counts)
    return next(counted, None)


def may_hold_another_time(
    case: Case, invitation: Invitation, facts: Facts, *, besides: Sending | None = None
) -> bool:
    """Whether the owner has been told of a time that is not this one, and may go by it."""
    held = _may_hold(case, invitation, besides)
    return any(told.window != facts.window for _, told in held)


def unsure(case: Case, invitation: Invitation) -> bool:
    """Whether nobody knows what its owner holds: what was tried last was dropped for newer facts.

    It may have arrived all the same, so it is no reason for silence, whatever it said.
    """
    told = last_told(case, invitation)
    return told is not None and told[0].status is SendingStatus.DROPPED


def left_behind(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """What those who are gone still hold: a time to come of a meeting that has begun (F5, F14).

    It was moved to an earlier time that they were never told of, and their calendar has the old
    one; or it runs late, and they were told a later minute (F18).
    """
    gone = {person.id for person in case.participants if person.ended_at is not None}
    begun = {m.id for m in case.diary if not m.cancelled_at and m.starts_at <= now}
    held = (i for i in case.invitations if i.participant_id in gone and i.meeting_id in begun)
    return tuple(i for i in held if not i.cancelled_at and _is_to_come(case, i, now))


def _is_to_come(case: Case, invitation: Invitation, now: datetime) -> bool:
    return any(told.window.start > now for told in _held(case, invitation))


def done_without(case: Case, invitation: Invitation) -> bool:
    """Whether the meeting is held without this doctor, who never said yes (D2).

    Such a doctor hears no more of it but that it moves or is off; a late yes counts as any other.
    """
    meeting = case.meeting(invitation.meeting_id)
    doctor = case.participant(invitation.participant_id).role is Role.GP
    return doctor and bool(meeting.without_gp) and not rules.accepts(case, invitation)


def hears_first(case: Case, invitation: Invitation) -> bool:
    """Whether the owner hears of a move at once: doctors and clinicians (F5)."""
    return case.participant(invitation.participant_id).role in _FIRST_TO_HEAR


def must_wait(case: Case, invitation: Invitation) -> bool:
    """After a move all but doctors and clinicians hear only after the GP's new yes (D4b, F5)."""
    if hears_first(case, invitation):
        return False
    meeting = case.meeting(invitation.meeting_id)
    if rules.gp_yes(case, meeting):
        return False
    asked = any(case.live_invitation(p.id, meeting.id) for p in case.present(Role.GP))
    return asked or meeting.kind is MeetingKind.SHM1


def still_true(case: Case, sending: Sending, now: datetime, owed: Container[PromiseId]) -> bool:
    """Whether what a message says still holds; `owed` are the promises that are open."""
    if sending.invitation_id is None or sending.kind is SendingKind.CANCELLATION:
        until = rung_until(sending)
        still = sending.asked_id is None or offers.still_asked(case, sending, now, owed)
        return still and (until is None or until > now)
    invitation = case.invitation(sending.invitation_id)
    minute = sending.kind is SendingKind.NEW_MINUTE
    gone = case.participant(invitation.participant_id).ended_at is not None
    if minute or gone or _over(case, invitation, sending, now):
        still = minute and not gone and invitation.cancelled_at is None
        goes_on = underway.over_at(case, case.meeting(invitation.meeting_id)) > now
        return still and goes_on and awaited.still_told(case, sending)
    if sending.kind is SendingKind.ABOUT_WHOM:
        return True
    if sending.revision != invitation.revision:
        return False
    if sending.promise_id is None:
        return sending.facts == invitation.offered
    return sending.promise_id in owed and not _followed(case, sending)


def rung_until(sending: Sending) -> datetime | None:
    """When a call that something is off is too late: at the end of what it was; else None."""
    rung = sending.kind is SendingKind.CANCELLATION and sending.channel is Channel.PHONE
    return sending.facts.window.end if rung and sending.facts else None


def _over(case: Case, invitation: Invitation, sending: Sending, now: datetime) -> bool:
    """Whether nobody can make use of it any more."""
    meeting = case.meeting(invitation.meeting_id)
    over = not meeting.alive or too_late_from(case, meeting, sending) <= now
    facts = sending.facts
    old = sending.why == LET_IN and facts is not None and facts.link != meeting.link
    return over or old or invitation.cancelled_at is not None


def too_late_from(case: Case, meeting: Meeting, sending: Sending) -> datetime:
    """From when a message is of no use: a change, and what is written then, until it is over.

    Else from its start: nobody is reminded then, and no letter arrives in time (F3, F18).
    """
    told = sending.kind in _CHANGING or sending.created_at >= meeting.starts_at
    told = told and sending.promise_id is None
    quick = sending.channel not in {Channel.LETTER, Channel.SECURE_MESSAGE}
    return underway.over_at(case, meeting) if told and quick else meeting.starts_at


def _followed(case: Case, sending: Sending) -> bool:
    """Whether a later reminder says the same: missed ones collapse into the last (F3, F11)."""
    own = [s for s in case.sendings if s.invitation_id == sending.invitation_id]
    later = own[own.index(sending) + 1 :]
    return any(s.kind in REMINDING and (s.waiting or s.may_have_left) for s in later)


def frozen(case: Case, sending: Sending) -> bool:
    """Whether a gate that has closed again holds the message back (D2).

    Gates guard the first message to somebody, and what goes beside it on another channel or
    reminds of it before it has left; a new time waits for the GP's yes as long, also when it was
    tried before and failed. What tells of a time that has been given up since does not leave
    either (F5, F13). Nobody is asked to a part without the consent for it (R16b). A new minute is
    told to whoever has heard of the meeting, or said that they come.
    """
    minute = sending.kind is SendingKind.NEW_MINUTE
    if sending.invitation_id is None or not (minute or sending.kind in FACTUAL | REMINDING):
        return False
    invitation = case.invitation(sending.invitation_id)
    first = invitation.left_at is None or sending.kind is SendingKind.INVITATION
    if minute:
        unheard = first and rules.present_answer(case, invitation) is None
        return unheard and _gate_closed(case, invitation)
    if first and _gate_closed(case, invitation):
        return True
    if sending.kind in REMINDING or sending.facts is None:
        return False
    if lacks_consent(case, invitation):
        return True
    moved = may_hold_another_time(case, invitation, sending.facts, besides=sending)
    return (moved or _given_up(case, invitation, sending.facts)) and must_wait(case, invitation)


def _given_up(case: Case, invitation: Invitation, facts: Facts) -> bool:
    """Whether the meeting has another time by now; for all but doctors, who hear at once."""
    person = case.participant(invitation.participant_id)
    return facts.window != agenda.own_window(case.meeting(invitation.meeting_id), person)


def lacks_consent(case: Case, invitation: Invitation) -> bool:
    """Whether its owner is now to be in a part that the consent does not cover (R16b).

    What they hold stays as it is until the consent is wider, or their parts are fewer.
    """
    meeting = case.meeting(invitation.meeting_id)
    return bool(rules.parts_lacking(case, meeting, case.participant(invitation.participant_id)))


def _gate_closed(case: Case, invitation: Invitation) -> bool:
    meeting = case.meeting(invitation.meeting_id)
    person = case.participant(invitation.participant_id)
    return bool(set(rules.unmet(case, meeting, person)) - {Unmet.NO_PART})
