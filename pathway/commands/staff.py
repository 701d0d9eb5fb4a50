"""Somebody of the staff is away, or back (*fravær*)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from pathway.words import StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence:
    """Away from `first` to `last`, both included; `last` None is until they say that they are back.

    Meanwhile `deputy` does what they have to do.
    """

    staff_id: StaffId
    first: date
    last: date | None
    deputy: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAbsence:
    """Back at work from this day on, perhaps earlier than was said."""

    staff_id: StaffId
    back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseDigestHour:
    """Whoever asks has their digest at this local time from now on (D4); None as in the file."""

    at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCases:
    """Somebody leaves: from `first` on their cases and promises are `to`'s.

    `of` may be the id of one who is not in the clinic's file any more.
    """

    of: StaffId
    to: StaffId
    first: date
    plan: str = ""
