"""An e-mail address is put right after something was sent there: it may be a stranger's (P1, F14).

The old mailbox gets a cancellation, and whoever is meant is asked anew where they are: with another
UID and another answer link, so that what the old mailbox knows opens nothing any more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import asked_anew, leaving, rules
from pathway import plan as engine
from pathway.outgoing import SendingKind, SendingStatus
from pathway.words import AnswerId, Channel

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Answer, Invitation, Participant
    from pathway.plan import Step
    from pathway.views import Consequence


def moved_mailbox(case: Case, pen: Pen, old: Participant, new: Participant) -> Step:
    """The case with `new` in the place of `old`, and what changes for their mailboxes."""
    case, over = asked_anew.moved_mailbox(case, pen, old, new)
    same = new.email.casefold() in {"", old.email.casefold()}  # one that is taken away was theirs
    held = [one for one in engine.coming(case, pen.now) if not same and _holds(case, one, old)]
    if not held:
        return case, over
    case = case.with_changed(old)  # whose address the cancellation goes to
    off: list[Consequence] = list(over)
    for invitation in held:
        by_mail = replace(invitation, channel=Channel.MAIL)
        case, told = engine.call_off(case, pen, by_mail, why="F14")
        off.extend(replace(one, old_address=old.email) for one in told)
    case = case.with_changed(new)
    for invitation in held:
        case = _asked_anew(case, pen, invitation, new)
    case, told = engine.follow(case, pen)
    return case, (*off, *told)


def _holds(case: Case, invitation: Invitation, person: Participant) -> bool:
    """Whether something with time and place was taken by this person's mailbox, as far as we know.

    What was tried in vain is written to the new address as it stands (`readdressed`).
    """
    theirs = invitation.participant_id == person.id and invitation.undelivered_at is None
    own = case.sendings_of(invitation.id) if theirs else ()
    return any(
        s.channel is Channel.MAIL
        and s.kind in leaving.FACTUAL
        and s.may_have_left
        and s.address.casefold() == person.email.casefold()
        for s in own
    )


def _asked_anew(case: Case, pen: Pen, old: Invitation, person: Participant) -> Case:
    """A new invitation; what a member of staff has recorded of their answer holds for it too.

    An answer that came by itself may be a stranger's, who read the old mailbox. A text by hand that
    says whom it is about names no mailbox, and is sent once (R11).
    """
    said = rules.present_answer(case, old)
    fresh = engine.requested(pen, case.meeting(old.meeting_id), person)
    about = [
        replace(row, invitation_id=fresh.id)
        for row in case.sendings_of(old.id)
        if row.kind is SendingKind.ABOUT_WHOM and row.status is not SendingStatus.DROPPED
    ]
    return case.with_changed(fresh, *about, *_kept(pen, fresh, said))


def _kept(pen: Pen, fresh: Invitation, said: Answer | None) -> tuple[Answer, ...]:
    if said is None or said.recorded_by is None:
        return ()
    own = AnswerId(pen.new_id())
    return (replace(said, id=own, invitation_id=fresh.id, revision=fresh.revision),)
