"""The calendars behind the fake Graph: mailboxes, their events, and what each person was told.

What Exchange does is written from Microsoft's pages and the notes on interoperability: attendees
whose window or words change are told, a PATCH of attendees tells only those who came or went, a
new time forgets the answers, and a body without the meeting's own block ends the online meeting.
"""

from __future__ import annotations

import copy
import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

BLOCK = '<div class="me-email-text">________________<br><a href="{link}">Bli med nå</a></div>'
Json = dict[str, Any]


ORGANISER = "00000000-0000-4000-8000-00000000a11c"
"""The organiser's object id, by which alone an application finds the Teams meetings."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that one person got from their calendar: invited, updated or cancelled."""

    to: str
    kind: str
    subject: str
    start: str


@dataclass
class Event:
    """One event in an organiser's calendar, as JSON, with the meeting behind it where online."""

    data: Json
    version: int = 1
    deleted: bool = False

    @property
    def attendees(self) -> list[Json]:
        """Who is on it."""
        found: list[Json] = self.data["attendees"]
        return found

    @property
    def start(self) -> datetime:
        """When it begins."""
        return _moment(self.data["start"])

    @property
    def end(self) -> datetime:
        """When it ends."""
        return _moment(self.data["end"])

    def attendee(self, address: str) -> Json:
        """The one with this address."""
        return next(a for a in self.attendees if _address(a) == address.lower())


def _address(attendee: Json) -> str:
    return str(attendee["emailAddress"]["address"]).lower()


@dataclass
class Exchange:
    """One organisation's mailboxes; `late_links` is for how many reads a join link is not there.

    `busy` is what getSchedule shows of each, None where it shows no items, with `view` beside it.
    """

    events: dict[str, Event] = field(default_factory=dict)
    rooms: dict[str, Json] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    busy: dict[str, list[Json] | None] = field(default_factory=dict)
    view: str = "0"
    mailboxes: set[str] = field(default_factory=set)
    late_links: int = 0
    now: datetime = datetime(2026, 11, 2, 8, tzinfo=UTC)
    changes: int = 0
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def told(self, address: str) -> list[Notice]:
        """What this person got, oldest first."""
        return [one for one in self.notices if one.to == address.lower()]

    @property
    def standing(self) -> list[Event]:
        """Every event that has not been deleted."""
        return [event for event in self.events.values() if not event.deleted]

    # --- what a client does ----------------------------------------------------------------------

    def post(self, body: Json) -> Event | None:
        """A new event, or the same again; None where the transaction was another event's."""
        transaction = body.get("transactionId")
        known = next(
            (e for e in self.events.values() if e.data.get("transactionId") == transaction), None
        )
        if transaction and known is not None:
            same = _said(known.data) == _said(body) and not known.deleted
            return known if same else None
        number = next(self._ids)
        data = _fresh(body, f"AAkALg{number:04d}=", self.now)
        event = Event(data)
        self.events[data["id"]] = event
        if data.get("isOnlineMeeting"):
            self._open_room(event, number)
        self._changed(event)
        for attendee in event.attendees:
            self._tell(attendee, "invited", event)
        return event

    def patch(self, event: Event, body: Json) -> None:
        """A change; only those whom it concerns are told."""
        before: dict[str, Json] = {_address(a): a for a in event.attendees}
        others: Json = {name: value for name, value in body.items() if name != "attendees"}
        others = {name: value for name, value in others.items() if not name.startswith("@")}
        moved = any(name in others and _moment(others[name]) != _moment(event.data[name])
                    for name in ("start", "end"))  # fmt: skip
        if "body" in others and event.data.get("isOnlineMeeting"):
            self._keep_or_end_meeting(event, others["body"])
        if "attendees" in body:
            event.data["attendees"] = [_joined(a, before) for a in body["attendees"]]
        event.data.update(_normal(others))
        after = {_address(a): a for a in event.attendees}
        for address in set(before) - set(after):
            self._tell(before[address], "cancelled", event)
        for address, attendee in after.items():
            if address not in before:
                self._tell(attendee, "invited", event)
            elif others:
                self._tell(attendee, "updated", event)
            if moved:
                attendee["status"] = _no_answer()
                attendee.pop("proposedNewTime", None)
        self._changed(event)

    def delete(self, event: Event) -> None:
        """It is off, and all who were on it hear so."""
        event.deleted = True
        for attendee in event.attendees:
            self._tell(attendee, "cancelled", event)
        self._changed(event)

    def read(self, event: Event) -> Json:
        """It as JSON; the join link may come later."""
        data = copy.deepcopy(event.data)
        if data.get("isOnlineMeeting") and self.late_links > 0:
            self.late_links -= 1
            data.pop("onlineMeeting", None)
        return data

    # --- what people do in Outlook ---------------------------------------------------------------

    def answer(
        self,
        event: Event,
        address: str,
        response: str,
        *,
        proposes: tuple[datetime, datetime] | None = None,
        at: datetime | None = None,
    ) -> None:
        """An attendee answers; Exchange may give no time for it, and then says year 1."""
        attendee = event.attendee(address)
        time = at.strftime("%Y-%m-%dT%H:%M:%S.0000000Z") if at else "0001-01-01T00:00:00Z"
        attendee["status"] = {"response": response, "time": time}
        attendee.pop("proposedNewTime", None)
        if proposes:
            start, end = (_stamp(one) for one in proposes)
            attendee["proposedNewTime"] = {"start": start, "end": end}
        self._changed(event)

    def forward(self, event: Event, address: str, response: str = "none") -> None:
        """Somebody who was not asked gets it from one who was, and perhaps answers."""
        event.attendees.append(
            {
                "type": "required",
                "emailAddress": {"address": address, "name": address},
                "status": {"response": response, "time": "0001-01-01T00:00:00Z"},
            }
        )
        self._changed(event)

    def move_by_hand(self, event: Event, start: datetime, end: datetime) -> None:
        """Somebody drags it in the organiser's own calendar."""
        self.patch(event, {"start": _stamp(start), "end": _stamp(end)})

    def make_online_by_hand(self, event: Event) -> None:
        """Somebody turns on the Teams meeting in the organiser's own calendar."""
        event.data["isOnlineMeeting"] = True
        self._open_room(event, len(self.rooms) + 1)
        self._changed(event)

    # --- inside ----------------------------------------------------------------------------------

    def _changed(self, event: Event) -> None:
        self.changes += 1
        event.version = self.changes
        event.data["changeKey"] = f"CQ{self.changes:06d}=="
        event.data["lastModifiedDateTime"] = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _tell(self, attendee: Json, kind: str, event: Event) -> None:
        start = str(event.data["start"]["dateTime"])
        self.notices.append(Notice(_address(attendee), kind, event.data["subject"], start))

    def _open_room(self, event: Event, number: int) -> None:
        context = quote(json.dumps({"Oid": ORGANISER}, separators=(",", ":")), safe="")
        thread = f"19%3ameeting_{number}%40thread.v2"
        link = f"https://teams.microsoft.com/l/meetup-join/{thread}/0?context={context}"
        room: Json = {
            "id": f"MSo{number:04d}",
            "joinWebUrl": link,
            "allowedPresenters": "everyone",
            "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": True},
            "allowRecording": True,
            "allowTranscription": True,
            "recordAutomatically": False,
            "allowMeetingChat": "enabled",
        }
        self.rooms[room["id"]] = room
        event.data["onlineMeeting"] = {"joinUrl": link}
        event.data["body"]["content"] += BLOCK.format(link=link)

    def _keep_or_end_meeting(self, event: Event, body: Json) -> None:
        link = event.data.get("onlineMeeting", {}).get("joinUrl", "")
        if link and link in body["content"]:
            return
        event.data["isOnlineMeeting"] = False
        event.data.pop("onlineMeeting", None)


