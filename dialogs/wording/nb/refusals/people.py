"""What people read when a rule refuses about who takes part, and how (R15, R16)."""

from __future__ import annotations

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital
from dialogs.wording.neutral import quoted
from pathway import errors
from pathway.words import Role


def already_participant(error: errors.AlreadyParticipantError) -> str:
    """The person is part of the case."""
    who = quoted(error.name) if error.name else "Denne deltakeren"
    return f"{who} er allerede med i saken. Skriv «endre deltaker» for å endre noe."


def own_way_in(error: errors.OwnWayInError) -> str:
    """Patient and GP are neither added nor removed."""
    if error.role == Role.NAV_ADVISER:
        return "Skriv «registrer veileder» for å bytte veileder i Nav."
    if error.role == Role.PATIENT:
        return "Pasienten er alltid med. Skriv «avslutt forløpet» hvis forløpet er over."
    return "Skriv «annen lege» for å bytte fastlege, eller «uten fastlege» for å holde møtet uten."


def leader_needed(error: errors.LeaderNeededError) -> str:
    """Nobody leaves a meeting without a leader (D5)."""
    return f"{quoted(error.name)} leder møtet. Velg hvem som skal lede det nå."


def name_needed(_: errors.NameNeededError) -> str:
    """A first name or a relation is enough (R16)."""
    return "Skriv et navn. For en nærstående er fornavn eller slektskap nok, for eksempel «mor»."


def phone_needed(_: errors.PhoneNeededError) -> str:
    """Nobody can be rung without a number (R15)."""
    return (
        "Den som deltar på telefon, må ha et nummer vi kan ringe. "
        "Skriv «endre deltaker», og legg inn nummeret, eller velg en annen måte å delta på."
    )


def way_not_theirs(error: errors.WayNotTheirsError) -> str:
    """Only some may attend so (R15)."""
    who = names.role_definite(Role(error.role)) if error.role in set(Role) else "deltakeren"
    return f"{capital(who)} kan ikke delta slik. Velg video, telefon eller klinikken."
