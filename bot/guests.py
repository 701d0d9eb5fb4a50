"""What the answer page and the local page are shown of a case: views, made in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import times_guests
from bot.seams import (
    AnswerForm,
    AnswerPage,
    Carried,
    CaseView,
    Coming,
    CurrentAnswer,
    PageState,
)
from pathway import rules
from pathway.commands import RecordAnswer
from pathway.errors import NoSuchInvitationError
from pathway.messages import current_event
from pathway.model import Facts, Invitation
from pathway.outgoing import SendingStatus
from pathway.owed.terms import BY_HAND
from pathway.service import Context, Desk, execute
from pathway.service.answers.answering import answered_often
from pathway.service.daemon.forecast import departures
from pathway.service.run import dropping_out
from pathway.words import CaseRef, ParticipantId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.times_seams import TimesForm, TimesPage
    from pathway.case import Case
    from pathway.outgoing import Event

AHEAD = timedelta(days=60)
"""How far the local page looks ahead."""


def page_of(context: Context, token: str) -> AnswerPage | TimesPage | None:
    """The answer page of this token; None for one that is not known, and for every code."""
    return _page_of(context, context.links.hash_of_token(token))


def page_of_code(context: Context, code: str) -> AnswerPage | TimesPage | None:
    """The answer page of this code; None for one that is not known, and for every token."""
    return _page_of(context, context.links.hash_of_code(code))


def _page_of(context: Context, hashed: str) -> AnswerPage | TimesPage | None:
    found = _found(context, hashed)
    if found is not None:
        return _page(context, *found)
    asked = times_guests.found(context, hashed)
    return times_guests.page(context, *asked) if asked else None


def answer_times(context: Context, token: str, form: TimesForm) -> TimesPage | None:
    """Record which times suit, as the participant; None where nothing is known."""
    return times_guests.answer(context, context.links.hash_of_token(token), form)


def _found(context: Context, hashed: str) -> tuple[Case, Invitation] | None:
    """Whose hash this is; the look is in the log as the participant's own (P3)."""
    invitation_id = context.ledger.answer_key(hashed)
    guest = context.ledger.invited(invitation_id) if invitation_id else None
    if invitation_id is None or guest is None:
        return _decided(context, hashed)
    case = context.ledger.load_for(invitation_id, replace(context, actor=guest).access)
    invitation = case.invitation(invitation_id)
    return (case, invitation) if invitation.offered else None


def _decided(context: Context, hashed: str) -> tuple[Case, Invitation] | None:
    """A link to a question of times leads to the invitation once there is one."""
    asked = times_guests.found(context, hashed)
    invitation = times_guests.invitation_of(*asked) if asked else None
    return (asked[0], invitation) if asked and invitation else None


def _page(context: Context, case: Case, invitation: Invitation) -> AnswerPage:
    facts = _told(invitation)
    person = case.participant(invitation.participant_id)
    links = context.links.links(invitation.id, invitation.link_counter)
    return AnswerPage(
        token=links.answer_url.rpartition("/")[2],
        public_name=context.clinic.public_name,
        phone=context.clinic.phone,
        ref=case.ref,
        role=person.role,
        window=facts.window,
        zone=context.clinic.zone,
        attends=facts.attends,
        revision=invitation.revision,
        place=facts.place,
        link=facts.link,
        current=_current(case, invitation),
        state=_state(context, case, invitation),
        often=answered_often(case, invitation, invitation.revision),
    )


def _current(case: Case, invitation: Invitation) -> CurrentAnswer | None:
    answer = rules.present_answer(case, invitation)
    if answer is None:
        return None
    answered = replace(answer.facts, link=_told(invitation).link)  # a link is not what is agreed to
    return CurrentAnswer(
        verdict=answer.verdict,
        at=answer.at,
        substitute=answer.substitute,
        proposed=answer.proposals,
        has_text=bool(answer.text),
        kept=answered != _told(invitation),
    )


