"""Calendars read back by icalendar, for the tests of what leaves."""

from typing import Any

from icalendar import Calendar


def the_event(made: bytes) -> Any:  # noqa: ANN401 - a property may be any of thirty types
    """The one event of a calendar."""
    (event,) = Calendar.from_ical(made).events
    return event


def the_method(made: bytes) -> str:
    """The method of a calendar."""
    return str(Calendar.from_ical(made)["method"])
