"""Messages to staff about a question of times."""

from __future__ import annotations

from dialogs.wording.nb import ask_which_times
from dialogs.wording.nb.notice_parts import framed
from pathway.outgoing import Content
from pathway.ports import Notice


def answered(notice: Notice) -> Content:
    """Somebody has said which times suit (D4)."""
    return framed(notice, "Svar om tider", ask_which_times.news(notice), ask_which_times.LOOK)
