"""When somebody of the staff wants the day's digest: a time of their own choice (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors import DigestHourError, NotAllowedError
from pathway.service.context import Context, Outcome

if TYPE_CHECKING:
    from pathway.commands import ChooseDigestHour


def choose_digest_hour(context: Context, command: ChooseDigestHour) -> Outcome:
    """Keep it for whoever asks. `NotAllowedError`, `DigestHourError`."""
    person, clinic = context.staff, context.clinic
    if person is None:
        raise NotAllowedError
    if command.at is not None and not clinic.is_open_at(command.at):
        raise DigestHourError(clinic.work_from, clinic.work_to)
    context.ledger.put_digest_hour(person.id, command.at)
    return Outcome()
