"""The environment, read once; all faults are listed together, and secrets are never shown."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator

from bot.addresses import checked_bind, is_loopback
from bot.settings_daemon import SHORTEST_KEY, DaemonSettings
from dialogs.wording.neutral import forbidden_in

PEM_PARTS = ("-----BEGIN CERTIFICATE-----", "PRIVATE KEY-----")
DATABASES = frozenset({"sqlite", "postgresql", "postgresql+psycopg"})


class SettingsError(Exception):
    """The settings cannot be used; `faults` are sentences, each with the way out."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(DaemonSettings):
    """Every `SHM_` variable, with its default and what it is for."""

    database_url: str = Field(
        default="sqlite:///var/shm.db",
        description="SQLite file or PostgreSQL database",
        repr=False,  # PostgreSQL's holds a password
    )
    bind: str = Field(default="127.0.0.1:3978", description="address and port to listen on")
    public_url: str = Field(
        default="http://127.0.0.1:3978", description="address of the answer page as others reach it"
    )
    auth: Literal["required", "none"] = Field(
        default="required", description="`none` lets everybody in, and only on loopback"
    )
    app_id: str = Field(default="", description="the bot's application id in Entra")
    app_secret: SecretStr = Field(default=SecretStr(""), description="its secret")
    app_certificate: str = Field(
        default="", description="or a PEM file with its certificate and private key"
    )
    app_identity: Literal["secret", "certificate", "managed"] = Field(
        default="secret",
        description="how the bot proves who it is: `secret`, `certificate`, or `managed` by Azure",
        validate_default=True,
    )
    tenant_id: str = Field(default="", description="the Entra tenant that may come in")
    openid_metadata_url: str = Field(default="", description="where token keys are published")
    smtp_url: SecretStr = Field(
        default=SecretStr(""), description="mail server, `smtp://user:password@host:port`"
    )
    imap_url: SecretStr = Field(
        default=SecretStr(""),
        description="the organiser's mailbox, `imaps://user:password@host`; answers are read there",
    )
    mail_auth: Literal["password", "oauth"] = Field(
        default="password", description="`oauth` where the mailbox takes Entra's tokens alone"
    )
    organiser_email: str = Field(
        default="", description="the mailbox that invites, and that is written from"
    )
    graph: Literal["off", "on"] = Field(
        default="off", description="`on` where staff's calendars are in Microsoft 365"
    )
    graph_base_url: str = Field(
        default="", description="another Graph than Microsoft's, on loopback, for tests"
    )
    clinic_file: Path = Field(default=Path("clinic.toml"), description="the clinic's own file")
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="32 characters or more, for links and forms"
    )

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        parts = _split(value)
        file = parts.path.removeprefix("/") if parts.scheme == "sqlite" else "a server has none"
        if parts.scheme not in DATABASES or file in {"", ":memory:"}:
            message = "write it as sqlite:///var/shm.db or postgresql://user:password@host/name"
            raise ValueError(message)
        return value

    @field_validator("bind")
    @classmethod
    def _bind(cls, value: str) -> str:
        return checked_bind(value, "127.0.0.1:3978")

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        parts = _split(value)
        whole = parts.hostname and not (parts.query or parts.fragment or parts.username)
        if parts.scheme not in {"http", "https"} or not whole or any(map(str.isspace, value)):
            message = "write it as https://svar.example.org"
            raise ValueError(message)
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            message = "must be https where it is not this machine"
            raise ValueError(message)
        _check_neutral(parts.path)
        return value.rstrip("/")

    @field_validator("auth")
    @classmethod
    def _open_only_here(cls, value: str, info: ValidationInfo) -> str:
        """Judged here, not in the whole, so that this fault is listed with the others."""
        if value == "none" and not is_loopback(_host(str(info.data.get("bind", "localhost:0")))):
            message = "none is only for loopback: set SHM_BIND=127.0.0.1:3978"
            raise ValueError(message)
        return value

    @field_validator("app_certificate")
    @classmethod
    def _certificate(cls, value: str) -> str:
        if not value:
            return value
        try:
            text = Path(value).read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError):
            message = "cannot be read; name a PEM file that this user may read"
            raise ValueError(message) from None
        if "ENCRYPTED" in text or not all(part in text for part in PEM_PARTS):
            message = "must hold a certificate and its private key as PEM, without a password"
            raise ValueError(message)
        return value

    @field_validator("app_identity")
    @classmethod
    def _proof(cls, value: str, info: ValidationInfo) -> str:
        """What it names must be there, and a certificate is never given for nothing."""
        certificate = info.data.get("app_certificate")  # None: it has a fault of its own
        if value == "certificate" and certificate == "":
            message = "certificate needs SHM_APP_CERTIFICATE"
            raise ValueError(message)
        if value != "certificate" and certificate:
            message = "must be certificate where SHM_APP_CERTIFICATE is set"
            raise ValueError(message)
        return value

    @field_validator("organiser_email")
    @classmethod
    def _organiser(cls, value: str) -> str:
        _check_neutral(value.rpartition("@")[0])
        return value

    @field_validator("graph_base_url")
    @classmethod
    def _graph_base(cls, value: str) -> str:
        parts = _split(value)
        if value and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            message = "is for tests, and only on loopback: take it away"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _key(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            message = f"must have {SHORTEST_KEY} characters or more"
            raise ValueError(message)
        return value

    @property
    def host(self) -> str:
        """The address to listen on."""
        return _host(self.bind)

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.bind.rpartition(":")[2])

    @property
    def names_a_bot(self) -> bool:
        """Whether staff are met in Teams, so that the daemon tells them in chat or by mail (D4)."""
        return bool(self.app_id) or self.auth == "none"

    @property
    def key(self) -> bytes:
        """The installation's key, for links and forms."""
        return self.secret_key.get_secret_value().encode()


