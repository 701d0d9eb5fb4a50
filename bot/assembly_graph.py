"""The assembly's part for Microsoft Graph: opened from settings, joined to the house."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.entra_faults import graph_faults
from bot.settings import SettingsError
from bot.shared_calendar import CalendarBook
from calendar_sync.graph.beside import Beside
from calendar_sync.graph.calls import Mine
from calendar_sync.graph.carrier import GraphCarrier
from calendar_sync.graph.holding import HeldTimes, each
from calendar_sync.graph.opening import Application, Graph, open_graph
from calendar_sync.graph.postbox import CalendarPostbox
from calendar_sync.graph.rooms import TeamsRooms
from calendar_sync.graph.sdk import extra_is_there
from calendar_sync.graph.subscribing import Subscriptions
from pathway.clinic import LinkProvider
from pathway.service import PROGRAM
from pathway.service.answers.mailbox_down import tell_of_mailbox
from pathway.service.answers.receiving import receive
from pathway.words import Channel
from scheduler.mailroom import PATIENCE, Listener, Mailroom, Patience

if TYPE_CHECKING:
    from bot.house import House
    from bot.settings import Settings
    from pathway.arrivals import Arrival, Handled
    from pathway.clinic import Clinic
    from pathway.postbox import PostboxFault

NOTIFICATIONS = "/api/graph/notifications"
AFTER_THE_START = 2.0
"""Seconds until Microsoft's libraries are read, which takes a processor for as long."""


def graph_of(settings: Settings, clinic: Clinic) -> Graph | None:
    """The organiser's mailbox in Graph, not yet asked anything; None where Graph is off.

    `SettingsError` where something is missing, the SDK too.
    """
    faults = graph_faults(
        settings, wanted=bool(clinic.in_graph) or clinic.video is LinkProvider.TEAMS
    )
    if settings.graph == "on" and not extra_is_there():
        faults.append("SHM_GRAPH=on: Microsoft Graph's libraries are missing; run make graph")
    if faults:
        raise SettingsError(faults)
    if settings.graph == "off":
        return None
    who = Application(
        app_id=settings.app_id,
        tenant=settings.tenant_id,
        kind=settings.app_identity,
        secret=settings.app_secret.get_secret_value(),
        certificate=settings.app_certificate,
    )
    base_url = settings.graph_base_url
    return open_graph(None if base_url else who, settings.organiser_email, base_url)


def share_calendars(house: House, graph: Graph) -> None:
    """Let the house deliver what stands in staff's calendars."""
    house.graph = graph
    carrier = GraphCarrier(graph.mailbox, _book(house))
    house.carriers = {**house.carriers, Channel.GRAPH: carrier}


def calendar_room_of(
    house: House, settings: Settings, listener: Listener, patience: Patience | None = None
) -> Mailroom | None:
    """What reads the organiser's calendar beside the daemon's passes; None where Graph is off.

    The SDK is read in the background, a while after the start, which needs the processor.
    """
    graph = house.graph
    if graph is None:
        return None
    graph.line.warm_up(after=AFTER_THE_START)
    reached = settings.public_url.startswith("https://") or settings.graph_base_url
    mine = Mine(
        url=f"{settings.public_url}{NOTIFICATIONS}", state=client_state(settings.key, house.clinic)
    )
    book = _book(house)
    patience = patience or replace(PATIENCE, look=float(settings.calendar_seconds))
    besides = [
        ("holds", HeldTimes(GraphCarrier(graph.mailbox, book), book).see_to),
        ("rooms", TeamsRooms(graph.mailbox, book).see_to),
    ]
    if reached:
        subscriptions = Subscriptions(graph.mailbox, book, house.now, mine)
        besides.append(("subscription", subscriptions.see_to))
    seen_to = [Beside(what, do, _tells(house, what), patience.tell).see_to for what, do in besides]

    async def also() -> None:
        await each(seen_to, lambda see_to: see_to())

    postbox = CalendarPostbox(graph.mailbox, book, house.now, also)

    def take(arrival: Arrival) -> Awaitable[Handled]:
        return house.run(PROGRAM, "calendar", lambda context: receive(context, arrival))

    return Mailroom(postbox, take, listener, patience)


def _tells(house: House, what: str) -> Callable[[PostboxFault], Awaitable[None]]:
    """The office hears that this has not worked for a while; answers come in all the same."""

    async def tell(fault: PostboxFault) -> None:
        await house.run(PROGRAM, "calendar", partial(tell_of_mailbox, fault=fault, what=what))

    return tell


def client_state(key: bytes, clinic: Clinic) -> str:
    """What every notification of ours carries: derived, so that both processes know it."""
    return hmac.new(key, f"calendar notifications {clinic.id}".encode(), sha256).hexdigest()


def _book(house: House) -> CalendarBook:
    return CalendarBook(partial(house.run, PROGRAM, "daemon"))
