"""The daemon's part of what waits for staff in chat: claim, hand over, write the receipt (D4).

Whoever has a chat gets it there. Others are mailed that there is something, and read it when their
chat works again; of those who have neither, or never came, a colleague is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.ports import Notice
from pathway.service.daemon import digest, progress, showing
from pathway.service.daemon.delivering import (
    LEASE,
    LOOK_AGAIN,
    Judgement,
    delay,
    in_hand,
    taken_over,
)
from pathway.telling import to_staff
from pathway.words import CaseRef, Channel, Role, SendingId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case import Case
    from pathway.clinic import Staff
    from pathway.service.context import Context

WAITS_FOR_EARLIER = timedelta(hours=2)
"""So long after its first try news of a case wait for earlier news that could not be posted.

Those are never given up: what a chat refuses again and again must not keep the rest from it.
"""

_LEADING = (Role.COORDINATOR, Role.SECRETARY, Role.LEADER)

TOLD, NEVER = "told", "never"
"""In place of an address, where a secretary knows; and of when a chat was lost that never was."""


def claim(context: Context, staff_id: str, *, by_mail: bool = True) -> Sending | None:
    """Take the next thing that this person may be told now; None where there is nothing.

    What no longer holds is dropped on the way (D2). `by_mail` is whether those without a chat are
    mailed; whoever has been mailed of something is not mailed of it again. What is told of a case
    comes in its order (decision 70).
    """
    earlier: list[Sending] = []
    for row in context.ledger.waiting_chat(staff_id):
        ready = _ready(context, row)
        if ready and not _reached(context, row, by_mail=by_mail):
            _tell_of(context, row, by_mail=by_mail)
        elif not ready or _follows(context, row, earlier):
            earlier.append(row)
        elif claimed := _claimed(context, row):
            return claimed
        elif taken := _waiting(context, staff_id, row.id):
            earlier.append(taken)
    return None


def in_chat(context: Context, staff_id: str) -> bool:
    """Whether this person has a chat that works."""
    chat = context.ledger.chat(staff_id)
    return chat is not None and chat.unreachable_at is None


def _reached(context: Context, row: Sending, *, by_mail: bool) -> bool:
    mailed = by_mail and row.kind is not SendingKind.EDIT and not row.address
    return in_chat(context, row.to) or (mailed and bool(context.clinic.member(row.to).email))


def _ready(context: Context, row: Sending) -> bool:
    """A task waits for the digest that holds it; all the rest for its hours and its lease."""
    if row.kind is SendingKind.TASK or row.not_before > context.now:
        return False
    return not in_hand(row, context.now) and _in_hours(context, row)


def _in_hours(context: Context, row: Sending) -> bool:
    """A digest keeps its reader's own hour on each try, and waits while they are away."""
    if row.kind is SendingKind.DIGEST:
        return digest.hour_has_come(context, row.to)
    clinic, hours = context.clinic, showing.hours_of(context, row)
    opens, closes = clinic.work_from, clinic.work_to
    return workdays.may_leave(context.now, hours, clinic.zone, opens, closes)


def _follows(context: Context, row: Sending, earlier: Sequence[Sending]) -> bool:
    """Whether earlier news of the case are in another's hand, or wait for their next try.

    For those it waits too; not for what has been overtaken (D2), nor for a digest's tasks.
    """
    now = context.now
    same = [one for one in earlier if row.case_id is not None and one.case_id == row.case_id]
    if any(in_hand(one, now) for one in same):
        return True
    failed = [one for one in same if one.not_before > now and _is_tried(context, one)]
    if not failed:
        return False
    case = context.ledger.load_for(row.id, context.access)
    first = next((one for one in failed if showing.holds(case, one, now)), None)
    if first is not None:
        again = min(first.not_before, now + LOOK_AGAIN)
        _save(context, replace(row, not_before=again), Judgement.WAIT)
    return first is not None


