"""A case finds its rows, and the next case differs in those rows alone (R5, R10, F15)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from pathway.case import Case, Changed
from pathway.model import Answer, Consent, Invitation, Meeting, Participant, Promise
from pathway.outgoing import Content, Sending, SendingKind, SendingStatus
from pathway.words import (
    Channel,
    InvitationId,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    SendingId,
)
from tests.pathway.build import (
    NOON,
    SECRETARY,
    SHM1,
    SHM2,
    a_case,
    a_meeting,
    a_person,
    answered,
    at,
    consented,
    day,
    invited,
    meeting_at,
    reached,
    with_gp,
    with_nav,
    without,
)

GPS = InvitationId("shm1-gp")


def a_promise() -> Promise:
    """The GP owes an answer."""
    return Promise(
        id=PromiseId("p1"),
        key="answer:shm1-gp",
        kind=PromiseKind.ANSWER,
        ladder="gp",
        owner="gp",
        owner_role=Role.GP,
        about=GPS,
        since=at(NOON),
        due=day("2026-11-16"),
    )


def a_sending(no: int = 1, invitation: InvitationId | None = GPS) -> Sending:
    """An e-mail to the GP."""
    case = a_case()
    return Sending(
        id=SendingId(f"s{no}"),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to="gp",
        role=Role.GP,
        channel=Channel.MAIL,
        kind=SendingKind.INVITATION,
        content=Content(subject="Møte", text="Velkommen"),
        why="R11",
        created_at=at(NOON),
        not_before=at(NOON),
        invitation_id=invitation,
    )


def full_case() -> Case:
    """A case with a row of every kind."""
    case = consented(answered(invited(meeting_at(with_nav(with_gp(a_case()))))))
    return case.with_changed(a_promise(), a_sending())


# --- found by id -----------------------------------------------------------------------------


def test_every_row_is_found_by_its_id() -> None:
    """Participants, meetings, invitations, promises and sendings are found by id."""
    case = full_case()
    assert all(case.participant(row.id) is row for row in case.participants)
    assert all(case.meeting(row.id) is row for row in case.meetings)
    assert all(case.invitation(row.id) is row for row in case.invitations)
    assert all(case.promise(row.id) is row for row in case.promises)
    assert all(case.sending(row.id) is row for row in case.sendings)


def test_a_row_that_is_not_there_is_a_key_error() -> None:
    """An unknown id is named in a KeyError, never answered with another row."""
    case = full_case()
    with pytest.raises(KeyError, match="nobody"):
        case.participant(ParticipantId("nobody"))
    with pytest.raises(KeyError, match="never"):
        case.meeting(MeetingId("never"))
    with pytest.raises(KeyError, match="none"):
        a_case().invitation(InvitationId("none"))
    with pytest.raises(KeyError, match="none"):
        a_case().promise(PromiseId("none"))
    with pytest.raises(KeyError, match="none"):
        a_case().sending(SendingId("none"))


# --- meetings and milestones -----------------------------------------------------------------


def test_r5_the_meeting_of_a_kind_is_the_latest_that_stands() -> None:
    """Cancelled meetings and those that were not held make room for the next one (R5)."""
    first = a_meeting(id=MeetingId("first"))
    second = a_meeting(id=MeetingId("second"))
    case = a_case().with_changed(first, second)
    assert case.meeting_of(MeetingKind.SHM1) == second
    assert case.meeting_of(MeetingKind.SHM2) is None
    cancelled = replace(second, cancelled_at=at(NOON))
    assert case.with_changed(cancelled).meeting_of(MeetingKind.SHM1) == first
    not_held = replace(second, held=False)
    assert case.with_changed(not_held).meeting_of(MeetingKind.SHM1) == first
    held = replace(second, held=True)
    assert case.with_changed(held).meeting_of(MeetingKind.SHM1) == held


def test_f14_only_those_who_are_still_part_of_the_case_are_present() -> None:
    """One who has left is no longer present in any role (F14)."""
    case = without(with_gp(with_gp(a_case()), "locum"), "gp")
    assert [p.id for p in case.present(Role.GP)] == ["locum"]
    assert case.present(Role.NAV_ADVISER) == ()


def test_r5_a_milestones_date_is_the_latest_entry_that_counts() -> None:
    """A corrected date replaces the earlier one, and what did not happen has no date (R5)."""
    case = reached(a_case("2026-10-01"), Milestone.REFERRAL_RECEIVED, "2026-10-05")
    assert case.date_of(Milestone.REFERRAL_RECEIVED) == day("2026-10-05")
    case = reached(case, Milestone.SHM1_HELD, "2026-11-24", held=False)
    assert case.date_of(Milestone.SHM1_HELD) is None
    assert a_case(None).date_of(Milestone.REFERRAL_RECEIVED) is None


# --- invitations, answers, sendings ----------------------------------------------------------


def test_f6_a_live_invitation_is_this_persons_to_this_meeting_and_not_cancelled() -> None:
    """The live invitation is one person's to one meeting; a cancelled one is none (F6, F7)."""
    case = meeting_at(full_case(), "2027-05-11 10:00", MeetingKind.SHM2)
    gp = ParticipantId("gp")
    assert case.live_invitation(gp, SHM1) == case.invitation(GPS)
    assert case.live_invitation(gp, SHM2) is None
    assert case.live_invitation(ParticipantId("nav"), SHM1) is None
    old = replace(case.invitation(GPS), cancelled_at=at(NOON))
    assert case.with_changed(old).live_invitation(gp, SHM1) is None
    again = replace(old, id=InvitationId("again"), cancelled_at=None)
    case = case.with_changed(old, again)
    assert case.live_invitation(gp, SHM1) == again
    assert case.invitations_to(SHM1) == (old, again)
    assert case.invitations_to(SHM2) == ()


