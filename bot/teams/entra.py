"""The bot's own token: Entra is asked with MSAL, and the answer kept for as long as it is good."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import quote

from bot.teams.connector import BusyError

if TYPE_CHECKING:
    from requests import Session

    from bot.settings import Settings

RESOURCE = "https://api.botframework.com"
SCOPE = f"{RESOURCE}/.default"
AUTHORITY = "https://login.microsoftonline.com"

EARLY_SECONDS = 300.0
"""So long before it expires a token is no longer used."""

PAUSE_SECONDS = 5.0
"""So long after a failure nobody asks again: who waits in line is told at once."""

REQUEST_SECONDS = 8.0
_NOTHING = "no token in the answer"
_ERRORS = frozenset(
    {
        "access_denied",
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_resource",
        "invalid_scope",
        "invalid_tenant",
        "managed_identity_request_failed",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
    }
)
"""What is told of an answer, beside Entra's numbers; its other words may hold anything."""

_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)


class TokenUnavailableError(BusyError):
    """Entra gave no token: try again later. Told by its code, or by the kind of what broke."""


class Http(Protocol):
    """What MSAL asks through, as `requests.Session` has it."""

    def close(self) -> None:
        """Let go of the connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is in Entra, in one tenant, and how it proves that.

    `certificate` is a PEM file with the certificate and its private key. A managed identity is
    the machine's own, with `app_id` as its client id, and needs neither.
    """

    app_id: str
    tenant: str
    kind: Literal["secret", "certificate", "managed"] = "secret"
    secret: str = field(default="", repr=False)
    certificate: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Identity:
        """As the settings have it."""
        return cls(
            app_id=settings.app_id,
            tenant=settings.tenant_id,
            kind=settings.app_identity,
            secret=settings.app_secret.get_secret_value(),
            certificate=settings.app_certificate,
        )


async def no_token() -> str:
    """Where nobody asks who we are (`SHM_AUTH=none`)."""
    return ""


class Tokens:
    """The token of one identity: call it for one that is good now, `drop` one that was not taken.

    `ask` blocks until Entra has answered; it runs in a thread, one at a time, and everybody who
    waits gets the same answer. `monotonic` is any clock in seconds that never goes back.
    """

    def __init__(
        self, ask: Callable[[], Mapping[str, object]], monotonic: Callable[[], float]
    ) -> None:
        self._ask = ask
        self._now = monotonic
        self._token = ""
        self._good_until = self._pause_until = float("-inf")
        self._failure = ""
        self._asking: asyncio.Task[str] | None = None

    async def __call__(self) -> str:
        """A token that is good for some minutes; `TokenUnavailableError` where there is none."""
        now = self._now()
        if self._token and now < self._good_until:
            return self._token
        if self._asking is None:
            if now < self._pause_until:
                raise TokenUnavailableError(self._failure, retry_after=self._pause_until - now)
            self._asking = asyncio.create_task(self._renew())
            self._asking.add_done_callback(_looked_at)
        return await asyncio.shield(self._asking)  # who gives up takes nobody else along

    def drop(self, token: str) -> None:
        """This one was not accepted; a newer one stays."""
        if token == self._token:
            self._token = ""

    async def _renew(self) -> str:
        begun = self._now()
        try:
            token, seconds = _read(await asyncio.to_thread(self._ask))
        except TokenUnavailableError as error:
            self._failed(str(error))
            raise
        except Exception as error:  # noqa: BLE001  whatever broke, its words may hold the secret
            self._failed(type(error).__name__)
            raise TokenUnavailableError(self._failure, retry_after=PAUSE_SECONDS) from None
        finally:
            self._asking = None
        self._token, self._good_until = token, begun + seconds - EARLY_SECONDS
        return token

    def _failed(self, said: str) -> None:
        self._failure, self._pause_until = said, self._now() + PAUSE_SECONDS


def _looked_at(task: asyncio.Task[str]) -> None:
    """Nobody may be left who waits for it: that is no fault to be logged."""
    if not task.cancelled():
        task.exception()


def _read(answer: Mapping[str, object]) -> tuple[str, float]:
    """The token and for how many seconds it is good; `TokenUnavailableError` for anything else."""
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if isinstance(token, str) and token and isinstance(seconds, int | float):
        return token, float(seconds)
    error, numbers = answer.get("error"), answer.get("error_codes")
    told = [error] if isinstance(error, str) and error in _ERRORS else []
    told += [str(n) for n in numbers if isinstance(n, int)] if isinstance(numbers, list) else []
    raise TokenUnavailableError(" ".join(told) or _NOTHING, retry_after=PAUSE_SECONDS)


def is_refusal(said: str) -> bool:
    """Whether Entra said no, by what is told of its answer: asking again is no help."""
    return said.partition(" ")[0] in _ERRORS - {"server_error", "temporarily_unavailable"}


def ask_entra(
    identity: Identity, http: Http | None = None, *, scope: str = SCOPE
) -> Mapping[str, object]:
    """What Entra says when it is asked for a token; blocks, and raises whatever MSAL does.

    Each time with a new client: MSAL's own cache would give a token that was just refused again,
    and a certificate that was renewed is read again.
    """
    import msal

    with contextlib.closing(http or patient_session(proxied=identity.kind != "managed")) as line:
        if identity.kind == "managed":
            who = msal.UserAssignedManagedIdentity(client_id=identity.app_id)
            machine = msal.ManagedIdentityClient(who, http_client=line)
            resource = scope.removesuffix("/.default")
            return _mapping(machine.acquire_token_for_client(resource=resource))
        app = msal.ConfidentialClientApplication(
            identity.app_id,
            client_credential=_credential(identity),
            authority=f"{AUTHORITY}/{quote(identity.tenant, safe='')}",
            instance_discovery=False,  # one question less: where to ask is known
            http_client=line,
        )
        return _mapping(app.acquire_token_for_client(scopes=[scope]))


def _mapping(answer: object) -> Mapping[str, object]:
    return answer if isinstance(answer, Mapping) else {}


def patient_session(*, proxied: bool, seconds: float = REQUEST_SECONDS) -> Session:
    """A session with a time limit, and no redirects: what is asked holds the secret."""
    import requests

    session = requests.Session()
    session.trust_env = proxied  # a managed identity is asked for on this very machine
    session.max_redirects = 0
    patient = functools.partial(session.request, timeout=seconds)
    session.request = patient  # type: ignore[method-assign] # as MSAL sets its own
    return session


def _credential(identity: Identity) -> str | dict[str, str]:
    if identity.kind == "secret":
        return identity.secret
    text = Path(identity.certificate).read_text(encoding="utf-8", errors="replace")
    blocks = [(block[1], block[0]) for block in _BLOCK.finditer(text)]
    key = next(block for label, block in blocks if label.endswith("PRIVATE KEY"))
    chain = [block for label, block in blocks if label == "CERTIFICATE"]
    return {"private_key": key, "public_certificate": "\n".join(chain)}
