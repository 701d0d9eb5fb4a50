"""What was posted in a chat stays true: edited in place as things are settled, and quietly.

An edit is an outgoing row like any other. There is at most one on its way for each message, and
it is written anew when it is claimed; a message that is gone from the chat is left alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import promises
from pathway.chats import Mark
from pathway.outgoing import Content, Hours, Sending, SendingKind, SendingStatus
from pathway.questions import STRAYS
from pathway.service.answers import answering, stray_mail
from pathway.service.staff import leaving_staff
from pathway.words import Channel, Role, SendingId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.chats import Standing
    from pathway.clinic import Staff
    from pathway.service.context import Context

KEPT_TRUE = timedelta(days=7)
"""How long after it was written a message is still edited: who looks further back looks up."""


def in_touch(context: Context) -> tuple[Staff, ...]:
    """Staff who have something to be told, or were told something lately: no other needs a look."""
    staff = context.clinic.staff
    known = context.ledger.in_touch([one.id for one in staff], context.now - KEPT_TRUE)
    return tuple(one for one in staff if one.id in known)


def note(context: Context, staff_id: str) -> None:
    """One edit for each message of this person that says of a task what no longer holds."""
    for first, last in _messages(context, staff_id):
        said = _true(context, first)
        if said is not None and said != last.content:
            context.ledger.put_sending(_edit(context, first, said))


def overtaken(context: Context, case: Case) -> None:
    """What staff were told of an answer, and has been dealt with, says so (D2)."""
    for row in case.sendings:
        posted = row.kind is SendingKind.NOTICE and bool(row.message_id)
        if posted and not answering.still_news(case, row, context.now):
            said = context.texts.put_right(row.content, (Mark.DONE,))
            for first, last in _messages(context, row.to):
                if first.id == row.id and last.content != said:
                    context.ledger.put_sending(_edit(context, first, said))


def take_place(context: Context, first: Sending, said: Content) -> None:
    """A message that was posted is to say this instead, unless it does, or an edit is on its way.

    What is on its way is written anew.
    """
    for row in context.ledger.posted(first.to, context.now - KEPT_TRUE):
        if row.message_id == first.message_id and row.kind is SendingKind.EDIT and row.waiting:
            context.ledger.put_sending(replace(row, content=said))
            return
    for one, last in _messages(context, first.to):
        if one.id == first.id and last.content != said:
            context.ledger.put_sending(_edit(context, first, said))


def renewed(context: Context, edit: Sending) -> Sending | None:
    """A claimed edit as true as it is now; None where the message says so already, or is gone."""
    for first, last in _messages(context, edit.to, claimed=edit.id):
        if first.message_id == edit.message_id:
            said = _true(context, first) or edit.content
            return replace(edit, content=said) if said != last.content else None
    return None


def _messages(
    context: Context, staff_id: str, claimed: str = ""
) -> Iterator[tuple[Sending, Sending]]:
    """Each message as it was posted, and as it stands; none with another edit on its way.

    None either whose edit was refused: it is not in the chat any more.
    """
    rows: dict[str, list[Sending]] = {}
    for row in context.ledger.posted(staff_id, context.now - KEPT_TRUE):
        if row.id != claimed:
            rows.setdefault(row.message_id, []).append(row)
    for found in rows.values():
        first, *edits = sorted(found, key=lambda row: row.kind is SendingKind.EDIT)
        stands = all(row.status is SendingStatus.SHOWN for row in edits)
        if stands and first.kind is not SendingKind.EDIT:
            yield first, [first, *edits][-1]


def _true(context: Context, first: Sending) -> Content | None:
    """The message as it should read now; None where it holds nothing that is settled."""
    if not first.content.held:
        return None
    known = context.ledger.standings(first.content.held)
    readers = frozenset({first.to, *context.clinic.roster.stands_in_for(first.to)})
    marks = [
        _as_read(context, known[promise], readers).mark(readers, context.today)
        if promise in known
        else Mark.MOOT
        for promise in first.content.held
    ]
    if STRAYS in first.content.held:
        still = stray_mail.stands(context, first.done_at or first.created_at)
        marks[first.content.held.index(STRAYS)] = Mark.OPEN if still else Mark.DONE
    if leaving_staff.GONE in first.content.held:
        still = bool(leaving_staff.gone(context))
        where = first.content.held.index(leaving_staff.GONE)
        marks[where] = Mark.OPEN if still else Mark.DONE
    return context.texts.put_right(first.content, marks)


def _as_read(context: Context, standing: Standing, readers: frozenset[str]) -> Standing:
    """Who was told besides is not concerned by what those who have it put off or handed over."""
    clinic = context.clinic
    told = promises.told_besides(standing, clinic)
    roles = {clinic.acting_role(Role(toward.value)) for toward in told}
    hear = {one.id for role in roles for one in clinic.with_role(role)}
    if (standing.handed_to or standing.owner) in readers or not hear & readers:
        return standing
    return replace(standing, handed_to=None, snoozed_until=None)


def _edit(context: Context, first: Sending, said: Content) -> Sending:
    return Sending(
        id=SendingId(context.new_id()),
        clinic_id=context.clinic.id,
        case_id=None,
        to=first.to,
        role=first.role,
        channel=Channel.CHAT,
        kind=SendingKind.EDIT,
        content=said,
        why="D4",
        created_at=context.now,
        not_before=context.now,
        hours=Hours.ANY,
        message_id=first.message_id,
    )
