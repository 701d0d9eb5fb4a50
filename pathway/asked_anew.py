"""Who was asked about times where another is now: at another address, or in their place (P1, F12).

What they have heard is over for them; `asking.follow` asks anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import asking, offers
from pathway.words import AskedId, Channel, InvitationId, TimesAnswerId

if TYPE_CHECKING:
    from pathway.asking import Step
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Participant
    from pathway.times import Asked
    from pathway.views import Consequence


def for_another(case: Case, pen: Pen, old: Participant) -> Step:
    """What `old` was asked is over, before somebody else stands in their place (F12)."""
    told: list[Consequence] = []
    for question in offers.open_questions(case):
        asked = offers.asked_of(case, question.id, old)
        if asked is not None:
            case, consequences = asking.over(case, pen, question, asked)
            told.extend(consequences)
    return case, tuple(told)


def moved_mailbox(case: Case, pen: Pen, old: Participant, new: Participant) -> Step:
    """The question as `old` was asked it is over where their mail went; `follow` asks anew.

    What the old mailbox holds is another's: it hears that no answer is wanted, and its link opens
    nothing that comes after (P1, F14). What bounced there is asked anew without a word to it.
    """
    told: list[Consequence] = []
    same = new.email.casefold() in {"", old.email.casefold()}  # one that is taken away was theirs
    for question in offers.open_questions(case):
        asked = offers.asked_of(case, question.id, old)
        if asked is None or new.email.casefold() == old.email.casefold():
            continue
        if asked.undelivered_at is not None:
            case = asking.without_waiting(case, asked).with_changed(
                replace(asked, ended_at=pen.now)
            )
        elif not same and _heard_by_mail(case, asked, old):
            by_mail = replace(asked, channel=Channel.MAIL)
            case, consequences = asking.over(case.with_changed(old), pen, question, by_mail)
            told.extend(replace(one, old_address=old.email) for one in consequences)
        else:
            continue
        case = _said_by_phone(case.with_changed(new), pen, asked)
    return case.with_changed(new), tuple(told)


def _heard_by_mail(case: Case, asked: Asked, person: Participant) -> bool:
    return any(
        s.may_have_left
        and s.channel is Channel.MAIL
        and s.address.casefold() == person.email.casefold()
        for s in asking.messages_of(case, asked)
    )


def _said_by_phone(case: Case, pen: Pen, old: Asked) -> Case:
    """What staff have recorded of their answer holds on; one by mail may be a stranger's (F14)."""
    said = offers.present_answer(case, old)
    if said is None or said.recorded_by is None or not said.offers:
        return case
    fresh = replace(
        old,
        id=AskedId(InvitationId(pen.new_id())),
        channel=asking.channel_to(pen, case.participant(old.participant_id)),
        offers=said.offers,
        requested_at=pen.now,
        revision=1,
        asked_at=None,
        undelivered_at=None,
        link_counter=0,
    )
    own = TimesAnswerId(pen.new_id())
    return case.with_changed(fresh, replace(said, id=own, asked_id=fresh.id, revision=1))
