"""The words that show and write the action plan, the likeliest first: buttons say these."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, ...]] = {
    "give_plan": ("delt ut til", "planen er delt ut til", "har fått planen"),
    "draft_plan": ("utkast", "utkast til tiltaksplan", "tiltaksplanen er påbegynt"),
    "evaluate_plan": ("planen er gått gjennom", "tiltaksplanen er evaluert", "evaluert"),
    "plan": ("tiltaksplan", "tiltaksplanen", "vis tiltaksplanen", "vis planen", "vis tiltakene"),
    "write_measure": ("nytt tiltak", "skriv tiltak", "legg til tiltak", "legg til et tiltak"),
    "change_measure": ("endre tiltak", "endre tiltaket", "endre et tiltak"),
    "remove_measure": ("fjern tiltak", "fjern tiltaket", "slett tiltak", "ta bort tiltak"),
    "replace_plan": (
        *("ny versjon av tiltaksplanen", "ny tiltaksplan", "erstatt tiltaksplanen"),
        *("endre tiltaksplanen", "ny versjon av planen", "erstatt planen"),
    ),
    "follow_up": ("status på tiltak", "status på tiltaket", "status tiltak", "gå gjennom planen"),
}
