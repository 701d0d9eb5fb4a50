"""What the gallery shows: each kind of card once, the largest that was met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dialogs.cards.elements import size
from dialogs.turn import JSON, Reply
from dialogs.wording.nb.ask_words import YES_TYPED

QUESTION, PICK, REVIEW, DONE = "question", "pick", "review", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One card: `group` is the form, look or message that it belongs to, `part` which of its."""

    group: str
    part: str
    reply: Reply

    @property
    def name(self) -> str:
        """What to look for in the code."""
        return f"{self.group}.{self.part}" if self.part else self.group

    @property
    def bytes(self) -> int:
        """How large the card is, as Teams counts."""
        return size(self.reply.card or {})


class Album:
    """Examples by name; a larger card takes the place of a smaller one."""

    def __init__(self, first: Iterable[Example] = ()) -> None:
        self._kept: dict[str, Example] = {}
        for one in first:
            self.add(one)

    def __iter__(self) -> Iterator[Example]:
        return iter(self._kept.values())

    def add(self, one: Example) -> None:
        """Keep it where it is the largest of its kind."""
        known = self._kept.get(one.name)
        if one.reply.card is not None and (known is None or known.bytes < one.bytes):
            self._kept[one.name] = one

    def meet(self, about: str, told: str, replies: Iterable[Reply]) -> None:
        """Keep what was answered: questions with their form, the rest as what was `told`."""
        for reply in replies:
            if reply.card is not None:
                form, part = asks(reply.card)
                self.add(Example(group=form or about, part=part or told, reply=reply))


def asks(card: JSON) -> tuple[str, str]:
    """The form that a card belongs to and what it wants; nothing for one that only tells."""
    presses = [data for action in actions_of(card) if (data := _dict(action.get("data")))]
    forms = [str(data["form"]) for data in presses if data.get("do") == "answer"]
    if not forms:
        return "", ""
    if any(data.get("text") == YES_TYPED for data in presses):
        return forms[0], REVIEW
    ids = {str(item["id"]) for item in inputs_of(card)}
    return forms[0], QUESTION if ids - {"text"} else PICK


def actions_of(card: JSON) -> list[JSON]:
    """The card's own actions, the primary one first."""
    return _dicts(card.get("actions"))


def inputs_of(card: JSON) -> list[JSON]:
    """The card's inputs."""
    return [item for item in _dicts(card.get("body")) if str(item["type"]).startswith("Input.")]


def choices_of(item: Mapping[str, object]) -> list[str]:
    """The values that an input offers."""
    return [str(choice["value"]) for choice in _dicts(item.get("choices"))]


def _dicts(value: object) -> list[JSON]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _dict(value: object) -> JSON:
    return value if isinstance(value, dict) else {}
