"""What is to be known of a third party before one rings, or asks for a consent (R14, R16b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import rules
from pathway.words import THIRD_PARTIES, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Participant, Promise


def of_third_party(case: Case, promise: Promise, person: Participant) -> dict[str, str]:
    """Whom to ring and on which number, and when somebody rang in vain (R14)."""
    return {
        "name": person.name,
        "office": person.office,
        "phone": person.phone,
        "contact": "yes" if person.email or person.phone or person.office else "",
        "telling": "yes" if is_telling(case, promise, person) else "",
        "tried": ",".join(on.isoformat() for on in promise.tried_on),
        "lacking": ",".join(str(number) for number in lacking(case, promise, person)),
    }


def is_telling(case: Case, promise: Promise, person: Participant | None) -> bool:
    """Whether a call is to tell a third party whom it concerns (R14), not about a meeting."""
    if promise.kind is not PromiseKind.PHONE_CALL or person is None:
        return False
    return person.role in THIRD_PARTIES and not rules.phone_told(case, person)


def lacking(case: Case, promise: Promise, person: Participant | None) -> tuple[int, ...]:
    """The parts of coming meetings that a consent to be obtained is for; none for a first one."""
    if promise.kind is not PromiseKind.CONSENT or person is None:
        return ()
    found = [rules.parts_lacking(case, m, person) for m in case.meetings if m.alive]
    return next((parts for parts in found if parts), ())
