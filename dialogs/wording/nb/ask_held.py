"""Whether a meeting was held: the question, and what answers it (R5)."""

from __future__ import annotations

from datetime import date

from dialogs.wording.nb import dates, names
from pathway.words import MeetingKind


def job(kind: MeetingKind | None, on: date | None) -> str:
    """As "Ble SHM1 holdt 24. november?"."""
    what = names.meeting(kind) if kind else "møtet"
    return f"Ble {what} holdt {dates.short(on)}?" if on else f"Ble {what} holdt?"


def ways(kind: MeetingKind | None) -> tuple[tuple[str, str], ...]:
    """The milestone by its name, or that the meeting came to nothing."""
    what = f"milepæl {names.meeting(kind)}" if kind else "milepæl"
    return (f"{what} holdt", "Ja, registrer"), (f"{what} ikke holdt", "Nei, ikke holdt")
