"""Why not, about what the action plan says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pathway import errors


def off(_: errors.PlanTextOffError) -> str:
    """The clinic keeps no words of its plans here."""
    return "Klinikken skriver ikke tiltaksplaner her. Skriv planen der dere pleier."


def not_writer(_: errors.NotPlanWriterError) -> str:
    """The office records, and does not write."""
    return (
        "Tiltaksplanen skrives av klinikerne og av den som er planansvarlig. "
        "Be en av dem, eller skriv «planansvarlig» for å velge hvem det er."
    )


def finished(_: errors.PlanFinishedError) -> str:
    """Its words stand."""
    return "Planen er ferdig og kan ikke endres. Skriv «ny tiltaksplan» for å lage en ny versjon."


def none_finished(_: errors.NoPlanTextError) -> str:
    """There is nothing to replace or go through."""
    return "Det er ingen ferdig tiltaksplan å bygge på. Skriv «tiltaksplan» for å se planen."


def no_such_measure(_: errors.NoSuchMeasureError) -> str:
    """It was removed, or never there."""
    return "Tiltaket står ikke i planen. Skriv «tiltaksplan» for å se hva som står der."


def too_many(error: errors.TooManyMeasuresError) -> str:
    """More than one can follow."""
    return f"En plan har plass til {error.most} tiltak. Slå sammen to, eller fjern ett."


def not_yet(_: errors.NotYetFollowedUpError) -> str:
    """SHM2 has not begun."""
    return "Tiltakene gås gjennom i SHM2. Møtet har ikke begynt ennå."


REFUSALS: dict[type[errors.RuleError], Callable[[Any], str]] = {
    errors.PlanTextOffError: off,
    errors.NotPlanWriterError: not_writer,
    errors.PlanFinishedError: finished,
    errors.NoPlanTextError: none_finished,
    errors.NoSuchMeasureError: no_such_measure,
    errors.TooManyMeasuresError: too_many,
    errors.NotYetFollowedUpError: not_yet,
}
