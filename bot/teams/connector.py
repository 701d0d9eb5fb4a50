"""Our own client of the Bot Framework connector: what leaves for a chat, and how that can fail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.addresses import is_loopback
from bot.teams.pace import Pace, TooFastError
from bot.teams.wire import Answer, LineError, as_bytes, exchange
from dialogs.turn import JSON

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from yarl import URL

PATIENCE_SECONDS = 10.0
NEVER_SENT = 0
"""In place of a status, where we ourselves refused."""

_LATER = frozenset({408, 412, 429})
_NOT_DONE = frozenset({412, 429, 503})
_GONE = frozenset({"ConversationNotFound", "BotNotInConversationRoster"})
_CODES = _GONE | {
    "ActivityNotFoundInConversation",
    "BotDisabledByAdmin",
    "BotDisabledByUser",
    "ConversationBlockedByUser",
    "InsufficientPermissions",
    "MessageSizeTooBig",
    "MessageWritesBlocked",
    "NotEnoughPermissions",
}
"""Error codes that are told; any other word of an answer may be somebody's name."""

_SERVICE = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:]+\])(?::([0-9]{1,5}))?(?:/[a-z0-9._~/-]*)?",
    re.IGNORECASE | re.ASCII,
)
_HOST = "smba.trafficmanager.net"  # exactly: anybody may have a name beside it
_DOMAINS = (".botframework.com", ".teams.microsoft.com")


class BusyError(Exception):
    """It did not work now: try again, after `retry_after` seconds where the service said so.

    `uncertain`: it may have been done all the same, so that a repeat may be seen twice.
    """

    def __init__(
        self, said: str = "", *, retry_after: float | None = None, uncertain: bool = False
    ) -> None:
        super().__init__(said)
        self.retry_after = retry_after
        self.uncertain = uncertain


class UnreachableError(Exception):
    """The bot was blocked or removed, or the conversation is gone: mark it, stop, and tell."""


