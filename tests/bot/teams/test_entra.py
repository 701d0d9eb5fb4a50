"""The bot's token: when Entra is asked, with what, and what is told of a failure."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.settings import Settings
from bot.teams.connector import BusyError
from bot.teams.entra import (
    EARLY_SECONDS,
    PAUSE_SECONDS,
    SCOPE,
    Identity,
    Tokens,
    TokenUnavailableError,
    ask_entra,
    no_token,
    patient_session,
)
from bot.web_quiet import hush
from tests.bot.teams.connector_server import Planned, Way, connector_server

SECRET = "hemmelig-nøkkel"
TENANT = "11111111-2222-3333-4444-555555555555"
APP = "99999999-8888-7777-6666-555555555555"
HOUR = 3600


class Entra:
    """Stands in for `ask_entra`: counts, answers what it is told to, and can be held back."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0.0
        self.takes = 0.0
        self.lifetime: object = HOUR
        self.fault: Exception | Mapping[str, object] | None = None
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.threads: set[int] = set()
        self.tokens = Tokens(self.ask, lambda: self.now)

    def ask(self) -> Mapping[str, object]:
        """The next token."""
        self.asked += 1
        number = self.asked
        self.threads.add(threading.get_ident())
        assert self.may_answer.wait(5)
        self.now += self.takes
        if isinstance(self.fault, Exception):
            raise self.fault
        return self.fault or {"access_token": f"token {number}", "expires_in": self.lifetime}


class Answer:
    """A response as MSAL reads it."""

    def __init__(self, body: object, status: int = 200, text: str = "") -> None:
        self.status_code = status
        self.text = text or json.dumps(body)
        self.headers: dict[str, str] = {}


class Http:
    """Stands in for the session that MSAL asks through: Entra's two pages, and no network."""

    def __init__(self, token: Answer | None = None) -> None:
        self.token = token or Answer({"access_token": "t", "expires_in": HOUR})
        self.gets: list[tuple[str, Mapping[str, str]]] = []
        self.posts: list[tuple[str, Mapping[str, str]]] = []
        self.closed = False

    def get(self, url: str, params: Mapping[str, str] | None = None, **_: object) -> Answer:
        """Where to ask, or what a machine's own identity is."""
        self.gets.append((url, params or {}))
        if not url.endswith("openid-configuration"):
            return self.token
        place = f"https://login.microsoftonline.com/{TENANT}"
        return Answer(
            {
                "issuer": f"{place}/v2.0",
                "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
                "token_endpoint": f"{place}/oauth2/v2.0/token",
            }
        )

    def post(self, url: str, data: Mapping[str, str], **_: object) -> Answer:
        """The token."""
        self.posts.append((url, data))
        return self.token

    def close(self) -> None:
        """Done."""
        self.closed = True


