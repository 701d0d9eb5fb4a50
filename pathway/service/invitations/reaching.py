"""Somebody has another address or number: what waits goes there, by the ways there are now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import channels, leaving
from pathway import plan as engine
from pathway.messages import address_of, leaves_at
from pathway.outgoing import CARRIED, SendingKind, SendingStatus
from pathway.service.invitations.another_mailbox import moved_mailbox
from pathway.words import Channel, SendingId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Facts, Invitation, Participant
    from pathway.plan import Step
    from pathway.views import Consequence

_BY_PHONE = frozenset({Channel.SMS, Channel.PHONE})
_TAKEN_BACK = frozenset({SendingKind.CANCELLATION, SendingKind.TIMES_OVER})


def reached_otherwise(case: Case, pen: Pen, old: Participant, new: Participant) -> Step:
    """The case with `new` in the place of `old`, who have other details of the same person.

    A mailbox that may be another's is called off; one that is only taken away was theirs, and from
    now on they hear by the way that remains.
    """
    case, moved = moved_mailbox(case, pen, old, new)
    case, told = reached_anew(case, pen, new)
    return case, (*moved, *told)


def reached_anew(case: Case, pen: Pen, person: Participant) -> Step:
    """What never arrived, or can no longer leave as it was written, goes by the ways there are now.

    What has left stays as it is; from now on the new address, number or reservation counts (P6).
    """
    case = _without_dead_texts(readdressed(case, pen, person), person)
    told_all: list[Consequence] = []
    ahead = {invitation.id for invitation in engine.reached(case, pen.now)}
    own = (i for i in case.invitations if i.participant_id == person.id and not i.cancelled_at)
    for invitation in own:
        facts = invitation.offered
        rerouted = replace(invitation, channel=channels.way_to(pen.clinic, person))
        if facts is None or invitation.id not in ahead:  # what began may still be called off
            case = case.with_changed(rerouted)
            continue
        if _must_go_anew(case, pen, rerouted, facts):
            case = _without_dead_mails(case, rerouted)
            case, told = engine.send_again(case, pen, invitation, facts)
        elif _is_lost(case, invitation, facts):
            case, told = engine.tell(case.with_changed(rerouted), pen, rerouted, facts)
        else:
            case, told = case.with_changed(rerouted), ()
        told_all.extend(told)
    return case, tuple(told_all)


def _must_go_anew(case: Case, pen: Pen, invitation: Invitation, facts: Facts) -> bool:
    """Whether it could not be delivered, or waits on other channels than it would take now."""
    if invitation.undelivered_at is not None:
        return True
    rows = [s for s in case.sendings_of(invitation.id) if s.waiting]
    waiting = {s.channel for s in rows if s.kind is not SendingKind.ABOUT_WHOM}
    if leaving.last_told(case, invitation) is not None:
        return bool(waiting & CARRIED) and invitation.channel not in CARRIED
    wanted = channels.Wanted(
        kind=SendingKind.INVITATION,
        at=pen.now,
        before=facts.window.start,
        until=facts.window.end,
    )
    ways = channels.ways(case, pen.clinic, invitation, wanted)
    return waiting != {way for way in ways if way is not Channel.SECURE_MESSAGE or len(ways) == 1}


def _is_lost(case: Case, invitation: Invitation, facts: Facts) -> bool:
    """Whether it was only to be texted, to a number that is gone or reserved."""
    told = leaving.last_told(case, invitation)
    waits = any(s.waiting and s.facts == facts for s in case.sendings_of(invitation.id))
    return told is not None and told[1] != facts and not waits


def _without_dead_mails(case: Case, invitation: Invitation) -> Case:
    """What was tried, and would be tried again, at an address that is taken away.

    And what was to be sent beside it, which the text that comes instead says too (R11).
    """
    if invitation.channel in CARRIED:
        return case
    beside = {SendingKind.ABOUT_WHOM}
    own = case.sendings_of(invitation.id)
    return engine.dropped(case, (s for s in own if s.channel in CARRIED or s.kind in beside))


def _without_dead_texts(case: Case, person: Participant) -> Case:
    texts = [s for s in case.sendings if s.to == person.id and s.channel in _BY_PHONE]
    if person.phone:
        texts = [s for s in texts if s.channel is Channel.SMS and person.no_sms]
    return engine.dropped(case, texts)


def readdressed(case: Case, pen: Pen, person: Participant) -> Case:
    """What waits to leave goes where the person is now, not where they were.

    A row that was tried may have arrived: it is dropped, and what goes to the new address is a
    row of its own, so that no Message-ID ever has two contents. What is taken back by mail goes
    where it was asked.
    """
    over = {invitation.id for invitation in case.invitations if invitation.cancelled_at}
    for row in case.sendings:
        address = address_of(person, row.channel) or row.address
        off = row.channel is Channel.MAIL and row.kind in _TAKEN_BACK
        off = off or (row.kind in leaving.FACTUAL and row.invitation_id in over)
        if not row.waiting or row.to != person.id or address == row.address or off:
            continue
        if not row.may_have_left:
            case = case.with_changed(replace(row, address=address))
            continue
        anew = replace(
            row,
            id=SendingId(pen.new_id()),
            address=address,
            status=SendingStatus.PENDING,
            stamp=None,
            attempts=0,
            leased_until=None,
            not_before=leaves_at(pen, row.hours),
        )
        case = case.with_changed(replace(row, status=SendingStatus.DROPPED), anew)
    return case
