"""What a change does to everybody who holds an invitation (R21, D4b, F5 to F7, F14).

One engine serves every change: alter the meeting or the people, then `follow` brings each living
invitation to what the meeting now says. Only those whose own facts change hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import awaited, channels, leaving, numbering, rules, underway
from pathway.messages import Draft, Pen, by_each_way, wanted_of
from pathway.model import Facts, Invitation, Meeting, Participant
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.views import Consequence
from pathway.words import Channel, InvitationId, Role, Verdict

if TYPE_CHECKING:
    from pathway.case import Case

Step = tuple["Case", tuple[Consequence, ...]]


def invite(case: Case, pen: Pen, meeting: Meeting, person: Participant) -> Step:
    """Ask this person: a new invitation, with an id of its own, and its first message (F7)."""
    return follow(case.with_changed(requested(pen, meeting, person)), pen)


def requested(pen: Pen, meeting: Meeting, person: Participant) -> Invitation:
    """An invitation that has no message yet: `follow` writes it."""
    return Invitation(
        id=InvitationId(pen.new_id()),
        meeting_id=meeting.id,
        participant_id=person.id,
        channel=channels.way_to(pen.clinic, person),
        requested_at=pen.now,
    )


def coming(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """Every living invitation to a meeting that has not begun."""
    ahead = {m.id for m in case.diary if m.alive and m.starts_at > now}
    return tuple(i for i in case.invitations if i.meeting_id in ahead and not i.cancelled_at)


def reached(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """Those whose owners hear of a change: of what is to come, and of what goes on (F18)."""
    return (*coming(case, now), *underway.attending(case, now))


def follow(case: Case, pen: Pen) -> Step:
    """Bring every living invitation to what its meeting now says.

    Doctors first: whether the others must wait depends on what the GP's yes is worth now.
    """
    told: list[Consequence] = []
    living = (*reached(case, pen.now), *leaving.left_behind(case, pen.now))
    for invitation in sorted(living, key=lambda one: not leaving.hears_first(case, one)):
        case, consequences = _follow_one(case, pen, invitation)
        told.extend(consequences)
    return case, tuple(told)


def _follow_one(case: Case, pen: Pen, invitation: Invitation) -> Step:
    person = case.participant(invitation.participant_id)
    facts = rules.due_facts(case, pen.clinic, invitation)
    if person.ended_at is not None or facts is None:
        return call_off(case, pen, invitation, why="F14")
    unsure = leaving.unsure(case, invitation)
    if invitation.offered == facts and (not unsure or _on_its_way(case, invitation)):
        return case, ()
    told = leaving.last_told(case, invitation)
    if told is None:
        return tell(case, pen, invitation, facts)
    moved = leaving.may_hold_another_time(case, invitation, facts)
    if moved and leaving.must_wait(case, invitation):
        return _held_back(case, invitation, told, facts)
    refused = all(_said_no(case, invitation, what) for what in (facts, told[1]))
    no_link = numbering.only_first_link(told[1], facts) and leaving.done_without(case, invitation)
    if (told[1] == facts and not unsure) or refused or no_link:
        return _take_back(case, invitation, told), ()
    return tell(case, pen, invitation, facts)


def _on_its_way(case: Case, invitation: Invitation) -> bool:
    own = case.sendings_of(invitation.id)
    return any(s.waiting and s.kind in leaving.FACTUAL for s in own)


def _said_no(case: Case, invitation: Invitation, facts: Facts) -> bool:
    """Whoever said no, or wants another time, hears of no new link: only of a new time (F4)."""
    answer = rules.present_answer(case, replace(invitation, offered=facts))
    return answer is not None and answer.verdict in {Verdict.DECLINED, Verdict.NEW_TIME}


def _held_back(
    case: Case, invitation: Invitation, told: tuple[Sending, Facts], facts: Facts
) -> Step:
    """What has not left tells of a time that is given up: its owner keeps the old one so far."""
    if invitation.offered is not None and invitation.offered.window != told[1].window:
        case = _take_back(case, invitation, told)
    later = Consequence(
        participant=case.participant(invitation.participant_id),
        channel=invitation.channel,
        kind=SendingKind.UPDATE,
        must_answer=True,
        later=True,
        window=facts.window,
        content=None,
    )
    return case, (later,)


def _take_back(case: Case, invitation: Invitation, told: tuple[Sending, Facts]) -> Case:
    """Back to what its owner holds: nothing is sent (F7)."""
    sending, facts = told
    return _drop_waiting(case, invitation).with_changed(
        replace(
            invitation,
            offered=facts,
            revision=sending.revision,
            asked_at=numbering.left_at(case, invitation, sending.revision),
            undelivered_at=None,
        )
    )


def tell(case: Case, pen: Pen, invitation: Invitation, facts: Facts) -> Step:
    """Write the message that tells these facts; a yes or another answer that holds is kept."""
    told = leaving.last_told(case, invitation)
    revision = numbering.number(case, invitation, told, facts)
    offered = replace(invitation, offered=facts, revision=revision, undelivered_at=None)
    answer = rules.present_answer(case, offered)
    if answer is None:
        offered = replace(offered, asked_at=numbering.left_at(case, invitation, revision))
    begun = case.meeting(invitation.meeting_id).starts_at <= pen.now  # too late to ask anew
    draft = Draft(
        kind=numbering.kind_of(told, facts),
        facts=facts,
        why="F7" if told else _why_first(case, offered),
        before=told[1] if told else None,
        must_answer=answer is None and not begun,
        accepted=answer is not None and answer.verdict is Verdict.ACCEPTED,
    )
    return _written(_drop_waiting(case, invitation), pen, offered, draft)


def _written(case: Case, pen: Pen, invitation: Invitation, draft: Draft) -> Step:
    """What is said while it runs has the minute that its reader waits for (F18)."""
    case = case.with_changed(invitation)
    facts, before = draft.facts, draft.before
    draft = replace(
        draft,
        facts=awaited.as_awaited(case, invitation, facts),
        before=before and awaited.as_awaited(case, invitation, before),
    )
    said = by_each_way(pen, case, invitation, draft)
    rows = tuple(replace(row, facts=facts) for row in said)
    case = case.with_changed(*rows)
    late = {row.channel for row in rows} == {Channel.LETTER} and channels.letter_is_late(
        pen.clinic, wanted_of(pen, draft)
    )
    told = (
        Consequence(
            participant=case.participant(invitation.participant_id),
            channel=sending.channel,
            kind=sending.kind,
            must_answer=draft.must_answer,
            later=leaving.frozen(case, sending),
            lacks_consent=leaving.lacks_consent(case, invitation),
            window=draft.facts.window,
            content=sending.content,
            too_late=late,
        )
        for sending in rows
    )
    return case, tuple(told)


def _why_first(case: Case, invitation: Invitation) -> str:
    role = case.participant(invitation.participant_id).role
    return {Role.PATIENT: "R12", Role.NAV_ADVISER: "R14", Role.OTHER: "R14"}.get(role, "R11")


def _drop_waiting(case: Case, invitation: Invitation) -> Case:
    """What has not left and says what no longer holds, never leaves."""
    own = (s for s in case.sendings_of(invitation.id) if s.kind is not SendingKind.ABOUT_WHOM)
    return dropped(case, (s for s in own if not s.may_have_left))


def dropped(case: Case, sendings: Iterable[Sending]) -> Case:
    """The case with those of these messages that wait never leaving."""
    stale = [replace(s, status=SendingStatus.DROPPED) for s in sendings if s.waiting]
    return case.with_changed(*stale)


def send_again(case: Case, pen: Pen, invitation: Invitation, facts: Facts) -> Step:
    """What could not be delivered is sent to the address as it now is, and its ladder begins."""
    person = case.participant(invitation.participant_id)
    answer = rules.present_answer(case, invitation)
    again = replace(
        invitation,
        undelivered_at=None,
        asked_at=invitation.asked_at if answer else None,
        channel=channels.way_to(pen.clinic, person),
    )
    draft = Draft(
        kind=SendingKind.INVITATION,
        facts=facts,
        why="R11",
        must_answer=answer is None,
        accepted=answer is not None and answer.verdict is Verdict.ACCEPTED,
    )
    return _written(_drop_waiting(case, invitation), pen, again, draft)


def call_off(
    case: Case, pen: Pen, invitation: Invitation, *, why: str, silent: bool = False
) -> Step:
    """Cancel one invitation; the owner hears only if something may have reached them (F6).

    Whoever has answered knows of it, also where every mail to them is reported lost.
    """
    told, answer = leaving.last_told(case, invitation), leaving.last_answer(case, invitation)
    newest = told[1] if told else (answer.facts if answer else None)
    known = leaving.not_over(case, invitation, pen.now) or newest
    case = _drop_waiting(case, invitation)
    revision = numbering.next_number(case, invitation) if known else invitation.revision
    cancelled = replace(invitation, cancelled_at=pen.now, revision=revision)
    if known is None or silent:
        return case.with_changed(cancelled), ()
    if told is None and (answer is None or answer.channel is not Channel.MAIL):
        cancelled = replace(cancelled, channel=_way_round(case, pen, invitation))
    draft = Draft(
        kind=SendingKind.CANCELLATION,
        facts=known,
        why=why,
        before=known,
        must_answer=False,
        hours=Hours.ANY,
    )
    return _written(case, pen, cancelled, draft)


def _way_round(case: Case, pen: Pen, invitation: Invitation) -> Channel:
    """Its own channel, or what there is for somebody whom no mail reaches (D4)."""
    if invitation.channel is not Channel.MAIL or invitation.undelivered_at is None:
        return invitation.channel
    person = case.participant(invitation.participant_id)
    return channels.way_to(pen.clinic, replace(person, email=""))


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
