"""Figures for whoever runs the program: how much waits, and for how long. They name nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from pathway.words import Channel, PromiseKind

State: TypeAlias = str
"""`open`, `snoozed`, or how a promise was settled (`pathway.words.SettledHow`)."""

OPEN: State = "open"
SNOOZED: State = "snoozed"


@dataclass(frozen=True, slots=True)
class Queue:
    """Messages of one channel that should have left: how many, and since when the oldest (UTC)."""

    messages: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One clinic at one moment; what there is none of is left out."""

    queues: Mapping[Channel, Queue]
    promises: Mapping[tuple[PromiseKind, State], int]