def _said(data: Json) -> Json:
    """What makes two requests the same event."""
    names = ("subject", "start", "end", "location")
    plain = {name: _plain(data.get(name)) for name in names}
    return {**plain, "attendees": sorted(_address(a) for a in data.get("attendees", []))}


def _plain(value: object) -> object:
    if isinstance(value, dict) and "dateTime" in value:
        return _moment(value)
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if not k.startswith("@") and k == "displayName"}
    return value


def _moment(value: Json) -> datetime:
    if value["timeZone"] != "UTC":
        message = f"the tests' Exchange knows UTC, not {value['timeZone']}"
        raise ValueError(message)
    return datetime.fromisoformat(str(value["dateTime"]).rstrip("Z")[:19]).replace(tzinfo=UTC)


def _stamp(moment: datetime) -> Json:
    utc = moment.astimezone(UTC)
    return {"dateTime": utc.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": "UTC"}


def _no_answer() -> Json:
    return {"response": "none", "time": "0001-01-01T00:00:00Z"}


def _joined(attendee: Json, before: dict[str, Json]) -> Json:
    """Who was on it before keeps their answer."""
    known = before.get(_address(attendee))
    if known is not None:
        return known
    plain = {name: value for name, value in attendee.items() if not name.startswith("@")}
    return {"type": "required", **plain, "status": _no_answer()}


def _normal(body: Json) -> Json:
    """As Exchange gives it back: moments with seven digits, no type names, bodies as a page."""
    made = {name: value for name, value in body.items() if not name.startswith("@")}
    for name in ("start", "end"):
        if name in made:
            made[name] = _stamp(_moment(made[name]))
    if "body" in made:
        page = f"<html><head></head><body>{made['body']['content']}</body></html>"
        made["body"] = {"contentType": "html", "content": page}
    if "location" in made:
        made["location"] = {"displayName": made["location"].get("displayName", "")}
    return made


def _fresh(body: Json, name: str, now: datetime) -> Json:
    made = {
        "isOnlineMeeting": False,
        "isCancelled": False,
        "responseRequested": True,
        **_normal(body),
        "id": name,
        "createdDateTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    made["attendees"] = [_joined(a, {}) for a in body.get("attendees", [])]
    return made


WEEK = timedelta(minutes=10_080)
"""So long a subscription to a calendar lives at most."""
