"""Whose a card is: its actions carry a seal, so that nobody's press counts as somebody else's."""

from __future__ import annotations

from collections.abc import Mapping

from bot.web_guard import same, signature
from dialogs.turn import JSON

SEAL = "by"
_LENGTH = 22


class Seals:
    """Seals for each member of staff, by the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sealed(self, card: JSON, owner: str) -> JSON:
        """The card with its owner's seal in the data of every action."""
        return _each_action(card, self._of(owner))

    def holds(self, data: Mapping[str, object], owner: str) -> bool:
        """Whether what was pressed is a card of this person's."""
        given = data.get(SEAL)
        return isinstance(given, str) and same(given, self._of(owner))

    def _of(self, owner: str) -> str:
        return signature(self._key, "card", owner)[:_LENGTH]


def _each_action(node: JSON, seal: str) -> JSON:
    """A copy in which the data of each action, and of what stands in for it, is sealed."""
    copied = {name: _inside(value, seal) for name, value in node.items()}
    data = copied.get("data")
    if str(node.get("type", "")).startswith("Action.") and isinstance(data, dict):
        copied["data"] = {**data, SEAL: seal}
    return copied


def _inside(value: object, seal: str) -> object:
    if isinstance(value, dict):
        return _each_action(value, seal)
    if isinstance(value, list):
        return [_inside(one, seal) for one in value]
    return value
