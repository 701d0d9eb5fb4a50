"""Clinics on a given day, from which a ladder of D3 begins: `given: gp_mailed 2026-12-17`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from pathway import promises
from pathway.commands import (
    AddParticipant,
    ChangeParticipant,
    Finish,
    Invite,
    InviteGp,
    Person,
    RecordAdviser,
    RecordConsent,
    RecordMilestone,
    RecordWishes,
    RegisterPatient,
    TickSent,
)
from pathway.words import (
    Attendance,
    CaseRef,
    ConsentForm,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    StaffId,
)
from tests.dialogs.world import CLINIC, World, oslo

REF = CaseRef("K7M2")
SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
MAILED = Person(name="Kari Testlege", office="Solsiden legesenter", email="kari@solsiden.example")
IN_THE_RECORD = Person(name="Mari Mønster", office="Bakkely legekontor", phone="21999902")
EVERYBODY = frozenset({Role.GP, Role.PATIENT, Role.NAV_ADVISER, Role.CLINICIAN})


def registered(on: str, gp: Person = MAILED, weeks: int = 4) -> World:
    """A patient whose assessment started so long before this day; the clinic mails everybody."""
    staff = tuple(replace(one, email=f"{one.id}@fjordly.example") for one in CLINIC.staff)
    clinic = replace(CLINIC, mail_to=EVERYBODY, staff=staff)
    world = World(now=oslo(f"{on} 09.00"), clinic=clinic)
    started = date.fromisoformat(on) - timedelta(weeks=weeks)
    received = started - timedelta(weeks=4)
    name, clinician = "Test Testesen", StaffId("lege")
    world.do(
        RegisterPatient(name=name, referral_received=received, gp=gp, clinician=clinician),
    )
    world.do(RecordMilestone(ref=REF, milestone=Milestone.ASSESSMENT_STARTED, on=started))
    return world


def milestones(on: str, weeks: str) -> World:
    """No meeting is arranged so many weeks after the assessment started."""
    world = registered(on, weeks=int(weeks))
    world.do(RecordWishes(ref=REF))
    return world


def text_to_copy(on: str, meeting: str) -> World:
    """A secure message to the GP lies ready, and nobody ticks it off."""
    return _invited(registered(on, IN_THE_RECORD), meeting)


def gp_in_the_record(on: str, meeting: str) -> World:
    """The GP was asked by secure message, which is ticked off."""
    return _copied(text_to_copy(on, meeting))


def gp_mailed(on: str, meeting: str) -> World:
    """The GP was asked by mail."""
    return _invited(registered(on), meeting)


def nav_to_ring(on: str, meeting: str) -> World:
    """The GP has said yes, the patient consents to Nav, and nobody knows the adviser."""
    world = _agreed(gp_mailed(on, meeting))
    world.do(RecordWishes(ref=REF))
    return _consented(world, on)


def nav_mailed(on: str, meeting: str) -> World:
    """Nav's adviser was told by phone, and asked by mail."""
    return _nav_asked(nav_to_ring(on, meeting))


def clinician_asked(on: str, meeting: str) -> World:
    """A clinician who must come was asked; the GP has said yes."""
    world = _agreed(gp_mailed(on, meeting))
    world.do(RecordWishes(ref=REF))
    world.do(AddParticipant(ref=REF, role=Role.CLINICIAN, staff_id=StaffId("psykolog")))
    return _asked(world, Role.CLINICIAN)


def to_obtain(on: str, meeting: str) -> World:
    """Wishes, a consent for the employer, and a place at the GP's office are not there yet."""
    world = _agreed(gp_mailed(on, meeting))
    world.do(AddParticipant(ref=REF, role=Role.OTHER, name="Eva Sjef"))
    patient = world.case(REF).present(Role.PATIENT)[0].id
    world.do(ChangeParticipant(ref=REF, who=patient, attends=Attendance.GP_OFFICE))
    return world


