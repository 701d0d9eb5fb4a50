"""The daemon's own settings: how often each of its jobs looks, and who may read its figures."""

from __future__ import annotations

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import checked_bind, is_loopback

SHORTEST_KEY = 32


class DaemonSettings(BaseSettings):
    """What `shm schedule` alone goes by."""

    model_config = SettingsConfigDict(env_prefix="SHM_", extra="ignore", frozen=True)

    tick_seconds: int = Field(
        default=15, ge=1, le=60, description="seconds between the daemon's passes, 1 to 60"
    )
    mailbox_seconds: int = Field(
        default=60, ge=5, le=900, description="seconds between two looks at the mailbox, 5 to 900"
    )
    calendar_seconds: int = Field(
        default=60,
        ge=5,
        le=900,
        description="the same for the calendar in Graph, and its subscription",
    )
    freebusy_seconds: int = Field(
        default=15,
        ge=5,
        le=900,
        description="seconds between two looks at whose calendar is to be read, 5 to 900",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""), description="what Prometheus shows; 32 characters or more"
    )
    metrics_bind: str = Field(
        default="", description="where the daemon tells its figures; beyond loopback with a token"
    )

    @field_validator("metrics_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            message = f"must have {SHORTEST_KEY} characters or more"
            raise ValueError(message)
        return value

    @field_validator("metrics_bind")
    @classmethod
    def _metrics(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return value
        host = checked_bind(value, "127.0.0.1:9464").rpartition(":")[0].strip("[]")
        token = info.data.get("metrics_token")  # None: it has a fault of its own
        if not is_loopback(host) and token is not None and not token.get_secret_value():
            message = "needs SHM_METRICS_TOKEN where it is not this machine"
            raise ValueError(message)
        return value

    @property
    def metrics_at(self) -> tuple[str, int] | None:
        """Where figures are told: address and port."""
        host, _, port = self.metrics_bind.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None