def test_f15_answers_are_found_oldest_first_counted_or_not() -> None:
    """Every answer to an invitation is kept and found, also those that do not count (F15)."""
    case = answered(full_case(), counts=False)
    case = answered(invited(case, "nav"), "nav")
    assert [a.id for a in case.answers_to(GPS)] == ["answer-1", "answer-2"]
    assert [a.id for a in case.answers_to(InvitationId("shm1-nav"))] == ["answer-3"]


def test_messages_are_found_by_invitation_and_their_status_by_id() -> None:
    """An invitation's messages are its own, and the status of one that is not there is None."""
    case = full_case().with_changed(a_sending(2, None), a_sending(3))
    assert [s.id for s in case.sendings_of(GPS)] == ["s1", "s3"]
    assert case.sending_status("s2") is SendingStatus.PENDING
    sent = replace(case.sending(SendingId("s2")), status=SendingStatus.SENT)
    assert case.with_changed(sent).sending_status("s2") is SendingStatus.SENT
    assert case.sending_status("s9") is None


# --- the next case ---------------------------------------------------------------------------

LISTS = {
    Participant: "participants",
    Meeting: "diary",
    Invitation: "invitations",
    Answer: "answers",
    Consent: "consents",
    Promise: "promises",
    Sending: "sendings",
}


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_a_changed_row_takes_its_own_place_and_nothing_else_changes(kind: type) -> None:
    """A row with a known id replaces the old one where it stood; a new one comes last."""
    case, name = full_case(), LISTS[kind]
    rows = getattr(case, name)
    changed = _other(rows[0])
    after = case.with_changed(changed)
    assert getattr(after, name) == (changed, *rows[1:])
    new = replace(changed, id="new")  # type: ignore[arg-type] # any kind of id
    assert getattr(case.with_changed(new), name) == (*rows, new)
    others = [f.name for f in fields(Case) if f.name != name]
    assert all(getattr(after, other) == getattr(case, other) for other in others)


def _other(row: Changed) -> Changed:
    """The same row with one field that is not its id changed."""
    said: dict[type, dict[str, Any]] = {
        Participant: {"name": "Ola"},
        Meeting: {"place": "Rom 9"},
        Invitation: {"link_counter": 1},
        Answer: {"text": "Gjerne"},
        Consent: {"recorded_by": SECRETARY, "parts": (2,)},
        Promise: {"step": 5},
        Sending: {"error": "550"},
    }
    return replace(row, **said[type(row)])


def test_putting_back_what_is_there_changes_nothing() -> None:
    """A case with its own rows put in again is the same case."""
    case = full_case()
    rows = [row for name in LISTS.values() for row in getattr(case, name)]
    assert case.with_changed(*rows) == case
    assert case.with_changed() == case


def test_rows_are_put_in_one_after_another() -> None:
    """Several rows are taken in at once, the later one of the same id winning."""
    one, two = a_person("ola", Role.OTHER), a_person("ola", Role.OTHER, name="Ola N")
    assert a_case().with_changed(one, two).present(Role.OTHER) == (two,)


def test_f15_a_postponed_case_keeps_its_date() -> None:
    """The date to decide is a date of the case's own (F15)."""
    assert a_case(decide_by=date(2027, 1, 4)).decide_by == date(2027, 1, 4)
