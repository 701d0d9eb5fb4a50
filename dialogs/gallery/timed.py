"""A question of times, from the first word to the choice."""

from __future__ import annotations

from datetime import timedelta

from dialogs.gallery import cast
from dialogs.gallery.telling import Story, Teller
from dialogs.wording.nb import gallery as words

_DAYS = (10, 12, 13, 18, 25)


def times_asked(us: Teller) -> Story:
    """Five times, of which one is on a holiday's eve; the GP says what suits, with many words."""
    times = " ".join(f"{cast.MEETING + timedelta(days=days)}T09:00" for days in _DAYS)
    facts = {"times": times, "template": "with_nav", "leader": cast.DOCTOR, "place": words.PLACE}
    yield from us.tell("ask_times", **facts)
    yield from us.tell("times_answer", suits="1, 3 og 5", channel="phone")
    yield from us.look("asked_times", us.ref)
    yield from us.unsure.tell("choose_time")
    yield from us.unsure.tell("stop_times")
