"""Mails as they come to the organiser's mailbox of the tests' office."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pathway.arrivals import Arrival, Handled, Sort
from pathway.model import Invitation
from pathway.questions import Question
from pathway.service import PROGRAM
from pathway.service.answers.receiving import receive
from pathway.words import Role, Verdict
from tests.pathway.office import Office

GP_MAIL = "gro@lege.example"
STRANGER_MAIL = "vilje@vikar.example"


def reply(
    office: Office,
    verdict: Verdict | None = Verdict.ACCEPTED,
    role: Role = Role.GP,
    **said: object,
) -> Arrival:
    """An answer of the one who was asked, to the invitation as it stands; each mail has a key."""
    invitation = office.invitation(role)
    arrival = Arrival(
        key=f"key{next(office.numbers)}",
        sort=Sort.ANSWER,
        at=office.clock,
        sender=office.case.participant(invitation.participant_id).email.lower(),
        attendee=office.case.participant(invitation.participant_id).email.lower(),
        invitations=(invitation.id,),
        named=True,
        sequence=invitation.sequence,
        stamp=office.clock,
        verdict=verdict,
    )
    return replace(arrival, **said)  # type: ignore[arg-type] # any field


def note(office: Office, sort: Sort, role: Role = Role.GP, **said: object) -> Arrival:
    """A mail that is no answer, about this person's invitation."""
    return replace(reply(office, None, role), sort=sort, sequence=None, stamp=None, **said)  # type: ignore[arg-type] # any field


def take(office: Office, arrival: Arrival) -> Handled:
    """The mail is read, a minute after the last."""
    office.clock += timedelta(minutes=1)
    return office.run(lambda context: receive(replace(context, door="mail"), arrival), PROGRAM)


def invitation(office: Office, role: Role = Role.GP) -> Invitation:
    """This person's invitation as it stands."""
    return office.invitation(role)


def strays(office: Office) -> list[Question]:
    """The questions of no case."""
    return office.run(lambda context: list(context.ledger.strays()))
