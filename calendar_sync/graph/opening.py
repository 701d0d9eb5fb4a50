"""From plain values to a mailbox in Graph; nothing is asked or read here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.sdk import Line

if TYPE_CHECKING:
    from calendar_sync.graph.sdk import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Who we are in Entra: `kind` is secret, certificate (a PEM file), or managed by Azure."""

    app_id: str
    tenant: str
    kind: str = "secret"
    secret: str = field(default="", repr=False)
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The organiser's mailbox, and the line over which it is asked."""

    line: Line
    mailbox: Mailbox


def open_graph(who: Application | None, organiser: str, base_url: str = "") -> Graph:
    """The mailbox of this organiser; without an application no token is sent (tests)."""
    line = Line(None if who is None else _credential(who), base_url)
    return Graph(line=line, mailbox=Mailbox(line, organiser))


def _credential(who: Application) -> Callable[[], Credential]:
    def make() -> Credential:
        from azure.identity import aio

        made: Credential
        match who.kind:
            case "managed":
                made = aio.ManagedIdentityCredential(client_id=who.app_id)
            case "certificate":
                made = aio.CertificateCredential(
                    who.tenant, who.app_id, certificate_path=who.certificate
                )
            case _:
                made = aio.ClientSecretCredential(who.tenant, who.app_id, who.secret)
        return made

    return make
