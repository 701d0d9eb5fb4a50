"""Our words as the SDK's models: what is sent to Graph."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from calendar_sync.graph.calls import EventChange, Mine, NewEvent
from pathway.calendars import EventText
from pathway.model import Window

SCHEDULE_MINUTES = 15


def event(new: NewEvent) -> Any:
    """A whole event: private, attendees hidden, neutral (P1, P2)."""
    from msgraph.generated.models.event import Event
    from msgraph.generated.models.free_busy_status import FreeBusyStatus
    from msgraph.generated.models.location import Location
    from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
    from msgraph.generated.models.sensitivity import Sensitivity

    made = Event(
        subject=new.text.summary,
        body=_body(words(new.text)),
        start=_stamp(new.window.start),
        end=_stamp(new.window.end),
        location=Location(display_name=new.text.location),
        attendees=_attendees((guest.address, guest.name) for guest in new.guests),
        transaction_id=new.transaction,
        hide_attendees=True,
        sensitivity=Sensitivity.Private,
        allow_new_time_proposals=not new.held,
        response_requested=not new.held,
        show_as=FreeBusyStatus.Tentative if new.held else FreeBusyStatus.Busy,
        is_online_meeting=new.online,
    )
    if new.online:
        made.online_meeting_provider = OnlineMeetingProviderType.TeamsForBusiness
    return made


def change(wanted: EventChange) -> Any:
    """Only what is to be changed: what is left out stays as it is."""
    from msgraph.generated.models.event import Event
    from msgraph.generated.models.location import Location

    made = Event()
    if wanted.window is not None:
        made.start, made.end = _stamp(wanted.window.start), _stamp(wanted.window.end)
    if wanted.text is not None:
        made.subject = wanted.text.summary
        made.location = Location(display_name=wanted.text.location)
    if wanted.body is not None:
        made.body = _body(wanted.body)
    if wanted.guests is not None:
        made.attendees = _attendees(wanted.guests)
    return made


def words(text: EventText) -> str:
    """The event's description as HTML, each line a line, each address a link."""
    return "<br>\n".join(_line(line) for line in text.description.splitlines())


def _line(line: str) -> str:
    return " ".join(_word(word) for word in line.split(" "))


def _word(word: str) -> str:
    safe = html.escape(word)
    return f'<a href="{safe}">{safe}</a>' if word.startswith("https://") else safe


def safe_room() -> Any:
    """Nobody comes in by themselves, nothing is recorded, the chat is for the meeting alone."""
    from msgraph.generated.models.lobby_bypass_scope import LobbyBypassScope
    from msgraph.generated.models.lobby_bypass_settings import LobbyBypassSettings
    from msgraph.generated.models.meeting_chat_mode import MeetingChatMode
    from msgraph.generated.models.online_meeting import OnlineMeeting
    from msgraph.generated.models.online_meeting_presenters import OnlineMeetingPresenters

    return OnlineMeeting(
        lobby_bypass_settings=LobbyBypassSettings(
            scope=LobbyBypassScope.Organizer, is_dial_in_bypass_enabled=False
        ),
        allowed_presenters=OnlineMeetingPresenters.RoleIsPresenter,
        allow_recording=False,
        allow_transcription=False,
        record_automatically=False,
        allow_meeting_chat=MeetingChatMode.Limited,
    )


def subscription(mine: Mine, until: datetime, resource: str) -> Any:
    """That Graph tells us of events that are changed or deleted, and of the subscription itself."""
    from msgraph.generated.models.subscription import Subscription

    return Subscription(
        change_type="updated,deleted",
        notification_url=mine.url,
        lifecycle_notification_url=mine.url,
        resource=resource,
        expiration_date_time=until,
        client_state=mine.state,
    )


def longer(until: datetime) -> Any:
    """A subscription's new end."""
    from msgraph.generated.models.subscription import Subscription

    return Subscription(expiration_date_time=until)


def schedules(addresses: Sequence[str], span: Window) -> Any:
    """Whose free and busy times, from when to when."""
    from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
        GetSchedulePostRequestBody,
    )

    return GetSchedulePostRequestBody(
        schedules=list(addresses),
        start_time=_stamp(span.start),
        end_time=_stamp(span.end),
        availability_view_interval=SCHEDULE_MINUTES,
    )


def _body(content: str) -> Any:
    from msgraph.generated.models.body_type import BodyType
    from msgraph.generated.models.item_body import ItemBody

    return ItemBody(content_type=BodyType.Html, content=content)


def _stamp(moment: datetime) -> Any:
    """UTC, since Europe/Oslo is not in Graph's list of zones."""
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone

    utc = moment.astimezone(UTC)
    return DateTimeTimeZone(date_time=utc.strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC")


def _attendees(people: Iterable[tuple[str, str]]) -> list[Any]:
    from msgraph.generated.models.attendee import Attendee
    from msgraph.generated.models.attendee_type import AttendeeType
    from msgraph.generated.models.email_address import EmailAddress

    return [
        Attendee(type=AttendeeType.Required, email_address=EmailAddress(address=address, name=name))
        for address, name in people
    ]
