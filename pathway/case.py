"""The case: everything that is remembered about one patient's pathway, as one value.

A use case loads a case, asks pure functions for the next one, and saves the difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from pathway.aftermath import NOTHING, Aftermath
from pathway.entries import Closing, Correction, MilestoneEntry, ReferralCheck
from pathway.model import Answer, Consent, Invitation, Meeting, Participant, Promise
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.questions import Question
from pathway.run import Run
from pathway.times import Asked, TimeOption, TimeQuestion, TimesAnswer
from pathway.words import (
    APPOINTMENTS,
    AskedId,
    CaseId,
    CaseRef,
    ClinicId,
    ClosedReason,
    InvitationId,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseId,
    QuestionId,
    Role,
    SendingId,
    StaffId,
    TimesId,
)

if TYPE_CHECKING:
    from datetime import date, datetime


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_NO_MORE = {"answer": "taken_back", "undone": "undone"}
"""Fields of a `Correction` that takes the answer with the id in `before` back, and why then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the patient wishes of the meeting beside its people (R15, D5); empty is no wish.

    `parts` is who is to be there when, as it was told (R16, R16b).
    """

    recorded_at: datetime
    recorded_by: StaffId
    place: str = ""
    leader: StaffId | None = None
    parts: str = ""


Row = TypeVar("Row", bound=_HasId)
Changed: TypeAlias = (
    Participant
    | Meeting
    | Invitation
    | Consent
    | Promise
    | Sending
    | Answer
    | Question
    | TimeQuestion
    | TimeOption
    | Asked
    | TimesAnswer
    | Run
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient's pathway; `revision` rises with every save and guards against stale plans.

    `name` is for staff only. `secretary` registered it and answers for it; `clinician` is the
    responsible clinician once there is one. `team` holds every other staff member on the case.
    `diary` is what is agreed: the meetings, and the clinicians' own appointments (R9, R26).
    Meetings, invitations, answers, promises and sendings are in the order they came to be.
    """

    id: CaseId
    clinic_id: ClinicId
    ref: CaseRef
    variant: str
    name: str
    created_at: datetime
    secretary: StaffId
    clinician: StaffId | None = None
    team: frozenset[StaffId] = frozenset()
    revision: int = 0
    milestones: tuple[MilestoneEntry, ...] = ()
    participants: tuple[Participant, ...] = ()
    diary: tuple[Meeting, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    answers: tuple[Answer, ...] = ()
    consents: tuple[Consent, ...] = ()
    promises: tuple[Promise, ...] = ()
    sendings: tuple[Sending, ...] = ()
    corrections: tuple[Correction, ...] = ()
    closing: Closing | None = None
    decide_by: date | None = None  # postponed: of the meeting only this date is chased (F15)
    extra_wanted_at: datetime | None = None  # a meeting to finish the plan, and its day (R24)
    extra_on: date | None = None
    aftermath: Aftermath = NOTHING
    wishes: Wishes | None = None
    referral: ReferralCheck | None = None
    questions: tuple[Question, ...] = ()
    times: tuple[TimeQuestion, ...] = ()
    options: tuple[TimeOption, ...] = ()
    asked: tuple[Asked, ...] = ()
    times_answers: tuple[TimesAnswer, ...] = ()
    runs: tuple[Run, ...] = ()

    def ended_after(self, at: datetime) -> bool:
        """Whether the pathway has ended since that moment."""
        return self.closing is not None and at < self.closing.at

    @property
    def removed(self) -> bool:
        """Whether it was made by mistake and taken away: it has an end, and nobody's name."""
        ended = self.closing is not None and self.closing.reason is ClosedReason.MISTAKE
        return ended and not self.name

    def participant(self, wanted: ParticipantId) -> Participant:
        """The participant with this id; `KeyError` where there is none."""
        return _by_id(self.participants, wanted)

    def meeting(self, wanted: MeetingId) -> Meeting:
        """The meeting with this id; `KeyError` where there is none."""
        return _by_id(self.diary, wanted)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """SHM1 and SHM2: what the pathway, its gates and its deadlines know."""
        return tuple(m for m in self.diary if m.kind not in APPOINTMENTS)

    @property
    def appointments(self) -> tuple[Meeting, ...]:
        """What only clinicians are asked to: assessments and internal slots (R9, R26)."""
        return tuple(m for m in self.diary if m.kind in APPOINTMENTS)

    def invitation(self, wanted: InvitationId) -> Invitation:
        """The invitation with this id; `KeyError` where there is none."""
        return _by_id(self.invitations, wanted)

    def promise(self, wanted: PromiseId) -> Promise:
        """The promise with this id; `KeyError` where there is none."""
        return _by_id(self.promises, wanted)

    def sending(self, wanted: SendingId) -> Sending:
        """The sending with this id; `KeyError` where there is none."""
        return _by_id(self.sendings, wanted)

    def question(self, wanted: QuestionId) -> Question:
        """The question with this id; `KeyError` where there is none."""
        return _by_id(self.questions, wanted)

    def question_of_times(self, wanted: TimesId) -> TimeQuestion:
        """The question of times with this id; `KeyError` where there is none."""
        return _by_id(self.times, wanted)

    def asked_about(self, wanted: AskedId) -> Asked:
        """Who is asked about times under this id; `KeyError` where there is nobody."""
        return _by_id(self.asked, wanted)

    def answers_under(self, sending: Sending) -> tuple[InvitationId, int] | None:
        """The id and counter of the answer page that a message links to, or None (F15)."""
        if sending.asked_id is not None:
            return sending.asked_id, self.asked_about(sending.asked_id).link_counter
        own = sending.invitation_id
        return (own, self.invitation(own).link_counter) if own is not None else None

    def meeting_of(self, kind: MeetingKind) -> Meeting | None:
        """The latest meeting of this kind that is not cancelled and did not fail to happen."""
        own = (m for m in self.meetings if m.kind is kind and m.held is not False)
        found = [m for m in own if not m.cancelled_at]
        return found[-1] if found else None

    def present(self, role: Role) -> tuple[Participant, ...]:
        """Those with this role who are still part of the case."""
        return tuple(p for p in self.participants if p.role is role and p.ended_at is None)

    def date_of(self, milestone: Milestone) -> date | None:
        """When a milestone was reached: the latest entry that counts, or None."""
        dates = [e.on for e in self.milestones if e.milestone is milestone and e.held]
        return dates[-1] if dates else None

    def invitations_to(self, meeting: MeetingId) -> tuple[Invitation, ...]:
        """Every invitation to this meeting, cancelled ones too."""
        return tuple(i for i in self.invitations if i.meeting_id == meeting)

    def live_invitation(self, participant: ParticipantId, meeting: MeetingId) -> Invitation | None:
        """This person's invitation to this meeting that has not been cancelled, or None."""
        own = (i for i in self.invitations_to(meeting) if i.participant_id == participant)
        return next((i for i in own if i.cancelled_at is None), None)

    @property
    def answers_now(self) -> tuple[Answer, ...]:
        """Every answer as it counts by now: one that was taken back is kept and changes nothing."""
        why = {c.before: _NO_MORE[c.field] for c in self.corrections if c.field in _NO_MORE}
        if not why:
            return self.answers
        return tuple(_taken_back(a, why[a.id]) if a.id in why else a for a in self.answers)

    def answers_to(self, invitation: InvitationId) -> tuple[Answer, ...]:
        """Every answer to this invitation, oldest first, those that do not count too."""
        return tuple(a for a in self.answers_now if a.invitation_id == invitation)

    def turned_down(self, answer: Answer) -> bool:
        """Whether its owner was told that the time stands, whatever this answer wished.

        Such a message has in `step` how many answers it turned down: clocks do not tell it.
        """
        told = self.sendings_of(answer.invitation_id)
        stands = (s for s in told if s.kind is SendingKind.STANDS)
        counts = (s.step for s in stands if s.status is not SendingStatus.DROPPED)
        turned = self.answers_to(answer.invitation_id)[: max(counts, default=0)]
        return any(one.id == answer.id for one in turned)

    def asked_otherwise(self, answer: Answer) -> bool:
        """Whether its owner was told of another time after this answer: a no to it is old then.

        When the meeting comes back to the time of the answer, they are asked again (D2).
        """
        later = (s for s in self.sendings_of(answer.invitation_id) if s.revision > answer.revision)
        told = (s.facts for s in later if s.may_have_left and s.facts is not None)
        return any(facts.window != answer.facts.window for facts in told)

    def sending_status(self, wanted: str) -> SendingStatus | None:
        """The status of the sending with this id, or None where there is none."""
        return next((s.status for s in self.sendings if s.id == wanted), None)

    def sendings_of(self, invitation: InvitationId) -> tuple[Sending, ...]:
        """Every message of this invitation to its owner, oldest first."""
        return tuple(s for s in self._about(invitation) if s.kind is not SendingKind.NOTICE)

    def notices_of(self, invitation: InvitationId) -> tuple[Sending, ...]:
        """Everything that staff were told at once of answers to this invitation, oldest first."""
        return tuple(s for s in self._about(invitation) if s.kind is SendingKind.NOTICE)

    def _about(self, invitation: InvitationId) -> tuple[Sending, ...]:
        return tuple(s for s in self.sendings if s.invitation_id == invitation)

    def with_changed(self, *changed: Changed) -> Case:
        """The case with these rows in place of those with the same id, or added at the end."""
        rows: dict[str, tuple[Any, ...]] = {}
        for row in changed:
            field = _FIELDS[type(row)]
            rows[field] = _put(rows[field] if field in rows else getattr(self, field), row)
        return replace(self, **rows)  # type: ignore[arg-type] # by name


def _taken_back(answer: Answer, why: str) -> Answer:
    return replace(answer, counts=False, why_not=why)


_FIELDS: dict[type, str] = {
    Participant: "participants",
    Meeting: "diary",
    Invitation: "invitations",
    Question: "questions",
    Answer: "answers",
    Consent: "consents",
    Promise: "promises",
    Sending: "sendings",
    TimeQuestion: "times",
    TimeOption: "options",
    Asked: "asked",
    TimesAnswer: "times_answers",
    Run: "runs",
}


def _by_id(rows: tuple[Row, ...], wanted: str) -> Row:
    for row in rows:
        if row.id == wanted:
            return row
    raise KeyError(wanted)


def _put(rows: tuple[Any, ...], row: Changed) -> tuple[Any, ...]:
    if any(old.id == row.id for old in rows):
        return tuple(row if old.id == row.id else old for old in rows)
    return (*rows, row)
