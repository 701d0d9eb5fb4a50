"""The ledger in plain dicts: what a use case asks and tells, without a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from pathway import offers
from pathway.calendars import SharedEvent
from pathway.case import Case
from pathway.chats import Chat, Heard, Standing
from pathway.clinic import Contact
from pathway.earlier import Earlier
from pathway.errors import StalePlanError, UnknownCaseError
from pathway.freebusy import KeptCalendar
from pathway.heartbeat import Asked, Glance
from pathway.model import Meeting, Promise
from pathway.outgoing import CARRIED, Queued, Sending, SendingKind, SendingStatus
from pathway.owed.held import RESTING
from pathway.plan_text import PlanVersion, check_kept
from pathway.ports import LOOKS, Access, AuditEntry, Booking
from pathway.questions import Question
from pathway.roster import Absence, Owed
from pathway.sightings import Seen
from pathway.words import (
    APPOINTMENTS,
    AskedId,
    CaseId,
    CaseRef,
    Channel,
    ClinicId,
    InvitationId,
    MeetingId,
    ParticipantId,
    QuestionId,
    SendingId,
    StaffId,
)

T = TypeVar("T")
NextStep = Callable[..., datetime | None]


@dataclass
class Memory:
    """What one clinic remembers."""

    cases: dict[CaseId, Case] = field(default_factory=dict)
    digests: dict[SendingId, Sending] = field(default_factory=dict)
    log: tuple[AuditEntry, ...] = ()
    answer_keys: dict[str, InvitationId] = field(default_factory=dict)
    times_keys: dict[str, AskedId] = field(default_factory=dict)
    earlier: dict[CaseId, Earlier] = field(default_factory=dict)
    contacts: dict[tuple[str, str, str], Contact] = field(default_factory=dict)
    conversations: dict[str, str] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    heard: dict[tuple[str, str], Heard] = field(default_factory=dict)
    arrived: dict[str, datetime] = field(default_factory=dict)
    strays: dict[QuestionId, Question] = field(default_factory=dict)
    events: dict[str, SharedEvent] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    calendars: dict[StaffId, KeptCalendar] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    plans: dict[tuple[CaseId, int], PlanVersion] = field(default_factory=dict)
    sightings: dict[MeetingId, tuple[Seen, datetime]] = field(default_factory=dict)
    stand_ins: dict[StaffId, StaffId] = field(default_factory=dict)
    digest_hours: dict[StaffId, time] = field(default_factory=dict)
    offset: timedelta = timedelta()
    beats: dict[str, datetime] = field(default_factory=dict)
    spoiled: int = 0

    def twin(self) -> Memory:
        """A copy to come back to; the values in it are frozen themselves."""
        return Memory(**{name: copy(value) for name, value in vars(self).items()})


class FakeLedger:
    """One transaction over a memory; keeps the contract of `pathway.ports.Ledger`."""

    def __init__(
        self, memory: Memory, clinic_id: ClinicId, next_step: NextStep, zone: ZoneInfo
    ) -> None:
        self.memory = memory
        self.clinic_id = clinic_id
        self.next_step = next_step
        self.zone = zone
        self.loaded: dict[CaseId, tuple[Case, frozenset[int]]] = {}
        self._begun = len(memory.log)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone when it raises."""
        kept, loaded = self.memory.twin(), dict(self.loaded)
        try:
            yield
        except BaseException:
            vars(self.memory).update(vars(kept))
            self.loaded = loaded
            raise

    # ------------------------------------------------------------ cases

    def load(self, ref: CaseRef, access: Access) -> Case:
        """The case with this reference."""
        return self._viewed(lambda case: case.ref == ref, ref, access)

    def load_for(self, sending: SendingId | InvitationId | CaseId, access: Access) -> Case:
        """The case of this sending, invitation or case id."""

        def holds(case: Case) -> bool:
            sent = {row.id for row in case.sendings}
            asked = {row.id for row in case.invitations} | {row.id for row in case.asked}
            return sending in {case.id, *sent, *asked}

        return self._viewed(holds, sending, access)

    def add(self, case: Case, access: Access, *, detail: str = "") -> None:
        """Remember a new case."""
        self._own(case)
        if case.id in self.memory.cases or case.ref in self.refs():
            raise KeyError(case.ref)
        self.memory.cases[case.id] = case
        self.loaded[case.id] = (case, frozenset({case.revision}))
        self._note(case.ref, access, "registered", detail)

    def save(self, case: Case, access: Access, *, what: str, detail: str = "") -> None:
        """Remember what changed of a case."""
        self._own(case)
        present = self.memory.cases.get(case.id)
        if present is None:
            raise UnknownCaseError(case.ref)
        seen, revisions = self.loaded.get(case.id) or (present, frozenset({present.revision}))
        if case.revision not in revisions or present.revision not in revisions:
            raise StalePlanError
        _refuse_loss(seen, case)
        saved = replace(case, revision=present.revision + 1)
        self.memory.cases[case.id] = saved
        self.loaded[case.id] = (saved, revisions | {saved.revision})
        self._note(case.ref, access, what, detail)

    def list_cases(self, access: Access, *, closed: bool = False) -> Sequence[Case]:
        """Every open case, or every case, oldest first."""
        for case in (found := self._every(closed=closed)):
            self._note(case.ref, access, "listed")
        return found

    def _every(self, *, closed: bool) -> list[Case]:
        found = [case for case in self.memory.cases.values() if closed or not case.closing]
        return sorted(found, key=lambda case: (case.created_at, case.id))

    def readable_cases(
        self, access: Access, *, closed: bool = False, only: Collection[CaseId] | None = None
    ) -> tuple[Sequence[Case], int]:
        """All but so many of the newest as a test has `spoiled`."""
        every = self._every(closed=closed or only is not None)
        readable = every[: max(len(every) - self.memory.spoiled, 0)]
        wanted = [case for case in every if only is None or case.id in only]
        found = [case for case in wanted if case in readable]
        for case in found:
            self._note(case.ref, access, "listed")
        return found, len(wanted) - len(found)

    def refs(self) -> frozenset[str]:
        """Every reference in use."""
        return frozenset(case.ref for case in self.memory.cases.values())

    def names(self) -> Mapping[CaseId, str]:
        """Whom each open case is about."""
        return {case.id: case.name for case in self._every(closed=False)}

    def _viewed(self, wanted: Callable[[Case], bool], name: str, access: Access) -> Case:
        for case in self.memory.cases.values():
            if wanted(case):
                self.loaded[case.id] = (case, frozenset({case.revision}))
                self._note(case.ref, access, "viewed")
                return case
        raise UnknownCaseError(name)

    def _own(self, row: Case | Sending) -> None:
        if row.clinic_id != self.clinic_id:
            raise ValueError(row.id)

    # ------------------------------------------------------------ staff's calendars

    def staff_in_cases(self) -> frozenset[StaffId]:
        """Who stands in an open case."""
        found: set[StaffId | None] = set()
        for case in self.memory.cases.values():
            if case.closing is None:
                found |= {p.staff_id for p in case.participants if p.ended_at is None}
                found |= {meeting.leader for meeting in case.meetings if meeting.alive}
                found.add(case.clinician)
        return frozenset(one for one in found if one)

    def calendars(self) -> Mapping[StaffId, KeptCalendar]:
        """What is kept."""
        return dict(self.memory.calendars)

    def put_calendar(self, kept: KeptCalendar) -> None:
        """Remember it."""
        self.memory.calendars[kept.staff_id] = kept

    def forget_calendar(self, staff_id: StaffId) -> None:
        """Forget it."""
        self.memory.calendars.pop(staff_id, None)

    # ------------------------------------------------------------ the roster

    def digest_hours(self) -> Mapping[StaffId, time]:
        """The local time of each who has chosen one."""
        return dict(self.memory.digest_hours)

    def put_digest_hour(self, staff_id: StaffId, at: time | None) -> None:
        """Remember it, or forget it."""
        self.memory.digest_hours.pop(staff_id, None)
        if at is not None:
            self.memory.digest_hours[staff_id] = at

    def absences(self) -> Sequence[Absence]:
        """Every absence that is kept."""
        return list(self.memory.absences.values())

    def put_absence(self, absence: Absence) -> None:
        """Remember it."""
        self.memory.absences[absence.id] = absence

    def forget_absence(self, absence_id: str) -> None:
        """Forget it."""
        self.memory.absences.pop(absence_id, None)

    def cases_of(self, staff_id: str, *, escalated: bool = False) -> Sequence[CaseId]:
        """Open cases that this person answers for, or in which they have something to do."""
        found = (case for case in self.memory.cases.values() if case.closing is None)
        return sorted(case.id for case in found if _is_theirs(case, staff_id, escalated=escalated))

    def owed(self) -> Sequence[Owed]:
        """All that may be somebody's task."""
        every = (_owed(case, one) for case in self._every(closed=False) for one in case.promises)
        return [one for one in every if one]

    def answering_staff(self) -> frozenset[StaffId]:
        """Who answers for an open case, or was given something to do in one."""
        found = [case for case in self.memory.cases.values() if case.closing is None]
        owed = [p.handed_to for case in found for p in case.promises if p.settled is None]
        named = [who for case in found for who in (case.secretary, case.clinician)]
        return frozenset(who for who in (*named, *owed) if who)

    def stand_ins(self) -> Mapping[StaffId, StaffId]:
        """Who does whose work, as it was last told."""
        return dict(self.memory.stand_ins)

    def put_stand_in(self, staff_id: StaffId, by: StaffId) -> None:
        """Remember it."""
        self.memory.stand_ins[staff_id] = by

    # ------------------------------------------------------------ what plans say

    def plan_versions(self, case_id: CaseId) -> tuple[PlanVersion, ...]:
        """Every version of this case's plan, the first one first."""
        found = sorted(key for key in self.memory.plans if key[0] == case_id)
        return tuple(self.memory.plans[key] for key in found)

    def put_plan_version(self, case_id: CaseId, version: PlanVersion) -> None:
        """Remember it."""
        check_kept(self.memory.plans.get((case_id, version.number)), version)
        self.memory.plans[case_id, version.number] = version

    def forget_plan(self, case_id: CaseId) -> None:
        """Forget every version."""
        for version in self.plan_versions(case_id):
            del self.memory.plans[case_id, version.number]

    # ------------------------------------------------------------ what was seen

    def seen(self, meeting_id: MeetingId, *, to_change: bool = False) -> Seen | None:
        """What was seen of this meeting, or None."""
        del to_change
        return self.memory.sightings.get(meeting_id, (None, None))[0]

    def put_seen(self, seen: Seen, at: datetime) -> None:
        """Remember it."""
        self.memory.sightings[seen.meeting_id] = seen, at

    def forget_seen(self, meeting_id: MeetingId) -> None:
        """Forget what was seen of this meeting."""
        self.memory.sightings.pop(meeting_id, None)

    def forget_unseen(self, before: datetime) -> None:
        """Forget every meeting of which nothing was seen since."""
        for meeting_id, (_, at) in list(self.memory.sightings.items()):
            if at < before:
                self.forget_seen(meeting_id)

    # ------------------------------------------------------------ the diary

    def bookings(self, start: datetime, end: datetime) -> Sequence[Booking]:
        """Living meetings of open cases that share time with this window."""

        def shares(case: Case, meeting: Meeting) -> bool:
            window = meeting.window
            return not case.closing and meeting.alive and window.start < end and window.end > start

        found = [*self._booked(shares), *self._held(start, end)]
        return sorted(found, key=lambda booking: booking.start)

    def _held(self, start: datetime, end: datetime) -> list[Booking]:
        """The alternatives of open questions of times."""
        return [
            Booking(
                id=option.id,
                ref=case.ref,
                start=option.window.start,
                end=option.window.end,
                leader=case.question_of_times(option.question_id).leader,
                clinicians=option.staff,
                link="",
                kind=case.question_of_times(option.question_id).kind,
                tentative=True,
            )
            for case in self.memory.cases.values()
            for option in offers.holds(case)
            if option.window.start < end and option.window.end > start
        ]

    def times_key(self, token_hash: str) -> tuple[AskedId, ParticipantId] | None:
        """Who is asked under this hash."""
        wanted = self.memory.times_keys.get(token_hash)
        every = (one for case in self.memory.cases.values() for one in case.asked)
        return next(((one.id, one.participant_id) for one in every if one.id == wanted), None)

    def put_times_key(self, token_hash: str, asked: AskedId) -> None:
        """Remember a hash."""
        self.memory.times_keys[token_hash] = asked

    def link_users(self, link: str) -> Sequence[Booking]:
        """Meetings of any age that use this link."""
        return self._booked(lambda _, meeting: bool(link) and meeting.link == link)

    def due_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases that hold a promise with a step due by `now`."""
        steps = {case.id: self._steps(case) for case in self.memory.cases.values()}
        due = [(min(moments), case) for case, moments in steps.items() if moments]
        return [case for moment, case in sorted(due) if moment <= now]

    def running_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases with a meeting that runs, and is to be looked at by `now`."""
        found = [(at, case.id) for case in self.memory.cases.values() for at in self._looks(case)]
        return [case_id for look, case_id in sorted(found) if look <= now]

    def _looks(self, case: Case) -> list[datetime]:
        return [] if case.closing else [run.look_at for run in case.runs if run.look_at]

    def next_event(self, now: datetime) -> datetime | None:
        """When the next step or sending is due after `now`."""
        cases = self.memory.cases.values()
        moments = [at for case in cases for at in (*self._steps(case), *self._looks(case))]
        moments += [
            max(row.not_before, row.leased_until or row.not_before)
            for row in self._sendings()
            if row.waiting
        ]
        return min((moment for moment in moments if moment > now), default=None)

    def glance(self, asked: Asked) -> Glance:
        """All that a pass looks at."""
        waiting = {
            row.to for row in self._sendings() if row.waiting and row.channel is Channel.CHAT
        }
        return Glance(
            steps=bool(self.due_cases(asked.now)),
            running=bool(self.running_cases(asked.now)),
            leaves=any(self.due_sendings(channel, asked.now, 1) for channel in asked.carried),
            told=any(
                not self.digest_sent(who, asked.today) for who in waiting & set(asked.readers)
            ),
            strays=bool(self.strays()),
            gone=bool(self.answering_staff() - set(asked.staff)),
            upcoming=self.next_event(asked.now),
            latest=self.latest(),
            turned=self.clock_offset(),
            beat=self.beats().get(asked.job),
        )

    def _steps(self, case: Case) -> list[datetime]:
        if case.closing:
            return []
        steps = [self.next_step(case, one) for one in case.promises if not one.settled]
        return [step for step in steps if step]

    def _booked(self, wanted: Callable[[Case, Meeting], bool]) -> Sequence[Booking]:
        found = [
            (meeting, case)
            for case in self.memory.cases.values()
            for meeting in case.diary
            if wanted(case, meeting)
        ]
        found.sort(key=lambda one: (one[0].starts_at, one[0].id))
        return [_booking(case, meeting) for meeting, case in found]

    # ------------------------------------------------------------ the outbox

    def due_sendings(
        self, channel: Channel, now: datetime, limit: int, *, take: bool = False
    ) -> Sequence[Queued]:
        """Rows of this channel and of a case, claimable now, oldest first."""
        held = {
            row.case_id
            for row in self._sendings()
            if take and row.channel in CARRIED and row.leased_until and row.leased_until > now
        }
        rows = [row for row in self._sendings() if row.channel is channel and _free(row, now)]
        return [
            Queued(row.id, row.case_id) for row in rows if row.case_id and row.case_id not in held
        ][:limit]

    def read_ahead(self, wanted: Iterable[CaseId]) -> None:
        """All is read already."""

    def awaited(self) -> bool:
        """Nobody waits."""
        return False

    def claim(self, sending_id: SendingId, now: datetime, lease_until: datetime) -> Sending | None:
        """Take the row until `lease_until`, or None."""
        for row in self._sendings():
            if row.id == sending_id and _free(row, now):
                taken = replace(row, leased_until=lease_until, attempts=row.attempts + 1)
                self._keep(taken)
                return taken
        return None

    def waiting_chat(self, staff_id: str) -> Sequence[Sending]:
        """Rows of channel chat that this person has not been shown."""
        chat = [row for row in self._sendings() if row.channel is Channel.CHAT]
        return [row for row in chat if row.to == staff_id and row.waiting]

    def put_sending(self, sending: Sending) -> None:
        """Remember a row that belongs to no case, or its change."""
        self._own(sending)
        if sending.case_id is not None:
            raise ValueError(sending.id)
        day = self._day(sending)
        rivals = [one for one in self.memory.digests.values() if one.id != sending.id]
        if day and any(one.to == sending.to and self._day(one) == day for one in rivals):
            raise ValueError(sending.id)
        self._keep(sending)

    def digest_sent(self, staff_id: str, on: date) -> bool:
        """Whether this person's digest of that day exists."""
        return any(row.to == staff_id and self._day(row) == on for row in self._sendings())

    def _day(self, row: Sending) -> date | None:
        digest = row.kind is SendingKind.DIGEST
        return row.created_at.astimezone(self.zone).date() if digest else None

    def _sendings(self) -> list[Sending]:
        places = [
            (row.created_at, position, row.id, row)
            for case in self.memory.cases.values()
            for position, row in enumerate(case.sendings)
        ]
        places += [(row.created_at, 0, row.id, row) for row in self.memory.digests.values()]
        return [row for *_, row in sorted(places, key=lambda place: place[:3])]

    def _keep(self, row: Sending) -> None:
        if row.case_id is None:
            self.memory.digests[row.id] = row
        else:
            case = self.memory.cases[row.case_id]
            claimed = replace(case.with_changed(row), revision=case.revision + 1)
            self.memory.cases[row.case_id] = claimed

    # ------------------------------------------------------------ the small ones

    def answer_key(self, token_hash: str) -> InvitationId | None:
        """The invitation with this hash."""
        return self.memory.answer_keys.get(token_hash)

    def put_answer_key(self, token_hash: str, invitation: InvitationId) -> None:
        """Remember a hash."""
        self.memory.answer_keys[token_hash] = invitation

    def invited(self, invitation: InvitationId) -> ParticipantId | None:
        """Whose invitation this is, or None."""
        every = (one for case in self.memory.cases.values() for one in case.invitations)
        return next((one.participant_id for one in every if one.id == invitation), None)

    def earlier(self, case_id: CaseId) -> Earlier | None:
        """What this case was before its last change."""
        return self.memory.earlier.get(case_id)

    def put_earlier(self, case_id: CaseId, kept: Earlier | None) -> None:
        """Remember or forget it."""
        if kept is None:
            self.memory.earlier.pop(case_id, None)
        else:
            self.memory.earlier[case_id] = kept

    def contacts(self) -> Sequence[Contact]:
        """Every contact that was put, by role, name and office."""
        return [contact for _, contact in sorted(self.memory.contacts.items())]

    def put_contact(self, contact: Contact) -> None:
        """Remember a contact."""
        self.memory.contacts[contact.role, contact.name, contact.office] = contact

    def conversation(self, staff_id: str) -> str:
        """This person's conversation state."""
        return self.memory.conversations.get(staff_id, "")

    def put_conversation(self, staff_id: str, state: str) -> None:
        """Remember it."""
        self.memory.conversations[staff_id] = state

    def chat(self, staff_id: str) -> Chat | None:
        """Where this person is reached in chat."""
        return self.memory.chats.get(staff_id)

    def put_chat(self, chat: Chat) -> None:
        """Remember it."""
        self.memory.chats[chat.staff_id] = chat

    def posted(self, staff_id: str, since: datetime) -> Sequence[Sending]:
        """What was posted in this person's chat since then, and its edits."""
        rows = [row for row in self._sendings() if row.message_id and row.to == staff_id]
        kept = [row for row in rows if row.status is not SendingStatus.DROPPED]
        return [row for row in kept if row.created_at >= since]

    def in_touch(self, staff: Collection[str], since: datetime | None = None) -> Collection[str]:
        """Those of them for whom something waits in chat, or in whose chat it was posted since."""
        return [
            one
            for one in staff
            if self.waiting_chat(one) or (since is not None and self.posted(one, since))
        ]

    def standings(self, promises: Collection[str]) -> Mapping[str, Standing]:
        """How far each of these has come."""
        every = (one for case in self.memory.cases.values() for one in case.promises)
        return {
            one.id: Standing(
                kind=one.kind,
                owner=one.owner,
                ladder=one.ladder,
                taken=one.taken,
                settled=one.settled.how if one.settled else None,
                snoozed_until=one.snoozed_until,
                handed_to=one.handed_to,
            )
            for one in every
            if one.id in promises
        }

    def heard(self, conversation_id: str, activity_id: str) -> Heard | None:
        """What was answered to this message."""
        return self.memory.heard.get((conversation_id, activity_id))

    def hear_first(self, one: Heard) -> bool:
        """Remember a message that is new."""
        known = self.heard(one.conversation_id, one.activity_id)
        if known is None:
            self.put_heard(one)
        return known is None

    def put_heard(self, one: Heard) -> None:
        """Remember it."""
        self.memory.heard[one.conversation_id, one.activity_id] = one

    def note_answered(self, messages: Sequence[tuple[str, str]], at: datetime) -> None:
        """These were answered then."""
        for key in messages:
            if key in self.memory.heard:
                self.memory.heard[key] = replace(self.memory.heard[key], answered_at=at)

    def unanswered(self) -> Sequence[Heard]:
        """Messages whose answer was not handed over, oldest first."""
        open_ = (one for one in self.memory.heard.values() if one.answered_at is None)
        return sorted(open_, key=lambda one: one.at)

    def forget_heard(self, before: datetime) -> None:
        """Forget what was heard before this moment."""
        kept = {key: one for key, one in self.memory.heard.items() if one.at >= before}
        self.memory.heard = kept

    def arrive(self, key: str, at: datetime) -> bool:
        """Remember a mail that is new."""
        new = key not in self.memory.arrived
        self.memory.arrived.setdefault(key, at)
        return new

    def forget_arrivals(self, before: datetime) -> None:
        """Forget what came before this moment."""
        kept = {key: at for key, at in self.memory.arrived.items() if at >= before}
        self.memory.arrived = kept

    def invitation_of(self, names: Sequence[InvitationId | SendingId]) -> InvitationId | None:
        """The first invitation that these ids name."""
        known: dict[str, InvitationId] = {}
        for case in self.memory.cases.values():
            known |= {one.id: one.invitation_id for one in case.sendings if one.invitation_id}
            known |= {one.id: one.id for one in case.invitations}
        return next((known[name] for name in names if name in known), None)

    def asked_of(self, names: Sequence[InvitationId | SendingId]) -> AskedId | None:
        """Whose question of times these ids name."""
        known: dict[str, AskedId] = {}
        for case in self.memory.cases.values():
            known |= {one.id: one.asked_id for one in case.sendings if one.asked_id}
            known |= {one.id: one.id for one in case.asked}
        return next((known[name] for name in names if name in known), None)

    def cases_at(self, address: str) -> Sequence[CaseRef]:
        """The open cases of which somebody has this address."""
        return [
            case.ref
            for case in self.memory.cases.values()
            if case.closing is None
            and any(p.email.lower() == address and not p.ended_at for p in case.participants)
        ]

    def put_stray(self, question: Question) -> None:
        """Remember a question of no case."""
        self.memory.strays[question.id] = question

    def strays(self) -> Sequence[Question]:
        """Those that are not settled, oldest first."""
        open_ = [one for one in self.memory.strays.values() if one.settled is None]
        return sorted(open_, key=lambda one: (one.since, one.id))

    # ------------------------------------------------------------ the shared calendar

    def put_event(self, event: SharedEvent) -> None:
        """Remember an event, or its change."""
        self.memory.events[event.id] = event

    def events_of(self, meeting: MeetingId) -> Sequence[SharedEvent]:
        """The events of this meeting that have not ended, oldest first."""
        return [one for one in self.living_events() if one.meeting_id == meeting]

    def living_events(self) -> Sequence[SharedEvent]:
        """Every event that has not ended, oldest first."""
        return [one for one in self.memory.events.values() if one.ended_at is None]

    def one_at_a_time(self, what: str, whose: str) -> None:
        """There is only one here."""

    def mark(self, name: str) -> str:
        """What was last put under this name."""
        return self.memory.marks.get(name, "")

    def put_mark(self, name: str, value: str) -> None:
        """Remember it."""
        self.memory.marks[name] = value

    def clock_offset(self) -> timedelta:
        """How far the clock has been turned."""
        return self.memory.offset

    def move_clock(self, by: timedelta) -> None:
        """Turn the clock forward."""
        if by < timedelta():
            raise ValueError(by)
        self.memory.offset += by

    def beat(self, job: str, until: datetime) -> None:
        """This job of the daemon lives."""
        self.memory.beats[job] = until

    def beats(self) -> Mapping[str, datetime]:
        """Until when each said so."""
        return dict(self.memory.beats)

    def forget_beats(self, but: Collection[str]) -> None:
        """Those of other jobs."""
        self.memory.beats = {job: at for job, at in self.memory.beats.items() if job in but}

    # ------------------------------------------------------------ the log

    def latest(self) -> datetime | None:
        """The latest moment at which anything was changed."""
        changes = (entry.at for entry in self.memory.log if entry.what not in LOOKS)
        return max(changes, default=None)

    def audit(self, ref: str) -> Sequence[AuditEntry]:
        """The log of one case, oldest first."""
        return [entry for entry in self.memory.log if entry.ref == ref]

    def note_audit(self, entry: AuditEntry) -> None:
        """Write a line of the log."""
        self.memory.log += (entry,)

    def _note(self, ref: str, access: Access, what: str, detail: str = "") -> None:
        who = {"at": access.at, "actor": access.actor, "why": access.why, "door": access.door}
        entry = AuditEntry(ref=ref, what=what, detail=detail, **who)  # type: ignore[arg-type]
        if what not in LOOKS or entry not in self.memory.log[self._begun :]:
            self.note_audit(entry)


