"""What a change does to everybody who holds an invitation (R21, D4b, F5 to F7, F14).

One engine serves every change: alter the meeting or the people, then `follow` brings each living
invitation to what the meeting now says. Only those whose own facts change hear of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from pathway import rules
from pathway.messages import Draft, Pen, to_participant
from pathway.model import (
    DOCTORS,
    Facts,
    Invitation,
    InvitationId,
    Meeting,
    MeetingKind,
    Participant,
    Role,
)
from pathway.outgoing import Hours, SendingKind, SendingStatus
from pathway.views import Consequence

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import Command
    from pathway.views import Plan

Step = tuple["Case", tuple[Consequence, ...]]

_FACTUAL = frozenset({SendingKind.INVITATION, SendingKind.UPDATE, SendingKind.LINK})
_FIRST_TO_HEAR = DOCTORS | {Role.CLINICIAN}


def invite(case: Case, pen: Pen, meeting: Meeting, person: Participant) -> Step:
    """Ask this person: their invitation is requested and its first message written."""
    invitation = case.live_invitation(person.id, meeting.id)
    if invitation is None:
        invitation = Invitation(
            id=InvitationId(pen.new_id()),
            meeting_id=meeting.id,
            participant_id=person.id,
            channel=pen.clinic.channel_for(person.role, person.email),
        )
    case = case.with_changed(replace(invitation, requested_at=pen.now))
    return follow(case, pen)


def follow(case: Case, pen: Pen) -> Step:
    """Bring every requested, living invitation to what its meeting now says."""
    told: list[Consequence] = []
    for invitation in case.invitations:
        meeting = case.meeting(invitation.meeting_id)
        if invitation.cancelled_at or invitation.requested_at is None or not meeting.alive:
            continue
        case, consequences = _follow_one(case, pen, invitation)
        told.extend(consequences)
    return case, tuple(told)


def _follow_one(case: Case, pen: Pen, invitation: Invitation) -> Step:
    person = case.participant(invitation.participant_id)
    facts = rules.due_facts(case, pen.clinic, invitation)
    if person.ended_at is not None or facts is None:
        return call_off(case, pen, invitation, why="F14")
    before = invitation.offered
    if before == facts:
        return case, ()
    if before is not None and before.window != facts.window and _must_wait(case, invitation):
        later = Consequence(
            participant=person,
            channel=invitation.channel,
            kind=SendingKind.UPDATE,
            must_answer=True,
            later=True,
            window=facts.window,
            content=None,
        )
        return case, (later,)
    return _tell(case, pen, invitation, facts)


def _must_wait(case: Case, invitation: Invitation) -> bool:
    """After a move all but doctors and clinicians hear only after the GP's new yes (D4b, F5)."""
    if case.participant(invitation.participant_id).role in _FIRST_TO_HEAR:
        return False
    meeting = case.meeting(invitation.meeting_id)
    if rules.gp_yes(case, meeting):
        return False
    asked = any(case.live_invitation(p.id, meeting.id) for p in case.present(Role.GP))
    return asked or meeting.kind is MeetingKind.SHM1


def _tell(case: Case, pen: Pen, invitation: Invitation, facts: Facts) -> Step:
    before = invitation.offered
    keeps_number = before is None or _only_first_link(before, facts)
    revision = invitation.revision + (not keeps_number)
    offered = replace(invitation, offered=facts, revision=revision)
    case = _drop_waiting(case, invitation).with_changed(offered)
    kept = rules.accepts(case, offered)
    asks_again = not kept and not keeps_number
    if asks_again:
        offered = replace(offered, asked_at=None)
    draft = Draft(
        kind=_kind(case, offered, before, facts),
        facts=facts,
        why="F7" if before else _why_first(case, offered),
        before=before if _has_left(case, offered) else None,
        must_answer=not kept and (asks_again or rules.present_answer(case, offered) is None),
        accepted=kept,
    )
    sending = to_participant(pen, case, offered, draft)
    case = case.with_changed(offered, sending)
    told = Consequence(
        participant=case.participant(invitation.participant_id),
        channel=invitation.channel,
        kind=draft.kind,
        must_answer=draft.must_answer,
        later=False,
        window=facts.window,
        content=sending.content,
    )
    return case, (told,)