def _told(invitation: Invitation) -> Facts:
    if invitation.offered is None:
        raise NoSuchInvitationError
    return invitation.offered


def _state(context: Context, case: Case, invitation: Invitation) -> PageState:
    meeting = case.meeting(invitation.meeting_id)
    if meeting.window.end <= context.now:
        return PageState.EXPIRED
    if invitation.cancelled_at or meeting.cancelled_at or case.closing:
        return PageState.CANCELLED
    if meeting.held is False:
        return PageState.EXPIRED
    begun = meeting.held or dropping_out.begun(case, invitation, context.now)
    return PageState.BEGUN if begun else PageState.OPEN


def answer(context: Context, token: str, form: AnswerForm) -> AnswerPage | None:
    """Record an answer given on the page, as the participant; None where nothing is known."""
    found = _found(context, context.links.hash_of_token(token))
    if found is None:
        return None
    case, invitation = found
    guest = replace(context, actor=invitation.participant_id)
    if not _says_the_same(case, invitation, form):
        command = RecordAnswer(
            ref=case.ref,
            invitation_id=invitation.id,
            verdict=form.verdict,
            channel=invitation.channel,
            evidence=f"answer page, form {form.form_token[:12]}",
            revision=form.revision,
            text=form.text,
            proposed=next(iter(form.proposed), None),
            also_proposed=form.proposed[1:],
            by_name=form.by_name,
            substitute=form.substitute,
        )
        case = execute(guest, command).case
    return _page(context, case, case.invitation(invitation.id))


def _says_the_same(case: Case, invitation: Invitation, form: AnswerForm) -> bool:
    """A double click is one answer."""
    current = rules.present_answer(case, invitation)
    if current is None or form.revision != invitation.revision:
        return False
    said = ("verdict", "text", "by_name", "substitute")
    same = all(getattr(current, name) == getattr(form, name) for name in said)
    return same and current.proposals == form.proposed


def event_of(context: Context, token: str) -> tuple[Event, datetime] | None:
    """The invitation as its owner was last told, to put into a calendar, and its stamp."""
    found = _found(context, context.links.hash_of_token(token))
    if found is None:
        return None
    case, invitation = found
    if _state(context, case, invitation) is not PageState.OPEN:
        return None
    event = current_event(context.pen(), case, invitation)
    if event is None:
        return None
    links = context.links.links(invitation.id, invitation.link_counter)
    filled = replace(event, description=links.fill(event.description))
    return filled, invitation.stamp or context.now


def case_view(context: Context, ref: CaseRef) -> CaseView:
    """One case for the local page, as this member of staff may see it."""
    desk = Desk(context)
    case = desk.case(ref)
    staff: dict[str, str] = {p.id: p.name for p in context.clinic.staff}
    coming = departures(context, case, context.now + AHEAD)
    return CaseView(
        case=case,
        deadlines=desk.deadlines(case),
        invitations=desk.invitations(case),
        promises=desk.promises(case),
        coming=tuple(
            Coming(
                at=d.at,
                role=d.role,
                name=staff.get(d.name, d.name),
                channel=d.channel,
                kind=d.kind,
                subject=d.subject,
                promise=d.promise,
                step=d.step,
            )
            for d in coming
        ),
        carried=tuple(_carried(context, case)),
    )


def _carried(context: Context, case: Case) -> Iterator[Carried]:
    """What people sent by hand, with its links in place."""
    for sending in case.sendings:
        by_hand = sending.channel in BY_HAND and sending.status is SendingStatus.SENT
        under = case.answers_under(sending)
        if not by_hand or under is None or sending.done_at is None:
            continue
        links = context.links.links(*under)
        yield Carried(
            at=sending.done_at,
            to=case.participant(ParticipantId(sending.to)),
            channel=sending.channel,
            subject=sending.content.subject,
            text=links.fill(sending.content.text),
        )
