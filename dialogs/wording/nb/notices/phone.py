"""Messages to the leader about whom to ring in a meeting, on what number and when (R15)."""

from __future__ import annotations

from dialogs.wording.nb import dates, phones
from dialogs.wording.nb.notices.frame import framed, the_role
from pathway.outgoing import Content
from pathway.ports import Notice


def ring_participant(notice: Notice) -> Content:
    """Somebody attends by telephone: the number, and when their part begins."""
    text = (
        f"I sak {notice.ref} deltar {the_role(notice)} på telefon. "
        f"Ring {_number(notice)} {_when(notice)}."
    )
    return framed(notice, f"Ring {the_role(notice)}", text)


def do_not_ring(notice: Notice) -> Content:
    """Whoever was to be rung is not, or not by this leader."""
    text = f"Du skal likevel ikke ringe {the_role(notice)} i sak {notice.ref} {_when(notice)}."
    return framed(notice, f"Ikke ring {the_role(notice)}", text)


def _number(notice: Notice) -> str:
    return phones.number(notice.values.get("phone", ""))


def _when(notice: Notice) -> str:
    return dates.moment(dates.wall(notice.at, notice.zone)) if notice.at else "når møtet begynner"
