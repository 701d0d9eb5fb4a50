"""To the leader and the clinicians: what becomes of a meeting that is near (D4, F18)."""

from __future__ import annotations

from datetime import datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.notices.frame import framed
from dialogs.wording.neutral import clean, clean_link
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import MeetingKind


def meeting_changed(notice: Notice) -> Content:
    """It is off, or has another time, place, link or leader."""
    values = notice.values
    kind = names.meeting(MeetingKind(values.get("meeting", MeetingKind.SHM1)))
    when = f" {_moment(notice.at, notice)}" if notice.at else ""
    if values.get("off"):
        text = f"Sak {notice.ref}: {kind}{when} er avlyst."
        return framed(notice, f"{kind} er avlyst", text)
    to = values.get("to", "")
    moved = f"flyttet til {_moment(datetime.fromisoformat(to), notice)}" if to else "endret"
    what = "flyttet" if to else "endret"
    text = sentences(f"Sak {notice.ref}: {kind}{when} er {moved}.", *_new(notice))
    return framed(notice, f"{kind} er {what}", text)


def _new(notice: Notice) -> tuple[str, ...]:
    where, link, leader = (notice.values.get(one, "") for one in ("where", "link", "leader"))
    place = "på video" if where == "video" else clean(where)
    url = (
        "Lenken er tatt bort." if link == "none" else f"Ny lenke: {clean_link(link)} Bruk bare den."
    )
    return (
        f"Møteleder: {clean(leader)}." if leader else "",
        f"Sted: {place}." if where else "",
        url if link else "",
    )


def _moment(at: datetime, notice: Notice) -> str:
    return dates.moment(dates.wall(at, notice.zone))
