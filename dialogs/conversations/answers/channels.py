"""How an answer came: by telephone, e-melding, e-mail or letter."""

from __future__ import annotations

from dialogs.form import Reading, Scene, Several, Took
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_verdicts as say_verdict
from pathway.words import Channel

_CHANNELS = (Channel.PHONE, Channel.SECURE_MESSAGE, Channel.MAIL, Channel.LETTER)


def channels(_scene: Scene) -> tuple[Choice, ...]:
    """How an answer may have come."""
    return tuple(Choice(value=way.value, title=say.channel(way)) for way in _CHANNELS)


def read_channel(text: str, scene: Scene) -> Reading:
    """As in "på telefon", "epost", "brev"."""
    ways = say_verdict.channels_in(text)
    if len(ways) > 1:
        return Several(tuple(c for c in channels(scene) if c.value in set(ways)))
    return Took(ways[0].value) if ways else choose(text, channels(scene))
