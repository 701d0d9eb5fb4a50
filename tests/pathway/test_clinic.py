"""A clinic knows its people, and how somebody outside is reached (R20, D6)."""

from __future__ import annotations

from datetime import time

import pytest

from pathway.clinic import Staff
from pathway.errors import UnknownStaffError
from pathway.variants import LADDERS, TEMPLATES, VARIANTS
from pathway.words import Channel, Role, StaffId
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic


def test_a_member_of_staff_is_found_by_id() -> None:
    """Each member of staff is found by their own id."""
    clinic = a_clinic()
    assert [clinic.member(who.id) for who in clinic.staff] == list(clinic.staff)
    assert clinic.member("koordinator").name == "Kåre"


def test_an_unknown_member_of_staff_is_named_in_the_refusal() -> None:
    """Somebody who does not work here is refused by the id that was given."""
    with pytest.raises(UnknownStaffError) as refused:
        a_clinic().member("vikar")
    assert refused.value.staff_id == "vikar"


def test_those_with_a_role_come_in_the_files_order() -> None:
    """Everybody with a role is found, one with two roles under both."""
    both = Staff(id=StaffId("b"), name="B", roles=frozenset({Role.SECRETARY, Role.LEADER}))
    clinic = a_clinic(staff=(*a_clinic().staff, both))
    assert [who.id for who in clinic.with_role(Role.SECRETARY)] == [SECRETARY, "b"]
    assert [who.id for who in clinic.with_role(Role.LEADER)] == [LEADER, "b"]
    assert clinic.with_role(Role.PATIENT) == ()


@pytest.mark.parametrize(
    ("gone", "acting"),
    [
        ((), (Role.LEADER, Role.COORDINATOR)),
        ((LEADER,), (Role.COORDINATOR, Role.COORDINATOR)),
        ((COORDINATOR,), (Role.LEADER, Role.SECRETARY)),
        ((LEADER, COORDINATOR), (Role.SECRETARY, Role.SECRETARY)),
        ((LEADER, COORDINATOR, SECRETARY), (Role.LEADER, Role.COORDINATOR)),
    ],
)
def test_where_a_role_is_nobodys_another_hears(
    gone: tuple[StaffId, ...], acting: tuple[Role, Role]
) -> None:
    """What is for a leader goes to who coordinates, and what is for them to the office."""
    clinic = a_clinic(staff=tuple(one for one in a_clinic().staff if one.id not in gone))
    assert (clinic.acting_role(Role.LEADER), clinic.acting_role(Role.COORDINATOR)) == acting


@pytest.mark.parametrize(
    ("who", "office"),
    [(SECRETARY, True), (COORDINATOR, True), (DOCTOR, False), (LEADER, False)],
)
def test_secretary_and_coordinator_run_the_office(who: StaffId, *, office: bool) -> None:
    """Either of the two may do every secretary task (domain page, Words)."""
    assert a_clinic().member(who).runs_office is office


@pytest.mark.parametrize(
    ("role", "email", "channel"),
    [
        (Role.GP, "gp@example.no", Channel.MAIL),
        (Role.GP, "", Channel.SECURE_MESSAGE),
        (Role.REFERRER, "doc@example.no", Channel.SECURE_MESSAGE),
        (Role.REFERRER, "", Channel.SECURE_MESSAGE),
        (Role.PATIENT, "kari@example.no", Channel.LETTER),
        (Role.NAV_ADVISER, "nav@example.no", Channel.LETTER),
        (Role.OTHER, "", Channel.LETTER),
    ],
)
def test_r20_nobody_is_mailed_unless_the_clinic_allows_it(
    role: Role, email: str, channel: Channel
) -> None:
    """E-mail needs leave and an address; else doctors get a secure message, others a letter."""
    assert a_clinic().channel_for(role, email) is channel


def test_r20_without_leave_no_role_is_mailed() -> None:
    """A clinic that allows no e-mail sends none, whatever addresses it has (R20)."""
    strict = a_clinic(mail_to=frozenset())
    outside = set(Role) - {Role.CLINICIAN}
    assert Channel.MAIL not in {strict.channel_for(role, "a@example.no") for role in outside}


def test_r11_the_clinics_own_people_need_no_leave() -> None:
    """A clinician's invitation goes to the address that the clinic's own file has (R11)."""
    strict = a_clinic(mail_to=frozenset())
    assert strict.channel_for(Role.CLINICIAN, "a@example.no") is Channel.MAIL
    assert strict.channel_for(Role.CLINICIAN, "") is Channel.LETTER


def test_d4_a_clinic_works_from_8_to_1530_with_the_built_in_data() -> None:
    """Unless its file says otherwise a clinic has the decided hours, templates and ladders."""
    clinic = a_clinic()
    assert (clinic.work_from, clinic.work_to) == (time(8, 0), time(15, 30))
    assert clinic.staff[0].digest_at == time(8, 0)
    assert clinic.zone == "Europe/Oslo"
    assert dict(clinic.templates) == TEMPLATES
    assert dict(clinic.variants) == VARIANTS
    assert dict(clinic.ladders) == LADDERS
    assert clinic.default_variant in clinic.variants
