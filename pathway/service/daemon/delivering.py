"""The daemon's part of the outgoing rows: claim, judge, hand over, write the receipt.

A claim is one transaction, the receipt another; in between the carrier may fail, hang or succeed
without telling us, and a retry carries the same bytes (`Sending.stamp`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from pathway import leaving, promises, rules, workdays
from pathway.outgoing import CARRIED, Content, Method, Sending, SendingKind, SendingStatus
from pathway.ports import Links
from pathway.service.daemon.undelivered import not_arrived
from pathway.service.invitations.inviting import with_left
from pathway.words import Channel, SendingId, Verdict

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Invitation
    from pathway.service.context import Context

LEASE = timedelta(seconds=180)
"""How long one who claimed a row has to deliver it before another may try.

What a pass and a delivery may last, and a minute more: two machines' clocks are never quite alike.
"""

ATTEMPTS = 15
"""Claims after which a row is given up: with the growing delay, after about two days."""

_FIRST_DELAY = timedelta(minutes=1)
_LONGEST_DELAY = timedelta(hours=8)
LOOK_AGAIN = timedelta(minutes=5)
"""How soon a message that may not leave yet is judged again."""

_AT_ONCE = frozenset({SendingKind.CANCELLATION, SendingKind.TIMES_OVER, SendingKind.NEW_MINUTE})
"""What waits for no earlier one that failed: that something is off (F6), when to come in (F18)."""


class Judgement(StrEnum):
    """What becomes of a claimed row at this moment."""

    SEND = "send"
    WAIT = "wait"
    DROP = "drop"


def claim(
    context: Context, sending_id: SendingId, carried: Collection[Channel] = CARRIED
) -> Sending | None:
    """Take a row if it is still wanted, its stamp set; None when there is nothing to do.

    A row of no `carried` channel is left as it is, and one whose case has an earlier message in
    somebody's hand: nobody hears what is later before it. One that was claimed so often without a
    receipt that it should have been given up is given up now: it may break whoever tries. What goes
    the same way as an earlier one that failed waits with it (decision 70).
    """
    case = context.ledger.load_for(sending_id, context.access)
    sending = case.sending(sending_id)
    if not _free(sending, context.now) or sending.channel not in carried:
        return None
    if _follows_one_in_hand(case, sending, context.now):
        return None
    judgement = judge(case, context, sending)
    if judgement is not Judgement.SEND:
        context.ledger.save(
            case.with_changed(_put_off(sending, judgement, context)), context.access, what=judgement
        )
        return None
    if sending.attempts >= ATTEMPTS:
        return failed(context, sending_id, sending.error or "no receipt", for_good=False)
    first = _to_come_first(case, context, sending)
    if first is not None:
        again = min(first.not_before, context.now + LOOK_AGAIN)
        later = replace(sending, not_before=again)
        context.ledger.save(case.with_changed(later), context.access, what=Judgement.WAIT)
        return None
    claimed = replace(
        sending,
        content=sending.content if sending.stamp else _as_answered(case, sending),
        stamp=sending.stamp or _stamp(case, context.now, sending),
        leased_until=context.now + LEASE,
        not_before=context.now + delay(sending.attempts + 1),  # if no receipt is ever written
        attempts=sending.attempts + 1,
    )
    case = case.with_changed(claimed, *_stamped(case, claimed))
    context.ledger.save(case, context.access, what="claimed")
    return claimed


def still_due(context: Context, sending_id: SendingId) -> bool:
    """Whether a row that was not taken could be taken a moment later."""
    case = context.ledger.load_for(sending_id, context.access)
    return _free(case.sending(sending_id), context.now)


def another_due(context: Context, sending_id: SendingId) -> bool:
    """Whether another row of this one's case could be taken."""
    case = context.ledger.load_for(sending_id, context.access)
    return any(_free(row, context.now) for row in case.sendings if row.id != sending_id)


def _free(sending: Sending, now: datetime) -> bool:
    return sending.waiting and sending.not_before <= now and not in_hand(sending, now)


def in_hand(sending: Sending, now: datetime) -> bool:
    """Whether somebody is delivering it."""
    return sending.leased_until is not None and sending.leased_until > now


def _follows_one_in_hand(case: Case, sending: Sending, now: datetime) -> bool:
    """Whether an earlier message of the case is being delivered, by whomever (F6)."""
    earlier = case.sendings[: case.sendings.index(sending)]
    return any(one.channel in CARRIED and in_hand(one, now) for one in earlier)


def _to_come_first(case: Case, context: Context, sending: Sending) -> Sending | None:
    """An earlier message to the same mailbox or calendar that waits for its next try, if any.

    Not one that would be dropped, or that waits for its hours or a gate: that is for no retry.
    """
    if sending.kind in _AT_ONCE or sending.why == leaving.LET_IN:
        return None
    earlier = case.sendings[: case.sendings.index(sending)]
    tried = (
        one
        for one in earlier
        if _way(one) == _way(sending) and one.waiting and one.not_before > context.now
    )
    return next((one for one in tried if judge(case, context, one) is Judgement.SEND), None)