def _is_tried(context: Context, row: Sending) -> bool:
    """Whether it was claimed before, not long ago, and may leave at this hour."""
    lately = row.stamp is not None and row.stamp + WAITS_FOR_EARLIER > context.now
    return lately and _in_hours(context, row)


def _claimed(context: Context, row: Sending) -> Sending | None:
    """The row under a lease, as true as it is now; None where another has it, or it is no news."""
    held = context.ledger.claim(row.id, context.now, context.now + LEASE)
    if held is None:
        return None
    held = replace(held, stamp=held.stamp or context.now.replace(microsecond=0))
    dropped = replace(held, status=SendingStatus.DROPPED, done_at=context.now)
    if held.case_id is None:
        fresh = _renewed(context, held)
        context.ledger.put_sending(fresh or dropped)
        return fresh
    case = context.ledger.load_for(held.id, context.access)
    fresh = showing.as_true(context, case, held)
    _save(context, fresh or dropped, "claimed" if fresh else "dropped")
    return fresh


def _renewed(context: Context, held: Sending) -> Sending | None:
    """What belongs to no case, as true as it is now; None where it has nothing to say any more."""
    if held.kind is SendingKind.EDIT:
        return progress.renewed(context, held)
    todays = digest.of_today(context, held) if held.kind is SendingKind.DIGEST else held
    return showing.of_no_case(context, todays) if todays else None


def delivered(
    context: Context, staff_id: str, sending_id: SendingId, message_id: str = "", attempt: int = 0
) -> None:
    """It was handed over: in the chat it is shown, and with a digest the tasks that it holds.

    `message_id` is how the chat knows it from now on. A mail only says that there is something:
    the row waits to be read in the chat, and its reader has been asked. `attempt` fences as in
    `delivering`.
    """
    row = _waiting(context, staff_id, sending_id, attempt)
    if row is None:
        return
    if not in_chat(context, staff_id):
        mailed = context.clinic.member(staff_id).email
        _save(context, replace(row, leased_until=None, address=mailed, error=""), "mailed")
        if row.kind is SendingKind.DIGEST:
            showing.tasks_mailed(context, staff_id, row.created_at)
        return
    showing.shown(context, replace(row, message_id=row.message_id or message_id))
    if row.kind is SendingKind.DIGEST:
        showing.tasks_shown(context, staff_id, row.created_at)


def failed(
    context: Context,
    staff_id: str,
    sending_id: SendingId,
    error: str,
    attempt: int = 0,
    *,
    wait: float = 0.0,
) -> None:
    """It could not be handed over: it waits longer each time, and is never given up.

    `attempt` fences, and `wait` is how many seconds the other side wants to be left alone.
    """
    row = _waiting(context, staff_id, sending_id, attempt)
    if row is None:
        return
    later = replace(
        row,
        status=SendingStatus.FAILED,
        leased_until=None,
        error=error,
        not_before=context.now + max(delay(row.attempts), timedelta(seconds=wait)),
    )
    _save(context, later, "failed")


def gone(context: Context, staff_id: str, sending_id: SendingId, error: str) -> None:
    """The message that was to be edited is gone: it is left alone, and nobody is told."""
    row = _waiting(context, staff_id, sending_id)
    if row is not None and row.kind is SendingKind.EDIT:
        given_up = replace(row, status=SendingStatus.GIVEN_UP, leased_until=None, error=error)
        context.ledger.put_sending(replace(given_up, done_at=context.now))


def lost(context: Context, staff_id: str, conversation_id: str) -> None:
    """This chat is blocked or removed: nothing more goes there until the person writes again."""
    chat = context.ledger.chat(staff_id)
    if chat is not None and chat.conversation_id == conversation_id and not chat.unreachable_at:
        context.ledger.put_chat(replace(chat, unreachable_at=context.now))


