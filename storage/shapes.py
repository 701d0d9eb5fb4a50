"""Small nested values as plain JSON data, and back, led by the types of the domain itself."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pathway import clinic, earlier, model, outgoing

# Names that a domain module may import for the type checker alone.
_DOMAIN = (model, outgoing, clinic, earlier)
_NAMES = {name: one for module in _DOMAIN for name, one in vars(module).items()}
_NAMES |= {"date": date, "datetime": datetime}


def flatten(value: object) -> object:
    """The value as dicts, lists, strings, numbers and None; sets become sorted lists."""
    if is_dataclass(value):
        return {field.name: flatten(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [flatten(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def restore(hint: Any, data: Any) -> Any:  # noqa: ANN401 - any domain type, any JSON
    """The domain value that `flatten` made `data` of; `hint` is its annotated type.

    A field that the stored data lacks keeps its default, so a dataclass may grow.
    """
    hint = getattr(hint, "__supertype__", hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        wanted = next(one for one in inner if one is not NoneType)
        return None if data is None else restore(wanted, data)
    if origin is frozenset:
        return frozenset(restore(inner[0], one) for one in data)
    if origin is tuple:
        return tuple(restore(one, each) for one, each in zip(_each(inner, data), data, strict=True))
    if is_dataclass(hint):
        return _instance(hint, data)
    if isinstance(hint, type) and issubclass(hint, date):
        return hint.fromisoformat(data)
    return hint(data)


def _each(inner: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    """One type for each element: tuple[int, ...] is as long as its data."""
    return inner[:1] * len(data) if inner[-1] is ... else inner


def _instance(kind: Any, data: dict[str, Any]) -> Any:  # noqa: ANN401 - any dataclass
    hints = _hints(kind)
    return kind(**{name: restore(hints[name], one) for name, one in data.items()})


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_NAMES)