def everybody_comes(on: str, meeting: str) -> World:
    """GP, patient and Nav hold the meeting in mails, and have said yes to it."""
    world = nav_mailed(on, meeting)
    patient = world.case(REF).present(Role.PATIENT)[0].id
    world.do(ChangeParticipant(ref=REF, who=patient, email="test@pasient.example"))
    _asked(world, Role.PATIENT)
    for role in ("nav_adviser", "patient"):
        world.answer_page(f"K7M2 {role} accepted")
    return _copied(world)


def shm2_agreed(on: str, meeting: str) -> World:
    """SHM1 was held a week ago, and the GP and Nav say yes to SHM2 long before it."""
    world = registered(on)
    held = date.fromisoformat(on) - timedelta(weeks=1)
    world.do(RecordMilestone(ref=REF, milestone=Milestone.SHM1_HELD, on=held))
    world.do(RecordWishes(ref=REF))
    _nav_asked(_consented(_agreed(_invited(world, meeting, SHM2)), on), SHM2)
    world.answer_page("K7M2 nav_adviser accepted")
    for owed in promises.open_promises(world.case(REF)):
        if owed.kind is PromiseKind.ACTION_PLAN_FINISH:
            world.do(Finish(ref=REF, promise_id=owed.id, passed_on=True))
    return world


def shm1_held(on: str) -> World:
    """SHM1 was held on this day; the plan, and a date for SHM2, are owed."""
    return _held(_agreed(gp_mailed(_weeks_before(on, 2), on)), on, Milestone.SHM1_HELD)


def shm2_asked(on: str, meeting: str) -> World:
    """SHM1 was held on this day without an answer from the patient; the GP is asked to SHM2."""
    world = _agreed(gp_mailed(_weeks_before(on, 2), on))
    patient = world.case(REF).present(Role.PATIENT)[0].id
    world.do(ChangeParticipant(ref=REF, who=patient, email="test@pasient.example"))
    world = _held(_asked(world, Role.PATIENT), on, Milestone.SHM1_HELD)
    return _invited(world, meeting, SHM2, link="2")


def shm2_held(on: str) -> World:
    """SHM2 was held on this day; the journal note is owed."""
    return _held(shm2_agreed(_weeks_before(on, 3), on), on, Milestone.SHM2_HELD)


def _weeks_before(on: str, weeks: int) -> str:
    return (date.fromisoformat(on) - timedelta(weeks=weeks)).isoformat()


def _invited(world: World, meeting: str, kind: MeetingKind = SHM1, link: str = "1") -> World:
    world.do(
        InviteGp(
            ref=REF,
            kind=kind,
            start=datetime.fromisoformat(f"{meeting} 10:00"),
            template="with_nav",
            leader=StaffId("lege"),
            link=f"https://video.example/{link}",
            accept_clashes=True,
        )
    )
    world.deliver()
    world.say_whom()
    return world


def _copied(world: World) -> World:
    for owed in promises.open_promises(world.case(REF)):
        if owed.kind is PromiseKind.SECURE_MESSAGE:
            world.do(TickSent(ref=REF, promise_id=owed.id))
    return world


def _agreed(world: World) -> World:
    world.answer_page("K7M2 gp accepted")
    return world


def _consented(world: World, on: str) -> World:
    given, form = date.fromisoformat(on), ConsentForm.ORAL
    world.do(RecordConsent(ref=REF, role=Role.NAV_ADVISER, given_on=given, form=form))
    return world


def _nav_asked(world: World, kind: MeetingKind = SHM1) -> World:
    nav = world.case(REF).present(Role.NAV_ADVISER)[0].id
    adviser = Person(name="Nina Vik", office="Nav Fjordly", email="nina@nav.example")
    world.do(RecordAdviser(ref=REF, participant_id=nav, adviser=adviser, told=True))
    return _asked(world, Role.NAV_ADVISER, kind)


def _asked(world: World, role: Role, kind: MeetingKind = SHM1) -> World:
    world.do(Invite(ref=REF, kind=kind, role=role))
    world.deliver()
    return world


def _held(world: World, on: str, milestone: Milestone) -> World:
    world.now = oslo(f"{on} 14.00")
    world.deliver()
    world.do(RecordMilestone(ref=REF, milestone=milestone, on=date.fromisoformat(on)))
    return world
