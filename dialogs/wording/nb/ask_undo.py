"""*Angre*: which change is taken back, how it is then, and the way back where it cannot be."""

from __future__ import annotations

from datetime import datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import capital
from pathway.model import Meeting
from pathway.words import Role

TITLE = "Angre"
YES = "Angre endringen"
QUESTION = "Skal jeg angre endringen?"
BUTTON = "Angre"

_CHANGES = {
    "MoveMeeting": ("flyttingen av møtet", "move", "flytte møtet tilbake"),
    "ChangeMeeting": ("endringen av møtet", "change_meeting", "endre det tilbake"),
    "ChangeParts": ("endringen av delene", "change_parts", "endre dem tilbake"),
    "CancelMeeting": ("avlysningen", "invite", "kalle inn på nytt"),
    "AddParticipant": ("registreringen av deltakeren", "remove_participant", "ta bort deltakeren"),
    "ChangeParticipant": ("endringen av deltakeren", "change_participant", "endre den tilbake"),
    "RemoveParticipant": ("fjerningen av deltakeren", "add_participant", "legge til igjen"),
    "ReplaceParticipant": ("byttet av deltaker", "replace_participant", "bytte tilbake"),
    "ReplaceGp": ("legebyttet", "replace_gp", "bytte lege igjen"),
    "KeepToConsent": ("tilpasningen til samtykket", "change_participant", "endre delene"),
    "NoAdviser": (
        "registreringen av at Nav ikke har veileder",
        "consent",
        "registrere samtykket på nytt",
    ),
    "SettleOffice": ("registreringen av svaret fra legekontoret", "office", "registrere noe annet"),
    "Postpone": ("utsettelsen av møtet", "invite", "kalle inn på nytt"),
    "ArrangeAppointment": ("avtalen", "cancel_appointment", "avlyse den"),
    "MoveAppointment": ("flyttingen av avtalen", "move_appointment", "flytte den tilbake"),
    "ChangeAppointment": ("endringen av avtalen", "change_appointment", "endre den tilbake"),
    "CancelAppointment": ("avlysningen av avtalen", "assessment", "sette opp en ny"),
    "InviteGp": ("innkallingen", "cancel_meeting", "avlyse møtet"),
    "Invite": ("innkallingen", "remove_participant", "ta bort deltakeren"),
    "InviteSeveral": ("innkallingene", "remove_participant", "ta bort en deltaker"),
    "ArrangeNext": ("innkallingene til SHM2", "cancel_meeting", "avlyse møtet"),
    "HoldWithoutGp": ("registreringen av møte uten fastlege", "invite", "kalle inn på nytt"),
    "AcceptProposal": ("godkjenningen av forslaget", "move", "flytte møtet tilbake"),
    "DeclineProposal": ("avslaget på forslaget", "move", "flytte møtet likevel"),
}
"""By the command that is undone: what it was, and what one types instead, and why."""

NEVER = {
    "RecordAnswer": ("at et svar ble registrert", ("correct", "svar"), "ta bort svaret"),
    "TakeBackAnswer": ("at et svar ble tatt bort", ("answer",), "registrere svaret på nytt"),
    "RecordConsent": ("at samtykket ble registrert", ("withdraw",), "trekke samtykket"),
    "WithdrawConsent": (
        "at samtykket ble trukket",
        ("consent",),
        "registrere at pasienten har samtykket på nytt",
    ),
    "RecordAdviser": ("at veilederen ble registrert", ("adviser",), "registrere en annen"),
    "RecordMilestone": ("at en milepæl ble registrert", ("correct",), "rette opp datoen"),
    "RecordWishes": ("at pasientens ønsker ble registrert", ("wishes",), "registrere andre ønsker"),
    "Correct": ("at noe ble rettet opp", ("correct",), "rette det tilbake"),
    "CorrectGp": ("at fastlegen ble rettet opp", ("correct", "fastlege"), "rette på nytt"),
    "SettleQuestion": ("at en e-post ble vurdert", ("case",), "se saken"),
    "AskTimes": ("at det ble spurt om tider", ("stop_times",), "stoppe spørsmålet"),
    "AnswerTimes": ("at et svar om tider kom", ("times_answer",), "registrere et annet svar"),
    "ChooseTime": ("at en tid ble valgt", ("move",), "flytte møtet"),
    "ExtraMeeting": (
        "at et ekstra møte ble registrert",
        ("no_extra_meeting",),
        "si fra at det ikke trengs",
    ),
    "BringAlong": ("at noen ble tatt med i møtet", ("remove_participant",), "ta dem bort"),
    "StepMeeting": (
        "et trykk i møtet, som er i gang",
        ("running",),
        "se hvor langt møtet er kommet",
    ),
    "EndMeeting": ("at møtet ble avsluttet", ("milestone",), "se milepælene"),
    "StopTimes": ("at spørsmålet om tider ble stoppet", ("ask_times",), "spørre på nytt"),
}
"""By the command that is never undone: what happened, what one types instead, and why."""


def change(what: str) -> str:
    """As "flyttingen av møtet"."""
    return _CHANGES[what][0]


def change_facts(what: str, by: str, at: datetime) -> list[tuple[str, str]]:
    """What is undone, who did it and when; `at` is wall time."""
    return [
        ("Angres", capital(change(what))),
        ("Gjort", f"{dates.medium_moment(at)}" + (f" av {by}" if by else "")),
    ]


def meeting_fact(meeting: Meeting, zone: str) -> tuple[str, str]:
    """How a meeting is once the change is undone."""
    called_off = meeting.cancelled_at is not None
    when = "ikke satt opp" if called_off else dates.span(meeting.window, zone)
    return f"{names.meeting(meeting.kind)} blir", when


def undone(ref: str, what: str) -> str:
    """The last change was undone."""
    return f"Angret i sak {ref}: {change(what)}. Ingen har fått melding om det."


def nothing(ref: str) -> str:
    """There is no change to undo."""
    return f"Det er ingen endring å angre i sak {ref}. Skriv «{typed('case', ref)}» for å se saken."


def never(ref: str, what: str) -> str:
    """What happened last is of a kind that cannot be undone."""
    if what not in NEVER:
        noun, command, why = _CHANGES.get(what, ("en annen endring", "case", "se saken"))
        return _last(noun, typed(command, ref), why)
    happened, words, why = NEVER[what]
    return _last(happened, typed(*words, ref), why)


def _last(what: str, command: str, why: str) -> str:
    return (
        f"Det siste som skjedde, var {what}. Det kan ikke angres. "
        f"I stedet kan du skrive «{command}» for å {why}."
    )


def already_left(ref: str, what: str, role: Role) -> str:
    """Somebody may have heard of it."""
    who = names.role_definite(role)
    return (
        f"Det siste som skjedde, var {change(what)}. Meldingen til {who} er sendt, "
        f"så det kan ikke angres. {_instead(ref, what)}"
    )


def changed_since(ref: str, what: str) -> str:
    """Something else has happened since."""
    return (
        f"Noe mer er skjedd i sak {ref} etterpå, så {change(what)} kan ikke angres. "
        f"{_instead(ref, what)}"
    )


def _instead(ref: str, what: str) -> str:
    _, command, why = _CHANGES[what]
    return f"Skriv «{typed(command, ref)}» for å {why}."