class FakeStore:
    """Clinics side by side; a use case that raises leaves nothing behind."""

    def __init__(self, next_step: NextStep, *, zone: str = "Europe/Oslo") -> None:
        self.clinics: dict[ClinicId, Memory] = {}
        self._next_step = next_step
        self._zone = ZoneInfo(zone)

    def run(self, clinic_id: ClinicId, use_case: Callable[[FakeLedger], T]) -> T:
        """The use case's result, or what it raises with nothing written."""
        memory = self.clinics.get(clinic_id, Memory()).twin()
        result = use_case(FakeLedger(memory, clinic_id, self._next_step, self._zone))
        self.clinics[clinic_id] = memory
        return result

    async def run_async(
        self, clinic_id: ClinicId, use_case: Callable[[FakeLedger], T], *, patient: bool = False
    ) -> T:
        """The same; nobody else is ever at it, so patience has nothing to wait for."""
        del patient
        return self.run(clinic_id, use_case)

    async def read(self, clinic_id: ClinicId, use_case: Callable[[FakeLedger], T]) -> T:
        """The same for what only reads."""
        return self.run(clinic_id, use_case)

    def close(self) -> None:
        """Nothing to let go of."""


def _free(row: Sending, now: datetime) -> bool:
    leased = row.leased_until is not None and row.leased_until > now
    return row.waiting and row.not_before <= now and not leased


