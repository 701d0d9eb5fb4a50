"""One person's calendar, kept by the mails that reach it (RFC 5546 and 6047, attendee's side).

It remembers of each UID the SEQUENCE and DTSTAMP that it has seen last, also after a CANCEL
(RFC 5546 section 2.1.5), so that mails may come late, twice or in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from tests.calendar_sync.itip_client import zones
from tests.calendar_sync.itip_client.content import Component, Property, read_calendar
from tests.calendar_sync.itip_client.mime import meeting_part, read_mail

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Heard(StrEnum):
    """What a mail did to the calendar."""

    NEW = "new"
    CHANGED = "changed"  # a higher SEQUENCE: the time or place is another
    TEXT = "text"  # the same SEQUENCE, a later DTSTAMP
    REMOVED = "removed"
    DECLINED = "declined"  # the proposal was; the meeting stands
    OLD = "old"
    AGAIN = "again"
    NOT_MINE = "not mine"
    NO_MEETING = "no meeting"


class Manner(StrEnum):
    """What a program does with the answer when a meeting changes."""

    KEEPS = "keeps"  # by the letter: what the organiser says of me
    FORGETS = "forgets"  # every changed meeting is a new question


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting as its owner sees it; times in UTC.

    `told` is the PARTSTAT that came with the SEQUENCE which stands.
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    partstat: str
    told: str
    organizer: str
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""


@dataclass(slots=True)
class Diary:
    """The calendar of one address."""

    owner: str
    manner: Manner = Manner.KEEPS
    entries: dict[str, Entry] = field(default_factory=dict)
    seen: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    declined: list[str] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)  # answered by hand since the meeting changed

    def receive(self, raw: bytes) -> Heard:
        """A mail comes."""
        part = meeting_part(read_mail(raw))
        if part is None:
            return Heard.NO_MEETING
        calendar = read_calendar(part.content)
        method = calendar.one("METHOD").value.upper()
        if method == "PUBLISH" or method != part.parameter("method").upper():
            return Heard.NO_MEETING
        return self._apply(method, calendar, calendar.inner("VEVENT")[0])

    def _apply(self, method: str, calendar: Component, event: Component) -> Heard:
        me = [one for one in event.all("ATTENDEE") if address_of(one) == self.owner]
        if not me:
            return Heard.NOT_MINE
        uid = event.one("UID").value
        number = (int(event.text("SEQUENCE") or "0"), zones.stamp(event.one("DTSTAMP").value))
        last = self.seen.get(uid)
        if last is not None and number <= last:
            return Heard.AGAIN if number == last else Heard.OLD
        if method == "DECLINECOUNTER":
            self.declined.append(uid)
            return Heard.DECLINED
        self.seen[uid] = number
        if method == "CANCEL":
            self.entries.pop(uid, None)
            return Heard.REMOVED
        return self._write(entry_of(calendar, event, me[0]))

    def _write(self, fresh: Entry) -> Heard:
        """A REQUEST that is newer than what stands (RFC 5546 section 3.2.2)."""
        held = self.entries.get(fresh.uid)
        if held is not None and held.sequence == fresh.sequence:
            self.entries[fresh.uid] = replace(fresh, partstat=held.partstat, told=held.told)
            return Heard.TEXT
        if held is not None and self.manner is Manner.FORGETS:
            fresh = replace(fresh, partstat="NEEDS-ACTION")
        self.pressed.discard(fresh.uid)
        self.entries[fresh.uid] = fresh
        return Heard.CHANGED if held is not None else Heard.NEW

    def answers(self, uid: str, partstat: str) -> Entry:
        """The owner presses a button; what is answered."""
        self.entries[uid] = replace(self.entries[uid], partstat=partstat)
        self.pressed.add(uid)
        return self.entries[uid]


def address_of(person: Property) -> str:
    """The address of an ATTENDEE or ORGANIZER, in lower case."""
    scheme, _, address = person.value.partition(":")
    return address.lower() if scheme.lower() == "mailto" else ""


def entry_of(calendar: Component, event: Component, me: Property) -> Entry:
    """The meeting that a REQUEST describes, for this attendee."""
    partstat = me.params.get("PARTSTAT", "NEEDS-ACTION")
    return Entry(
        uid=event.one("UID").value,
        sequence=int(event.text("SEQUENCE") or "0"),
        stamp=zones.stamp(event.one("DTSTAMP").value),
        start=zones.moment(event.one("DTSTART"), calendar),
        end=zones.moment(event.one("DTEND"), calendar),
        partstat=partstat,
        told=partstat,
        organizer=address_of(event.one("ORGANIZER")),
        summary=event.text("SUMMARY"),
        description=event.text("DESCRIPTION"),
        location=event.text("LOCATION"),
        url=event.one("URL").value if event.all("URL") else "",
    )
