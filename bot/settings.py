"""The environment, read once; all faults are listed together, and secrets are never shown."""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_KEY = 32


class SettingsError(Exception):
    """The settings cannot be used; `faults` are sentences, each with the way out."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Every `SHM_` variable, with its default and what it is for."""

    model_config = SettingsConfigDict(env_prefix="SHM_", extra="ignore", frozen=True)

    database_url: str = Field(
        default="sqlite:///var/shm.db", description="SQLite file or PostgreSQL database"
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
    tenant_id: str = Field(default="", description="the Entra tenant that may come in")
    openid_metadata_url: str = Field(default="", description="where token keys are published")
    smtp_url: SecretStr = Field(
        default=SecretStr(""), description="mail server, `smtp://user:password@host:port`"
    )
    organiser_email: str = Field(
        default="", description="the mailbox that invites, and that is written from"
    )
    clinic_file: Path = Field(default=Path("clinic.toml"), description="the clinic's own file")
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="32 characters or more, for links and forms"
    )
    tick_seconds: int = Field(default=15, ge=1, description="seconds between the daemon's passes")

    @field_validator("bind")
    @classmethod
    def _bind(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or not 0 <= int(port) <= 65535:  # noqa: PLR2004
            message = "write it as 127.0.0.1:3978"
            raise ValueError(message)
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = "write it as https://svar.example.org"
            raise ValueError(message)
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            message = "must be https where it is not this machine"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("organiser_email")
    @classmethod
    def _organiser(cls, value: str) -> str:
        if value and value.count("@") != 1:
            message = "write it as mote@example.org"
            raise ValueError(message)
        return value

    @field_validator("secret_key")
    @classmethod
    def _key(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            message = f"must have {SHORTEST_KEY} characters or more"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _open_only_here(self) -> Settings:
        if self.auth == "none" and not _is_loopback(self.host):
            message = "SHM_AUTH=none is only for loopback: set SHM_BIND=127.0.0.1:3978"
            raise ValueError(message)
        return self

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.bind.rpartition(":")[2])

    @property
    def key(self) -> bytes:
        """The installation's key, for links and forms."""
        return self.secret_key.get_secret_value().encode()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(*needed: str) -> Settings:
    """The settings from the environment; `SettingsError` with every fault.

    `needed` names the fields that this command cannot do without.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError([_fault(dict(one)) for one in error.errors()]) from None
    missing = [name for name in needed if not _text(getattr(settings, name))]
    if missing:
        raise SettingsError([_missing(name) for name in missing])
    return settings


def _text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _missing(name: str) -> str:
    purpose = Settings.model_fields[name].description
    return f"SHM_{name.upper()} is not set: {purpose}"


def _fault(error: dict[str, object]) -> str:
    """A fault without the value that was given, since it may be a secret."""
    place = error["loc"]
    said = str(error["msg"]).removeprefix("Value error, ")
    if not isinstance(place, tuple) or not place:
        return said
    return f"SHM_{str(place[0]).upper()}: {said}"


def local_key(folder: Path) -> str:
    """Local mode's own key, made once and kept under `var/` for this user alone."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")
