"""Teams' meeting events: what an `event` activity tells of the meeting whose chat the bot is in.

Names and shapes are Teams' own ("Get meeting start and end events", "Receive meeting participant
events"). `from` is never read: of a guest's event it names the organizer. An event that is not
whole tells nothing, or as much as is left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.teams.faults import broke
from pathway.sightings import MOST_FACES, Face, Sight, Sighting
from pathway.words import StaffId

if TYPE_CHECKING:
    from bot.seams import Chatting
    from bot.teams.shape import Arrived
    from pathway.clinic import Staff

EVENT = "event"

_NAMES = {
    "application/vnd.microsoft.meetingstart": Sight.BEGAN,
    "application/vnd.microsoft.meetingend": Sight.ENDED,
    "application/vnd.microsoft.meetingparticipantjoin": Sight.CAME,
    "application/vnd.microsoft.meetingparticipantleave": Sight.LEFT,
}
_MEETING_CHAT = "19:meeting_"
_LONGEST_NAME = 60
_MOST_LETTERS = 10_000  # read of a name, before it is cut
_LONGEST_ID = 500
_LONGEST_ADDRESS = 2000

Known = Callable[[str], "Staff | None"]
"""Who of staff has this Entra id."""


def sighting(arrived: Arrived, known: Known, tenant: str) -> Sighting | None:
    """What this event tells; None where it is of no meeting, or of nothing that we know.

    `tenant` is ours: an id from another is nobody's here.
    """
    name = str(arrived.fields.get("name", "")).lower()
    what = _NAMES.get(name) if arrived.type == EVENT else None
    value = _part(arrived.fields, "value")
    chat = arrived.conversation.partition(";")[0]
    place = chat if chat.startswith(_MEETING_CHAT) else ""
    link = _text(value, "JoinUrl", _LONGEST_ADDRESS)
    at = _moment(arrived.said_at)
    if what is None or at is None or not (place or link):
        return None
    faces = tuple(_faces(value, known, tenant)) if what in {Sight.CAME, Sight.LEFT} else ()
    return Sighting(what=what, at=at, link=link, place=place, faces=faces)


async def tell(rooms: Chatting, said: Sighting) -> None:
    """Let the house know; one that is lost is one suggestion less, and nobody waits for it."""
    try:
        await rooms.sighted(said)
    except Exception as error:  # noqa: BLE001 - a fault of ours is none of the caller's
        broke("sighting_failed", error)


def _faces(value: Mapping[str, object], known: Known, tenant: str) -> Iterator[Face]:
    members = value.get("members")
    for member in members[:MOST_FACES] if isinstance(members, list) else ():
        user = _part(member, "user") if isinstance(member, Mapping) else {}
        key = _text(user, "id", _LONGEST_ID) or _text(user, "aadObjectId", _LONGEST_ID)
        if key:
            person = _staff(user, known, tenant)
            name = " ".join(_text(user, "name", _MOST_LETTERS).split())[:_LONGEST_NAME]
            yield Face(key=key, name=name, staff_id=StaffId(person.id) if person else None)


def _staff(user: Mapping[str, object], known: Known, tenant: str) -> Staff | None:
    ours = _text(user, "tenantId", _LONGEST_ID).lower() in {"", tenant.lower()}
    return known(_text(user, "aadObjectId", _LONGEST_ID)) if ours else None


def _moment(text: str) -> datetime | None:
    """As Teams writes a moment, in UTC; without an offset it is that already."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _part(value: object, name: str) -> Mapping[str, object]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: Mapping[str, object], name: str, longest: int) -> str:
    found = value.get(name)
    return found if isinstance(found, str) and len(found) <= longest else ""
