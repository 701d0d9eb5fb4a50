"""What is new of one event of ours: answers, and what somebody has done to it by hand.

What was asked about once is remembered with the event until the event is right again, by us or by
hand. Words and places that somebody adds are nobody's business; what is missing of ours is.
What is answered while the event stands at another time than ours is no answer to ours: it is left
till the event is made to stand there, or Exchange has forgotten it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from calendar_sync.graph.carrier import plain
from calendar_sync.graph.writing import words
from pathway.arrivals import Arrival, Sort
from pathway.calendars import SharedEvent
from pathway.model import Window
from pathway.words import Channel, Verdict

if TYPE_CHECKING:
    from calendar_sync.graph.calls import SeenEvent, SeenGuest
    from pathway.calendars import EventText, Guest

NO = "declined"
_VERDICTS = {
    "accepted": Verdict.ACCEPTED,
    "tentativelyAccepted": Verdict.TENTATIVE,
    NO: Verdict.DECLINED,
}

Note = Callable[[SharedEvent], SharedEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that has changed, and what is remembered when it has been handled."""

    arrival: Arrival
    event_id: str
    note: Note
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """One thing that somebody has done by hand; `to` is the time that the event got by it.

    `as_seen` tells this time from an earlier one that was put back: each is asked about.
    """

    sort: Sort
    whose: Guest
    as_seen: str
    to: Window | None = None


def news(event: SharedEvent, seen: SeenEvent | None, now: datetime) -> Iterator[Found]:
    """What is new of an event as it stands now; None where it does not."""
    if not event.guests:  # an online meeting's own event: who is put on it is no news of ours
        return
    first = event.guests[0]
    if seen is None:
        if not event.gone:
            when = f"{event.remote_id} {now:%Y%m%dT%H%M}"
            done = _Done(sort=Sort.DELETED, whose=first, as_seen=when)
            yield _by_hand(event, done, now, lambda e: replace(e, gone=True))
        return
    to = seen.window
    if to not in {event.window, event.moved_to} and not event.tried:
        done = _Done(sort=Sort.MOVED, whose=first, as_seen=f"{to} {seen.change_key}", to=to)
        yield _by_hand(event, done, now, lambda e: replace(e, moved_to=to))
    for line, (sort, whose) in done_by_hand(event, seen).items():
        if line not in event.by_hand:
            done = _Done(sort=sort, whose=whose, as_seen=f"{line} {seen.change_key}")
            yield _by_hand(event, done, now, _asked_about(line))
    if to == event.window:
        yield from _answers(event, seen, now)


def as_read(event: SharedEvent, seen: SeenEvent | None) -> SharedEvent:
    """The event without what was done by hand and is right again: that may be done anew.

    An online meeting's own is gone until its new link is found.
    """
    still = done_by_hand(event, seen)
    back = seen is not None and seen.window == event.window
    return replace(
        event,
        moved_to=None if back else event.moved_to,
        by_hand=tuple(line for line in event.by_hand if line in still),
        gone=event.gone and (seen is None or bool(event.room)),
    )


def _answers(event: SharedEvent, seen: SeenEvent, now: datetime) -> Iterator[Found]:
    ours = {guest.address: guest for guest in event.guests}
    for one in seen.guests:
        said = said_by(one)
        if not said:
            continue
        guest = ours.get(one.address)
        if guest is not None and said != guest.heard:
            yield _answer(event, seen, (one, guest), now)
        known = f"{one.address} {said}" in event.strangers or one.address in event.tried
        if guest is None and not known:
            yield _answer(event, seen, (one, None), now)


def done_by_hand(event: SharedEvent, seen: SeenEvent | None) -> dict[str, tuple[Sort, Guest]]:
    """Who was taken off and what was rewritten, each by a line that tells it from another."""
    if seen is None or not event.guests or event.tried:
        return {}
    there = {one.address for one in seen.guests}
    off = (guest for guest in event.guests if guest.address not in there)
    found = {f"{Sort.TAKEN_OFF} {one.address}": (Sort.TAKEN_OFF, one) for one in off}
    lost = tuple(_lost(event.text, seen)) if event.text is not None else ()
    if lost:
        found[f"{Sort.REWRITTEN} {_key(*lost)}"] = (Sort.REWRITTEN, event.guests[0])
    return found


def _lost(text: EventText, seen: SeenEvent) -> Iterator[str]:
    """What an event says no more of what it is to say, and what stands there instead."""
    if seen.summary != text.summary:
        yield seen.summary
    if text.location not in seen.location:
        yield seen.location
    page = plain(seen.body)
    for line in text.description.splitlines():
        if plain(words(replace(text, description=line))) not in page:
            yield line


def _by_hand(event: SharedEvent, what: _Done, now: datetime, note: Note) -> Found:
    arrival = Arrival(
        key=_key(event.id, what.sort, what.as_seen),
        sort=what.sort,
        at=now,
        invitations=(what.whose.invitation_id,),
        proposed=what.to,
        named=True,
        channel=Channel.GRAPH,
    )
    return Found(arrival=arrival, event_id=event.id, note=note, by_hand=True)


def _answer(
    event: SharedEvent, seen: SeenEvent, who: tuple[SeenGuest, Guest | None], now: datetime
) -> Found:
    """An answer of one who was asked, or of somebody else to the first of these invitations."""
    one, guest = who
    said = said_by(one)
    about = guest or event.guests[0]
    verdict = Verdict.NEW_TIME if one.proposed else _VERDICTS[one.response]
    arrival = Arrival(
        key=_key(event.id, about.invitation_id, one.address, said, seen.change_key),
        sort=Sort.ANSWER,
        at=one.at or now,
        sender=one.address,
        sender_name=one.name if guest is None else "",
        attendee=one.address,
        invitations=(about.invitation_id,),
        named=True,
        sequence=about.revision - 1,
        stamp=one.at,
        verdict=verdict,
        proposed=one.proposed,
        channel=Channel.GRAPH,
    )
    note = _heard(about.invitation_id, said) if guest else _stranger(f"{one.address} {said}")
    return Found(arrival=arrival, event_id=event.id, note=note)


def said_by(one: SeenGuest) -> str:
    """Their answer as one line; empty where there is none, also after Exchange has forgotten it."""
    if one.response not in _VERDICTS:
        return ""
    proposed = f"{one.proposed.start:%Y%m%dT%H%M}/{one.proposed.end:%H%M}" if one.proposed else ""
    at = f"{one.at:%Y%m%dT%H%M%S}" if one.at else ""
    return f"{one.response} {at} {proposed}".strip()


def _heard(invitation_id: str, said: str) -> Note:
    def note(event: SharedEvent) -> SharedEvent:
        guests = (
            replace(g, heard=said) if g.invitation_id == invitation_id else g for g in event.guests
        )
        return replace(event, guests=tuple(guests))

    return note


def _stranger(line: str) -> Note:
    return lambda event: replace(event, strangers=(*event.strangers, line))


def _asked_about(line: str) -> Note:
    return lambda event: replace(event, by_hand=(*event.by_hand, line))


def _key(*parts: str) -> str:
    return sha256("\x1f".join(("graph", *parts)).encode()).hexdigest()
