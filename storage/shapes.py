"""Small nested values as plain JSON data, and back, led by the types of the domain itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pathway import aftermath, clinic, earlier, model, outgoing, run, times

# Names that a domain module may import for the type checker alone.
_DOMAIN = (model, outgoing, clinic, earlier, run, times, aftermath)
_NAMES = {name: one for module in _DOMAIN for name, one in vars(module).items()}
_NAMES |= {"date": date, "datetime": datetime, "time": time}


def flatten(value: object) -> object:
    """The value as dicts, lists, strings, numbers and None; sets become sorted lists."""
    kind: Any = type(value)
    if names := _names(kind):
        return {name: flatten(getattr(value, name)) for name in names}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [flatten(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Of what fields a dataclass is made; of none where it is something else."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def restore(hint: Any, data: Any) -> Any:  # noqa: ANN401 - any domain type, any JSON
    """The domain value that `flatten` made `data` of; `hint` is its annotated type.

    A field that the stored data lacks keeps its default, so a dataclass may grow.
    """
    return restorer(hint)(data)


@cache
def restorer(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - the same
    """`restore` for one type, worked out once: a case is read in nearly every transaction."""
    hint = getattr(hint, "__supertype__", hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        some = restorer(next(one for one in inner if one is not NoneType))
        return lambda data: None if data is None else some(data)
    if origin is frozenset:
        each = restorer(inner[0])
        return lambda data: frozenset(map(each, data))
    if origin is tuple:
        return _tuple_of(inner)
    if is_dataclass(hint):
        return _instance_of(hint)
    if isinstance(hint, type) and issubclass(hint, date | time):
        return hint.fromisoformat
    made: Callable[[Any], Any] = hint
    return made


def _tuple_of(inner: tuple[Any, ...]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """One type for each element: tuple[int, ...] is as long as its data."""
    if inner[-1] is ...:
        every = restorer(inner[0])
        return lambda data: tuple(map(every, data))
    own = [restorer(one) for one in inner]
    return lambda data: tuple(make(one) for make, one in zip(own, data, strict=True))


def _instance_of(kind: Any) -> Callable[[dict[str, Any]], Any]:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(kind, localns=_NAMES)
    into = {name: restorer(hints[name]) for name in _names(kind)}
    return lambda data: kind(**{name: into[name](one) for name, one in data.items()})
