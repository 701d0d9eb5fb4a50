"""Lines and components of iCalendar, read by the letter of RFC 5545; nothing is mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPED = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}


class NotCalendarError(ValueError):
    """The bytes break RFC 5545; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One content line: NAME;PARAMETER=value:value (section 3.1); names in capitals."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT, its escapes undone (section 3.3.11)."""
        return re.sub(r"\\(.)", _unescaped, self.value, flags=re.DOTALL)


def _unescaped(match: re.Match[str]) -> str:
    if match.group(1) not in _ESCAPED:
        raise NotCalendarError(f"no such escape: {match.group()}")
    return _ESCAPED[match.group(1)]


@dataclass(slots=True, kw_only=True)
class Component:
    """A component with its properties and components; `order` is both as they stood."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of this name."""
        return [one for one in self.properties if one.name == name]

    def one(self, name: str) -> Property:
        """The property that must stand exactly once."""
        found = self.all(name)
        if len(found) != 1:
            raise NotCalendarError(f"{len(found)} {name} in {self.name}")
        return found[0]

    def text(self, name: str) -> str:
        """The text of a property that may stand once, or nothing."""
        return self.one(name).text if self.all(name) else ""

    def inner(self, name: str) -> list[Component]:
        """Every component of this name directly inside."""
        return [one for one in self.components if one.name == name]


def unfolded(raw: bytes) -> list[str]:
    """The logical lines: a line break and one space or tab is nothing (section 3.1)."""
    if raw.replace(b"\r\n", b"").count(b"\r") or raw.replace(b"\r\n", b"").count(b"\n"):
        raise NotCalendarError("a line that does not end in CRLF")
    lines: list[bytes] = []
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode("utf-8") for line in lines]


def read_line(line: str) -> Property:
    """One content line; a quoted parameter may hold ; : and , (section 3.2)."""
    head = _NAME.match(line)
    if head is None:
        raise NotCalendarError(f"no name: {line[:40]}")
    at, params = head.end(), dict[str, str]()
    while line[at : at + 1] == ";":
        name, at = _until(line, at + 1, "=")
        if line[at + 1 : at + 2] == '"':
            value, at = _until(line, at + 2, '"')
            at += 1
        else:
            end = min(place for place in (line.find(sign, at) for sign in ";:") if place >= 0)
            value, at = line[at + 1 : end], end
        params[name.upper()] = value
    if line[at : at + 1] != ":":
        raise NotCalendarError(f"no value: {line[:40]}")
    return Property(name=head.group().upper(), params=params, value=line[at + 1 :])


def _until(line: str, start: int, sign: str) -> tuple[str, int]:
    end = line.find(sign, start)
    if end < 0:
        raise NotCalendarError(f"no {sign} in {line[:40]}")
    return line[start:end], end


def read_calendar(raw: bytes) -> Component:
    """The one VCALENDAR of these bytes."""
    top = Component(name="")
    stack = [top]
    for line in unfolded(raw):
        found = read_line(line)
        if found.name == "BEGIN":
            inside = Component(name=found.value.upper())
            stack[-1].components.append(inside)
            stack[-1].order.append(inside.name)
            stack.append(inside)
        elif found.name == "END":
            if stack.pop().name != found.value.upper():
                raise NotCalendarError(f"END:{found.value} ends nothing")
        else:
            stack[-1].properties.append(found)
            stack[-1].order.append(found.name)
    if len(stack) != 1 or [one.name for one in top.components] != ["VCALENDAR"] or top.properties:
        raise NotCalendarError("not one VCALENDAR")
    return top.components[0]