class RefusedError(Exception):
    """What we sent, or would have sent, is wrong: never repeat it. `status` 0: it never left."""

    def __init__(self, status: int, said: str = "") -> None:
        super().__init__(said or str(status))
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Where a chat is reached; `service_url` and `id` as the last activity from there gave them."""

    service_url: str
    id: str
    tenant: str = ""


def trusted_service(url: str, *, loopback: bool) -> bool:
    """Whether an activity's serviceUrl may be called with our token.

    The hosts of Teams in the public cloud. Those of the American government's clouds
    (*.microsoft.us, *.botframework.us) take tokens of another authority than ours, so ours is
    not shown to them. `loopback` lets http in to this machine, where the Playground listens.
    """
    parts = _SERVICE.fullmatch(url)
    if parts is None:
        return False
    scheme, host, port = parts[1].lower(), parts[2].lower(), parts[3]
    if scheme == "http":
        return loopback and is_loopback(host.strip("[]"))
    return port in {None, "443"} and (host == _HOST or host.endswith(_DOMAINS))


def _keep(_token: str) -> None:
    """Nothing is cached, so nothing is dropped."""


class Connector:
    """Sends to conversations, changes what was sent, and opens new ones.

    `token` gives the bearer token, or '' where none is wanted; `drop` is told of one that was not
    accepted. `patience` is for a whole call, once it had its turn. Every method raises `BusyError`,
    `UnreachableError` or `RefusedError`, whose words are ours: statuses, codes and kinds.
    """

    def __init__(
        self,
        session: ClientSession,
        token: Callable[[], Awaitable[str]],
        *,
        trusted: Callable[[str], bool],
        pace: Pace,
        patience: float = PATIENCE_SECONDS,
        drop: Callable[[str], None] = _keep,
    ) -> None:
        self._session = session
        self._token = token
        self._drop = drop
        self._trusted = trusted
        self._pace = pace
        self._patience = patience

    async def send(self, to: Conversation, activity: JSON) -> str:
        """Say something; its id, or '' where none came back, though it was said."""
        answer = await self._act("POST", to, None, activity)
        return answer.text("id")

    async def reply(self, to: Conversation, activity_id: str, activity: JSON) -> str:
        """Say something in answer to an activity; its id as for `send`."""
        answer = await self._act("POST", to, activity_id, activity)
        return answer.text("id")

    async def update(self, to: Conversation, activity_id: str, activity: JSON) -> None:
        """Put something else in place of what was said."""
        await self._act("PUT", to, activity_id, activity)

    async def delete(self, to: Conversation, activity_id: str) -> None:
        """Take back what was said; where it is gone already that is done."""
        try:
            await self._act("DELETE", to, activity_id, None)
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise

    async def create(
        self, service_url: str, *, tenant: str, bot_id: str, member_id: str
    ) -> Conversation:
        """The conversation with one person; Teams gives the same one however often it is asked."""
        url = self._address(service_url, "v3", "conversations")
        asked: JSON = {
            "isGroup": False,
            "bot": {"id": bot_id},
            "members": [{"id": member_id}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        answer = await self._call("POST", url, asked, (member_id, tenant))
        _check(answer, of_activity=False)
        made, own = answer.text("id"), answer.text("serviceUrl")
        if not made:
            message = f"{answer.status} without an id"
            raise BusyError(message, uncertain=True)
        kept = own if self._trusted(own) else service_url
        return Conversation(service_url=kept, id=made, tenant=tenant)

    async def _act(
        self, method: str, to: Conversation, activity_id: str | None, activity: JSON | None
    ) -> Answer:
        last = () if activity_id is None else (activity_id,)
        url = self._address(to.service_url, "v3", "conversations", to.id, "activities", *last)
        answer = await self._call(method, url, activity, (to.id, to.tenant))
        _check(answer, of_activity=activity_id is not None)
        return answer

    def _address(self, service_url: str, *parts: str) -> URL:
        from yarl import URL

        if not self._trusted(service_url):
            raise RefusedError(NEVER_SENT, "a service that is not trusted")
        try:
            if any(part in {"", ".", ".."} for part in parts):
                raise ValueError  # noqa: TRY301 - it would be another address than meant
            path = "/".join(quote(part, safe="") for part in parts)
            return URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        except ValueError:
            raise RefusedError(NEVER_SENT, "an id that makes no address") from None

    async def _call(
        self, method: str, url: URL, content: JSON | None, line: tuple[str, str]
    ) -> Answer:
        """Wait for the turn, and call; with a new token once more where the old one is refused."""
        raw = None if content is None else as_bytes(content)
        try:
            await self._pace.wait(*line)
        except TooFastError as error:
            raise BusyError(str(error), retry_after=error.retry_after) from None
        until = asyncio.get_running_loop().time() + self._patience
        token = await self._fresh(until)
        answer = await self._ask(method, url, raw, token, until)
        if answer.status == HTTPStatus.UNAUTHORIZED and token:
            self._drop(token)
            answer = await self._ask(method, url, raw, await self._fresh(until), until)
        return answer

    async def _fresh(self, until: float) -> str:
        try:
            async with asyncio.timeout_at(until):
                return await self._token()
        except TimeoutError:
            message = "no token in time"
            raise BusyError(message) from None

    async def _ask(
        self, method: str, url: URL, raw: bytes | None, token: str, until: float
    ) -> Answer:
        try:
            return await exchange(self._session, method, url, raw=raw, token=token, until=until)
        except LineError as error:
            raise BusyError(str(error), uncertain=error.sent) from None


def _check(answer: Answer, *, of_activity: bool) -> None:
    """Raise unless it was done; `of_activity`: a 404 may mean the message, not the conversation."""
    status, code = answer.status, _code(answer)
    said = f"{status} {code}".rstrip()
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        raise BusyError(said, retry_after=answer.retry_after, uncertain=status not in _NOT_DONE)
    gone = status == HTTPStatus.NOT_FOUND and (code in _GONE or not of_activity)
    if gone or status == HTTPStatus.FORBIDDEN:
        raise UnreachableError(said)
    raise RefusedError(status, said)


def _code(answer: Answer) -> str:
    """The error's code, where it is one of Teams' own."""
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else error
    return code if isinstance(code, str) and code in _CODES else ""
