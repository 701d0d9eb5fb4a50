"""Every card, made by telling the whole story to a clinic."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.gallery.album import Album
from dialogs.gallery.messages import messages
from dialogs.gallery.story import whole_story
from dialogs.gallery.telling import Cue, play
from dialogs.turn import Turn


def every_card(turn_of: Callable[[Cue], Turn]) -> Album:
    """The largest of each kind; `turn_of` is an empty clinic of `cast.clinic()`."""
    album = Album()
    play(whole_story(), turn_of, album)
    for example in messages():
        album.add(example)
    return album
