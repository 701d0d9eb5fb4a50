"""A small case to remember, and how the tests speak to any store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from pathway.case import Case
from pathway.entries import Correction
from pathway.model import Answer, Facts, Invitation, Meeting, Part, Participant, Promise, Window
from pathway.outgoing import Content, Sending, SendingKind
from pathway.ports import Access, Ledger
from pathway.words import (
    AnswerId,
    CaseId,
    CaseRef,
    Channel,
    ClinicId,
    InvitationId,
    MeetingId,
    MeetingKind,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
    Verdict,
)
from storage.store import Store
from tests.fakes.ledger import FakeStore

T = TypeVar("T")
AnyStore = FakeStore | Store

HERE, ELSEWHERE = ClinicId("here"), ClinicId("elsewhere")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


FullLedger = Ledger
"""What both stores offer a use case."""


def run(store: AnyStore, use_case: Callable[[FullLedger], T], clinic: ClinicId = HERE) -> T:
    """The use case in a transaction of its own."""
    return store.run(clinic, use_case)


def access(at: datetime = NOW, actor: str = "sekretar", why: str = "") -> Access:
    """Who looks."""
    return Access(actor=actor, at=at, why=why, door="command")


def next_step(case: Case, promise: Promise) -> datetime | None:
    """One step, as many days after `since` as the promise says; none for a hard deadline."""
    del case
    return None if promise.hard else promise.since + promise.step * DAY


def a_case(ref: str = "K7M2", clinic: ClinicId = HERE, created: datetime = NOW) -> Case:
    """A case with a GP who is invited to SHM1 and has answered."""
    return Case(
        id=CaseId(f"case-{ref}"),
        clinic_id=clinic,
        ref=CaseRef(ref),
        variant="pain",
        name="Kari",
        created_at=created,
        secretary=StaffId("sekretar"),
        team=frozenset({StaffId("lege"), StaffId("psykolog")}),
        participants=(
            Participant(id=ParticipantId(f"gp-{ref}"), role=Role.GP, name="Åse Øvrebø"),
            Participant(
                id=ParticipantId(f"clinician-{ref}"),
                role=Role.CLINICIAN,
                name="Per",
                staff_id=StaffId("lege"),
            ),
        ),
        diary=(a_meeting(ref),),
        invitations=(an_invitation(ref),),
        answers=(an_answer(ref),),
        promises=(a_promise(ref),),
        sendings=(a_sending(ref, clinic),),
    )


def a_meeting(ref: str = "K7M2") -> Meeting:
    """SHM1 at ten in the morning, Oslo time."""
    return Meeting(
        id=MeetingId(f"meeting-{ref}"),
        kind=MeetingKind.SHM1,
        start=datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001 - wall time
        zone="Europe/Oslo",
        template="with_nav",
        parts=(Part(title="intro", minutes=60, roles=frozenset({Role.GP, Role.PATIENT})),),
        leader=StaffId("leder"),
        link=f"https://video.example/{ref}",
    )


FACTS = Facts(
    window=Window(
        start=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        end=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    ),
    place="Rom 3",
)


def an_invitation(ref: str = "K7M2") -> Invitation:
    """The GP's."""
    return Invitation(
        id=InvitationId(f"invitation-{ref}"),
        meeting_id=MeetingId(f"meeting-{ref}"),
        participant_id=ParticipantId(f"gp-{ref}"),
        channel=Channel.MAIL,
        offered=FACTS,
    )


def an_answer(ref: str = "K7M2") -> Answer:
    """The GP's yes."""
    return Answer(
        id=AnswerId(f"answer-{ref}"),
        invitation_id=InvitationId(f"invitation-{ref}"),
        revision=1,
        facts=FACTS,
        verdict=Verdict.ACCEPTED,
        at=NOW,
        channel=Channel.MAIL,
        evidence="message 1",
        text="Gjerne",
    )


def a_correction() -> Correction:
    """The patient's name, put right by the secretary."""
    return Correction(field="name", before="Kåre", after="Karin", at=NOW, by=StaffId("sekretar"))


def a_promise(ref: str = "K7M2", step: int = 5) -> Promise:
    """The GP owes an answer, with a step after five days."""
    return Promise(
        id=PromiseId(f"promise-{ref}-{step}"),
        key=f"answer:{ref}:{step}",
        kind=PromiseKind.ANSWER,
        ladder="gp",
        owner=f"gp-{ref}",
        owner_role=Role.GP,
        about=f"invitation-{ref}",
        since=NOW,
        due=date(2026, 11, 16),
        step=step,
    )


def a_sending(ref: str = "K7M2", clinic: ClinicId = HERE, no: int = 1) -> Sending:
    """An e-mail to the GP that may leave at once."""
    return Sending(
        id=SendingId(f"sending-{ref}-{no}"),
        clinic_id=clinic,
        case_id=CaseId(f"case-{ref}"),
        to=f"gp-{ref}",
        role=Role.GP,
        channel=Channel.MAIL,
        kind=SendingKind.INVITATION,
        content=Content(subject="Møte", text="Velkommen", actions=(("sak K7M2", "Se saken"),)),
        why="R11",
        created_at=NOW,
        not_before=NOW,
        invitation_id=InvitationId(f"invitation-{ref}"),
        facts=FACTS,
    )


def a_digest(staff_id: str = "lege", at: datetime = NOW, clinic: ClinicId = HERE) -> Sending:
    """One person's digest of one day."""
    return Sending(
        id=SendingId(f"digest-{staff_id}-{at:%Y%m%d%H}"),
        clinic_id=clinic,
        case_id=None,
        to=staff_id,
        role=Role.CLINICIAN,
        channel=Channel.CHAT,
        kind=SendingKind.DIGEST,
        content=Content(subject="", text="I dag"),
        why="D4",
        created_at=at,
        not_before=at,
    )
