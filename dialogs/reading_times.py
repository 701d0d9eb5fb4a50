"""From what was typed to a day, a time or both, as ISO text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from dialogs.form import Half, Missed, Question, Reading, Scene, Several, Took
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.beginnings import beginnings, begins_at
from dialogs.understand.dates import Prefer
from dialogs.understand.doubts import Doubt, doubts
from dialogs.understand.moments import read_date, read_moment, read_time
from dialogs.understand.reading import Ambiguous, Moment, NotUnderstood, Reason, Understood
from dialogs.wording.nb import ask_readings as say

TIMES = frozenset({Kind.DATE, Kind.TIME, Kind.DATETIME})
"""Kinds of questions that are answered with a day, a time or both."""

_ISO = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)?[T ]?(?P<clock>\d\d:\d\d(:00)?)?")


def read_day(text: str, scene: Scene, *, past: bool) -> Reading:
    """A date; `past` is the side of today on which one without a year lies."""
    prefer: Prefer = "past" if past else "future"
    moment = iso_moment(text)
    iso = Understood(moment.date) if moment and moment.date else None
    match iso or read_date(text, scene.today, prefer=prefer):
        case Understood(value):
            return _unless_doubtful(value.isoformat(), Moment(value, None), scene, prefer)
        case Ambiguous(values):
            return Several(tuple(Choice(value=d.isoformat(), title=say.day(d)) for d in values))
        case NotUnderstood(Reason.UNKNOWN_WORDS):
            return _as_far(text, lambda start: read_day(start, scene, past=past))
        case NotUnderstood(reason):
            return Missed(say.why(reason))


def read_clock(text: str) -> Reading:
    """A time of day."""
    match read_time(text):
        case Understood(value):
            return Took(f"{value:%H:%M}")
        case Ambiguous(values):
            return Several(tuple(Choice(value=f"{t:%H:%M}", title=say.clock(t)) for t in values))
        case NotUnderstood(reason):
            return Missed(say.why(reason))


def read_when(text: str, scene: Scene, before: str) -> Reading:
    """A wall time; what is not said now may have been said `before`."""
    iso = iso_moment(text)
    match Understood(iso) if iso else read_moment(text, scene.today):
        case Understood(value):
            return _whole(_completed(value, before), scene)
        case Ambiguous(values):
            moments = [_completed(value, before) for value in values]
            return Several(tuple(Choice(value=_canonical(m), title=say.moment(m)) for m in moments))
        case NotUnderstood(Reason.UNKNOWN_WORDS):
            return _as_far(text, lambda start: read_when(start, scene, before))
        case NotUnderstood(Reason.INTERVAL) if begins_at(text):
            return read_when(begins_at(text), scene, before)
        case NotUnderstood(reason):
            return Missed(say.why(reason))


def _as_far(text: str, read: Callable[[str], Reading]) -> Reading:
    """A whole answer at the start, before words that say something else, is asked about."""
    for start in beginnings(text):
        reading = read(start)
        moment = iso_moment(reading.value) if isinstance(reading, Took) else None
        if moment is not None:
            meant = Choice(value=_canonical(moment), title=say.moment(moment))
            return Several((meant,), note=say.left_out(text.removeprefix(start)))
    return Missed(say.why(Reason.UNKNOWN_WORDS))


def half_said(question: Question, scene: Scene) -> str:
    """What to ask where only the day or only the time of a moment is known; empty otherwise.

    What is doubtful about the day is said at once: the year and the holiday.
    """
    moment = iso_moment(scene.running.typed.get(question.name, ""))
    if question.kind is not Kind.DATETIME or moment is None or (moment.date and moment.time):
        return ""
    found = _doubts(moment, scene, "future") if moment.date else ()
    told = [say.doubt(each, moment.date, scene.today) for each in found]
    return " ".join([*told, say.WHEN_IN_THE_DAY if told else say.moment_lacks(moment, scene.today)])


def _completed(value: Moment, before: str) -> Moment:
    known = iso_moment(before) or Moment(None, None)
    return Moment(value.date or known.date, value.time or known.time)


def _whole(value: Moment, scene: Scene) -> Reading:
    if value.date is None or value.time is None:
        wrong = _wrong_side(_doubts(value, scene, "future"), value, scene)
        return wrong or Half(_canonical(value))
    return _unless_doubtful(_canonical(value), value, scene, "future")


def _canonical(value: Moment) -> str:
    """ISO: a day, a time, or both."""
    if value.date is not None and value.time is not None:
        return datetime.combine(value.date, value.time).isoformat(timespec="minutes")
    if value.time is not None:
        return value.time.isoformat(timespec="minutes")
    return value.date.isoformat() if value.date else ""


def iso_moment(text: str) -> Moment | None:
    """A day, a time or both, as cards and scripts write them; without an offset."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"]) if match["day"] else None
        clock = time.fromisoformat(match["clock"]) if match["clock"] else None
    except ValueError:
        return None
    return Moment(day, clock) if day or clock else None


def _unless_doubtful(value: str, when: Moment, scene: Scene, prefer: Prefer) -> Reading:
    """The wrong side of now is refused at once; other doubts are asked about."""
    found = _doubts(when, scene, prefer)
    wrong = _wrong_side(found, when, scene)
    return wrong or Took(value, tuple(say.doubt(each, when.date, scene.today) for each in found))


def _wrong_side(found: Sequence[Doubt], when: Moment, scene: Scene) -> Missed | None:
    for wrong in (Doubt.PAST, Doubt.FUTURE):
        if wrong in found:
            return Missed(say.doubt(wrong, when.date, scene.today))
    return None


def _doubts(when: Moment, scene: Scene, prefer: Prefer) -> tuple[Doubt, ...]:
    return doubts(when, scene.reader.desk.now, scene.desk.is_holiday, prefer=prefer)