def certified(folder: Path) -> tuple[Path, rsa.RSAPublicKey]:
    """A PEM file as `openssl pkcs12` writes it, and the public key in it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "moteboten")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2028, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    text = certificate.public_bytes(pem) + key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "bot.pem"
    file.write_bytes("friendlyName: møteboten\n".encode() + text)
    return file, key.public_key()


async def test_one_token_serves_until_it_grows_old() -> None:
    """Entra is asked in a thread, once, and again five minutes before the token expires."""
    entra = Entra()
    assert [await entra.tokens() for _ in range(3)] == ["token 1"] * 3
    entra.now = HOUR - EARLY_SECONDS - 1
    assert await entra.tokens() == "token 1"
    entra.now = HOUR - EARLY_SECONDS
    assert await entra.tokens() == "token 2"
    assert threading.get_ident() not in entra.threads


async def test_a_token_that_hardly_lives_is_used_once() -> None:
    """A token with less than five minutes left is good for the call that asked for it."""
    entra = Entra()
    entra.lifetime = 60
    assert [await entra.tokens() for _ in range(2)] == ["token 1", "token 2"]


async def test_a_lifetime_counts_from_the_question() -> None:
    """However long Entra takes, a token is not used for longer than it lives."""
    entra = Entra()
    entra.takes = 8
    assert await entra.tokens() == "token 1"
    entra.now = HOUR - EARLY_SECONDS
    assert await entra.tokens() == "token 2"


async def test_everybody_waits_for_one_answer() -> None:
    """However many want a token at once, Entra is asked once."""
    entra = Entra()
    entra.may_answer.clear()
    waiting = [asyncio.create_task(entra.tokens()) for _ in range(10)]
    await asyncio.sleep(0.02)
    entra.may_answer.set()
    assert await asyncio.gather(*waiting) == ["token 1"] * 10


async def test_who_gives_up_takes_nobody_along() -> None:
    """A call that is given up leaves the question standing for the others."""
    entra = Entra()
    entra.may_answer.clear()
    gone, stays = (asyncio.create_task(entra.tokens()) for _ in range(2))
    await asyncio.sleep(0.02)
    gone.cancel()
    await asyncio.sleep(0.02)
    late = asyncio.create_task(entra.tokens())
    entra.may_answer.set()
    assert {await stays, await late} == {"token 1"}
    assert gone.cancelled()


async def test_a_failure_that_nobody_waits_for_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """Where everybody has given up, what went wrong is not logged."""
    entra = Entra()
    entra.fault = RuntimeError(SECRET)
    entra.may_answer.clear()
    gone = asyncio.create_task(entra.tokens())
    await asyncio.sleep(0.02)
    gone.cancel()
    entra.may_answer.set()
    await asyncio.sleep(0.05)
    del gone
    assert not caplog.records


async def test_a_dropped_token_is_fetched_anew_once() -> None:
    """One that was not accepted is replaced, and a newer one is not dropped with it."""
    entra = Entra()
    old = await entra.tokens()
    entra.tokens.drop(old)
    assert await entra.tokens() == "token 2"
    entra.tokens.drop(old)
    assert await entra.tokens() == "token 2"


BAD_ANSWERS = {
    "nothing": ({}, "no token in the answer"),
    "empty": ({"access_token": "", "expires_in": HOUR}, "no token in the answer"),
    "no lifetime": ({"access_token": "t"}, "no token in the answer"),
    "wrong secret": (
        {
            "error": "invalid_client",
            "error_description": f"AADSTS7000215: {SECRET}",
            "error_codes": [7000215, SECRET],
        },
        "invalid_client 7000215",
    ),
    "words": ({"error": SECRET, "error_codes": SECRET}, "no token in the answer"),
}


@pytest.mark.parametrize(("answer", "told"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
async def test_a_no_is_told_by_its_codes(answer: Mapping[str, object], told: str) -> None:
    """Without a token it is tried later, and only Entra's own codes are told."""
    entra = Entra()
    entra.ask = lambda: answer  # type: ignore[method-assign]
    with pytest.raises(TokenUnavailableError) as caught:
        await Tokens(entra.ask, lambda: 0.0)()
    assert str(caught.value) == told
    assert isinstance(caught.value, BusyError)
    assert not caught.value.uncertain


async def test_what_breaks_is_told_by_its_kind() -> None:
    """Whatever is raised while Entra is asked, its words stay where they are."""
    entra = Entra()
    entra.fault = ValueError(SECRET)
    with pytest.raises(TokenUnavailableError) as caught:
        await entra.tokens()
    assert str(caught.value) == "ValueError"
    assert caught.value.__suppress_context__


async def test_after_a_failure_there_is_a_pause() -> None:
    """Who comes right after a failure is told at once, and after a while Entra is asked again."""
    entra = Entra()
    entra.fault = {"error": "temporarily_unavailable"}
    for moment, wait in ((0.0, PAUSE_SECONDS), (1.0, PAUSE_SECONDS - 1)):
        entra.now = moment
        with pytest.raises(TokenUnavailableError, match="temporarily_unavailable") as caught:
            await entra.tokens()
        assert caught.value.retry_after == wait
    assert entra.asked == 1
    entra.fault, entra.now = None, PAUSE_SECONDS
    assert await entra.tokens() == "token 2"


async def test_where_nobody_asks_there_is_no_token() -> None:
    """With SHM_AUTH=none the connector shows no token."""
    assert await no_token() == ""


def test_a_secret_is_shown_to_the_tenant_alone() -> None:
    """The secret goes to our tenant's token address, for the connector and nothing else."""
    http = Http()
    identity = Identity(app_id=APP, tenant=TENANT, secret=SECRET)
    assert ask_entra(identity, http)["access_token"] == "t"
    ((url, form),) = http.posts
    assert url == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert (form["client_id"], form["client_secret"]) == (APP, SECRET)
    assert (form["grant_type"], form["scope"]) == ("client_credentials", SCOPE)
    assert http.closed
    assert SECRET not in repr(identity)


def test_each_question_is_a_new_one() -> None:
    """MSAL's own cache never answers: a token that was just refused would come back."""
    http = Http()
    for _ in range(2):
        ask_entra(Identity(app_id=APP, tenant=TENANT, secret=SECRET), http)
    assert (len(http.gets), len(http.posts)) == (2, 2)


