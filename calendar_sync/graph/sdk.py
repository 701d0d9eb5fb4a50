"""The only module that knows msgraph-sdk: connects, asks, and puts answers in our own words.

It is read when it is first needed, in a thread, since that takes seconds; nothing here is needed
where Graph is not used. The SDK's own retries are off: they sleep inside the call and repeat POST.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import re
import time
import warnings
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from calendar_sync.graph.calls import ExtraMissingError, GraphError

T = TypeVar("T")

MOST_AT_ONCE = 4
SECONDS = 20.0
PAUSE = 30.0
"""So long we wait where Graph says that it is too much, and not for how long."""

LONGEST_PAUSE = 3600.0

_MODULES = (
    "msgraph",
    "msgraph.graph_request_adapter",
    "msgraph_core",
    "kiota_abstractions.base_request_configuration",
    "kiota_abstractions.authentication.anonymous_authentication_provider",
    "kiota_authentication_azure.azure_identity_authentication_provider",
    "kiota_http.middleware.options",
    "msgraph.generated.models.event",
    "msgraph.generated.models.subscription",
    "msgraph.generated.models.online_meeting",
    "msgraph.generated.models.lobby_bypass_settings",
    "msgraph.generated.models.schedule_information",
    "msgraph.generated.users.users_request_builder",
    "msgraph.generated.users.item.user_item_request_builder",
    "msgraph.generated.users.item.events.events_request_builder",
    "msgraph.generated.users.item.events.item.event_item_request_builder",
    "msgraph.generated.users.item.events.item.cancel.cancel_request_builder",
    "msgraph.generated.users.item.events.item.cancel.cancel_post_request_body",
    "msgraph.generated.users.item.calendar_view.calendar_view_request_builder",
    "msgraph.generated.users.item.calendar_view.delta.delta_request_builder",
    "msgraph.generated.users.item.calendar_view.delta.delta_get_response",
    "msgraph.generated.users.item.calendar.calendar_request_builder",
    "msgraph.generated.users.item.calendar.get_schedule.get_schedule_request_builder",
    "msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body",
    "msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_response",
    "msgraph.generated.users.item.online_meetings.online_meetings_request_builder",
    "msgraph.generated.users.item.online_meetings.item.online_meeting_item_request_builder",
    "msgraph.generated.subscriptions.subscriptions_request_builder",
    "msgraph.generated.subscriptions.item.subscription_item_request_builder",
    "msgraph.generated.models.o_data_errors.o_data_error",
    "azure.identity.aio",
)
_TALKATIVE = ("httpx", "httpcore", "azure", "msal", "msgraph", "kiota_http", "hpack")
_CODE = re.compile(r"[A-Za-z0-9_.]{1,80}")
_BUSY = frozenset({429, 503, 509})
_NO_TOKEN = frozenset({"ClientAuthenticationError", "CredentialUnavailableError"})
_GRAPH = "https://graph.microsoft.com/v1.0"


class Credential(Protocol):
    """Gives tokens, as `azure.identity.aio` has it."""

    async def get_token(self, *scopes: str, **options: object) -> Any:
        """A token for these scopes."""

    async def close(self) -> None:
        """Let go of its connections."""


class Line:
    """A line to Graph: at most four requests at a time, each with a time limit.

    `credential` None sends no token, and then `base_url` is a server of the tests. After "too
    much" nothing is asked until the time that was named has passed.
    """

    def __init__(
        self,
        credential: Callable[[], Credential] | None,
        base_url: str = "",
        *,
        seconds: float = SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base_url = base_url or _GRAPH
        self._make_credential = credential
        self._seconds = seconds
        self._now = monotonic
        self._free_at = float("-inf")
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._opening: asyncio.Task[Any] | None = None
        self._http: Any = None
        self._credential: Credential | None = None

    def warm_up(self, after: float = 0.0) -> None:
        """Begin to read the SDK after so many seconds; nobody waits for it who asks for nothing."""
        if self._opening is None:
            self._opening = asyncio.create_task(self._open(after))
            self._opening.add_done_callback(_looked_at)

    async def ask(self, what: Callable[[Any], Awaitable[T]]) -> T:
        """What this request of the SDK's client gives; `GraphError` in its place."""
        client = await self.ready()
        try:
            return await self._in_turn(client, what)
        except Exception as error:  # noqa: BLE001  whatever broke, its words may hold a token
            raise self._judged(error) from None

    async def _in_turn(self, client: Any, what: Callable[[Any], Awaitable[T]]) -> T:
        """It, when there is a place, unless it is too much by then."""
        async with self._places:
            if self._now() < self._free_at:
                raise GraphError(429, "waiting", wait=self._free_at - self._now())
            async with asyncio.timeout(self._seconds):
                return await what(client)

    async def ready(self) -> Any:
        """The SDK's client, once the SDK has been read: nobody may import of it before that.

        What failed is tried anew the next time, as when a certificate has come to its place.
        """
        self.warm_up()
        opening = self._opening
        assert opening is not None  # noqa: S101 - warm_up made it
        try:
            return await asyncio.shield(opening)
        except ExtraMissingError:
            raise
        except Exception as error:  # noqa: BLE001  its words may hold a secret
            if self._opening is opening:
                self._opening = None
            raise self._judged(error) from None

    async def close(self) -> None:
        """Let go of every connection."""
        if self._opening is not None:
            await asyncio.wait({self._opening})
        for one in (self._http, self._credential):
            if one is not None:
                await (one.aclose() if hasattr(one, "aclose") else one.close())

    async def _open(self, after: float) -> Any:
        await asyncio.sleep(after)
        await asyncio.to_thread(read_sdk)
        import httpx
        from kiota_abstractions.authentication.anonymous_authentication_provider import (
            AnonymousAuthenticationProvider,
        )
        from kiota_authentication_azure.azure_identity_authentication_provider import (
            AzureIdentityAuthenticationProvider,
        )
        from kiota_http.middleware.options import RetryHandlerOption
        from msgraph import GraphServiceClient
        from msgraph.graph_request_adapter import GraphRequestAdapter, options
        from msgraph_core import GraphClientFactory

        never = RetryHandlerOption(max_retries=0, should_retry=False)
        # Ours, so that it can be closed: the SDK's own transport does not close what it wraps.
        self._http = httpx.AsyncHTTPTransport()
        client = GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(transport=self._http, timeout=self._seconds),
            options={**options, RetryHandlerOption.get_key(): never},
        )
        who = AnonymousAuthenticationProvider()
        if self._make_credential is not None:
            self._credential = self._make_credential()
            scopes = ["https://graph.microsoft.com/.default"]
            who = AzureIdentityAuthenticationProvider(self._credential, scopes=scopes)
        adapter = GraphRequestAdapter(who, client)
        adapter.base_url = self.base_url
        return GraphServiceClient(request_adapter=adapter)

    def _judged(self, error: Exception) -> GraphError:
        """The error by status and code; after "too much" the line is left in peace for a while."""
        if isinstance(error, GraphError):
            return error
        status = getattr(error, "response_status_code", None) or 0
        if not status:
            kind = _kind(error)
            return GraphError(401 if kind in _NO_TOKEN else 0, kind)
        headers = getattr(error, "response_headers", None) or {}
        wait = _seconds(headers.get("retry-after", "")) if status in _BUSY else 0.0
        if status in _BUSY and (wait or status == 429):  # noqa: PLR2004 - HTTP
            wait = min(wait or PAUSE, LONGEST_PAUSE)
            self._free_at = max(self._free_at, self._now() + wait)
        said = getattr(getattr(error, "error", None), "code", "") or ""
        return GraphError(status, said if _CODE.fullmatch(said) else "", wait)


def read_sdk() -> None:
    """Read all of the SDK that we use; takes seconds. `ExtraMissingError` where it is not there."""
    for name in _TALKATIVE:  # whatever a log is set to, theirs may hold addresses
        logging.getLogger(name).setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own past
        try:
            for name in _MODULES:
                importlib.import_module(name)
        except ModuleNotFoundError as error:
            raise ExtraMissingError(error.name) from None


def extra_is_there() -> bool:
    """Whether msgraph-sdk and azure-identity are installed; reads neither."""
    from importlib.util import find_spec

    return find_spec("msgraph") is not None and find_spec("azure.identity") is not None


def _looked_at(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()


def _kind(error: Exception) -> str:
    return "timeout" if isinstance(error, TimeoutError) else type(error).__name__


def _seconds(said: str) -> float:
    return float(said) if said.isascii() and said.isdigit() else 0.0