def _host(bind: str) -> str:
    return bind.rpartition(":")[0].strip("[]")


def _check_neutral(text: str) -> None:
    """Everybody outside reads it, so it may not say what the clinic treats (F17)."""
    told = forbidden_in(text)
    if told:
        message = f"must not hold {told[0]!r}, since everybody outside reads it"
        raise ValueError(message)


def _split(url: str) -> SplitResult:
    """The address in pieces; `ValueError` without the address, since it may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        message = "is not an address"
        raise ValueError(message) from None
    return parts


def read_settings(*needed: str) -> Settings:
    """The settings from the environment; `SettingsError` with every fault.

    `needed` names the fields that this command cannot do without.
    """
    given = {name.upper(): value for name, value in os.environ.items() if value}
    faults = [missing(name) for name in needed if f"SHM_{name.upper()}" not in given]
    try:
        settings = Settings()
    except ValidationError as error:
        faults = [*faults_of(error), *faults]
    else:
        if not faults:
            return settings
    from bot.assembly import mail_faults  # slow to import, and it looks at these when all is well

    names = ("SHM_SMTP_URL", "SHM_ORGANISER_EMAIL", "SHM_IMAP_URL")
    oauth = given.get("SHM_MAIL_AUTH") == "oauth"
    raise SettingsError([*faults, *mail_faults(*(given.get(n, "") for n in names), oauth=oauth)])


def missing(name: str) -> str:
    """That a setting is not there, and what it is for."""
    purpose = Settings.model_fields[name].description
    return f"SHM_{name.upper()} is not set: {purpose}"


def faults_of(error: ValidationError) -> list[str]:
    """Every fault in a sentence, without the value that was given, since it may be a secret."""
    return [_fault(one["loc"], one["msg"]) for one in error.errors(include_input=False)]


def _fault(place: tuple[int | str, ...], said: str) -> str:
    name = f"SHM_{place[0]}".upper() if place else "SHM_…"
    return f"{name}: {said.removeprefix('Value error, ')}"


def local_key(folder: Path) -> str:
    """Local mode's own key, made once and kept under `var/` for this user alone."""
    path = folder / "secret_key"
    key = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if len(key) < SHORTEST_KEY:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secrets.token_urlsafe(48)
        fresh = path.with_suffix(".part")  # never half a key, whenever we are cut off
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(key, encoding="utf-8")
        fresh.replace(path)
    return key
