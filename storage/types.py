"""Column types that give back exactly what the domain put in, on SQLite and PostgreSQL alike.

Each value of each row goes through one of these, so each type makes one function of what SQLAlchemy
would put together of its own part and ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from storage.shapes import flatten, restorer

_Process: TypeAlias = Callable[[Any], Any]

_SHAPES_KEPT = 256
"""Values of one column that are not read again: most say nothing, or what many others say."""

_MOMENTS_KEPT = 1024
"""Moments that are not worked out again: what is written together mostly happened together."""


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC; a naive one is refused with `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> _Process:
        """To UTC; in SQLite as text, which sorts as the moments do."""
        return _utc_text if dialect.name == "sqlite" else _utc

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> _Process:
        """Aware again: SQLite forgets the zone, PostgreSQL answers in the session's."""
        return _moment_of if dialect.name == "sqlite" else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.utcoffset() is None:
        raise NaiveTimeError(value)
    return value.astimezone(UTC)


@lru_cache(maxsize=_MOMENTS_KEPT)
def _utc_text(value: datetime | None) -> str | None:
    moment = _utc(value)
    if moment is None:
        return None
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=_MOMENTS_KEPT)
def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class WallTime(TypeDecorator[datetime]):
    """Local wall time without a zone (C2); an aware time is refused with `ValueError`."""

    impl = DateTime()
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it stands."""
        del dialect
        if value is not None and value.tzinfo is not None:
            raise AwareWallTimeError(value)
        return value


class Choice(TypeDecorator[StrEnum]):
    """One of an enum's values, as its text, so that an enum may grow without a migration."""

    impl = String()
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    @override
    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The text."""
        del dialect
        return None if value is None else value.value

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> _Process:
        """The enum's member; `ValueError` for what is none."""
        members: dict[str | None, StrEnum | None] = {one.value: one for one in self.choices}
        return _Members(self.choices, {None: None, **members}).__getitem__


class _Members(dict[str | None, StrEnum | None]):
    def __init__(self, choices: type[StrEnum], known: dict[str | None, StrEnum | None]) -> None:
        super().__init__(known)
        self._choices = choices

    def __missing__(self, text: str) -> StrEnum:
        return self._choices(text)


class Shaped(TypeDecorator[Any]):
    """A small nested value as JSON; None is SQL's NULL. Nobody can change such a value."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, hint: Any) -> None:  # noqa: ANN401 - a type such as tuple[Part, ...]
        super().__init__()
        self.hint = hint

    @override
    def process_bind_param(self, value: object, dialect: Dialect) -> object:
        """Plain data."""
        del dialect
        return flatten(value)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> _Process:
        """The domain's value; the same text is read once. PostgreSQL's driver gives plain data."""
        read, hint = self.impl_instance.result_processor(dialect, coltype), self.hint
        if read is None:
            return lambda data: None if data is None else restorer(hint)(data)
        return lru_cache(_SHAPES_KEPT)(
            lambda text: None if text is None else restorer(hint)(read(text))
        )


class NaiveTimeError(ValueError):
    """A moment without a zone: give it in UTC."""


class AwareWallTimeError(ValueError):
    """Wall time carries no zone: give the zone in its own column."""
