"""A clinic as its file describes it: people, leave to e-mail, templates, ladders, contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from pathway.errors import UnknownAgendaError, UnknownStaffError
from pathway.roster import Roster
from pathway.variants import LADDERS, TEMPLATES, VARIANTS, Ladder, Template, Variant
from pathway.words import Channel, ClinicId, PromiseKind, Role, StaffId

OFFICE_ROLES = frozenset({Role.SECRETARY, Role.COORDINATOR})
"""Either may do every secretary task (domain page, Words)."""


CHECKLISTS = frozenset({PromiseKind.CLOSING})
"""What every clinic ticks; the intake too where its file says so (R9, R10)."""

_DOING = (Role.SECRETARY, Role.COORDINATOR, Role.CLINICIAN)
_INSTEAD = (Role.LEADER, Role.COORDINATOR, Role.SECRETARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One who works at the clinic; `digest_at` is local time (D4).

    `digest_chosen` is no part of the file: the time that they have chosen themselves, or None.
    `freebusy_url` is where they have published when they are busy, empty for nowhere.
    """

    id: StaffId
    name: str
    roles: frozenset[Role]
    profession: str = ""
    email: str = ""
    entra_id: str = ""
    freebusy_url: str = field(default="", repr=False)  # whoever has it may read the calendar
    digest_at: time = time(8, 0)
    digest_chosen: time | None = None

    @property
    def runs_office(self) -> bool:
        """Whether this person does secretary tasks, and so is on every case's team."""
        return bool(self.roles & OFFICE_ROLES)

    @property
    def only_looks(self) -> bool:
        """Whether this person, as a leader, changes nothing in a case (R13)."""
        return not self.runs_office and Role.CLINICIAN not in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A doctor or adviser whom the clinic knows, found again by name.

    `verified_on` is when somebody last made sure that the details are right, None for never;
    `gone_on` when somebody took the contact away, or wrote it anew under another name or office.
    """

    name: str
    office: str
    email: str = ""
    phone: str = ""
    role: Role = Role.GP
    verified_on: date | None = None
    gone_on: date | None = None


class LinkProvider(StrEnum):
    """Where a meeting's video link comes from: typed in, one of the rooms, or Teams."""

    FIXED = "fixed"
    NHN = "nhn"
    TEAMS = "teams"


ROOM_ENDPOINTS = 5
"""How many may be in a room for sensitive conversation at once, each by their own screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRoom:
    """A listed video room, which alone may be used again (P1), and how many screens it takes."""

    link: str
    endpoints: int = ROOM_ENDPOINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """One clinic. `public_name` is all that outsiders see (P1b), `mail_to` who may be mailed (R20).

    `in_graph` are the roles whose invitations stand in Microsoft 365 and not in mails: the clinic's
    own people alone (P2). `video` is where links come from, of `video_rooms` with NHN. `work_from`
    and `work_to` are local times of a working day (D4). A contact's details are asked about again
    when nobody has made sure of them for `contact_months`. `patient_letter` is the clinic's own
    text of the patient's information letter, empty for the built-in one (R12, R20b). Staff's
    calendars are read every `freebusy_minutes`; hosts in `freebusy_inside` may be of our network.
    `default_variant` is the pathway of a new patient (R4); a case keeps the one that it began with.
    `plan_text` is whether the action plan is written here, and not only how far it has come (P4).
    `roster` is no part of the file: who is away today, put in where a use case begins.
    """

    id: ClinicId
    name: str
    public_name: str
    phone: str
    staff: tuple[Staff, ...]
    zone: str = "Europe/Oslo"
    places: tuple[str, ...] = ()
    video: LinkProvider = LinkProvider.FIXED
    video_rooms: tuple[VideoRoom, ...] = ()
    contacts: tuple[Contact, ...] = ()
    contact_months: int = 12
    mail_to: frozenset[Role] = frozenset()
    in_graph: frozenset[Role] = frozenset()
    freebusy_inside: frozenset[str] = frozenset()
    freebusy_minutes: int = 30
    work_from: time = time(8, 0)
    work_to: time = time(15, 30)
    default_variant: str = "pain"
    patient_letter: str = ""
    templates: Mapping[str, Template] = field(default_factory=lambda: MappingProxyType(TEMPLATES))
    variants: Mapping[str, Variant] = field(default_factory=lambda: MappingProxyType(VARIANTS))
    checklists: frozenset[PromiseKind] = CHECKLISTS
    plan_text: bool = False
    ladders: Mapping[str, Ladder] = field(default_factory=lambda: MappingProxyType(LADDERS))
    roster: Roster = field(default_factory=Roster)

    def member(self, staff_id: str) -> Staff:
        """The member of staff with this id; `UnknownStaffError` where there is none."""
        for person in self.staff:
            if person.id == staff_id:
                return person
        raise UnknownStaffError(staff_id)

    def is_open_at(self, at: time) -> bool:
        """Whether this local time is within the working hours of a working day (D4)."""
        return self.work_from <= at < self.work_to

    def digest_hour(self, person: Staff) -> time:
        """From when this person's digest comes: their own choice, the file's, or the opening."""
        wanted = person.digest_chosen or person.digest_at
        return wanted if self.is_open_at(wanted) else self.work_from

    def template(self, name: str) -> Template:
        """The agenda by this name; `UnknownAgendaError` where the file has none such any more."""
        if name not in self.templates:
            raise UnknownAgendaError(name)
        return self.templates[name]

    def name_of(self, staff_id: str) -> str:
        """By which name staff know this person; the id of one who is not in the file any more."""
        return next((person.name for person in self.staff if person.id == staff_id), staff_id)

    def does_work_of(self, staff_id: str) -> StaffId:
        """Who does this person's work today: they, or their deputy.

        For one who is gone from the file and has none, whoever coordinates, else the office.
        """
        who = self.roster.stand_in(staff_id)
        if any(person.id == who for person in self.staff):
            return who
        office = (*self.with_role(Role.COORDINATOR), *self.with_role(Role.SECRETARY))
        return self.roster.stand_in(office[0].id) if office else who

    def with_role(self, role: Role) -> tuple[Staff, ...]:
        """Everybody with this role, in the file's order."""
        return tuple(person for person in self.staff if role in person.roles)

    def acting_role(self, role: Role) -> Role:
        """Who hears what is for this role: where nobody leads, who coordinates; else the office."""
        instead = _INSTEAD[_INSTEAD.index(role) :]
        return next(filter(self.with_role, instead), role)

    def role_of(self, staff_id: str) -> Role:
        """As what this person does a task that was handed to them."""
        known = (person.roles for person in self.staff if person.id == staff_id)
        roles: frozenset[Role] = next(known, frozenset())
        return next((role for role in _DOING if role in roles), Role.SECRETARY)

    def channel_for(self, role: Role, email: str) -> Channel:
        """How a written message reaches somebody: e-mail where there is leave (R20).

        The clinic's own people need none (R11), and have their calendars where the clinic says so.
        """
        if email and role in self.in_graph:
            return Channel.GRAPH
        if email and role in self.mail_to | {Role.CLINICIAN}:
            return Channel.MAIL
        if role in {Role.GP, Role.REFERRER}:
            return Channel.SECURE_MESSAGE
        return Channel.LETTER
