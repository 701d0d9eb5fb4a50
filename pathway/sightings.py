"""What a video platform tells of a meeting that people hold on it: when it began, who is inside.

It only ever suggests (decision 53). `Face.name` is what the platform shows, which anybody may write
for themselves; it says who somebody is of nobody but staff. What is kept lies behind `Sightings`
alone, apart from the case, and is forgotten with the run (P4, P5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pathway.words import MeetingId, StaffId

_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")

MOST_FACES = 60
"""Kept of one meeting; more do not meet."""


class Sight(StrEnum):
    """What was seen."""

    BEGAN = "began"
    ENDED = "ended"
    CAME = "came"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Somebody on the platform: its own id of them, the name shown, and who of staff it is."""

    key: str
    name: str = ""
    staff_id: StaffId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One event: what, when (UTC), in which meeting, and of whom.

    A meeting is known by its join address or by `place`, the platform's own name for it, which
    also stands in most join addresses; either may be empty.
    """

    what: Sight
    at: datetime
    link: str = ""
    place: str = ""
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What was last seen of somebody: that they came in then, or went out."""

    face: Face
    at: datetime
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that is kept of one meeting; `ended_at` is None once it has begun again."""

    meeting_id: MeetingId
    place: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    glimpses: tuple[Glimpse, ...] = ()

    @property
    def inside(self) -> tuple[Face, ...]:
        """Those who seem to be in it, in the order in which they were first seen."""
        return tuple(glimpse.face for glimpse in self.glimpses if glimpse.inside)

    @property
    def over(self) -> bool:
        """Whether it seems to be over: ended, not begun anew, and nobody came since."""
        return self.ended_at is not None and not self.inside

    @property
    def strangers(self) -> int:
        """How many are inside who are not staff."""
        return sum(face.staff_id is None for face in self.inside)


def after(seen: Seen, said: Sighting) -> Seen:
    """What is known after this event; the same where it says nothing new, or came too late."""
    seen = replace(seen, place=said.place or seen.place)
    match said.what:
        case Sight.BEGAN:
            return _begun(seen, said.at)
        case Sight.ENDED:
            return _ended(seen, said.at)
        case _:
            for face in said.faces:
                seen = _glimpsed(
                    seen, Glimpse(face=face, at=said.at, inside=said.what is Sight.CAME)
                )
            return seen


def _begun(seen: Seen, at: datetime) -> Seen:
    if not _newer(at, seen.began_at):
        return seen
    again = seen.ended_at is not None and seen.ended_at < at
    return replace(seen, began_at=at, ended_at=None if again else seen.ended_at)


def _ended(seen: Seen, at: datetime) -> Seen:
    if not _newer(at, seen.ended_at) or (seen.began_at is not None and at < seen.began_at):
        return seen
    out = (g if g.at > at else replace(g, inside=False) for g in seen.glimpses)
    return replace(seen, ended_at=at, glimpses=tuple(out))


def _newer(at: datetime, known: datetime | None) -> bool:
    return known is None or known < at


def _glimpsed(seen: Seen, new: Glimpse) -> Seen:
    """The last that happened to somebody counts, in whatever order it was told."""
    known = {glimpse.face.key: glimpse for glimpse in seen.glimpses}
    old = known.get(new.face.key)
    late = seen.ended_at is not None and new.at <= seen.ended_at
    full = old is None and len(known) == MOST_FACES
    if late or full or (old is not None and new.at <= old.at):
        return seen
    face = new.face if new.face.name or old is None else old.face
    return replace(seen, glimpses=tuple({**known, face.key: replace(new, face=face)}.values()))


def is_at(link: str, said: Sighting) -> bool:
    """Whether this join address is the meeting's: the same, or one with its place in the path."""
    if not link:
        return False
    path = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), link.partition("?")[0])
    steps = path.split("/")
    return link == said.link or bool(said.place and said.place in steps)


class Sightings(Protocol):
    """Where they are kept; a part of `Ledger`."""

    def seen(self, meeting_id: MeetingId, *, to_change: bool = False) -> Seen | None:
        """What was seen of this meeting, or None; whoever is `to_change` it does so alone."""

    def put_seen(self, seen: Seen, at: datetime) -> None:
        """Remember it, in the place of what was known of the meeting."""

    def forget_seen(self, meeting_id: MeetingId) -> None:
        """Forget what was seen of this meeting (P5)."""

    def forget_unseen(self, before: datetime) -> None:
        """Forget every meeting of which nothing was seen since (P5)."""
