"""Input fields. Each has a label, and says what is wrong where it is empty or unfit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.state import Choice
from dialogs.turn import JSON

SHOWN_AT_ONCE = 5
"""Up to so many choices stand open; more fold up, and can be searched in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every input needs; `fault` is shown where the field is required and empty."""

    name: str
    label: str
    value: str = ""
    required: bool = True
    fault: str = ""


def words(field: Field, *, limit: int, lines: bool = False) -> JSON:
    """Free text of at most `limit` characters."""
    return _input("Text", field, maxLength=limit, isMultiline=lines)


def day(field: Field) -> JSON:
    """A date, as ISO text."""
    return _input("Date", field)


def clock(field: Field) -> JSON:
    """A time of day, as HH:MM."""
    return _input("Time", field)


def choice(field: Field, choices: Sequence[Choice]) -> JSON:
    """One of several."""
    style = "expanded" if len(choices) <= SHOWN_AT_ONCE else "filtered"
    listed = [{"title": c.title, "value": c.value} for c in choices]
    return _input("ChoiceSet", field, style=style, choices=listed)


def ticks(field: Field, choices: Sequence[Choice]) -> JSON:
    """Any of several, all of them ticked; what comes back are the values with commas between."""
    every = replace(field, value=",".join(c.value for c in choices), required=False)
    return choice(every, choices) | {"style": "expanded", "isMultiSelect": True}


def _input(kind: str, field: Field, **more: object) -> JSON:
    base: JSON = {
        "type": f"Input.{kind}",
        "id": field.name,
        "label": field.label,
        "isRequired": field.required,
        "value": field.value,
    }
    if field.required:
        base["errorMessage"] = field.fault
    return base | more
