"""A meeting that was not held: why, what stops, and what is arranged again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import ask_invite, dates, names
from dialogs.wording.nb.grammar import listed, sentences
from pathway.words import SHM, MeetingKind, Role

CAUSE = (
    "Hvorfor ble møtet ikke holdt?",
    "Hvorfor",
    "Skriv for eksempel «pasienten kom ikke» eller «avlyst samme dag».",
)
WHY = (
    "Hva skjedde?",
    "Grunn",
    "Skriv en kort setning uten helseopplysninger, for eksempel «Møteleder var syk».",
)
CAUSES = {
    "patient": "Pasienten kom ikke",
    "gp": "Fastlegen kom ikke",
    "cancelled": "Avlyst samme dag",
    "other": "Annet",
}
CAUSE_WORDS = {
    "patient": ("pasient", "pasienten", "pasienten møtte ikke", "ikke møtt"),
    "gp": ("fastlege", "fastlegen", "legen", "legen kom ikke", "fastlegen møtte ikke"),
    "cancelled": ("avlyst", "avlyst i dag"),
    "other": ("noe annet", "annen grunn", "annet (skriv hva"),
}
AGAIN = "Avtal nytt tidspunkt"


def cause_named(said: str) -> str:
    """Why a meeting was not held, where the words say one of the usual things."""
    return next((cause for cause, typed in CAUSE_WORDS.items() if said in typed), "")


def not_held_named(text: str) -> MeetingKind | None:
    """The meeting that the words say was not held, where they name one."""
    said = text.lower().replace(" ", "")
    kind = next((kind for kind in SHM if kind.value in said), None)
    return kind if "ikke" in said else None


def meeting_ahead(ref: str, meeting: str, on: date) -> str:
    """A meeting whose day has not come cannot have failed to be held."""
    return (
        f"{meeting} i sak {ref} er satt opp {dates.full(on)}. "
        f"Skriv «flytt {ref}» eller «avlys {ref}» hvis det ikke skal holdes da."
    )


def not_held_now(meeting: str, *, gp: bool) -> str:
    """What has stopped, and what begins again."""
    first = f"Påminnelsene for dette møtet er stoppet, og {meeting} må avtales på nytt."
    return sentences(first, "Fastlegen må spørres på nytt før pasienten kalles inn." if gp else "")


def phone_them(roles: Sequence[Role]) -> str:
    """A letter does not arrive on the meeting's own day (F18)."""
    if not roles:
        return ""
    whom = listed(dict.fromkeys(names.role_definite(role) for role in roles))
    return f"Møtet er i dag. Ring {whom}, så beskjeden når fram i tide."


def as_before(template_name: str, place: str, leader: str) -> str:
    """What a meeting that is arranged again keeps of the one that was not held."""
    agenda, where = ask_invite.template(template_name), place or ask_invite.NO_PLACE
    return (
        f"Som sist: møteoppsett «{agenda}», sted «{where}» og møteleder {leader}. "
        "Skriv for eksempel «endre sted» for å bytte noe."
    )
