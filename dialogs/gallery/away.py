"""A colleague is away, and comes back."""

from __future__ import annotations

from dialogs.gallery import cast
from dialogs.gallery.telling import Story, Teller


def away(us: Teller) -> Story:
    """The doctor, who leads meetings, from today and until nobody knows when."""
    boss = Teller(actor=cast.COORDINATOR, at=us.at)
    yield from boss.tell("absence", who=cast.DOCTOR, first=us.at.date().isoformat(), last="")
    yield from boss.look("who_away")
    yield from boss.tell("back")
    yield from boss.tell("digest_hour", at="14:00")
    yield from boss.look("held_up")
    yield from boss.unsure.tell("hand_over_cases", of=cast.SECRETARY, to=cast.COORDINATOR)
