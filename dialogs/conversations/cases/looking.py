"""What is only looked at: *sak*, *oversikt*, *oppgaver*, *finn*, *hjelp* and *hei*."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs import interludes
from dialogs.cards import board, deciding, glance, guide, tasks, texts
from dialogs.conversations.cases.asking_referrer import with_requests
from dialogs.conversations.cases.finding import found
from dialogs.conversations.next_steps import next_steps, undecided
from dialogs.parsing import nearest
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn
from dialogs.wording.nb import ask_office, holdups
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.ask_words import typed

if TYPE_CHECKING:
    from pathway.service import Desk


def show_case(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Sak*: one card that says where the case stands and what comes next."""
    case = interludes.case_to_show(talk, "case", rest, reader)
    if isinstance(case, Turn):
        return case
    reply = glance.case_card(reader.desk_for(case.ref), case, next_steps(reader.desk, case))
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


def show_board(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Oversikt*: every open case, the red first, a page at a time."""
    reply = board.board(reader.desk.board(), _page(rest), reader.desk.today, typed("board"))
    return Turn(state=talk, replies=(reply, *_unreadable(reader.desk)))


def _unreadable(desk: Desk) -> tuple[Reply, ...]:
    """That cases are left out of what was listed, where any are."""
    return (Reply(text=holdups.unreadable(desk.unreadable)),) if desk.unreadable else ()


def show_tasks(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Oppgaver*: what the actor is to do, the urgent first, one button a line."""
    desk = reader.desk
    strays, acts = len(desk.strays()), not desk.actor.only_looks
    reply = tasks.tasks(desk.tasks(), _page(rest), typed("tasks"), strays=strays, acts=acts)
    return Turn(state=talk, replies=(reply, *_unreadable(desk)))


def show_texts(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Dagens e-meldinger*: what the actor is to send by hand, of all cases, whole."""
    lines = with_requests(reader.desk.tasks(), reader.desk.clinic)
    reply = texts.texts(lines, _page(rest), typed("texts"))
    return Turn(state=talk, replies=(reply, *_unreadable(reader.desk)))


def decide(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Bestem*: the ways on after a doctor's no or silence, and in a postponed case (D2)."""
    about = interludes.case_for(talk, rest, reader, said=typed("decide", rest))
    if isinstance(about, Turn):
        return about
    if not about.ref:
        return interludes.ask_case(talk, typed("decide"))
    case = reader.case(about.ref)
    lines = undecided(reader.desk_for(case.ref), case)
    reply = (
        deciding.question(lines[0]) if lines else Reply(text=ask_office.nothing_to_decide(case.ref))
    )
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


def find(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Finn*."""
    if not rest:
        return interludes.ask_what_to_find(talk)
    reply = found(rest, reader.desk.lines(), reader.desk.today)
    return Turn(state=talk, replies=(reply, *_unreadable(reader.desk)))


def show_help(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Hjelp*, or *hjelp svar*: what one may type, about the case that is talked about."""
    office = reader.desk.actor.runs_office
    return Turn(state=talk, replies=(guide.guide(talk.case, rest, office=office),))


def greet(talk: Conversation, _rest: str, reader: Reader) -> Turn:
    """*Hei*: a greeting, and what there is to do."""
    name = reader.desk.actor.name.split()[0] if reader.desk.actor.name else ""
    number = len(reader.desk.tasks()) + bool(reader.desk.strays())
    return Turn(state=talk, replies=(guide.greeting(name, number),))


def thanked(talk: Conversation, rest: str, _reader: Reader) -> Turn:
    """*Takk*: said kindly back; what else was said beside it is no command."""
    said = guide.unknown(nearest(rest)) if rest else Reply(text=say.THANKED)
    return Turn(state=talk, replies=(said,))


def _page(rest: str) -> int:
    numbers = [word for word in rest.split() if word.isascii() and word.isdigit()]
    return int(numbers[-1][:6]) if numbers else 1
