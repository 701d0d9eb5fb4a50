"""The parts of a meeting and what follows from them: who is there when (R21, R23, D1)."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from heapq import heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING

from pathway.errors import GapInAttendanceError, NavPartTooShortError
from pathway.model import Meeting, Part, Participant, Window
from pathway.variants import GUESTS_ONLY, ITEMS, LATER
from pathway.words import APPOINTMENTS, Attendance, MeetingKind, ParticipantId, Role

if TYPE_CHECKING:
    from pathway.variants import Template

NAV_MINUTES = 15
"""Nav's total in a meeting is at least this long (R23, F16)."""

GONE_PARTS = (0,)
"""The numbers of a consent for parts that the meeting no longer has: it covers none of those now.

Without any number it would be for the whole meeting.
"""

Layout = tuple[tuple[int, ...], int]
"""A part to be: which parts it is made of, by numbers from 1, and its minutes."""


def attends(part: Part, person: Participant) -> bool:
    """Whether this person is in this part: by role, unless added or left out by name."""
    if person.id in part.left_out:
        return False
    return person.role in part.roles or person.id in part.added


def attendance(meeting: Meeting, person: Participant) -> Attendance:
    """How they attend: an appointment is at the clinic, however they attend meetings (R9, R26)."""
    return Attendance.CLINIC if meeting.kind in APPOINTMENTS else person.attends


def part_windows(meeting: Meeting) -> tuple[Window, ...]:
    """When each part of the meeting takes place, in order."""
    windows: list[Window] = []
    start = meeting.starts_at
    for part in meeting.parts:
        end = start + timedelta(minutes=part.minutes)
        windows.append(Window(start=start, end=end))
        start = end
    return tuple(windows)


def parts_of(meeting: Meeting, person: Participant) -> tuple[int, ...]:
    """The indices of the parts that this person attends."""
    return tuple(n for n, part in enumerate(meeting.parts) if attends(part, person))


def own_window(meeting: Meeting, person: Participant) -> Window | None:
    """From the start of the first to the end of the last part that this person attends, or None."""
    own = parts_of(meeting, person)
    if not own:
        return None
    first, last = own[0], own[-1]
    start = meeting.starts_at + timedelta(minutes=_minutes(meeting.parts[:first]))
    there = timedelta(minutes=_minutes(meeting.parts[first : last + 1]))
    return Window(start=start, end=start + there)


def _minutes(parts: Iterable[Part]) -> int:
    return sum(part.minutes for part in parts)


def attendance_window(
    meeting: Meeting, person: Participant, templates: Iterable[Template]
) -> Window | None:
    """What this person is asked to keep free, or None when no part is theirs.

    While Nav is undecided (no template chosen) the GP alone keeps the smallest window that covers
    the GP's parts in every one of the clinic's templates, and in the meeting itself where its
    parts were edited (R21, D1); the rest follow the parts as they stand.
    """
    own = own_window(meeting, person)
    apart = own is None and any(person.id in part.left_out for part in meeting.parts)
    if meeting.template or person.role is not Role.GP or apart:
        return own
    candidates = (meeting, *(replace(meeting, parts=template.parts) for template in templates))
    windows = [w for w in (own_window(c, person) for c in candidates) if w is not None]
    if not windows:
        return None
    return Window(start=min(w.start for w in windows), end=max(w.end for w in windows))


def items(part: Part, kind: MeetingKind, *, guests: bool) -> tuple[str, ...]:
    """What one takes up in this part, a help to read; some only with somebody from outside (R22).

    Keys of the wording, or what the clinic wrote.
    """
    own = _later(part) if kind is MeetingKind.SHM2 else _items(part)
    return tuple(item for item in own if guests or item not in GUESTS_ONLY)


def _items(part: Part) -> tuple[str, ...]:
    return part.items or ITEMS.get(part.title, ())


def _later(part: Part) -> tuple[str, ...]:
    return part.later or tuple(LATER.get(item, item) for item in _items(part))


def placed(parts: Sequence[Part], person: Participant, own: Container[int]) -> tuple[Part, ...]:
    """The parts with this person in those with these indices, and in no other."""
    return tuple(_placed(part, person, there=n in own) for n, part in enumerate(parts))


def _placed(part: Part, person: Participant, *, there: bool) -> Part:
    """Only what differs from the role's own parts is kept of the person."""
    by_role, me = person.role in part.roles, frozenset({person.id})
    added = part.added | me if there and not by_role else part.added - me
    left_out = part.left_out | me if by_role and not there else part.left_out - me
    return replace(part, added=added, left_out=left_out)


def carried(
    old: Sequence[Part], new: Sequence[Part], people: Iterable[Participant] = ()
) -> tuple[Part, ...]:
    """The new parts, with whoever was added to or left out of a part of the same title.

    Of a part that was split: added to any piece of it, left out of every one. Whoever of these
    people was left out of the whole meeting is so of the new one, whatever its parts are called.
    """
    mentioned = frozenset[ParticipantId]().union(*(part.left_out for part in old))
    gone = (p for p in people if p.id in mentioned and not any(attends(was, p) for was in old))
    out = frozenset(person.id for person in gone)
    kept = ((part, [was for was in old if was.title == part.title] or [part]) for part in new)
    return tuple(
        replace(
            part,
            added=frozenset[ParticipantId]().union(*(w.added for w in was)),
            left_out=frozenset.intersection(*(w.left_out for w in was)) | out,
        )
        for part, was in kept
    )


