"""Every request to Graph about one organiser's mailbox, by way of the SDK; implements `Calls`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from calendar_sync.graph import reading, writing
from calendar_sync.graph.calls import (
    Changes,
    EventChange,
    GraphError,
    Mine,
    NewEvent,
    Room,
    SeenEvent,
    Subscribed,
)
from calendar_sync.graph.join_address import organiser_of
from calendar_sync.graph.sdk import Line
from pathway.freebusy import BusyTime
from pathway.model import Window

MOST_PAGES = 200
"""Pages of one answer that are read: a calendar that goes on for longer is read next time."""

_PREFER = ('IdType="ImmutableId"', 'outlook.timezone="UTC"')
_PAGED = (*_PREFER, "odata.maxpagesize=100")
"""Graph gives ten changes at a time to whoever does not ask for more."""

_BAD_REQUEST = 400
_ENDLESS = "endless"


class Mailbox:
    """One mailbox, asked over one line."""

    def __init__(self, line: Line, address: str) -> None:
        self._line = line
        self._address = address

    def _user(self, client: Any) -> Any:
        return client.users.by_user_id(self._address)

    async def create(self, new: NewEvent) -> SeenEvent:
        """Make an event, or get the one that this very request made before."""
        made = await self._line.ask(
            lambda client: self._user(client).events.post(writing.event(new), _with(_PREFER))
        )
        return reading.event(made)

    async def read(self, event_id: str) -> SeenEvent | None:
        """The event, or None where it is not there."""
        try:
            found = await self._line.ask(lambda client: self._event(client, event_id).get(_with()))
        except GraphError as error:
            if error.missing:
                return None
            raise
        return reading.event(found)

    async def change(self, event_id: str, change: EventChange) -> SeenEvent:
        """Change an event; those whom it concerns are told by Exchange."""
        await self._line.ready()
        body = writing.change(change)
        made = await self._line.ask(lambda c: self._event(c, event_id).patch(body, _with()))
        return reading.event(made)

    async def call_off(self, event_id: str) -> None:
        """Cancel an event; where nobody is on it there is nothing to cancel, and it is deleted."""
        await self._line.ready()
        from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import (
            CancelPostRequestBody,
        )

        body = CancelPostRequestBody(comment="")
        try:
            await self._line.ask(lambda c: self._event(c, event_id).cancel.post(body, _with()))
        except GraphError as error:
            if error.status == _BAD_REQUEST:
                await self._line.ask(lambda c: self._event(c, event_id).delete(_with()))
            elif not error.missing:
                raise

    async def find(self, transaction: str, window: Window) -> SeenEvent | None:
        """The event that this transaction made, looked for within the window, or None."""
        await self._line.ready()
        from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (
            CalendarViewRequestBuilder,
        )

        query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=_moment(window.start), end_date_time=_moment(window.end), top=100
        )
        async for page in self._pages(
            lambda client: self._user(client).calendar_view.get(_with(query=query)),
            lambda client, link: self._user(client).calendar_view.with_url(link).get(_with()),
        ):
            for one in page.value or ():
                if one.transaction_id == transaction:
                    return reading.event(one)
        return None

    async def changes(self, mark: str, span: Window) -> Changes:
        """What has changed since the mark; an empty one begins anew, and lists the whole span.

        Where that is more pages than are read at once, the new mark leads to the rest.
        """
        await self._line.ready()
        from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import (
            DeltaRequestBuilder,
        )

        query = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
            start_date_time=_moment(span.start), end_date_time=_moment(span.end)
        )
        changed: dict[str, None] = {}
        gone: dict[str, None] = {}
        goes_on = ""

        def next_page(client: Any, link: str) -> Awaitable[Any]:
            view = self._user(client).calendar_view
            page: Awaitable[Any] = view.delta.with_url(self._own(link)).get(_with(_PAGED))
            return page

        def first(client: Any) -> Awaitable[Any]:
            if mark:
                return next_page(client, mark)
            delta = self._user(client).calendar_view.delta
            page: Awaitable[Any] = delta.get(_with(_PAGED, query))
            return page

        try:
            async for page in self._pages(first, next_page):
                for one in page.value or ():
                    (gone if "@removed" in one.additional_data else changed)[one.id] = None
                goes_on = page.odata_delta_link or page.odata_next_link or ""
        except GraphError as error:
            if error.code != _ENDLESS:
                raise
        return Changes(changed=tuple(changed), gone=tuple(gone), mark=goes_on, whole=not mark)

    def _rooms(self, client: Any, join_url: str) -> Any:
        owner = organiser_of(join_url) or self._address
        return client.users.by_user_id(owner).online_meetings

    async def room_of(self, join_url: str) -> Room | None:
        """The Teams meeting with this join address, or None where it is not there yet."""
        await self._line.ready()
        from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import (
            OnlineMeetingsRequestBuilder,
        )

        query = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters(
            filter=f"JoinWebUrl eq '{join_url.replace(chr(39), chr(39) * 2)}'"
        )
        async for page in self._pages(
            lambda client: self._rooms(client, join_url).get(_with(query=query)),
            lambda client, link: self._rooms(client, join_url).with_url(link).get(_with()),
        ):
            for one in page.value or ():
                return reading.room(one)
        return None

    async def make_safe(self, room_id: str, join_url: str) -> Room:
        """Set lobby, presenters, recording and chat, and read what they have become."""
        await self._line.ready()
        body = writing.safe_room()

        def room(client: Any) -> Any:
            return self._rooms(client, join_url).by_online_meeting_id(room_id)

        await self._line.ask(lambda client: room(client).patch(body, _with()))
        return reading.room(await self._line.ask(lambda client: room(client).get(_with())))

    async def subscribe(self, mine: Mine, until: datetime) -> Subscribed:
        """Have Graph tell us of changes."""
        await self._line.ready()
        body = writing.subscription(mine, until, f"users/{self._address}/events")
        return reading.subscribed(
            await self._line.ask(lambda client: client.subscriptions.post(body, _with()))
        )

    async def renew(self, subscription_id: str, until: datetime) -> Subscribed:
        """Have it go on telling us."""
        await self._line.ready()
        body = writing.longer(until)
        return reading.subscribed(
            await self._line.ask(
                lambda client: client.subscriptions.by_subscription_id(subscription_id).patch(
                    body, _with()
                )
            )
        )

    async def busy(
        self, addresses: Sequence[str], span: Window
    ) -> dict[str, tuple[BusyTime, ...] | str]:
        """Each address' busy times, or a code in their place: 20 addresses, 42 days at most."""
        await self._line.ready()
        body = writing.schedules(addresses, span)
        found = await self._line.ask(
            lambda client: self._user(client).calendar.get_schedule.post(body, _with(_PREFER))
        )
        return reading.schedules(found)

    def _event(self, client: Any, event_id: str) -> Any:
        return self._user(client).events.by_event_id(event_id)

    async def _pages(self, first: Callable[[Any], Any], more: Callable[..., Any]) -> Any:
        page = await self._line.ask(first)
        for _ in range(MOST_PAGES):
            yield page
            link = page.odata_next_link
            if not link:
                return
            page = await self._line.ask(partial(more, link=self._own(link)))
        raise GraphError(0, _ENDLESS)

    def _own(self, link: str) -> str:
        """A link to go on with, if it leads to where our token may go."""
        if not link.startswith(f"{self._line.base_url}/"):
            raise GraphError(410, "foreign")
        return link


def _with(prefer: Sequence[str] = _PREFER, query: object = None) -> Any:
    from kiota_abstractions.base_request_configuration import RequestConfiguration

    made = RequestConfiguration(query_parameters=query)
    for one in prefer:
        made.headers.add("Prefer", one)
    return made


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
