"""Birth numbers are kept in no text about a case (P1, P4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import RecordAnswer, RegisterPatient, RemoveParticipant, StopPathway
from pathway.errors import BirthNumberError
from pathway.identity import check_texts, holds_birth_number
from pathway.words import CaseRef, Channel, ClosedReason, InvitationId, ParticipantId, Verdict
from tests.pathway.build import day
from tests.pathway.office import GP, Office

REFERRED = RegisterPatient(name="Kari", referral_received=day("2026-10-05"), gp=GP)
REF = CaseRef("K7M2")


@pytest.mark.parametrize(
    "text",
    ["01019012345", "Per 010190 12345", "010190-12345.", "01.01.90 12345", "01 01 90 123 45"],
)
def test_eleven_digits_are_a_birth_number(text: str) -> None:
    """P4: however they are parted, and whatever stands around them."""
    assert holds_birth_number(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "21 99 99 99", "+47 21999901", "1.11.2026 10.30", "24.11.2026 kl. 10.00"),
        *("123456789012", "neste møte K7M2 uten b11379a2-0ff4-4f65-84d7-59889213147b"),
    ],
)
def test_other_figures_are_none(text: str) -> None:
    """P4: telephone numbers, dates, longer numbers and ids are no birth numbers."""
    assert not holds_birth_number(text)


@pytest.mark.parametrize(
    "command",
    [
        replace(REFERRED, name="Kari 010190 12345"),
        replace(REFERRED, gp=replace(GP, office="Legesenteret 01019012345")),
        StopPathway(ref=REF, reason=ClosedReason.OTHER, note="Gjelder 01019012345"),
    ],
    ids=["name", "office", "note"],
)
def test_no_command_keeps_one(command: RegisterPatient | StopPathway) -> None:
    """P4: a name, what is known of a doctor, and a free text are refused alike."""
    with pytest.raises(BirthNumberError):
        check_texts(command)


def test_ids_and_links_may_have_as_many_digits() -> None:
    """P4: only what people say of each other is looked at, not the program's own texts."""
    stopped = StopPathway(ref=REF, reason=ClosedReason.OTHER, plan="01019012345")
    check_texts(stopped)
    answered = RecordAnswer(
        ref=REF,
        invitation_id=InvitationId("a01019012345"),
        verdict=Verdict.ACCEPTED,
        channel=Channel.MAIL,
        evidence="answer page, form a01019012345",
    )
    check_texts(answered)
    check_texts(RemoveParticipant(ref=REF, who=ParticipantId("a01019012345")))


def test_nothing_is_kept_of_a_refused_name() -> None:
    """P4: the case does not come to be."""
    office = Office()
    with pytest.raises(BirthNumberError):
        office.do(replace(REFERRED, name="Kari 01019012345"))
    assert "12345" not in repr(office.store.clinics)
