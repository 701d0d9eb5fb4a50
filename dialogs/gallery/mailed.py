"""What comes from outside by no word of staff: mails to judge, and times that are proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from dialogs.conversations.answers.without_case import CARDS
from dialogs.gallery import cast
from dialogs.gallery.telling import Cue, Story, Teller
from dialogs.turn import Utterance
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb.ask_words import typed
from pathway.arrivals import Arrival, Sort
from pathway.commands import RecordAnswer
from pathway.model import Invitation
from pathway.service import Context, execute
from pathway.service.answers.receiving import receive
from pathway.words import CaseRef, Channel, InvitationId, Verdict

Happens = Callable[[Context], object]


def from_outside(us: Teller) -> Story:
    """A stranger's answer, mails of no case, and three times proposed by the GP."""
    yield _told(us, "mail", _mails(us))
    yield from us.tell("judge", way="sett")
    yield from Teller(at=us.at).look("strays")
    yield from us.unsure.tell("tie")
    yield from Teller(at=us.at).tell("seen")
    yield _told(us, "proposals", _wish(us))
    yield from us.unsure.tell("accept")
    yield from us.tell("decline")


def _told(us: Teller, name: str, happens: Happens) -> Cue:
    said = Utterance(text=typed(name, us.ref))
    return Cue(said=said, about=name, told="", actor=us.actor, at=us.at, before=happens)


def _mails(us: Teller) -> Happens:
    def happens(context: Context) -> None:
        receive(context, _mail(context, _asked(context, us).id))
        for number in range(1, CARDS + 2):
            unknown = _mail(context, InvitationId("unknown"))
            receive(context, replace(unknown, sender=f"{number}.{unknown.sender}"))

    return happens


def _mail(context: Context, about: InvitationId) -> Arrival:
    return Arrival(
        key=context.new_id(),
        sort=Sort.ANSWER,
        at=context.now,
        sender="vilje.vikar.med.langt.navn@legekontoret-i-ovingsfjorden.example",
        sender_name=words.DOCTORS[2],
        invitations=(about,),
        named=True,
        sequence=0,
        verdict=Verdict.ACCEPTED,
        comment=words.COMMENT[:300],
    )


def _asked(context: Context, us: Teller) -> Invitation:
    return context.ledger.load(CaseRef(us.ref), context.access).invitations[-1]


def _wish(us: Teller) -> Happens:
    def happens(context: Context) -> object:
        first = datetime.combine(cast.MEETING + timedelta(days=2), time(13))
        command = RecordAnswer(
            ref=CaseRef(us.ref),
            invitation_id=_asked(context, us).id,
            verdict=Verdict.NEW_TIME,
            channel=Channel.MAIL,
            evidence="gallery",
            text=words.COMMENT[:300],
            proposed=first,
            also_proposed=(first + timedelta(days=2, hours=5), first + timedelta(days=40)),
        )
        return execute(context, command)

    return happens
