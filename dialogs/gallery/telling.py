"""How a story is told: somebody says something, and reads the card that comes back."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.gallery import cast
from dialogs.gallery.album import (
    DONE,
    PICK,
    QUESTION,
    REVIEW,
    Album,
    actions_of,
    asks,
    choices_of,
    inputs_of,
)
from dialogs.turn import JSON, Turn, Utterance
from dialogs.wording.nb import ask_words
from dialogs.wording.nb import gallery as words
from pathway.service import Context

MOST_CARDS = 12
"""Of one form; a story that needs more goes in circles."""

NUMBER = "#"
"""Before the place of a choice in its list, from 0, where its value is not known."""

TEXTS = {
    "name": words.ADVISER,
    "gp_other": f"{words.DOCTORS[0]}, {words.OFFICE}",
    "doctor_other": f"{words.DOCTORS[2]}, {words.OFFICE}",
    "by_name": words.DOCTORS[2],
    "place_other": words.PLACE,
    "link_other": words.LINK,
    "office": words.NAV_OFFICE,
    "phone": words.PHONE,
    "email": "nina@nav-ovingsfjorden.example",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One thing that a member of staff says at a moment.

    `about` is what it belongs to, and `told` what a card that asks nothing is called there.
    `before` is what happens in the clinic first, by no word of staff.
    """

    said: Utterance
    about: str
    told: str = DONE
    actor: str = cast.SECRETARY
    at: datetime = cast.BEGIN
    before: Callable[[Context], object] | None = None


Story = Generator[Cue, Turn, None]
Scene = Generator[Cue, Turn, Turn]


class LostThreadError(Exception):
    """The story and the program do not fit: the text says where, and what was answered."""


def play(story: Story, turn_of: Callable[[Cue], Turn], album: Album) -> None:
    """Tell a story to a clinic and keep the cards that it answers with."""
    try:
        cue = next(story)
        while True:
            turn = turn_of(cue)
            album.meet(cue.about, cue.told, turn.replies)
            cue = story.send(turn)
    except StopIteration:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who says it, when, and about which case; one who is not `sure` stops before the last yes."""

    ref: str = ""
    sure: bool = True
    actor: str = cast.SECRETARY
    at: datetime = cast.BEGIN

    @property
    def unsure(self) -> Teller:
        """The same, who only looks at what would be done."""
        return replace(self, sure=False)

    def say(self, about: str, text: str, *, told: str = DONE) -> Scene:
        """Type something."""
        said = Utterance(text=text)
        return (yield Cue(said=said, about=about, told=told, actor=self.actor, at=self.at))

    def look(self, name: str, *more: str) -> Scene:
        """Look at something."""
        return (yield from self.say(name, ask_words.typed(name, *more), told=""))

    def tell(self, name: str, /, *more: str, **answers: str) -> Scene:
        """Fill in a form's cards.

        Fields are answered by name; the others keep what stands in them, or get something long.
        """
        words_for = name if name in ask_words.COMMANDS else "invite"
        turn = yield from self.say(name, ask_words.typed(words_for, *more, self.ref).strip())
        for _ in range(MOST_CARDS):
            card = turn.replies[-1].card if turn.replies else None
            form, part = asks(card) if card is not None else ("", "")
            if card is None or not form:
                break
            if part == REVIEW and not self.sure:
                return (yield from self.say(name, ask_words.CANCEL_TYPED))
            said = Utterance(data=_pressed(card, part, answers))
            turn = yield Cue(said=said, about=name, actor=self.actor, at=self.at)
        if turn.state.running is not None or turn.refused or not turn.replies[-1].card:
            raise LostThreadError(name, turn.replies[-1].text)
        return turn


def _pressed(card: JSON, part: str, answers: dict[str, str]) -> JSON:
    """What the card's likeliest button sends, with the answers and what is made up beside them."""
    actions = actions_of(card)
    data = actions[0]["data"]
    if part == PICK and "pick" in answers and answers["pick"].isdigit():
        data = actions[int(answers["pick"])]["data"]
    if not isinstance(data, dict):
        raise TypeError(data)
    fields = {str(item["id"]): _value(item, answers) for item in inputs_of(card)}
    return {**data, **(fields if part == QUESTION or "text" not in data else {})}


def _value(item: JSON, answers: dict[str, str]) -> str:
    name, given, choices = str(item["id"]), str(item["value"]), choices_of(item)
    answer = answers.get(name, given)
    if answer.startswith(NUMBER):
        return choices[int(answer.removeprefix(NUMBER))]
    if answer or name in answers:
        return answer
    if choices:
        return choices[0]
    if item["type"] == "Input.Date":
        return cast.MEETING.isoformat()
    if item["type"] == "Input.Time":
        return "10:00"
    limit = item.get("maxLength")
    return TEXTS.get(name, words.COMMENT)[: limit if isinstance(limit, int) else None]