def laid_out(
    parts: Sequence[Part], layout: Iterable[Layout], people: Iterable[Participant]
) -> tuple[Part, ...]:
    """New parts made of these, each in its order as (numbers from 1, minutes).

    Whoever attends any of those that a part is made of, attends it.
    """
    everybody = tuple(people)
    return tuple(
        _made_of([parts[n - 1] for n in numbers], minutes, everybody) for numbers, minutes in layout
    )


def _made_of(pieces: Sequence[Part], minutes: int, people: Iterable[Participant]) -> Part:
    first, *others = pieces
    if not others:
        return replace(first, minutes=minutes)
    joined = Part(
        title=first.title,
        minutes=minutes,
        roles=frozenset[Role]().union(*(piece.roles for piece in pieces)),
        items=tuple(dict.fromkeys(chain.from_iterable(map(_items, pieces)))),
        later=tuple(dict.fromkeys(chain.from_iterable(map(_later, pieces)))),
    )
    for person in people:
        there = any(attends(piece, person) for piece in pieces)
        joined = _placed(joined, person, there=there)
    return joined


def called(part: Part, title: str) -> Part:
    """The part by another name, with what is taken up in it as before; the same for no name."""
    if not title or title == part.title:
        return part
    return replace(part, title=title, items=_items(part), later=_later(part))


def renumbered(covered: Sequence[int], layout: Sequence[Layout]) -> tuple[int, ...]:
    """The numbers that a consent for these parts has when they are laid out anew (R13).

    A part that is made of several is covered only where all of them were.
    """
    if not covered:
        return ()
    own = frozenset(covered)
    now = tuple(n for n, (numbers, _) in enumerate(layout, 1) if own.issuperset(numbers))
    return now or GONE_PARTS


def kept_to(
    parts: Sequence[Part], person: Participant, numbers: Collection[int]
) -> tuple[Part, ...]:
    """The parts with this person in those of their role that have one of these numbers from 1.

    No numbers are the whole meeting.
    """
    return tuple(
        _with_or_without(part, person, there=not numbers or number in numbers)
        for number, part in enumerate(parts, 1)
    )


def _with_or_without(part: Part, person: Participant, *, there: bool) -> Part:
    if person.role not in part.roles and person.id not in part.added:
        return part
    left_out = part.left_out - {person.id} if there else part.left_out | {person.id}
    return replace(part, left_out=left_out)


def gaps(parts: Sequence[Part], people: Iterable[Participant]) -> tuple[Participant, ...]:
    """Those who would have to leave and come back with the parts in this order (R21)."""
    return tuple(person for person in people if _has_gap(parts, person))


def _has_gap(parts: Sequence[Part], person: Participant) -> bool:
    own = [n for n, part in enumerate(parts) if attends(part, person)]
    return bool(own) and own[-1] - own[0] + 1 != len(own)


MOST_LOOKS = 2000
"""Beginnings of an order that are tried before it is given up."""


def mended_order(parts: Sequence[Part], people: Sequence[Participant]) -> tuple[int, ...] | None:
    """The order nearest to today's in which nobody has to come back, or None if there is none.

    Nearest is fewest pairs turned round. A beginning that already tears somebody is given up, and
    parts with the same people keep their order, so that many parts take no longer than they must;
    after `MOST_LOOKS` none is offered, and whoever asked finds another way.
    """
    who = [frozenset(person.id for person in people if attends(part, person)) for part in parts]
    begun: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for _ in range(MOST_LOOKS):
        if not begun:
            break
        turned, order = heappop(begun)
        rest = [n for n in range(len(parts)) if n not in order]
        if not rest:
            return order
        for passed, n in enumerate(rest):
            longer = (*order, n)
            alike = any(who[m] == who[n] for m in rest[:passed])
            if not alike and not gaps([parts[m] for m in longer], people):
                heappush(begun, (turned + passed, longer))
    return None


def check_parts(parts: Sequence[Part], people: Sequence[Participant]) -> None:
    """Refuse parts that leave a gap in somebody's attendance, or too little time for Nav.

    Raises `GapInAttendanceError` with the mending order (R21) or `NavPartTooShortError` (R23).
    """
    torn = gaps(parts, people)
    if torn:
        names = tuple(person.name for person in torn)
        raise GapInAttendanceError(names, mended_order(parts, people))
    for person in people:
        minutes = sum(part.minutes for part in parts if attends(part, person))
        if person.role is Role.NAV_ADVISER and 0 < minutes < NAV_MINUTES:
            raise NavPartTooShortError


def fits(parts: Sequence[Part], person: Participant) -> bool:
    """Whether this person has a part, and the parts keep `check_parts`."""
    if not any(attends(part, person) for part in parts):
        return False
    try:
        check_parts(parts, (person,))
    except (GapInAttendanceError, NavPartTooShortError):
        return False
    return True