def _booking(case: Case, meeting: Meeting) -> Booking:
    present = [one for one in case.participants if one.staff_id and not one.ended_at]
    asked = frozenset(who for part in meeting.parts for who in part.added)
    own = meeting.kind in APPOINTMENTS
    clinicians = [one.staff_id for one in present if one.staff_id and (not own or one.id in asked)]
    return Booking(
        id=meeting.id,
        ref=case.ref,
        start=meeting.window.start,
        end=meeting.window.end,
        leader=meeting.leader,
        clinicians=frozenset(clinicians),
        link=meeting.link,
        kind=meeting.kind,
    )


def _refuse_loss(before: Case, after: Case) -> None:
    """Rows are never taken away, and answers never changed."""
    for name in ("milestones", "corrections"):
        if len(getattr(after, name)) < len(getattr(before, name)):
            raise ValueError(name)
    names = ("participants", "diary", "invitations", "answers", "consents", "promises")
    for name in (*names, "sendings", "questions"):
        kept = {row.id: row for row in getattr(after, name)}
        if any(row.id not in kept for row in getattr(before, name)):
            raise ValueError(name)
    if any(kept not in after.answers for kept in before.answers):
        raise ValueError("answers")


def _owed(case: Case, promise: Promise) -> Owed | None:
    outside = any(person.id == promise.owner for person in case.participants)
    begun = promise.kind not in RESTING and not outside
    if promise.settled or not (promise.taken or promise.handed_to or begun):
        return None
    ways = {one.id: one.channel for one in case.invitations}
    ways |= {InvitationId(one.id): one.channel for one in case.asked}
    return Owed(
        case_id=case.id,
        promise_id=promise.id,
        kind=promise.kind,
        owner=promise.owner,
        outside=outside,
        ladder=promise.ladder,
        taken=promise.taken,
        handed_to=promise.handed_to,
        secretary=case.secretary,
        clinician=case.clinician,
        way=ways.get(InvitationId(promise.about)),
    )


def _is_theirs(case: Case, staff_id: str, *, escalated: bool) -> bool:
    owed = [promise for promise in case.promises if promise.settled is None]
    theirs = any(staff_id in {promise.owner, promise.handed_to} for promise in owed)
    chased = escalated and any(promise.taken for promise in owed)
    return staff_id in {case.secretary, case.clinician} or theirs or chased
