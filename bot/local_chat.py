"""What has been said on the local page, in memory and bounded; the store has what matters."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards_html import Drawn, draw
from dialogs.state import Choice
from dialogs.turn import Reply, Turn, Utterance

LINES = 200
"""Bubbles kept for each member of staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One bubble; `number` is its place since the start, and never another's.

    A `live` card says what holds now, in its own place. `before` is what it was, each time with
    other buttons: a page that still shows one of them presses that one.
    """

    number: int
    mine: bool
    at: datetime
    text: str = ""
    card: Drawn | None = None
    before: tuple[Drawn, ...] = ()
    live: bool = False

    @property
    def key(self) -> str:
        """By which its buttons know it."""
        return f"{self.number}.{len(self.before)}"

    def renewed(self, card: Drawn) -> Line:
        """The same with its card as it is now."""
        known = self.card is None or self.card.pressables == card.pressables
        before = self.before if known or self.card is None else (*self.before, self.card)
        return replace(self, card=card, before=before, live=True)


class Chat:
    """One person's bubbles, what may be answered now, and the case that was talked about.

    `asked_again` says that nothing from before this page began waits unseen for an answer.
    """

    def __init__(self) -> None:
        self.lines: deque[Line] = deque(maxlen=LINES)
        self.choices: Sequence[Choice] = ()
        self.case = ""
        self.used: set[int] = set()
        self.asked_again = False
        self._said = 0

    def say(self, text: str, at: datetime) -> None:
        """A bubble of the person's own."""
        self._add(mine=True, at=at, text=text)

    def hear(self, replies: Sequence[Reply], at: datetime) -> None:
        """Bubbles from the program; a card says all that its text says, and outdates others."""
        for reply in replies:
            card = draw(reply.card) if reply.card is not None else None
            self._add(mine=False, at=at, text="" if card else reply.text, card=card)
        if replies:
            self.used |= self._outdated()

    def tell(self, text: str, at: datetime) -> None:
        """A bubble from the page itself."""
        self._add(mine=False, at=at, text=text)

    def take(self, turn: Turn, at: datetime) -> None:
        """What a turn came to; with a new card, the forms before it are answered and fold up."""
        if any(reply.card is not None for reply in turn.replies):
            self.used |= {line.number for line in self.lines if line.card and _asks(line.card)}
        before, self.asked_again = self._said, True
        self.hear(turn.replies, at)
        asked = any(x.card and _asks(x.card) for x in self.lines if x.number > before)
        self.choices = () if asked else turn.expects.choices  # a card has its own
        self.case = turn.state.case or self.case

    def press(self, pressed: str, form: Mapping[str, str]) -> tuple[str, Utterance] | None:
        """The title of the button `line:button` and what it says; None where it is gone."""
        key, _, place = pressed.partition(":")
        number, _, version = key.partition(".")
        for line in self.lines:
            if str(line.number) == number and line.card:
                cards = dict(enumerate((*line.before, line.card)))
                meant = cards.get(int(version)) if version.isdecimal() else None
                return _press(meant, place, form) if meant else None
        return None

    def renew(self, reply: Reply) -> None:
        """The newest card of this title, where it is not folded up, says what holds now."""
        card = draw(reply.card or {})
        for place, line in reversed(list(enumerate(self.lines))):
            if line.card and line.card.title == card.title and line.number not in self.used:
                self.lines[place] = line.renewed(card)
                return

    def _outdated(self) -> set[int]:
        """The cards that a newer one with the same title replaces, or whose day is over."""
        old, titles = set[int](), set[str]()
        today = self.lines[-1].at.date()
        for line in reversed(self.lines):
            if line.card is None:
                continue
            answers = not _asks(line.card)
            if line.card.title in titles or (answers and line.at.date() < today):
                old.add(line.number)
            titles.add(line.card.title)
        return old

    def _add(self, *, mine: bool, at: datetime, text: str = "", card: Drawn | None = None) -> None:
        self._said += 1
        self.lines.append(Line(number=self._said, mine=mine, at=at, text=text, card=card))


def _asks(card: Drawn) -> bool:
    """Whether the card is a question of a form, which counts once."""
    return any(button.data.get("do") == "answer" for button in card.pressables)


def _press(card: Drawn, place: str, form: Mapping[str, str]) -> tuple[str, Utterance] | None:
    for number, button in enumerate(card.pressables):
        if str(number) == place:
            return button.title, Utterance(data=button.sent(form))
    return None
