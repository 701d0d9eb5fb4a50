"""The meeting itself, run from its card, with every press that it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.gallery import cast
from dialogs.gallery.telling import Story, Teller
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb.ask_words import PATIENT

_MINUTES = timedelta(minutes=5)


def ran(us: Teller) -> Story:
    """From the start to the end, with everything that may go otherwise."""
    us = replace(us, at=cast.MEETING_BEGINS)
    yield from us.look("agenda", us.ref)
    yield from us.tell("start_meeting")
    yield from us.look("running", us.ref)
    yield from us.look("attendance", us.ref)
    yield from us.tell("late", who="#0", minutes="30")
    yield from us.tell("absent", PATIENT)
    yield from us.tell("came", PATIENT)
    yield from us.tell("left", PATIENT)
    yield from us.tell("brought", name=words.OTHER)
    us = replace(us, at=us.at + _MINUTES)
    for name in ("longer", "pause", "resume"):
        yield from us.tell(name)
    yield from replace(us, actor=cast.PSYCHOLOGIST).tell("take_over")
    for name in ("next_part", "end_meeting"):
        us = replace(us, at=us.at + _MINUTES)
        yield from us.tell(name)


def turned_round(us: Teller) -> Story:
    """A meeting of few, whose parts change places."""
    yield from us.tell("invite", start_date=cast.MEETING.isoformat(), template="with_nav")
    yield from us.tell("sent")
    yield from us.tell("answer", verdict="accepted", channel="phone", by="none")
    us = replace(us, at=cast.MEETING_BEGINS)
    yield from us.tell("start_meeting")
    yield from us.tell("reorder")
