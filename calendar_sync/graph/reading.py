"""The SDK's models in our words: what Graph answers. Whatever is not there or foreign is empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from calendar_sync.graph.calls import GraphError, Room, SeenEvent, SeenGuest, Subscribed
from pathway.freebusy import BusyTime
from pathway.model import Window

UNREADABLE = "unreadable"
"""Our own code, in the place of a calendar that came and cannot be understood."""

_NO_YEAR = 1
_FREE = frozenset({"free", "workingElsewhere"})


def event(found: Any) -> SeenEvent:
    """An event; `GraphError` for one without an id or a time, as half an answer is."""
    window = _window(found.start, found.end) if found is not None else None
    if found is None or not found.id or window is None:
        raise GraphError(0, "half")
    return SeenEvent(
        id=found.id,
        change_key=found.change_key or "",
        window=window,
        summary=found.subject or "",
        location=(found.location.display_name or "") if found.location else "",
        body=(found.body.content or "") if found.body else "",
        guests=tuple(_guest(one) for one in found.attendees or () if one.email_address),
        online=bool(found.is_online_meeting),
        link=(found.online_meeting.join_url or "") if found.online_meeting else "",
        transaction=found.transaction_id or "",
    )


def _guest(found: Any) -> SeenGuest:
    status, slot = found.status, found.proposed_new_time
    at = status.time if status is not None else None
    return SeenGuest(
        address=(found.email_address.address or "").lower(),
        name=found.email_address.name or "",
        response=str(status.response.value) if status is not None and status.response else "none",
        at=at if at is not None and at.year > _NO_YEAR else None,
        proposed=_window(slot.start, slot.end) if slot is not None else None,
    )


def _window(start: Any, end: Any) -> Window | None:
    """A span in UTC, which is what was asked for; None for what cannot be one."""
    first, last = _moment(start), _moment(end)
    return Window(start=first, end=last) if first and last and first < last else None


def _moment(found: Any) -> datetime | None:
    """Graph gives seven digits of a second, of which six are ours."""
    if found is None or not found.date_time or (found.time_zone or "UTC") != "UTC":
        return None
    try:
        read = datetime.fromisoformat(found.date_time.rstrip("Z")[:26])
    except ValueError:
        return None
    return read.replace(tzinfo=UTC)


def room(found: Any) -> Room:
    """A Teams meeting, and whether it is as safe as `writing.safe_room` makes it."""
    lobby = found.lobby_bypass_settings
    closed = (
        lobby is not None
        and _is(lobby.scope, "organizer", "organizationExcludingGuests")
        and lobby.is_dial_in_bypass_enabled is False
    )
    led = _is(found.allowed_presenters, "roleIsPresenter", "organizer")
    quiet = _is(found.allow_meeting_chat, "limited", "disabled")
    unkept = (
        found.allow_recording is False
        and found.allow_transcription is False
        and not found.record_automatically
    )
    return Room(id=found.id or "", safe=bool(closed and led and quiet and unkept))


def _is(said: Any, *wanted: str) -> bool:
    return said is not None and said.value in wanted


def subscribed(found: Any) -> Subscribed:
    """That Graph will tell us, and until when."""
    if found is None or not found.id or found.expiration_date_time is None:
        raise GraphError(0, "half")
    return Subscribed(id=found.id, until=found.expiration_date_time)


def schedules(found: Any) -> dict[str, tuple[BusyTime, ...] | str]:
    """By address in lower case: busy times, or a code where there are none to be had."""
    answered: dict[str, tuple[BusyTime, ...] | str] = {}
    for one in (found.value or ()) if found is not None else ():
        address = (one.schedule_id or "").lower()
        if one.error is not None:
            answered[address] = one.error.response_code or "unknown"
        else:
            answered[address] = _busy_times(one)
    return answered


def _busy_times(one: Any) -> tuple[BusyTime, ...] | str:
    """All that this person is busy with; where a part of it cannot be read, nothing is known.

    Else they would be taken for free. An item without length takes nobody's time.
    """
    if one.schedule_items is None:
        return () if set(one.availability_view or "-") == {"0"} else UNREADABLE
    times: list[BusyTime] = []
    for item in one.schedule_items:
        status = item.status.value if item.status is not None else "busy"
        if status in _FREE:
            continue
        first, last = _moment(item.start), _moment(item.end)
        if first is None or last is None or last < first:
            return UNREADABLE
        if first < last:
            times.append(BusyTime(start=first, end=last, tentative=status == "tentative"))
    return tuple(times)