def _tell_of(context: Context, row: Sending, *, by_mail: bool) -> None:
    """A colleague hears of who has no e-mail and whose chat is lost, or in Teams never was (D4)."""
    chat = context.ledger.chat(row.to)
    if context.clinic.member(row.to).email or row.address:
        return
    if chat is not None and row.case_id is not None:
        _tell_the_secretary(context, row)
    elif row.kind is not SendingKind.EDIT and (chat is not None or by_mail):
        since = f"{chat.unreachable_at}" if chat else NEVER
        _tell_one_who_leads(context, row.to, since, by_mail=by_mail)


def _tell_one_who_leads(context: Context, staff_id: str, since: str, *, by_mail: bool) -> None:
    """Of a digest, or what else is about no one case: once for each time that a chat is lost.

    Told is the first who is here and reached: who coordinates, the office, a leader.
    """
    ledger, clinic, name = context.ledger, context.clinic, f"unreached {staff_id}"
    if ledger.mark(name) == since or clinic.roster.stand_in(staff_id) != staff_id:
        return
    ledger.digest_sent(name, context.today)  # of two daemons the second waits here
    if ledger.mark(name) == since:
        return
    people = (one for role in _LEADING for one in clinic.with_role(role))
    here = (one for one in people if clinic.roster.stand_in(one.id) == one.id)
    for who in here:
        if in_chat(context, who.id) or (by_mail and who.email):
            ledger.put_mark(name, since)
            ledger.put_sending(_without_chat(context, who, staff_id, since))
            return


def _without_chat(context: Context, who: Staff, staff_id: str, since: str) -> Sending:
    never = {"never": "yes"} if since == NEVER else {}
    values = {"name": context.clinic.name_of(staff_id), **never}
    notice = Notice(name="colleague_without_chat", ref=CaseRef(""), values=values)
    return Sending(
        id=SendingId(context.new_id()),
        clinic_id=context.clinic.id,
        case_id=None,
        to=who.id,
        role=context.clinic.role_of(who.id),
        channel=Channel.CHAT,
        kind=SendingKind.NOTICE,
        content=context.texts.notice(notice),
        why="D4",
        created_at=context.now,
        not_before=context.now,
        hours=Hours.WORKING,
    )


def _tell_the_secretary(context: Context, row: Sending) -> None:
    """Of a message about a case, once for each; of what is no news any more not at all."""
    case = context.ledger.load_for(row.id, context.access)
    if not showing.holds(case, row, context.now):
        _save(context, replace(row, status=SendingStatus.DROPPED, done_at=context.now), "dropped")
        return
    case = case.with_changed(replace(row, address=TOLD))
    for who, role in _others(context, case, row.to)[:1]:
        values = {"name": context.clinic.member(row.to).name}
        notice = Notice(name="colleague_unreached", ref=case.ref, values=values, at=context.now)
        pen = context.pen(pressed=False)
        case = case.with_changed(to_staff(pen, case, who, role, notice, why="D4"))
    context.ledger.save(case, context.access, what="unreached")


def _others(context: Context, case: Case, staff_id: str) -> list[tuple[str, Role]]:
    """Who can be told instead: the case's secretary, else a coordinator."""
    coordinators = context.clinic.with_role(Role.COORDINATOR)
    people = [(str(case.secretary), Role.SECRETARY)]
    people += [(person.id, Role.COORDINATOR) for person in coordinators]
    return [(who, role) for who, role in people if who != staff_id]


def _save(context: Context, row: Sending, what: str) -> None:
    if row.case_id is None:
        context.ledger.put_sending(row)
        return
    case = context.ledger.load_for(row.id, context.access)
    context.ledger.save(case.with_changed(row), context.access, what=what)


def _waiting(
    context: Context, staff_id: str, sending_id: SendingId, attempt: int = 0
) -> Sending | None:
    """The row as it is now; None where somebody else has shown or claimed it meanwhile."""
    rows = [row for row in context.ledger.waiting_chat(staff_id) if row.id == sending_id]
    return next((row for row in rows if not taken_over(row, attempt)), None)