def test_a_tenant_cannot_lead_elsewhere() -> None:
    """Whatever stands in the setting is one part of Entra's address."""
    http = Http()
    ask_entra(Identity(app_id=APP, tenant="../a?b#c", secret=SECRET), http)
    url = unquote(http.gets[0][0])
    assert url == "https://login.microsoftonline.com/../a?b#c/v2.0/.well-known/openid-configuration"
    assert "%2F" in http.gets[0][0]


def test_a_certificate_signs_for_us(tmp_path: Path) -> None:
    """With a certificate the key stays here, and what is sent is signed with it."""
    file, public = certified(tmp_path)
    http = Http()
    ask_entra(Identity(app_id=APP, tenant=TENANT, kind="certificate", certificate=str(file)), http)
    ((url, form),) = http.posts
    signed = jwt.decode(form["client_assertion"], public, algorithms=["PS256"], audience=url)
    assert signed["iss"] == signed["sub"] == APP
    assert "PRIVATE" not in str(form)
    assert "client_secret" not in form


def test_a_managed_identity_is_asked_for_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a managed identity nothing secret is needed, and our app id says which one."""
    for name in ("IDENTITY_ENDPOINT", "IMDS_ENDPOINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    http = Http(Answer({"access_token": "t", "expires_in": "3600", "resource": "r"}))
    answer = ask_entra(Identity(app_id=APP, tenant=TENANT, kind="managed"), http)
    assert (answer["access_token"], answer["expires_in"]) == ("t", HOUR)
    ((url, asked),) = http.gets
    assert url.startswith("http://169.254.169.254/")
    assert (asked["resource"], asked["client_id"]) == ("https://api.botframework.com", APP)


ANSWERS = {
    "a token": (Answer({"access_token": SECRET, "expires_in": HOUR}), None),
    "a no": (
        Answer({"error": "invalid_client", "error_description": SECRET}, 401),
        "invalid_client",
    ),
    "a fault": (Answer({"error": SECRET}, 503), "MsalServiceError"),
    "no JSON": (Answer({}, 200, f"<html>{SECRET}"), "JSONDecodeError"),
}


@pytest.mark.parametrize(("answer", "told"), ANSWERS.values(), ids=ANSWERS)
async def test_nothing_secret_is_logged(
    answer: Answer, told: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither secret nor token nor Entra's words reach a log, however much MSAL says."""
    hush()
    caplog.set_level(logging.DEBUG)
    identity = Identity(app_id=APP, tenant=TENANT, secret=SECRET)
    tokens = Tokens(partial(ask_entra, identity, Http(answer)), lambda: 0.0)
    if told is None:
        assert await tokens() == SECRET
    else:
        with pytest.raises(TokenUnavailableError) as caught:
            await tokens()
        assert str(caught.value) == told
    assert SECRET not in caplog.text


async def test_entra_is_given_so_much_time_and_no_other_address() -> None:
    """Who does not answer is not waited for, and what holds the secret goes nowhere else."""
    elsewhere = Planned(status=307, headers={"Location": "/elsewhere"})
    async with connector_server(elsewhere, Planned(way=Way.HANG)) as server:
        with patient_session(proxied=False, seconds=0.2) as session:
            for error in (requests.TooManyRedirects, requests.ReadTimeout):
                with pytest.raises(error):
                    await asyncio.to_thread(session.post, server.service_url, data={"a": "b"})
    assert [got.path for got in server.got] == ["/emea/", "/emea/"]


async def test_a_machine_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entra may be behind the clinic's proxy, and this machine's own identity never is."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with connector_server() as server:
        with patient_session(proxied=True) as session, pytest.raises(requests.ConnectionError):
            await asyncio.to_thread(session.get, server.service_url)
        with patient_session(proxied=False) as session:
            await asyncio.to_thread(session.get, server.service_url)
    assert len(server.got) == 1


def test_the_identity_is_what_the_settings_say(tmp_path: Path) -> None:
    """Who the bot is comes from the settings, whichever way it proves that."""
    file, _ = certified(tmp_path)
    settings = Settings(
        app_id=APP, tenant_id=TENANT, app_identity="certificate", app_certificate=str(file)
    )
    assert Identity.of(settings) == Identity(
        app_id=APP, tenant=TENANT, kind="certificate", certificate=str(file)
    )


def test_msal_waits_for_the_first_question() -> None:
    """Neither the connector nor this room loads MSAL or an HTTP library when it is imported."""
    code = (
        "import sys, bot.teams.connector, bot.teams.entra, bot.teams.pace; "
        "print({'msal', 'requests', 'aiohttp', 'yarl', 'cryptography'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
