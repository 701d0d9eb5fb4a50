"""*Dagens e-meldinger*: every text that a person is to send today, whole, with its own button."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.cards.actions import command
from dialogs.cards.copies import Copy, block
from dialogs.cards.elements import ROOM, card, size, text
from dialogs.cards.pages import fitted
from dialogs.turn import Reply
from dialogs.wording.nb import ask_case, names, to_copy
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb import tasks as wording
from dialogs.wording.nb.ask_words import YES_TYPED
from dialogs.wording.nb.ask_words import typed as typed_for
from dialogs.wording.nb.conversations import joined
from pathway.views import TaskLine
from pathway.words import Channel

TEXTS = 5


def texts(lines: Sequence[TaskLine], page: int, typed: str) -> Reply:
    """One page of them, e-meldinger first; `typed` is the command that shows it."""
    ready = sorted(
        (line for line in lines if line.content),
        key=lambda line: line.channel is not Channel.SECURE_MESSAGE,
    )
    if not ready:
        return Reply(text=say.NO_TEXTS, summary=say.TEXTS_TITLE)
    messages = sum(line.channel is Channel.SECURE_MESSAGE for line in ready)
    shown = fitted(ready, page, _size, room=ROOM, most=TEXTS)
    intro = say.texts_intro(messages, len(ready) - messages)
    where = ask_case.page(shown.number, shown.pages) if shown.pages > 1 else ""
    following = ask_case.page_command(typed, shown.number + 1)
    more = shown.number < shown.pages
    body = [text(intro)]
    for number, line in enumerate(shown.items, start=1):
        body += block(_copy(line), number, first=number == 1)
    if where:
        body.append(text(where, subtle=True))
    actions = [command(following, ask_case.NEXT_PAGE)] if more else []
    last = f"{where} «{following}»" if more else where
    return Reply(
        text=joined(intro, *map(_told, shown.items), last),
        card=card(say.TEXTS_TITLE, body, actions, speak=say.TEXTS_TITLE, equal=len(actions)),
        summary=say.TEXTS_TITLE,
    )


def _title(line: TaskLine) -> str:
    secure = line.channel is Channel.SECURE_MESSAGE
    way = names.by_channel(Channel.SECURE_MESSAGE) if secure else ""
    titled = say.text_to(line.ref, wording.text_label(line), way)
    number = to_copy.number_of(line)
    return f"{titled}. {number}" if number else titled


def _text(line: TaskLine) -> str:
    return line.content.text if line.content else ""


def _told(line: TaskLine) -> str:
    """The text as it is to be copied, and what is typed when it has been sent."""
    typed = typed_for("sent", line.ref, wording.text_label(line))
    return f"{_title(line)}\n{_text(line)}\n→ «{typed}»"


def _copy(line: TaskLine) -> Copy:
    press = (typed_for("sent", line.ref, line.promise_id, YES_TYPED), to_copy.have_sent(line))
    return Copy(above=_title(line), text=_text(line), press=press)


def _size(line: TaskLine) -> int:
    return sum(map(size, block(_copy(line), 1, first=True)))
