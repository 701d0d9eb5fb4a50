"""Refusals about video links, in bokmål: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pathway import errors


def link_in_use(_: errors.LinkInUseError) -> str:
    """Never the same link for two meetings (P1)."""
    return "Lenken hører til et annet møte. Lag en ny lenke, så kommer ingen inn i feil møte."


def no_link_held(_: errors.NoLinkHeldError) -> str:
    """There is no link that they hold."""
    return (
        "Deltakeren har ikke fått noen lenke som kan sendes på nytt. Skriv «lenke» for å legge inn "
        "lenken, eller «svar» hvis deltakeren kommer likevel."
    )


def link_on_its_way(error: errors.LinkOnItsWayError) -> str:
    """Sent again a moment ago, or about to be."""
    if error.by_hand:
        return "Beskjeden til deltakeren er klar, men ikke krysset av. Skriv «sendt» for å se den."
    return (
        "Lenken er på vei til deltakeren, så den blir ikke sendt en gang til. "
        "Vent et par minutter, eller ring."
    )


def unreachable_now(_: errors.UnreachableNowError) -> str:
    """No e-mail and no telephone."""
    return (
        "Deltakeren har verken e-post eller telefon som jeg kan bruke nå. "
        "Skriv «endre deltaker» for å legge inn telefonnummeret."
    )


def enlist(register: Callable[[Any, Any], Any]) -> None:
    """Each of them as what is said of its error."""
    register(errors.LinkInUseError, link_in_use)
    register(errors.NoLinkHeldError, no_link_held)
    register(errors.LinkOnItsWayError, link_on_its_way)
    register(errors.UnreachableNowError, unreachable_now)
