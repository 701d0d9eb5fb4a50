"""Birth numbers, which no text that is kept about a case may hold (P1, P4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from pathway.errors import BirthNumberError

if TYPE_CHECKING:
    from pathway.commands import Command

_BIRTH_NUMBER = re.compile(r"(?<!\d)\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]?\d{3} ?\d{2}(?!\d)", re.ASCII)
"""Eleven digits as people write them; also a D-number, which no date would fit."""

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
"""A UUID, as the program makes them: one in two hundred and fifty holds as many digits."""

_NOT_WORDS = frozenset({"link", "plan", "who", "evidence"})
"""Fields that may hold as many digits, and are no words of a person: made by the program."""


def holds_birth_number(text: str) -> bool:
    """Whether eleven digits stand together as those of a birth number do; ids apart."""
    return _BIRTH_NUMBER.search(_ID.sub(" ", text)) is not None


def check_texts(command: Command) -> None:
    """`BirthNumberError` where a text of the command holds one."""
    if any(holds_birth_number(text) for text in _texts(command)):
        raise BirthNumberError


def _texts(holder: object) -> Iterator[str]:
    """The texts of a command, and of those whom it names; ids apart."""
    if not is_dataclass(holder):
        return
    for field in fields(holder):
        value = getattr(holder, field.name)
        if not isinstance(value, str):
            yield from _texts(value)
        elif field.name not in _NOT_WORDS and not field.name.endswith("id"):
            yield value
