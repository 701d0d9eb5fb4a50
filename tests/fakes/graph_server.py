"""A Microsoft Graph on loopback: stateful, held against Microsoft's description both ways.

It throttles, hangs, breaks off and refuses by plan; it sends notifications to our door once,
twice, out of order, forged or not at all. What does not keep to the description is in `faults`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote, urlencode

from aiohttp import ClientError, ClientSession, web

from tests.fakes.graph_calendar import ORGANISER, WEEK, Event, Exchange, Json
from tests.fakes.graph_description import Asked, Description, Told

TEN = 10
"""Changes on a page for whoever does not ask for more."""

IMMUTABLE, ZONE = 'IdType="ImmutableId"', 'outlook.timezone="UTC"'
"""What every request about a mailbox prefers: without them ids change and times are another's."""

AT_ONCE = 4
"""So many requests an application may have in hand."""

_TOO_MUCH = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """How the next fitting request goes wrong.

    `way` is an answer with `status`, or `hang`, `half` (a piece of the answer), `empty` (an answer
    that says nothing), `cut` (none at all), `lost`: it is done, and the answer never arrives, or
    `late`: it is done, and the answer hangs; it is `slow` where it is done, and answered, after so
    many `seconds`. What `lasts` becomes of every request that fits.
    """

    status: int = 503
    code: str = "serviceNotAvailable"
    retry_after: str = ""
    way: str = "answer"
    method: str = ""
    path: str = ""
    seconds: float = 0.0
    lasts: bool = False

    def fits(self, request: web.Request) -> bool:
        """Whether it is meant for this request."""
        return self.method in {"", request.method} and self.path in request.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """One request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Json | None


@dataclass
class GraphServer:
    """One organisation's Graph; `organiser` is the only mailbox that the application may use.

    By its `clock`, of seconds, nothing is done before the time that a planned answer named in
    Retry-After; how often somebody came before it is counted in `too_soon`, and is a fault but for
    what may have been on its way. So is more than four requests in hand. `insists` is what
    online meetings keep, whatever they are asked to be, and where it `echoes`, the PATCH is
    answered as asked all the same; without `room_policy` the application may not use them,
    whatever else it may.
    """

    organiser: str
    exchange: Exchange = field(default_factory=Exchange)
    plan: deque[Planned] = field(default_factory=deque)
    went_wrong: list[Planned] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    subscriptions: dict[str, Json] = field(default_factory=dict)
    consent: bool = True
    room_policy: bool = True
    mailbox_there: bool = True
    tokens_end: int = 0
    insists: Json = field(default_factory=dict)
    echoes: bool = False
    empty_pages: int = 0
    url: str = ""
    token: str = ""
    clock: Callable[[], float] = time.monotonic
    closed_until: float = float("-inf")
    too_soon: int = 0
    _on_their_way: int = 0
    _in_hand: list[web.Request] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _description: Description = field(default_factory=Description)

    # --- the wire --------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request, among those that are still waited for."""
        self._in_hand = [one for one in self._in_hand if _is_waited_for(one)]
        self._in_hand.append(request)
        if len(self._in_hand) > AT_ONCE:
            self.faults.append(f"{request.method} {request.path}: a fifth at once")
        try:
            return await self._heard(request)
        finally:
            self._in_hand = [one for one in self._in_hand if one is not request]

    async def _heard(self, request: web.Request) -> web.StreamResponse:
        """It, held against the description before and after."""
        raw = await request.read()
        body = json.loads(raw) if raw else None
        self.got.append(
            Got(method=request.method, path=request.path, headers=dict(request.headers), body=body)
        )
        if self.clock() < self.closed_until:
            return self._too_soon(request)
        planned = next((one for one in self.plan if one.fits(request)), None)
        if planned is not None:
            if not planned.lasts:
                self.plan.remove(planned)
            self.went_wrong.append(planned)
            return await self._wrong(request, planned, body)
        if not await self._door_answers(request, body):
            return web.json_response(_error("ValidationError"), status=400)
        return self._answered(request, *self._checked(request, body, raw))

    def _too_soon(self, request: web.Request) -> web.Response:
        self.too_soon += 1
        self._on_their_way -= 1
        if self._on_their_way < 0:
            self.faults.append(f"{request.method} {request.path}: before Retry-After")
        again = {"Retry-After": str(int(self.closed_until - self.clock()) + 1)}
        return web.json_response(_error("TooManyRequests"), status=_TOO_MUCH, headers=again)

    async def _wrong(
        self, request: web.Request, planned: Planned, body: Json | None
    ) -> web.StreamResponse:
        await asyncio.sleep(planned.seconds)
        if planned.way in {"late", "lost", "slow"} and await self._door_answers(request, body):
            raw = json.dumps(body).encode() if body else b""
            done = self._checked(request, body, raw)
            if planned.way == "slow":
                return self._answered(request, *done)
        if planned.way in {"hang", "late"}:
            await asyncio.sleep(3600)
        if planned.way in {"cut", "lost"} and request.transport is not None:
            request.transport.abort()
        if planned.way == "empty":
            return web.json_response({})
        if planned.way == "half":
            answer = web.StreamResponse(headers={"Content-Type": "application/json"})
            answer.content_length = 5000
            await answer.prepare(request)
            await answer.write(b'{"id": "AAk')
            if request.transport is not None:
                request.transport.abort()
            return answer
        if planned.retry_after.isdigit():
            self.closed_until = self.clock() + int(planned.retry_after)
            self._on_their_way = AT_ONCE - 1
        headers = {"Retry-After": planned.retry_after} if planned.retry_after else {}
        return web.json_response(_error(planned.code), status=planned.status, headers=headers)

    def _checked(
        self, request: web.Request, body: Json | None, raw: bytes
    ) -> tuple[Asked, int, Json | None]:
        path = unquote(request.raw_path.partition("?")[0]).removeprefix("/v1.0")
        asked = Asked(
            method=request.method.lower(),
            path=path,
            query=dict(request.query),
            headers=request.headers,
            body=raw,
        )
        fault = self._description.fault_of_request(asked)
        if fault:
            self.faults.append(f"{request.method} {path}: {fault}")
            return asked, 400, _error("BadRequest")
        return asked, *self._done(asked, path, body or {})

    def _answered(
        self, request: web.Request, asked: Asked, status: int, answer: Json | None
    ) -> web.Response:
        data = b"" if answer is None else json.dumps(answer).encode()
        if answer is not None:
            fault = self._description.fault_of_answer(asked, Told(status_code=status, data=data))
            if fault:
                self.faults.append(f"answer to {request.method} {asked.path}: {fault}")
        kind = "application/json" if answer is not None else None
        return web.Response(status=status, body=data, content_type=kind or "text/plain")

    # --- what it does ----------------------------------------------------------------------------

    def _done(self, asked: Asked, path: str, body: Json) -> tuple[int, Json | None]:
        if self.token and asked.headers.get("Authorization") != f"Bearer {self.token}":
            return 401, _error("InvalidAuthenticationToken")
        if not self.consent:
            return 403, _error("ErrorAccessDenied")
        if path.startswith("/subscriptions"):
            return self._subscription(asked.method, path, body)
        user, _, rest = path.removeprefix("/users/").partition("/")
        owner = ORGANISER if rest.startswith("onlineMeetings") else self.organiser.lower()
        if user.lower() != owner:
            return 403, _error("ErrorAccessDenied")
        if not self.mailbox_there:
            return 404, _error("MailboxNotEnabledForRESTAPI")
        for wanted in (IMMUTABLE, ZONE):
            if wanted not in asked.headers.get("Prefer", ""):
                self.faults.append(f"{asked.method} {path}: without {wanted}")
        return self._of_mailbox(asked, rest, body)

    def _of_mailbox(  # noqa: PLR0911 - one line for each kind of address
        self, asked: Asked, rest: str, body: Json
    ) -> tuple[int, Json | None]:
        match rest.split("/"):
            case ["events"]:
                return self._post(body)
            case ["events", name, *more]:
                return self._event(asked.method, unquote(name), more, body)
            case ["calendarView"]:
                return 200, self._view(asked.query)
            case ["calendarView", "delta()"]:
                return self._delta(asked.query, _page_size(asked.headers.get("Prefer", "")))
            case ["calendar", "getSchedule"]:
                return self._schedules(body)
            case ["onlineMeetings", *more]:
                return self._rooms(asked, more, body)
            case _:
                return 404, _error("ResourceNotFound")

    def _post(self, body: Json) -> tuple[int, Json | None]:
        event = self.exchange.post(body)
        if event is None:
            return 409, _error("ErrorDuplicateTransactionId")
        return 201, self.exchange.read(event)

    def _event(
        self, method: str, name: str, more: list[str], body: Json
    ) -> tuple[int, Json | None]:
        event = self.exchange.events.get(name)
        if event is None or event.deleted:
            return 404, _error("ErrorItemNotFound")
        if more == ["cancel"]:
            if not event.attendees:
                return 400, _error("ErrorInvalidRequest")
            self.exchange.delete(event)
            return 202, None
        if method == "delete":
            self.exchange.delete(event)
            return 204, None
        if method == "patch":
            self.exchange.patch(event, body)
        return 200, self.exchange.read(event)

    def _view(self, query: Mapping[str, str]) -> Json:
        """A page of what stands within the span."""
        start, end = map(_when, _span(query))
        there = [e for e in self.exchange.standing if _is_within(e, start, end)]
        skip, top = int(query.get("$skip", "0")), int(query.get("$top", str(TEN)))
        page: Json = {"value": [self.exchange.read(e) for e in there[skip : skip + top]]}
        if len(there) > skip + top:
            more = urlencode({**query, "$skip": str(skip + top)})
            page["@odata.nextLink"] = f"{self.url}/users/{self.organiser}/calendarView?{more}"
        return page

    def _delta(self, query: Mapping[str, str], most: int = TEN) -> tuple[int, Json | None]:
        """A page of what has changed within the span; what has left it is told as removed."""
        token = query.get("$deltatoken", "")
        since, *span = token.split("~") if token else ("0", *_span(query))
        if token and int(since) < self.tokens_end:
            return 410, _error("SyncStateNotFound")
        changed = [e for e in self.exchange.events.values() if e.version > int(since)]
        changed.sort(key=lambda e: e.version)
        told, more = changed[:most], len(changed) > most
        inside = {e.version for e in told if not e.deleted and _is_within(e, *map(_when, span))}
        value = [
            self.exchange.read(e) if e.version in inside else _removed(e)
            for e in told
            if token or e.version in inside
        ]
        path = f"{self.url}/users/{self.organiser}/calendarView/delta()"
        until = told[-1].version if more else self.exchange.changes
        link = "@odata.nextLink" if more else "@odata.deltaLink"
        goes_on = "~".join((str(until), *span))
        return 200, {"value": value, link: f"{path}?$deltatoken={goes_on}"}

    def _schedules(self, body: Json) -> tuple[int, Json | None]:
        said = {name.lower(): value for name, value in body.items()}
        asked: list[str] = said["schedules"]
        first, last = (said[name]["dateTime"] for name in ("starttime", "endtime"))
        span = datetime.fromisoformat(last) - datetime.fromisoformat(first)
        if len(asked) > 20 or span > 6 * WEEK:
            return 400, _error("ErrorInvalidParameter")
        return 200, {"value": [self._schedule(address) for address in asked]}

    def _schedule(self, address: str) -> Json:
        if address.lower() not in self.exchange.mailboxes:
            code = "ErrorMailRecipientNotFound"
            return {"scheduleId": address, "error": {"responseCode": code, "message": address}}
        told: Json = {"scheduleId": address, "availabilityView": self.exchange.view}
        items = self.exchange.busy.get(address.lower(), [])
        return told if items is None else {**told, "scheduleItems": items}

    def _rooms(self, asked: Asked, more: list[str], body: Json) -> tuple[int, Json | None]:
        if not self.room_policy:
            return 403, _error("Forbidden")
        if not more:
            wanted = asked.query.get("$filter", "").partition("'")[2].rstrip("'")
            rooms = self.exchange.rooms.values()
            if self.empty_pages:
                self.empty_pages -= 1
                link = f"{self.url}/users/{ORGANISER}/onlineMeetings"
                asks = urlencode({"$filter": asked.query["$filter"], "$skip": "1"})
                return 200, {"value": [], "@odata.nextLink": f"{link}?{asks}"}
            return 200, {"value": [room for room in rooms if room["joinWebUrl"] == wanted]}
        room = self.exchange.rooms.get(more[0])
        if room is None:
            return 404, _error("NotFound")
        if asked.method == "patch":
            room.update({name: v for name, v in body.items() if not name.startswith("@")})
            said = dict(room)
            room.update(self.insists)
            return 200, said if self.echoes else room
        return 200, room

    # --- subscriptions ---------------------------------------------------------------------------

    def _subscription(self, method: str, path: str, body: Json) -> tuple[int, Json | None]:
        name = path.removeprefix("/subscriptions").strip("/")
        until = datetime.fromisoformat(body["expirationDateTime"]) if body else None
        if until is not None and until > self.exchange.now + WEEK:
            return 400, _error("ValidationError")
        if not name and method == "post":
            made = {k: v for k, v in body.items() if not k.startswith("@odata.type")}
            made["id"] = f"sub-{next(self._ids)}"
            self.subscriptions[made["id"]] = made
            return 201, made
        if name not in self.subscriptions:
            return 404, _error("ResourceNotFound")
        if method == "delete":
            del self.subscriptions[name]
            return 204, None
        self.subscriptions[name]["expirationDateTime"] = body["expirationDateTime"]
        return 200, self.subscriptions[name]

    async def _door_answers(self, request: web.Request, body: Json | None) -> bool:
        """Whether a new subscription's addresses are ours: each echoes a token at once."""
        if request.method != "POST" or not request.path.endswith("/subscriptions") or not body:
            return True
        names = ("notificationUrl", "lifecycleNotificationUrl")
        try:
            return all([await self.validate(body[name]) for name in names if name in body])
        except (ClientError, TimeoutError):
            return False

    async def validate(self, notification_url: str) -> bool:
        """The call that Graph makes before it accepts a subscription's address."""
        async with ClientSession() as http, asyncio.timeout(3):
            token = "Validation: æøå+ 1"
            answer = await http.post(notification_url, params={"validationToken": token})
            plain = answer.content_type == "text/plain"
            return answer.status == 200 and plain and await answer.text() == token

    def notes(
        self, about: Event | None = None, *, state: str | None = None, lifecycle: str = ""
    ) -> list[tuple[str, Json]]:
        """What is said now to each who subscribed, of this event as it is now: where, and what."""
        return [self._note(one, about, state, lifecycle) for one in self.subscriptions.values()]

    def _note(
        self, one: Json, about: Event | None, state: str | None, lifecycle: str
    ) -> tuple[str, Json]:
        said: Json = {
            "subscriptionId": one["id"],
            "clientState": one["clientState"] if state is None else state,
            "subscriptionExpirationDateTime": one["expirationDateTime"],
            "tenantId": "a-tenant",
        }
        if lifecycle:
            return one["lifecycleNotificationUrl"], {**said, "lifecycleEvent": lifecycle}
        said["changeType"] = "deleted" if about is not None and about.deleted else "updated"
        said["resource"] = one["resource"]
        if about is not None:
            name, etag = about.data["id"], f'W/"{about.data["changeKey"]}"'
            said["resource"] = f"{one['resource']}/{name}"
            said["resourceData"] = {"id": name, "@odata.etag": etag}
        return one["notificationUrl"], said

    async def deliver(self, notes: list[tuple[str, Json]]) -> list[int]:
        """Say these, one after the other; the statuses that our door answered."""
        told: list[int] = []
        async with ClientSession() as http:
            for url, said in notes:
                answer = await http.post(url, json={"value": [said]})
                told.append(answer.status)
        return told

    async def notify(
        self, *, state: str | None = None, lifecycle: str = "", times: int = 1
    ) -> list[int]:
        """Tell our door that something has changed; the statuses that it answered."""
        return await self.deliver(self.notes(state=state, lifecycle=lifecycle) * times)


def _is_waited_for(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _when(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)


def _page_size(prefer: str) -> int:
    asked = [one for one in prefer.split(",") if "odata.maxpagesize=" in one]
    return int(asked[0].partition("=")[2]) if asked else TEN


def _span(query: Mapping[str, str]) -> tuple[str, str]:
    return query["startDateTime"], query["endDateTime"]


def _is_within(event: Event, start: datetime, end: datetime) -> bool:
    """What only touches the span stands outside."""
    return event.start < end and event.end > start


def _removed(event: Event) -> Json:
    return {"id": event.data["id"], "@removed": {"reason": "deleted"}}


def _error(code: str) -> Json:
    said = "This is about kari.testlege@solsiden.example"
    return {"error": {"code": code, "message": said}}


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def graph_server(organiser: str = "mote@klinikk.example") -> AsyncIterator[GraphServer]:
    """A fake Graph that listens on loopback until the block ends."""
    server = GraphServer(organiser=organiser)
    app = web.Application()
    app.router.add_route("*", "/v1.0/{rest:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1.0"
    try:
        yield server
    finally:
        await runner.cleanup()
