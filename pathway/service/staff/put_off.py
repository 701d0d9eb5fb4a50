"""For whom a task is put off: those who have it, and nobody who was told of it besides (F3, D3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import promises
from pathway.service.daemon.chasing import addressees

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise
    from pathway.outgoing import Sending


def hears_besides(case: Case, clinic: Clinic, promise: Promise) -> frozenset[str]:
    """Coordinator and leader, where the last step told them of what another has to do."""
    told = addressees(case, clinic, promise, promises.told_besides(promise, clinic))
    return frozenset(who for who, _ in told) - {promise.handed_to or promise.owner}


def is_put_off(case: Case, clinic: Clinic, promise: Promise, staff_id: str, today: date) -> bool:
    """Whether the promise is hidden from this person, for whomever they do it."""
    if not promises.is_hidden(promise, today):
        return False
    besides = hears_besides(case, clinic, promise)
    return staff_id not in {clinic.does_work_of(who) for who in besides}


def waits(case: Case, clinic: Clinic, promise: Promise, task: Sending, today: date) -> bool:
    """Whether a line waits for the day it was put off to; that a deadline has passed never does."""
    return task.step >= 0 and is_put_off(case, clinic, promise, task.to, today)
