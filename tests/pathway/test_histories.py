"""Random histories of one office: whatever people press and however time passes, the rules hold.

How often each action was reached is reported with `pytest --hypothesis-show-statistics`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import hypothesis.strategies as st
from hypothesis import event, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pathway import agenda, leaving, promises, rules, workdays
from pathway.case import Case
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    CancelAppointment,
    CancelMeeting,
    CaseCommand,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    CheckReferral,
    Correct,
    CorrectGp,
    ExtraMeeting,
    Finish,
    HandOver,
    HoldWithoutGp,
    Invite,
    InviteGp,
    InviteSeveral,
    KeepToConsent,
    MoveAppointment,
    MoveMeeting,
    NoAdviser,
    NoReply,
    PartFrom,
    Person,
    Postpone,
    RecordAdviser,
    RecordAnswer,
    RecordConsent,
    RecordMilestone,
    RecordWishes,
    RegisterPatient,
    RemindNow,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SendLinkAgain,
    SettleOffice,
    Snooze,
    StopPathway,
    TakeBackAnswer,
    TickItems,
    TickSent,
    Undo,
    WithdrawConsent,
)
from pathway.errors import RuleError
from pathway.model import Invitation, Promise
from pathway.outgoing import CARRIED, Hours, Method, Sending, SendingKind, SendingStatus
from pathway.owed.checklists import CHECKLISTS, remaining
from pathway.owed.papers import PAPERS
from pathway.service.invited import to_call_in
from pathway.service.inviting import past_safe_day
from pathway.service.people import OWN_WAY_IN
from pathway.service.reminding import PRESSED
from pathway.service.taking_back import holding
from pathway.service.third_party import actors
from pathway.variants import MEETING_MILESTONE
from pathway.words import (
    APPOINTMENTS,
    THIRD_PARTIES,
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationState,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    StaffId,
    Substitute,
    Verdict,
)
from tests.pathway.build import DOCTOR, LEADER, OSLO, a_clinic
from tests.pathway.office import GP, CrashError, Office

Action = tuple[str, dict[str, Any]]
TEMPLATES = st.sampled_from(["", "with_nav", "nav_last", "without_nav"])
CLOCKS = st.sampled_from([(8, 30), (10, 0), (10, 10), (13, 0)])
AHEAD = st.sampled_from([1, 2, 5, 8, 15, 30, 90])
LINKS = st.sampled_from(["", "new"])
PATIENT_MAIL = "pasient@example.no"
CORRECTIONS = [
    ("patient_phone", "91000000"),
    ("patient_phone", ""),
    ("no_sms", "yes"),
    ("no_sms", ""),
    ("patient_email", ""),
    ("patient_email", PATIENT_MAIL),
    ("gp_email", "ny@lege.example"),
    ("gp_email", "gro@lege.example"),
    ("gp_email", ""),
    ("gp_name", "Gro Ny"),
    ("name", "Kari N"),
    ("clinician", "lege"),
]
NAV_NAMES = st.sampled_from(["", "Nils Nav", "Nora Nav"])
PARTS = st.sampled_from([(), (), (2,), (3,), (1,), (2, 3)])
PAUSES = st.sampled_from([0, 1, 10, 180, 660, 1440, 1440, 5760, 12960]).map(
    lambda minutes: timedelta(minutes=minutes)
)
ALL = frozenset(Role)
LISTS = frozenset(CHECKLISTS)
REFERRAL = CHECKLISTS[PromiseKind.REFERRAL_CONTENT]
MAILED = [ALL, ALL, ALL, frozenset({Role.GP}), frozenset()]
PICKS = st.integers(0, 9)
PIECES = st.tuples(
    st.sampled_from([(1,), (2,), (3,), (1, 2), (2, 3)]), st.sampled_from([10, 15, 20, 25, 30])
)
JOINING = [Role.RELATIVE, Role.INTERPRETER, Role.OTHER, Role.CLINICIAN, Role.REFERRER]


def _does(name: str, /, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    return st.tuples(st.just(name), st.fixed_dictionaries(said))


ASKED = st.sampled_from([Role.PATIENT, Role.PATIENT, Role.NAV_ADVISER])
OFTEN = st.one_of(
    _does("ask", role=ASKED),
    _does("answer", role=st.just(Role.GP), verdict=st.just(Verdict.ACCEPTED)),
    _does("answer", role=st.just(Role.GP), verdict=st.sampled_from(Verdict)),
    _does("move", ahead=AHEAD, clock=CLOCKS),
    _does("move_a_little", clock=CLOCKS),
    _does(
        "change",
        template=st.none() | st.sampled_from(["with_nav", "nav_last", "without_nav"]),
        link=st.none() | LINKS,
        place=st.none() | st.sampled_from(["Rom 1", "Rom 2"]),
    ),
    _does("divide", layout=st.lists(PIECES, min_size=1, max_size=4)),
    _does("tick_off", pick=PICKS),
    _does("ask_and_hear", role=ASKED, verdict=st.sampled_from(Verdict)),
    _does("waver", ahead=AHEAD, clock=CLOCKS),
    _does("agree", ahead=AHEAD, clock=CLOCKS, verdict=st.sampled_from(Verdict)),
    _does(
        "settle",
        ahead=AHEAD,
        clock=CLOCKS,
        moved=st.booleans(),
        doctor=st.booleans(),
        agreed=st.booleans(),
        parts=st.none() | st.just((1,)) | st.just((2, 3)),
        attends=st.none() | st.sampled_from([Attendance.VIDEO, Attendance.TELEPHONE]),
    ),
    _does("remind"),
    _does("let_in", pick=PICKS),
)
SOMETIMES = st.one_of(
    _does("ask_gp", ahead=AHEAD, clock=CLOCKS, template=TEMPLATES, link=LINKS),
    _does(
        "answer",
        role=st.sampled_from([Role.GP, Role.PATIENT, Role.NAV_ADVISER]),
        verdict=st.sampled_from(Verdict),
        stale=st.booleans(),
        substitute=st.sampled_from(Substitute),
    ),
    _does("cancel"),
    _does("another_doctor", for_good=st.booleans()),
    _does("without_gp"),
    _does("consent", name=NAV_NAMES, parts=PARTS),
    _does("keep"),
    _does("adviser", name=NAV_NAMES, told=st.booleans()),
    _does("no_reply", pick=PICKS),
    _does("nobody", template=st.none() | st.just("without_nav")),
    _does("withdraw"),
    _does("hand_over", pick=PICKS, to=st.sampled_from(["sekretar", "koordinator", "lege"])),
    _does("postpone", days=st.integers(1, 12)),
    _does("snooze", pick=PICKS, days=st.integers(1, 12)),
    _does("finish", pick=PICKS, passed_on=st.booleans()),
    _does("extra_meeting", ahead=st.none() | st.integers(0, 20)),
    _does("tick_items", pick=PICKS, many=st.integers(1, 7)),
    _does("read_referral", missing=st.sets(st.sampled_from(REFERRAL))),
    _does("correct", what=st.sampled_from(CORRECTIONS)),
    _does("milestone", milestone=st.sampled_from(Milestone), back=PICKS, held=st.booleans()),
    _does("joins", role=st.sampled_from(JOINING), with_nav=st.booleans(), reorder=st.booleans()),
    _does(
        "attends",
        pick=PICKS,
        how=st.sampled_from(Attendance),
        phone=st.sampled_from([None, "99887766"]),
        parts=st.none() | st.sampled_from([(1,), (1, 2), (2, 3), (1, 2, 3)]),
    ),
    _does("address", pick=PICKS, email=st.sampled_from(["", "", "annen@example.no"])),
    _does("leaves", pick=PICKS),
    _does("takes_place", pick=PICKS),
    _does("wishes", nav=st.none() | st.booleans()),
    _does("ask_all", another=st.booleans()),
    _does("stop", reason=st.sampled_from(ClosedReason)),
    _does("wrong_gp"),
    _does(
        "appoint",
        what=st.sampled_from(["arrange", "move", "cancel"]),
        kind=st.sampled_from(sorted(APPOINTMENTS)),
        ahead=AHEAD,
        clock=CLOCKS,
    ),
    _does("undo"),
    _does("take_back", pick=PICKS),
    _does("remove"),
)
ACTIONS = st.sampled_from([OFTEN, OFTEN, OFTEN, SOMETIMES]).flatmap(lambda some: some)
_FAR = {"clock": (10, 0), "template": "with_nav", "link": "new"}
WAY: list[Action] = [
    ("milestone", {"milestone": Milestone.ASSESSMENT_STARTED, "back": 0, "held": True}),
    ("ask_gp", {"ahead": 15, **_FAR}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED}),
    ("ask", {"role": Role.PATIENT}),
    ("tick_off", {"pick": 0}),
    ("consent", {"name": "Nils Nav"}),
    ("tick_off", {"pick": 0}),
    ("ask", {"role": Role.NAV_ADVISER}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.NAV_ADVISER, "verdict": Verdict.ACCEPTED}),
    ("days_pass", {"days": 24}),
    ("milestone", {"milestone": Milestone.SHM1_HELD, "back": 0, "held": True}),
    ("ask_gp", {"ahead": 90, **_FAR}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED}),
    ("ask", {"role": Role.PATIENT}),
    ("ask", {"role": Role.NAV_ADVISER}),
    ("answer", {"role": Role.NAV_ADVISER, "verdict": Verdict.ACCEPTED}),
    ("days_pass", {"days": 110}),
]
"""The way of a pathway that goes well; a history leaves it somewhere."""

STOPS = [1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 11, 14, 16, 19, 20]
PACES = ["at once", "in minutes", "later", "later", "day by day"]
MODES = ["arrives", "arrives", "arrives", "fails", "refuses", "crashes"]


class Histories(RuleBasedStateMachine):
    """One office, the patient at hand, and everything that ever left."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.mode = "arrives"
        self.links = count(1)

    @initialize(mailed=st.sampled_from(MAILED), begun=st.sampled_from(STOPS))
    def begin(self, mailed: frozenset[Role], begun: int) -> None:
        """A clinic that may mail some of them, and a patient who has come some way."""
        self.office = self.new_office(mailed)
        self.new_patient()
        for action in WAY[:begun]:
            self.somebody_acts(action)
            self.daemon()

    # --- the world ------------------------------------------------------------------------------

    def new_office(self, mailed: frozenset[Role]) -> Office:
        """A clinic that may mail those with these roles."""
        return Office(clinic=a_clinic(mail_to=mailed, checklists=LISTS), carry=self.carry)

    @property
    def case(self) -> Case:
        """The patient at hand."""
        return self.office.case

    def carry(self, sending: Sending) -> tuple[str, bool]:
        """What the post office sees, judged at that moment."""
        self.judge_departure(sending)
        match self.mode:
            case "fails":
                return "451", False
            case "refuses":
                return "550", True
            case "crashes":
                self.office.left.append((self.office.clock, sending))
                raise CrashError
            case _:
                return "", False

    def press(self, command: CaseCommand, name: str = "") -> bool:
        """Whether it was done; a refusal changes nothing."""
        name = name or type(command).__name__
        before = self.office.cases if self.office.store.clinics else []
        try:
            shown = self.office.plan(command)
            if hasattr(command, "plan"):
                assert shown.hash
            self.office.do(command)
        except RuleError as refused:
            event(f"{name}: refused, {type(refused).__name__}")
            assert before == (self.office.cases if before else [])
            return False
        event(f"{name}: done")
        return True

    def wall(self, ahead: int, clock: tuple[int, int]) -> datetime:
        """A wall time so many working days ahead."""
        today = workdays.local_date(self.office.clock, OSLO)
        day = workdays.add(today, ahead)
        return datetime(day.year, day.month, day.day, *clock)  # noqa: DTZ001 - wall time

    def link(self, wanted: str) -> str:
        """A link that no other meeting has, or none yet."""
        return f"https://video.example/{next(self.links)}" if wanted else ""

    # --- what happens ---------------------------------------------------------------------------

    @rule(
        actions=st.lists(ACTIONS, min_size=1, max_size=4),
        mode=st.sampled_from(MODES),
        pace=st.sampled_from(PACES),
        pause=PAUSES,
    )
    def a_day_at_the_office(
        self, actions: list[Action], mode: str, pace: str, pause: timedelta
    ) -> None:
        """Things are pressed, the daemon passes in the same second, between, or after a pause.

        It is one rule, so that Hypothesis never leaves people or time out of a history.
        """
        self.post_office(mode)
        for action in actions:
            self.somebody_acts(action)
            if pace == "at once":
                self.daemon()
            elif pace == "in minutes":
                self.time_passes(timedelta(minutes=5))
        if pace == "day by day":
            self.days_pass(pause.days)
        else:
            self.time_passes(pause)

    def somebody_acts(self, action: Action) -> None:
        """Somebody presses something."""
        name, said = action
        if self.case.closing is not None:
            self.new_patient()
        getattr(self, name)(**said)

    @property
    def kind(self) -> MeetingKind:
        """SHM1 until it was held."""
        held = self.case.date_of(Milestone.SHM1_HELD) is not None
        return MeetingKind.SHM2 if held else MeetingKind.SHM1

    def time_passes(self, pause: timedelta) -> None:
        """The daemon stands still, and then passes once."""
        self.office.clock += pause
        self.daemon()

    def days_pass(self, days: int) -> None:
        """The daemon passes three times each day."""
        for _ in range(days * 3):
            self.office.clock += timedelta(hours=8)
            self.daemon()

    def post_office(self, mode: str) -> None:
        """Mail works, fails, is refused, or the machine dies with the answer unread."""
        self.mode = mode
        event(f"mail {mode}")

    def daemon(self) -> None:
        """One pass, and what left in it."""
        for sending in self.office.tick():
            event(f"left: {sending.kind}")

    # --- people ---------------------------------------------------------------------------------

    def new_patient(self) -> None:
        """Another pathway begins."""
        today = workdays.local_date(self.office.clock, OSLO)
        self.press(RegisterPatient(name="Kari", referral_received=today, gp=GP))
        patient = self.office.person(Role.PATIENT)
        self.put(patient.id, email=PATIENT_MAIL, phone="91000000")

    def put(self, who: str, **changes: str) -> None:
        """Contact details that no command writes yet."""
        memory = next(iter(self.office.store.clinics.values()))
        people = tuple(
            replace(p, **changes) if p.id == who else p  # type: ignore[arg-type] # any field
            for p in self.case.participants
        )
        memory.cases[self.case.id] = replace(self.case, participants=people)

    def milestone(self, milestone: Milestone, back: int, *, held: bool) -> None:
        """A milestone is entered, or a meeting that was not held."""
        if milestone is Milestone.CLOSED:
            return
        today = workdays.local_date(self.office.clock, OSLO)
        on = today - timedelta(days=back)
        reason = "" if held else "syk"
        self.press(
            RecordMilestone(ref=self.case.ref, milestone=milestone, on=on, held=held, reason=reason)
        )

    def ask_gp(self, ahead: int, clock: tuple[int, int], template: str, link: str) -> None:
        """A meeting is arranged."""
        self.press(
            InviteGp(
                ref=self.case.ref,
                kind=self.kind,
                start=self.wall(ahead, clock),
                template=template,
                leader=LEADER,
                link=self.link(link),
                accept_clashes=True,
            )
        )

    def ask(self, role: Role) -> None:
        """Somebody else is asked."""
        self.press(Invite(ref=self.case.ref, kind=self.kind, role=role), f"Invite {role}")

    def answer(
        self,
        role: Role,
        verdict: Verdict,
        *,
        stale: bool = False,
        substitute: Substitute = Substitute.NONE,
    ) -> None:
        """An answer comes, now and then to what was offered before."""
        ids = {p.id for p in self.case.participants if p.role is role}
        found = [i for i in self.case.invitations if i.offered and i.participant_id in ids]
        if not found:
            return
        invitation = found[0 if stale else -1]
        revision = invitation.revision - stale
        before = rules.state_of(self.case, invitation)
        done = self.press(
            RecordAnswer(
                ref=self.case.ref,
                invitation_id=invitation.id,
                verdict=verdict,
                channel=Channel.MAIL,
                evidence="page",
                revision=revision,
                substitute=substitute,
            ),
            f"RecordAnswer {verdict}{' stale' if stale else ''}",
        )
        assert done, "never an error to the one who answers (F15)"
        after = rules.state_of(self.case, self.case.invitation(invitation.id))
        assert self.case.answers[-1].counts or after is before

    def move(self, ahead: int, clock: tuple[int, int]) -> None:
        """Another time, or a first one where there is no meeting to move."""
        if not self.coming():
            self.ask_gp(ahead, clock, "", "new")
            return
        start = self.wall(ahead, clock)
        self.press(MoveMeeting(ref=self.case.ref, kind=self.kind, start=start, accept_clashes=True))

    def ask_and_hear(self, role: Role, verdict: Verdict) -> None:
        """Somebody is asked, and before it leaves the GP answers anew."""
        self.ask(role)
        self.answer(Role.GP, verdict)

    def waver(self, ahead: int, clock: tuple[int, int]) -> None:
        """Another time, and then the old one again after all."""
        meeting = self.case.meeting_of(self.kind)
        self.move(ahead, clock)
        if meeting is not None:
            back = MoveMeeting(
                ref=self.case.ref, kind=self.kind, start=meeting.start, accept_clashes=True
            )
            self.press(back, "MoveMeeting back")

    def agree(self, ahead: int, clock: tuple[int, int], verdict: Verdict) -> None:
        """A new time, the GP's yes in the evening, and later that evening another answer."""
        self.move(ahead, clock)
        self.daemon()
        evening = self.office.clock.replace(hour=19, minute=0)
        self.office.clock = max(evening, self.office.clock)
        self.answer(Role.GP, Verdict.ACCEPTED)
        self.daemon()
        self.answer(Role.GP, verdict)

    def coming(self) -> bool:
        """Whether a meeting is to come; one that has begun is recorded as held first."""
        meeting = self.case.meeting_of(self.kind)
        if meeting is not None and meeting.starts_at <= self.office.clock:
            self.milestone(MEETING_MILESTONE[meeting.kind], 0, held=True)
            return False
        return meeting is not None

    def move_a_little(self, clock: tuple[int, int]) -> None:
        """Another time on the same day, perhaps the same time."""
        meeting = self.case.meeting_of(self.kind)
        if meeting is None:
            return
        start = meeting.start.replace(hour=clock[0], minute=clock[1])
        self.press(
            MoveMeeting(ref=self.case.ref, kind=self.kind, start=start, accept_clashes=True),
            "MoveMeeting on its day",
        )

    def change(self, template: str | None, link: str | None, place: str | None) -> None:
        """Another template, link or place."""
        self.press(
            ChangeMeeting(
                ref=self.case.ref,
                kind=self.kind,
                template=template,
                link=None if link is None else self.link(link),
                place=place,
                accept_clashes=True,
            )
        )

    def appoint(self, what: str, kind: MeetingKind, ahead: int, clock: tuple[int, int]) -> None:
        """The clinicians' own: arranged, moved or called off (R9, R26)."""
        ref, start = self.case.ref, self.wall(ahead, clock)
        alive = [m.id for m in self.case.appointments if m.alive]
        if what == "arrange" or not alive:
            self.press(
                ArrangeAppointment(
                    ref=ref,
                    kind=kind,
                    start=start,
                    minutes=30,
                    people=(DOCTOR,),
                    accept_clashes=True,
                )
            )
        elif what == "move":
            self.press(
                MoveAppointment(ref=ref, meeting=alive[-1], start=start, accept_clashes=True)
            )
        else:
            self.press(CancelAppointment(ref=ref, meeting=alive[-1]))

    def let_in(self, pick: int) -> None:
        """Somebody does not get in, on the day or before it."""
        meeting = self.case.meeting_of(self.kind)
        people = self.case.participants
        if meeting is not None and people:
            who = people[pick % len(people)].id
            self.press(SendLinkAgain(ref=self.case.ref, kind=self.kind, who=who))

    def undo(self) -> None:
        """The last change is taken back, as long as it can be."""
        self.press(Undo(ref=self.case.ref, accept_clashes=True))

    def divide(self, layout: list[tuple[tuple[int, ...], int]]) -> None:
        """The meeting's parts are laid out anew."""
        pieces = tuple(PartFrom(of=of, minutes=minutes) for of, minutes in layout)
        self.press(
            ChangeParts(ref=self.case.ref, kind=self.kind, parts=pieces, accept_clashes=True)
        )

    def cancel(self) -> None:
        """A meeting is called off."""
        self.press(CancelMeeting(ref=self.case.ref, kind=self.kind, reason="syk"))

    def another_doctor(self, *, for_good: bool) -> None:
        """A locum, or a new GP."""
        doctor = Person(name="Lo Kum", office="Vikarbyrået", email="lo@lege.example")
        name = f"ReplaceGp {'for good' if for_good else 'for now'}"
        self.press(ReplaceGp(ref=self.case.ref, doctor=doctor, for_good=for_good), name)

    def wrong_gp(self) -> None:
        """The doctor who is written was never theirs."""
        doctor = Person(name="Ri Ktig", office="Legesenteret", email="ri@lege.example")
        self.press(CorrectGp(ref=self.case.ref, doctor=doctor))

    def take_back(self, pick: int) -> None:
        """An answer that holds was meant for another patient; it holds no more."""
        held = [answer for _, answer in holding(self.case, self.office.clock)]
        if not held:
            return
        wrong = held[pick % len(held)]
        if self.press(TakeBackAnswer(ref=self.case.ref, answer_id=wrong.id)):
            assert wrong in self.case.answers
            left = [a for a in self.case.answers_to(wrong.invitation_id) if a.counts]
            assert wrong not in left

    def remove(self) -> None:
        """The case is taken away as a mistake; nobody outside has ever heard of it then."""
        out = [s for _, s in self.office.left if s.case_id == self.case.id]
        if self.press(RemoveCase(ref=self.case.ref, reason="feil")):
            assert not out
            assert not any(s.waiting for s in self.case.sendings)
            assert not any(p.name or p.email for p in self.case.participants)

    def without_gp(self) -> None:
        """The clinician decides to hold it without a GP."""
        self.press(HoldWithoutGp(ref=self.case.ref, kind=self.kind, reason="haster"))

    def consent(self, name: str, parts: tuple[int, ...] = ()) -> None:
        """The patient consents to Nav."""
        self.press(
            RecordConsent(
                ref=self.case.ref,
                role=Role.NAV_ADVISER,
                given_on=workdays.local_date(self.office.clock, OSLO),
                form=ConsentForm.ORAL,
                name=name,
                email="nils@nav.example" if name else "",
                parts=parts,
            )
        )

    def joins(self, role: Role, *, with_nav: bool, reorder: bool) -> None:
        """Somebody more is part of the case."""
        self.press(
            AddParticipant(
                ref=self.case.ref,
                role=role,
                name="Anne",
                staff_id=DOCTOR if role is Role.CLINICIAN else None,
                email="anne@example.no",
                with_nav=with_nav,
                reorder=reorder,
            )
        )

    def attends(
        self, pick: int, how: Attendance, phone: str | None, parts: tuple[int, ...] | None
    ) -> None:
        """Somebody attends in another way, or other parts."""
        people = [p for p in self.case.participants if p.ended_at is None]
        who = people[pick % len(people)].id
        ref = self.case.ref
        self.press(ChangeParticipant(ref=ref, who=who, attends=how, phone=phone, parts=parts))

    def address(self, pick: int, email: str) -> None:
        """Somebody has another address, or none."""
        people = [p for p in self.case.participants if p.ended_at is None]
        who = people[pick % len(people)].id
        self.press(ChangeParticipant(ref=self.case.ref, who=who, email=email), "address")

    def leaves(self, pick: int) -> None:
        """Somebody is no longer part of the case."""
        people = [p for p in self.case.participants if p.role not in OWN_WAY_IN]
        if people:
            who = people[pick % len(people)].id
            self.press(RemoveParticipant(ref=self.case.ref, who=who))

    def takes_place(self, pick: int) -> None:
        """Somebody else comes in the place of another, and leads where they did."""
        people = [p for p in self.case.participants if p.ended_at is None]
        gone = people[pick % len(people)]
        staff = LEADER if gone.staff_id == DOCTOR else DOCTOR
        self.press(
            ReplaceParticipant(
                ref=self.case.ref,
                who=gone.id,
                name="Berit" if gone.name == "Anne" else "Anne",
                staff_id=staff if gone.role is Role.CLINICIAN else None,
                email="anne@example.no",
                leader=staff,
                accept_clashes=True,
            )
        )

    def wishes(self, nav: bool | None) -> None:  # noqa: FBT001 - drawn
        """The patient's wishes are recorded."""
        self.press(RecordWishes(ref=self.case.ref, relatives=("Bo",), nav=nav))

    def ask_all(self, *, another: bool) -> None:
        """Everybody whose gate is open is asked, and nobody of them is refused."""
        meeting = self.case.meeting_of(self.kind)
        if meeting is None or meeting.starts_at <= self.office.clock:
            return
        listed = to_call_in(self.case, self.office.clinic, meeting)
        ready = tuple(person for person, missing in listed if not missing)
        adviser = Person(name="Nora Nav") if another and self.kind is MeetingKind.SHM2 else None
        whole = [p for p in ready if not agenda.gaps(meeting.parts, (p,))]
        asked = [p.id for p in whole if not (adviser and p.role is Role.NAV_ADVISER)]
        command = InviteSeveral(
            ref=self.case.ref, kind=self.kind, people=tuple(asked), adviser=adviser
        )
        short = any(p.role is Role.NAV_ADVISER for p in whole)
        assert self.press(command) or adviser or not asked or short

    def nav(self) -> ParticipantId:
        """Nav, or nobody."""
        found = actors(self.case, Role.NAV_ADVISER)
        return found[-1].id if found else ParticipantId("nobody")

    def keep(self) -> None:
        """Nav is kept to what the consent covers."""
        self.press(KeepToConsent(ref=self.case.ref, kind=self.kind, participant_id=self.nav()))

    def adviser(self, name: str, *, told: bool) -> None:
        """Nav's adviser is found."""
        self.press(
            RecordAdviser(
                ref=self.case.ref,
                participant_id=self.nav(),
                adviser=Person(name=name, email="nora@nav.example"),
                told=told,
            )
        )

    def no_reply(self, pick: int) -> None:
        """Somebody rang in vain."""
        found = self.office.owed(PromiseKind.PHONE_CALL)
        wanted = found[pick % len(found)].id if found else PromiseId("none")
        self.press(NoReply(ref=self.case.ref, promise_id=wanted))

    def nobody(self, template: str | None) -> None:
        """Nav has no adviser."""
        self.press(NoAdviser(ref=self.case.ref, participant_id=self.nav(), template=template))

    def withdraw(self) -> None:
        """The patient withdraws the consent."""
        self.press(WithdrawConsent(ref=self.case.ref, role=Role.NAV_ADVISER))

    def tick_off(self, pick: int) -> None:
        """What is done by hand is ticked off."""
        found = self.hand_work()
        if not found:
            return
        promise = found[pick % len(found)]
        if promise.kind is PromiseKind.SECURE_MESSAGE:
            row = next(s for s in self.case.sendings if s.id == promise.about)
            if leaving.still_true(self.case, row, self.office.clock, self.open_ids()):
                self.judge_departure(row, by_hand=True)
        if self.press(TickSent(ref=self.case.ref, promise_id=promise.id), f"Tick {promise.kind}"):
            sent = [s for s in self.case.sendings if s.id == promise.about]
            self.office.left.extend((self.office.clock, s) for s in sent)

    def hand_work(self) -> list[Promise]:
        """What only people settle."""
        kinds = {PromiseKind.SECURE_MESSAGE, PromiseKind.PHONE_CALL}
        return [p for p in promises.open_promises(self.case) if p.kind in kinds]

    def open_ids(self) -> set[PromiseId]:
        """The ids of what is owed."""
        return {p.id for p in promises.open_promises(self.case)}

    def snooze(self, pick: int, days: int) -> None:
        """A task is put off."""
        found = promises.open_promises(self.case)
        if not found:
            return
        promise = found[pick % len(found)]
        until = workdays.local_date(self.office.clock, OSLO) + timedelta(days=days)
        why = "avtalt" if past_safe_day(self.case, self.office.clinic, until) else ""
        self.press(Snooze(ref=self.case.ref, promise_id=promise.id, until=until, why=why))

    def finish(self, pick: int, *, passed_on: bool) -> None:
        """The action plan or the journal note is made, or passed on too."""
        found = [p for p in promises.open_promises(self.case) if p.kind in PAPERS]
        if found:
            promise = found[pick % len(found)]
            command = Finish(ref=self.case.ref, promise_id=promise.id, passed_on=passed_on)
            assert self.press(command, f"Finish {promise.kind}")

    def extra_meeting(self, ahead: int | None) -> None:
        """The plan is to be finished another day."""
        today = workdays.local_date(self.office.clock, OSLO)
        on = None if ahead is None else today + timedelta(days=ahead)
        self.press(ExtraMeeting(ref=self.case.ref, on=on, needed=ahead != 0))

    def tick_items(self, pick: int, many: int) -> None:
        """Some items of a checklist are done."""
        found = [p for p in promises.open_promises(self.case) if p.kind in CHECKLISTS]
        if found:
            promise = found[pick % len(found)]
            items = remaining(self.case, promise)[:many]
            command = TickItems(ref=self.case.ref, promise_id=promise.id, items=items)
            assert self.press(command, f"Tick {promise.kind}")

    def read_referral(self, missing: set[str]) -> None:
        """Somebody at intake says what the referral lacks, perhaps anew."""
        self.press(CheckReferral(ref=self.case.ref, missing=tuple(sorted(missing))))

    def hand_over(self, pick: int, to: str) -> None:
        """A task passes to somebody else."""
        found = promises.open_promises(self.case)
        if found:
            promise = found[pick % len(found)]
            self.press(HandOver(ref=self.case.ref, promise_id=promise.id, to=StaffId(to)))

    def remind(self) -> None:
        """Whoever owes an answer is reminded by hand."""
        found = [p for p in promises.open_promises(self.case) if p.kind is PromiseKind.ANSWER]
        for promise in found[:1]:
            self.press(RemindNow(ref=self.case.ref, promise_id=promise.id))

    def settle(
        self,
        ahead: int,
        clock: tuple[int, int],
        parts: tuple[int, ...] | None,
        attends: Attendance | None,
        *,
        moved: bool,
        doctor: bool,
        agreed: bool,
    ) -> None:
        """The GP's office says several things at once."""
        locum = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
        self.press(
            SettleOffice(
                ref=self.case.ref,
                kind=self.kind,
                channel=Channel.PHONE,
                evidence="ringte",
                doctor=locum if doctor else None,
                start=self.wall(ahead, clock) if moved else None,
                parts=parts,
                attends=attends,
                agreed=agreed,
                accept_clashes=True,
            ),
            f"SettleOffice{' agreed' if agreed else ''}",
        )

    def postpone(self, days: int) -> None:
        """The meeting is put off."""
        until = workdays.local_date(self.office.clock, OSLO) + timedelta(days=days)
        self.press(Postpone(ref=self.case.ref, kind=self.kind, until=until))

    def correct(self, what: tuple[str, str]) -> None:
        """Something is put right."""
        field, value = what
        self.press(Correct(ref=self.case.ref, field=field, value=value), f"Correct {field}")

    def stop(self, reason: ClosedReason) -> None:
        """The pathway ends."""
        self.press(StopPathway(ref=self.case.ref, reason=reason), f"StopPathway {reason}")

    # --- what must hold when something leaves -----------------------------------------------------

    def judge_departure(self, sending: Sending, *, by_hand: bool = False) -> None:
        """Gates, silence, hours and chasing, at the moment when it leaves."""
        now = self.office.clock
        case = next(c for c in self.office.cases if c.id == sending.case_id)
        assert sending.invitation_id is not None
        invitation = case.invitation(sending.invitation_id)
        meeting = case.meeting(invitation.meeting_id)
        person = case.participant(invitation.participant_id)
        if not by_hand and sending.hours is not Hours.ANY:
            clinic = self.office.clinic
            assert workdays.may_leave(now, Hours.WORKING, OSLO, clinic.work_from, clinic.work_to)
        if sending.kind is SendingKind.CANCELLATION:
            assert sending.hours in {Hours.ANY, Hours.SMS}
            died = case.closing is not None and case.closing.reason is ClosedReason.DIED
            assert not (died and person.role is Role.PATIENT), "on death nothing to the patient"
            return
        assert case.closing is None, "closed: nothing but cancellations"
        assert invitation.cancelled_at is None, "cancelled means silent"
        assert meeting.alive, "nothing about a meeting that is over"
        assert leaving.too_late_from(meeting, sending) > now, "nobody hears after it began"
        if sending.why == leaving.LET_IN:
            assert sending.facts is not None
            assert sending.facts.link == meeting.link, "another meeting's link"
        assert person.ended_at is None
        assert not (sending.channel is Channel.SMS and person.no_sms), "reserved against SMS (P6)"
        if person.role in THIRD_PARTIES:
            assert rules.consent_for(case, person) is not None, "withdrawn means silent"
            lacking = sending.kind in leaving.FACTUAL and rules.parts_lacking(case, meeting, person)
            assert not lacking, "nobody is asked to a part without consent"
        if meeting.kind in APPOINTMENTS:
            assert person.role is Role.CLINICIAN, "nobody else is on it (P2)"
        if invitation.left_at is None:
            assert not rules.unmet(case, meeting, person), "a first message through a closed gate"
        self.judge_reminder(case, sending, invitation)

    def judge_reminder(self, case: Case, sending: Sending, invitation: Invitation) -> None:
        """Nothing settled is chased."""
        if sending.kind not in leaving.REMINDING:
            assert sending.facts == invitation.offered
            assert not leaving.frozen(case, sending), "a gate shut, or a time given up (D2, F13)"
            self.judge_new_time(case, sending, invitation)
            return
        assert sending.hours in {Hours.WORKING, Hours.SMS} or sending.why == PRESSED
        assert sending.promise_id is not None
        promise = case.promise(sending.promise_id)
        assert promise.settled is None
        state = rules.state_of(case, invitation)
        assert state not in {InvitationState.DECLINED, InvitationState.NEW_TIME}
        if promise.kind is PromiseKind.ANSWER:
            assert state in {InvitationState.SENT, InvitationState.TENTATIVE}

    def judge_new_time(self, case: Case, sending: Sending, invitation: Invitation) -> None:
        """After a move patient and third parties hear only with the GP's new yes (D4b, F5)."""
        refused = {s.id for s in case.sendings if s.status is SendingStatus.GIVEN_UP}
        rows = [s for _, s in self.office.left if s.id not in refused]
        told = [s.facts for s in rows if s.invitation_id == invitation.id and s.facts]
        meeting = case.meeting(invitation.meeting_id)
        moved = sending.facts and told and told[-1].window != sending.facts.window
        if moved and sending.role not in {Role.GP, Role.REFERRER, Role.CLINICIAN}:
            asked = any(case.live_invitation(p.id, meeting.id) for p in case.present(Role.GP))
            assert rules.gp_yes(case, meeting) or not asked, "a new time before the GP's yes"

    # --- what must always hold --------------------------------------------------------------------

    @invariant()
    def calendars_can_follow(self) -> None:
        """One UID, SEQUENCE never falls, METHOD fits, DTSTAMP rises, silence after CANCEL (F16)."""
        rows: dict[str, list[Sending]] = {}
        for _, sending in self.office.left:
            event_of = sending.content.event
            if event_of is None:
                continue
            assert event_of.uid == sending.invitation_id
            assert event_of.sequence == sending.revision - 1
            cancels = sending.kind is SendingKind.CANCELLATION
            stands = sending.kind is SendingKind.STANDS
            asks = {Method.REQUEST, Method.DECLINECOUNTER} if stands else {Method.REQUEST}
            assert event_of.method in ({Method.CANCEL} if cancels else asks)
            rows.setdefault(event_of.uid, []).append(sending)
        for sent in rows.values():
            self.judge_thread(sent)

    def judge_thread(self, sent: list[Sending]) -> None:
        """The messages of one UID in the order in which they left."""
        numbers = [s.revision for s in sent]
        assert numbers == sorted(numbers)
        stamps = {s.id: s.stamp for s in sent}
        for s in sent:
            assert s.stamp is not None
            assert stamps[s.id] == s.stamp, "a retry has the same bytes"
        in_order = [stamp for stamp in dict.fromkeys(stamps.values()) if stamp]
        assert len(in_order) == len(stamps), "two different sendings share a second"
        assert in_order == sorted(in_order)
        cancelled = [s.kind is SendingKind.CANCELLATION for s in sent]
        assert cancelled == sorted(cancelled), "nothing after a CANCEL"
        if cancelled[-1] and not all(cancelled):
            last_asked = max(s.revision for s in sent if s.kind is not SendingKind.CANCELLATION)
            assert sent[-1].revision > last_asked

    @invariant()
    def once_a_day(self) -> None:
        """At most one reminder a day for an invitation, one digest a day for a person (D4)."""
        days: Counter[tuple[object, ...]] = Counter()
        seen: set[str] = set()
        for moment, s in self.office.left:
            if s.kind in leaving.REMINDING and s.channel is Channel.MAIL and s.id not in seen:
                seen.add(s.id)
                days[(s.invitation_id, workdays.local_date(moment, OSLO))] += 1
        for moment, staff_id in self.office.digests:
            on = workdays.local_date(moment, OSLO)
            assert workdays.is_working_day(on)
            days[(staff_id, on)] += 1
        assert all(number == 1 for number in days.values())

    @invariant()
    def steps_are_taken_once(self) -> None:
        """No promise says the same step twice to one person at one address (F3).

        But what a person asked for, what somebody put off, which is told again on its day, and what
        a stranger says anew by mail.
        """
        for case in self.office.cases:
            own = [s for s in case.sendings if s.promise_id and s.why not in {PRESSED, "F3", "D4"}]
            rows = [(s.promise_id, s.step, s.to, s.address) for s in own]
            assert len(rows) == len(set(rows))
            keys = [p.key for p in promises.open_promises(case)]
            assert len(keys) == len(set(keys))

    @invariant()
    def only_promises_are_chased(self) -> None:
        """Each reminder and task belongs to a promise, and none is written once that has ended."""
        for case in self.office.cases:
            for s in case.sendings:
                if s.kind in {SendingKind.TASK, *leaving.REMINDING}:
                    assert s.promise_id is not None
                    ended = case.promise(s.promise_id).settled
                    assert ended is None or s.created_at <= ended.at

    @invariant()
    def staff_hear_in_working_hours(self) -> None:
        """What the program says to staff waits for working hours (D4)."""
        clinic = self.office.clinic
        for case in self.office.cases:
            for s in case.sendings:
                if s.channel is Channel.CHAT:
                    opens, closes = clinic.work_from, clinic.work_to
                    assert workdays.may_leave(s.not_before, Hours.WORKING, OSLO, opens, closes)

    @invariant()
    def calendars_show_the_meeting(self) -> None:
        """Once nothing is pending or held back, what was last sent is what holds (F5)."""
        for case, invitation in self.asked():
            meeting = case.meeting(invitation.meeting_id)
            told = leaving.last_told(case, invitation)
            if self.pending(case, invitation) or told is None or invitation.undelivered_at:
                continue
            if invitation.cancelled_at is not None:
                self.judge_cancelled(case, invitation)
                continue
            due = rules.due_facts(case, self.office.clinic, invitation)
            if not meeting.alive or meeting.starts_at <= self.office.clock or due is None:
                continue
            answer = rules.present_answer(case, invitation)
            said_no = answer is not None and answer.verdict in {Verdict.DECLINED, Verdict.NEW_TIME}
            held_back = told[1].window != due.window and leaving.must_wait(case, invitation)
            if said_no or held_back:
                assert invitation.offered == told[1]
                continue
            if leaving.done_without(case, invitation) and not told[1].link:
                due = replace(due, link="")  # hears no more but that it moves or is off (D2)
            assert told[1] == due == invitation.offered
            assert told[0].revision == invitation.revision

    def judge_cancelled(self, case: Case, invitation: Invitation) -> None:
        """Whoever was told of a meeting is told that it is off (F6).

        Not the patient on death, and nobody whose time is over.
        """
        told = leaving.last_told(case, invitation)
        off = [s for s in case.sendings_of(invitation.id) if s.kind is SendingKind.CANCELLATION]
        died = case.closing is not None and case.closing.reason is ClosedReason.DIED
        patient = case.participant(invitation.participant_id).role is Role.PATIENT
        at = invitation.cancelled_at
        over = told is not None and at is not None and told[1].window.end <= at
        assert off or over or (died and patient)

    def asked(self) -> Iterator[tuple[Case, Invitation]]:
        """Every invitation of every case."""
        for case in self.office.cases:
            for invitation in case.invitations:
                yield case, invitation

    def pending(self, case: Case, invitation: Invitation) -> bool:
        """Whether a message that tells where and when may still leave."""
        kinds = {*leaving.FACTUAL, SendingKind.CANCELLATION}
        return any(s.waiting and s.kind in kinds for s in case.sendings_of(invitation.id))

    @invariant()
    def a_yes_is_kept(self) -> None:
        """Who has said yes to what holds is not asked again, and their calendar says so (D4b)."""
        for case, invitation in self.asked():
            if rules.state_of(case, invitation) is not InvitationState.ACCEPTED:
                continue
            owed = [p for p in promises.open_promises(case) if p.about == invitation.id]
            fresh = [p for p in owed if p.kind in {PromiseKind.ANSWER, PromiseKind.TIME_QUESTION}]
            assert not fresh

    @invariant()
    def mail_has_an_address(self) -> None:
        """Whoever has no address is written to by another way (R20)."""
        for case in self.office.cases:
            mails = (s for s in case.sendings if s.waiting and s.channel in CARRIED)
            assert all(s.address for s in mails), "a mail to nowhere"

    @invariant()
    def nobody_is_told_of_a_yes_never_given(self) -> None:
        """What waits says "no need to answer" only to one whose yes holds (D4b)."""
        for case, invitation in self.asked():
            for sending in case.sendings_of(invitation.id):
                event = sending.content.event
                unsent = sending.waiting and not sending.may_have_left
                kept = unsent and event is not None and event.accepted
                if kept and sending.facts == invitation.offered and not invitation.cancelled_at:
                    answer = rules.present_answer(case, invitation)
                    assert answer is not None, "asked again, and not told so"

    @invariant()
    def nothing_is_said_twice(self) -> None:
        """Same window, place and link, same address: nothing waits to be sent (F7).

        But the answer to one who wished another time, which says that the same stands, the link
        again to one who does not get in, and what was tried, dropped, and holds again: nobody
        knows whether it came.
        """
        for case, invitation in self.asked():
            told = leaving.last_told(case, invitation)
            given_up = any(
                s.status is SendingStatus.GIVEN_UP for s in case.sendings_of(invitation.id)
            )
            if told is None or given_up or invitation.cancelled_at:
                continue
            if leaving.unsure(case, invitation):
                continue
            again = [
                s
                for s in case.sendings_of(invitation.id)
                if s.waiting
                and s.kind in leaving.FACTUAL
                and not s.may_have_left
                and s.kind is not SendingKind.STANDS
                and s.why != leaving.LET_IN
            ]
            assert all(s.facts != told[1] or s.address != told[0].address for s in again)

    @invariant()
    def closed_is_quiet(self) -> None:
        """A pathway that has ended owes nothing (R10, F6)."""
        for case in self.office.cases:
            if case.closing is not None:
                assert not promises.open_promises(case)

    @invariant()
    def the_ledger_settles(self) -> None:
        """To reconcile twice is to reconcile once."""
        for case in self.office.cases:
            once = self.reconciled(case)
            assert self.reconciled(once) == once

    def reconciled(self, case: Case) -> Case:
        """The case as the ledger would bring it up to this moment."""
        numbers = count(10**6)
        clinic, now = self.office.clinic, self.office.clock
        return promises.reconcile(case, clinic, now, lambda: f"new{next(numbers)}")

    @invariant()
    def nobody_is_chased_in_vain(self) -> None:
        """What is owed by people outside is owed for a meeting that is to come (F3)."""
        for case in self.office.cases:
            fresh = self.reconciled(case)
            for promise in promises.open_promises(fresh):
                if promise.kind in {PromiseKind.ANSWER, PromiseKind.REMINDER}:
                    invitation = next(i for i in fresh.invitations if i.id == promise.about)
                    meeting = fresh.meeting(invitation.meeting_id)
                    assert meeting.alive
                    assert meeting.starts_at > self.office.clock
                    assert not invitation.cancelled_at


Histories.TestCase.settings = settings(
    max_examples=min(60, settings().max_examples), stateful_step_count=25
)
TestHistories = Histories.TestCase
