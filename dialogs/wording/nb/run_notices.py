"""What a colleague reads of a meeting that runs; edited in place as it goes on (R22)."""

from __future__ import annotations

from dialogs.wording.nb import ask_running, dates
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.names import part
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice

_SHOW = "Vis møtet"


def meeting_runs(notice: Notice) -> Content:
    """Which part, until when, and what comes then; or that it is over."""
    title = ask_running.title(notice.ref)
    at = dates.at_clock(dates.wall(notice.at, notice.zone)) if notice.at else ""
    values = notice.values
    if values.get("over"):
        after = (typed("after", notice.ref), "Etter møtet")
        return Content(subject=title, text=f"Møtet er avsluttet {at}.", actions=(after,))
    now = ask_running.part(
        int(values.get("place") or 1), int(values.get("number") or 1), values.get("part", "")
    )
    until = "Pause." if values.get("paused") else f"Til {at}."
    following = values.get("next", "")
    then = f"Deretter: {clean(part(following))}." if following else "Det er siste del."
    text = sentences(f"{now}.", until, then)
    show = (typed("running", notice.ref), _SHOW)
    return Content(subject=title, text=text, actions=(show,))
