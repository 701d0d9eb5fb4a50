"""People are asked, replaced, consented to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pathway.words import (
    CaseRef,
    ConsentForm,
    MeetingKind,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody outside, as first described; contact details may wait."""

    name: str
    office: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Ask one more person to a meeting that is arranged; their gate must be open."""

    ref: CaseRef
    kind: MeetingKind
    role: Role
    name: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceGp:
    """Another doctor takes the GP's place, for now or for good (D2, F14)."""

    ref: CaseRef
    doctor: Person
    for_good: bool
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """The patient consents that this actor is contacted (R13); `name` may be unknown."""

    ref: CaseRef
    role: Role
    given_on: date
    form: ConsentForm
    name: str = ""
    office: str = ""
    email: str = ""
    phone: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """The patient withdraws a consent: that actor's invitation is cancelled at once (R19)."""

    ref: CaseRef
    role: Role
    name: str = ""
    plan: str = ""
