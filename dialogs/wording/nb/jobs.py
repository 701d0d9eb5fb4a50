"""What a line about a task is made of, before it has words; never the patient's name (D3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from dialogs.wording.nb import dates
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.variants import Toward
from pathway.views import TaskLine
from pathway.words import DOCTORS, THIRD_PARTIES, Channel, MeetingKind, Milestone, PromiseKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a line about a task is made of; `person` is an office or a name, never a patient's.

    `toward` is whom the ladder's last step turned to, `met` and `meets` the day and
    kind of the meeting in question, `sends` what a text is for that is sent by hand, `channel` how
    it travels, and `opens` when it may be sent, if not now (P6).
    `addressed` is false for one of whom the program knows no way to be reached. Of a third party
    also the name, office and telephone, whether the call is to tell whom it concerns (R14), the
    days on which somebody rang in vain, and the parts that a consent lacks. Of a deadline
    `milestone` is what it is for, and `late` whether it has gone by. `proposed` is that
    a time was proposed, and `linked` that the meeting has a video link. `has` is who has a
    paper to make, `told` who heard of it, when, and `put_off` the day it waits for, if any.
    """

    kind: PromiseKind
    ref: str
    role: Role | None = None
    person: str = ""
    toward: Toward = Toward.OWNER
    sends: SendingKind | None = None
    due: date | None = None
    met: date | None = None
    meets: MeetingKind | None = None
    asked: date | None = None
    reminded: date | None = None
    addressed: bool = True
    channel: Channel | None = None
    opens: datetime | None = None
    name: str = ""
    office: str = ""
    phone: str = ""
    contact: bool = False
    telling: bool = False
    tried: tuple[date, ...] = ()
    lacking: tuple[int, ...] = ()
    milestone: Milestone | None = None
    late: bool = False
    proposed: bool = False
    linked: bool = False
    has: str = ""
    told: tuple[tuple[str, date], ...] = ()
    put_off: date | None = None

    @property
    def known(self) -> bool:
        """Whether a third party is known by name, and can be written to."""
        return bool(self.name) and self.contact


def job_of(line: TaskLine) -> Job:
    """What the line about a task is made of."""
    person = line.person
    plain = Job(
        kind=line.kind,
        ref=line.ref,
        role=person.role if person else None,
        person=shown(person) if person else "",
        toward=line.toward,
        sends=line.sends,
        due=line.due,
        met=line.meeting.start.date() if line.meeting else None,
        meets=line.meeting.kind if line.meeting else None,
        asked=line.asked,
        reminded=line.reminded,
        addressed=person is None or has_address(person),
        channel=line.channel,
        opens=dates.wall(line.opens, line.meeting.zone) if line.opens and line.meeting else None,
        telling=line.telling,
        tried=line.tried,
        lacking=line.lacking,
        milestone=line.milestone,
        late=line.overdue,
        proposed=line.proposed,
        linked=bool(line.meeting and line.meeting.link),
        has=line.has,
        told=line.told,
        put_off=line.put_off,
    )
    if person is not None and person.role is Role.RELATIVE:  # there may be several
        return replace(plain, name=person.name)
    if person is None or person.role not in THIRD_PARTIES:
        return plain
    return replace(
        plain,
        name=person.name,
        office=person.office,
        phone=person.phone,
        contact=bool(person.email or person.phone or person.office),
    )


def shown(person: Participant) -> str:
    """Whom staff turn to: a doctor's office, a colleague's name; others have only their role."""
    if person.role in DOCTORS:
        return person.office or person.name
    return person.name if person.role is Role.CLINICIAN else ""


def has_address(person: Participant) -> bool:
    """Whether the program knows any way to reach them; the patient's is in the EHR always."""
    known = person.email or person.phone or person.office
    return bool(known) or person.role is Role.PATIENT
