"""Calendars from outside with the time zones that they bring along, which hold for them alone.

icalendar reckons every zone that it reads, by the second where the zone says so, and keeps it under
its name for all calendars to come. So it is handed none: a name that everybody knows means what
everybody means by it, any other the zone of that name in the same calendar.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from io import StringIO
from typing import TYPE_CHECKING, NoReturn

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Calendar
    from icalendar.parser import Contentline

MOST_RULES = 20
"""So many rules and lists of days are reckoned for one calendar; each costs at most half a second
of the processor.
"""

VALUE_LIMIT = 4_000
"""Two hundred days on which the hour changed; a rule is a hundredth of it."""

_BEGIN, _END = "BEGIN:VTIMEZONE", "END:VTIMEZONE"
_MARKS = {f"{mark}:{kind}" for mark in ("BEGIN", "END") for kind in ("STANDARD", "DAYLIGHT")}
_KEPT = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RDATE", "RRULE")
_REFUSED = ("EXDATE", "EXRULE")
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_YEARLY = re.compile(
    rf"FREQ=YEARLY|INTERVAL=1|BYMONTH=\d\d?|BYDAY=[+-]?[1-5]?{_DAY}|BYMONTHDAY=[-+\d,]{{1,30}}"
    rf"|UNTIL=\d{{8}}(?:T\d{{6}}Z?)?|WKST={_DAY}"
)
"""What zones of the world say: once a year, in a month, on a weekday or one of some days."""


class UnknownZoneError(ValueError):
    """A time is in a zone that cannot be reckoned; nobody knows when it is."""


class _Unknown(tzinfo):
    """A zone that cannot be reckoned: whoever asks for the time there is told so."""

    @override
    def utcoffset(self, _: datetime | None) -> NoReturn:
        raise UnknownZoneError

    @override
    def dst(self, _: datetime | None) -> NoReturn:
        raise UnknownZoneError

    @override
    def tzname(self, _: datetime | None) -> NoReturn:
        raise UnknownZoneError


def calendars_in(raw: bytes | str) -> list[Calendar]:
    """The calendars in a text; a time whose zone is not known raises `UnknownZoneError` when used.

    `ValueError` and whatever else icalendar raises where the text is none.
    """
    from icalendar import Calendar
    from icalendar.parser import Contentlines

    rest, written = _apart(Contentlines.from_ical(raw))  # type: ignore[no-untyped-call] # icalendar types not all
    zones = _Zones(written)
    found: list[Calendar] = Calendar.from_ical("\r\n".join(rest), multiple=True)
    for calendar in found:
        for component in calendar.walk():
            for value in component.values():
                zones.place(value)
    return found


def _apart(lines: Iterable[Contentline]) -> tuple[list[Contentline], list[list[Contentline]]]:
    """What is no zone, and the lines of each zone; `ValueError` where one only begins or ends."""
    rest: list[Contentline] = []
    zones: list[list[Contentline]] = []
    zone: list[Contentline] | None = None
    for line in lines:
        mark = _mark(line)
        if zone is None and mark == _BEGIN:
            zone = []
        elif zone is None and mark == _END:
            raise ValueError(mark)
        elif zone is None:
            rest.append(line)
        elif mark == _END:
            zones.append(zone)
            zone = None
        else:
            zone.append(line)
    if zone is not None:
        raise ValueError(_BEGIN)
    return rest, zones


def _mark(line: Contentline) -> str:
    """BEGIN:X or END:X, however it is spaced and escaped; empty for any other line."""
    if "".join(line.split()).upper().startswith(("BEGIN", "END")):
        try:
            name, _, value = line.parts()
        except ValueError:  # icalendar cannot read it either
            return ""
        return f"{name}:{value}".upper()
    return ""


class _Zones:
    """The zones of one calendar by their names; each is reckoned when a time is first in it."""

    def __init__(self, zones: Iterable[list[Contentline]]) -> None:
        self._written: dict[str, list[Contentline]] = {}
        for lines in zones:
            names = [value for name, value in map(_named, lines) if name == "TZID"]
            self._written.update({_bare(name): lines for name in names[:1]})
        self._made: dict[str, tzinfo] = {}
        self._rules = 0

    def place(self, value: object) -> None:
        """Give the times of a property the zone that it names, where icalendar knows none."""
        from icalendar.prop import vBroken

        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, vBroken):  # which raises whatever is asked of it
                continue
            name = getattr(each, "params", {}).get("TZID")
            for time in getattr(each, "dts", [each]) if name else []:
                at = getattr(time, "dt", None)
                if isinstance(at, datetime) and at.tzinfo is None:
                    time.dt = at.replace(tzinfo=self._zone(_bare(str(name))))

    def _zone(self, name: str) -> tzinfo:
        if name not in self._made:
            self._made[name] = self._reckoned(self._written.get(name, []))
        return self._made[name]

    def _reckoned(self, lines: Iterable[Contentline]) -> tzinfo:
        from dateutil.tz import tzical  # type: ignore[import-untyped] # it has no types

        try:
            written = "\r\n".join([_BEGIN, "TZID:own", *self._plain(lines), _END])
            found: tzinfo = tzical(StringIO(written)).get()
        except ValueError:
            return _Unknown()
        return found

    def _plain(self, lines: Iterable[Contentline]) -> Iterator[str]:
        """What a zone says of its hours; `ValueError` where that is more than once a year."""
        for line in lines:
            name, value = _named(line)
            if f"{name}:{value.upper()}" in _MARKS:
                yield f"{name}:{value.upper()}"
            elif name in _KEPT:
                self._check(name, value)
                yield f"{name}:{value}"
            elif name in _REFUSED:
                raise ValueError(name)

    def _check(self, name: str, value: str) -> None:
        self._rules += name in {"RDATE", "RRULE"}
        yearly = name != "RRULE" or all(map(_YEARLY.fullmatch, value.upper().split(";")))
        if self._rules > MOST_RULES or len(value) > VALUE_LIMIT or not yearly:
            raise ValueError(name)


def _named(line: Contentline) -> tuple[str, str]:
    try:
        name, _, value = line.parts()
    except ValueError:
        return "", ""
    return name.upper(), value.strip()


def _bare(name: str) -> str:
    """As icalendar looks zones up: some programs begin theirs with a slash."""
    return name.strip().strip("/")