def _only_first_link(before: Facts, facts: Facts) -> bool:
    """The first link after "lenken kommer" keeps SEQUENCE (F7)."""
    return not before.link and replace(before, link=facts.link) == facts


def _kind(case: Case, invitation: Invitation, before: Facts | None, facts: Facts) -> SendingKind:
    if not _has_left(case, invitation):
        return SendingKind.INVITATION
    if before is not None and _only_first_link(before, facts):
        return SendingKind.LINK
    return SendingKind.UPDATE


def _why_first(case: Case, invitation: Invitation) -> str:
    role = case.participant(invitation.participant_id).role
    return {Role.PATIENT: "R12", Role.NAV_ADVISER: "R14", Role.OTHER: "R14"}.get(role, "R11")


def _has_left(case: Case, invitation: Invitation) -> bool:
    sendings = case.sendings_of(invitation.id)
    return any(s.may_have_left for s in sendings if s.kind in _FACTUAL)


def _drop_waiting(case: Case, invitation: Invitation) -> Case:
    """What has not left and says what no longer holds, never leaves."""
    stale = [
        replace(s, status=SendingStatus.DROPPED)
        for s in case.sendings_of(invitation.id)
        if s.waiting and not s.may_have_left
    ]
    return case.with_changed(*stale)


def call_off(
    case: Case, pen: Pen, invitation: Invitation, *, why: str, silent: bool = False
) -> Step:
    """Cancel one invitation; the owner hears only if something may have reached them (F6)."""
    left = _has_left(case, invitation)
    facts = invitation.offered
    case = _drop_waiting(case, invitation)
    cancelled = replace(
        invitation, cancelled_at=pen.now, revision=invitation.revision + (1 if left else 0)
    )
    case = case.with_changed(cancelled)
    if not left or facts is None or silent:
        return case, ()
    draft = Draft(
        kind=SendingKind.CANCELLATION,
        facts=facts,
        why=why,
        before=facts,
        must_answer=False,
        hours=Hours.ANY,
    )
    sending = to_participant(pen, case, cancelled, draft)
    told = Consequence(
        participant=case.participant(invitation.participant_id),
        channel=invitation.channel,
        kind=SendingKind.CANCELLATION,
        must_answer=False,
        later=False,
        window=facts.window,
        content=sending.content,
    )
    return case.with_changed(sending), (told,)


def call_off_all(
    case: Case,
    pen: Pen,
    invitations: tuple[Invitation, ...],
    *,
    why: str,
    spared: frozenset[Role] = frozenset(),
) -> Step:
    """Cancel these invitations; those in `spared` roles are told nothing (on death, F6)."""
    told: list[Consequence] = []
    for invitation in invitations:
        if invitation.cancelled_at is None:
            silent = case.participant(invitation.participant_id).role in spared
            case, consequences = call_off(case, pen, invitation, why=why, silent=silent)
            told.extend(consequences)
    return case, tuple(told)


def fingerprint(case: Case, command: Command, plan: Plan) -> str:
    """A hash of the case's state and of everything that the plan shows."""
    shown = [
        (c.participant.id, c.kind, c.later, c.must_answer, c.content and c.content.text)
        for c in plan.consequences
    ]
    material = repr((case.id, case.revision, _asked(command), shown, plan.clashes))
    return hashlib.sha256(material.encode()).hexdigest()[:16]


def _asked(command: Command) -> list[tuple[str, object]]:
    names = [f.name for f in fields(command) if f.name not in {"plan", "accept_clashes"}]
    return [(name, getattr(command, name)) for name in names]
