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
    at = f" {dates.at_clock(dates.wall(notice.at, notice.zone))}" if notice.at else ""
    values = notice.values
    if values.get("over"):
        after = (typed("after", notice.ref), "Etter møtet")
        text = f"Møtet i sak {notice.ref} ble avsluttet{at}."
        return Content(subject=f"Sak {notice.ref}: Møtet er over", text=text, actions=(after,))
    now = ask_running.part(
        int(values.get("place") or 1), int(values.get("number") or 1), values.get("part", "")
    )
    until = "Pause." if values.get("paused") else f"Til{at}." if at else ""
    following = values.get("next", "")
    then = f"Deretter: {clean(part(following))}." if following else "Det er siste del."
    text = sentences(f"Møtet i sak {notice.ref} er i gang.", f"{now}.", until, then)
    show = (typed("running", notice.ref), _SHOW)
    return Content(subject=f"Sak {notice.ref}: Møtet er i gang", text=text, actions=(show,))