def _way(sending: Sending) -> tuple[str, Channel, str]:
    """To whom it goes, and where: what goes another way arrives by itself."""
    return sending.to, sending.channel, sending.address


def judge(case: Case, context: Context, sending: Sending) -> Judgement:
    """Whether a row may leave now, must wait, or is no longer wanted."""
    clinic = context.clinic
    owed = {promise.id for promise in promises.open_promises(case)}
    if not leaving.still_true(case, sending, context.now, owed):
        return Judgement.DROP
    opens, closes = clinic.work_from, clinic.work_to
    if not workdays.may_leave(context.now, sending.hours, clinic.zone, opens, closes):
        return Judgement.WAIT
    return Judgement.WAIT if leaving.frozen(case, sending) else Judgement.SEND


def _put_off(sending: Sending, judgement: Judgement, context: Context) -> Sending:
    if judgement is Judgement.DROP:
        return replace(sending, status=SendingStatus.DROPPED, done_at=context.now)
    clinic = context.clinic
    opens = workdays.next_leave(
        context.now, sending.hours, clinic.zone, clinic.work_from, clinic.work_to
    )
    return replace(sending, not_before=max(opens, context.now + LOOK_AGAIN))


def _as_answered(case: Case, sending: Sending) -> Content:
    """A yes, or its end, that came while the message waited is said in the calendar too (F16)."""
    event = sending.content.event
    if event is None or sending.invitation_id is None or event.method is not Method.REQUEST:
        return sending.content
    answer = rules.present_answer(case, case.invitation(sending.invitation_id))
    yes = answer is not None and answer.verdict is Verdict.ACCEPTED
    return replace(sending.content, event=replace(event, accepted=yes))


def _stamp(case: Case, now: datetime, sending: Sending) -> datetime:
    """DTSTAMP in whole seconds; two different sendings of one UID never share one (F16)."""
    now = now.replace(microsecond=0)
    last = case.invitation(sending.invitation_id).stamp if sending.invitation_id else None
    return max(now, last + timedelta(seconds=1)) if last else now


def _stamped(case: Case, sending: Sending) -> Iterator[Invitation]:
    """The invitation that this is about, with the last stamp that it was sent with."""
    if sending.invitation_id is not None:
        invitation = case.invitation(sending.invitation_id)
        later = max(filter(None, (invitation.stamp, sending.stamp)), default=None)
        yield replace(invitation, stamp=later)


def links_for(context: Context, sending: Sending) -> Callable[[], Links]:
    """How the answer links that fill the placeholders of a claimed row are made."""
    if sending.invitation_id is None and sending.asked_id is None:
        return Links
    case = context.ledger.load_for(sending.id, context.access)
    under = case.answers_under(sending)
    return partial(context.links.links, *under) if under else Links


# --- receipts ----------------------------------------------------------------------------------


def delivered(context: Context, sending_id: SendingId, attempt: int = 0) -> Sending:
    """It was handed over: the row is sent, and the invitation's ladder starts.

    `attempt` is the claim's number, which fences: nothing is written where another has claimed the
    row since. Theirs is the result that counts.
    """
    case = context.ledger.load_for(sending_id, context.access)
    sending = case.sending(sending_id)
    if sending.status is SendingStatus.SENT or taken_over(sending, attempt):
        return sending
    sent = replace(
        sending,
        status=SendingStatus.SENT,
        done_at=context.now,
        leased_until=None,
        error="",
    )
    case = with_left(case.with_changed(sent), sending_id, context.now)
    _save(context, case, "delivered")
    return sent


def failed(
    context: Context,
    sending_id: SendingId,
    error: str,
    attempt: int = 0,
    *,
    for_good: bool,
    wait: float = 0.0,
) -> Sending:
    """It was not handed over: it waits longer each time; what is given up reaches the secretary.

    `attempt` fences as above, and `wait` is how many seconds the other side asks for.
    """
    case = context.ledger.load_for(sending_id, context.access)
    sending = case.sending(sending_id)
    if not sending.waiting or taken_over(sending, attempt):
        return sending  # another got it through or tries, or nobody wants it any more
    give_up = for_good or sending.attempts >= ATTEMPTS
    later = replace(
        sending,
        status=SendingStatus.GIVEN_UP if give_up else SendingStatus.FAILED,
        leased_until=None,
        error=error,
        not_before=context.now + max(delay(sending.attempts), timedelta(seconds=wait)),
        done_at=context.now if give_up else None,
    )
    case = case.with_changed(later)
    if give_up:
        case = not_arrived(case, context, later, for_good=for_good)
    _save(context, case, "given_up" if give_up else "failed")
    return later


def taken_over(sending: Sending, attempt: int) -> bool:
    """Whether the row was claimed again after the claim with this number; 0 is not asked about."""
    return 0 < attempt < sending.attempts


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling from a minute, at most eight hours."""
    doublings: int = min(attempts - 1, 16)
    return min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY)


def _save(context: Context, case: Case, what: str) -> None:
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.save(case, context.access, what=what)
