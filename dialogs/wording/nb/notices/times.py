"""Messages to staff about a question of times."""

from __future__ import annotations

from dialogs.wording.nb import ask_which_times, dates
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.notices.frame import framed
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice


def answered(notice: Notice) -> Content:
    """Somebody has said which times suit (D4)."""
    return framed(notice, "Svar om tider", ask_which_times.news(notice), ask_which_times.LOOK)


def hold_refused(notice: Notice) -> Content:
    """A colleague has said no in the calendar to a time that is held (D4)."""
    when = dates.moment(dates.wall(notice.at, notice.zone)) if notice.at else "en tid"
    who = clean(notice.values.get("name", "")) or "En kollega"
    said = f"{who} har avslått {when} i kalenderen."
    text = sentences(said, f"Det er en av tidene dere har spurt om i sak {notice.ref}.")
    return framed(notice, "Svar om tider", text, ask_which_times.LOOK)
