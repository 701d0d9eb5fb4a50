"""Column types that give back exactly what the domain put in, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from storage.shapes import flatten, restorer


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC; a naive one is refused with `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        del dialect
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTimeError(value)
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again: SQLite forgets the zone, PostgreSQL answers in the session's."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The enum's member."""
        del dialect
        return None if value is None else self.choices(value)


class Shaped(TypeDecorator[Any]):
    """A small nested value as JSON; None is SQL's NULL."""

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
    def process_result_value(self, value: object, dialect: Dialect) -> object:
        """The domain's value."""
        del dialect
        return None if value is None else restorer(self.hint)(value)


class NaiveTimeError(ValueError):
    """A moment without a zone: give it in UTC."""


class AwareWallTimeError(ValueError):
    """Wall time carries no zone: give the zone in its own column."""
