"""Everything that the domain can say has a name in bokmål."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from dialogs.wording.nb import jobs, names, planning, promises, sending_names, tasks
from pathway.outgoing import SendingKind, SendingStatus
from pathway.rules import Unmet
from pathway.variants import TEMPLATES, VARIANTS
from pathway.views import Colour, TakenBy, Warn
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    Substitute,
    Verdict,
)


@dataclass(frozen=True)
class Named:
    """An enum and what names its members."""

    members: type[StrEnum]
    name: Callable[[Any], str]


NAMED = (
    Named(Role, names.role),
    Named(Role, names.role_definite),
    Named(Milestone, names.milestone),
    Named(Milestone, names.stage),
    Named(Milestone, names.milestone_demand),
    Named(MeetingKind, names.meeting),
    Named(InvitationState, names.state),
    Named(Verdict, names.verdict),
    Named(Verdict, names.answered),
    Named(Verdict, names.verdict_choice),
    Named(Channel, names.channel),
    Named(Channel, names.by_channel),
    Named(Attendance, names.attendance),
    Named(ClosedReason, names.closed_reason),
    Named(SettledHow, names.settled),
    Named(ConsentForm, names.consent_form),
    Named(Substitute, names.substitute),
    Named(SendingKind, sending_names.sending_kind),
    Named(SendingStatus, sending_names.sending_status),
    Named(Colour, names.colour),
    Named(PromiseKind, promises.promise),
    Named(Warn, planning.warning),
    Named(TakenBy, planning.taken_by),
    Named(Unmet, planning.unmet),
)


@pytest.mark.parametrize("named", NAMED, ids=lambda n: f"{n.members.__name__}-{n.name.__name__}")
def test_every_member_has_its_own_name(named: Named) -> None:
    """Each member of each enum is named, and no two share a name."""
    said = [named.name(member) for member in named.members]
    assert all(said)
    assert len(set(said)) == len(said)


def test_every_enum_of_the_domain_is_named() -> None:
    """An enum that the domain adds to its words must be named too."""
    from pathway import words

    enums = {value for value in vars(words).values() if isinstance(value, type)}
    own = {enum for enum in enums if issubclass(enum, StrEnum) and enum is not StrEnum}
    assert own <= {named.members for named in NAMED}


@pytest.mark.parametrize("who", Role, ids=str)
@pytest.mark.parametrize("kind", PromiseKind, ids=str)
def test_every_promise_can_be_said_of_everybody(kind: PromiseKind, who: Role) -> None:
    """A promise is said without holes whoever it concerns."""
    assert "{" not in promises.promise(kind, who)
    assert tasks.job(jobs.Job(kind=kind, ref="K7M2", role=who)).endswith((".", "?"))


def test_built_in_templates_and_variants_are_named() -> None:
    """Every built-in template, its parts and every variant has a Norwegian name."""
    for template in TEMPLATES.values():
        assert names.template(template.name) != template.name
        assert all(names.part(part.title) != part.title for part in template.parts)
    assert all(names.variant(name) != name for name in VARIANTS)


def test_what_a_clinic_named_itself_stands() -> None:
    """A clinic's own part, template and variant keep the name that the clinic gave."""
    assert names.part("Lunsj") == names.template("Lunsj") == names.variant("Lunsj") == "Lunsj"


def test_nav_is_written_nav() -> None:
    """Nav is written with one capital in running text."""
    assert names.role(Role.NAV_ADVISER) == "Nav-veileder"
    assert "NAV" not in " ".join(n.name(m) for n in NAMED for m in n.members)
