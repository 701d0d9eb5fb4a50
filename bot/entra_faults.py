"""What is lacking where Entra is asked who we are: for Graph, for Teams, for the mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import missing

if TYPE_CHECKING:
    from bot.settings import Settings


def graph_faults(settings: Settings, *, wanted: bool) -> list[str]:
    """What Graph lacks, each in a sentence; `wanted` is that the clinic's file names it."""
    if settings.graph == "off":
        off = "SHM_GRAPH is not on, and the clinic's file has [calendar] graph or Teams for its"
        return [f"{off} links: set it, or take that away there"] if wanted else []
    lacks = [] if settings.organiser_email else ["organiser_email"]
    if not settings.graph_base_url:
        lacks += [name for name in ("app_id", "tenant_id") if not getattr(settings, name)]
        if settings.app_identity == "secret" and not settings.app_secret.get_secret_value():
            lacks.append("app_secret")
    return [missing(name) for name in lacks]


def token_faults(settings: Settings) -> list[str]:
    """What is lacking where the mailbox takes tokens alone, each in a sentence."""
    lacks = [name for name in ("app_id", "tenant_id") if not getattr(settings, name)]
    if settings.app_identity == "secret" and not settings.app_secret.get_secret_value():
        lacks.append("app_secret")
    return [missing(name) for name in lacks] if settings.mail_auth == "oauth" else []


def teams_faults(settings: Settings) -> list[str]:
    """What the Teams door lacks where a bot is named, each in a sentence; `none` needs nothing."""
    if not settings.app_id or settings.auth == "none":
        return []
    lacks = [] if settings.tenant_id else ["tenant_id"]
    if settings.app_identity == "secret" and not settings.app_secret.get_secret_value():
        lacks.append("app_secret")
    return [missing(name) for name in lacks]
