"""Whatever people press in the random histories."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import event

from pathway import agenda, leaving, promises, rules, workdays
from pathway.aftermath import InterviewState
from pathway.arrivals import Arrival, Sort
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    CallBack,
    CancelAppointment,
    CancelMeeting,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    CheckReferral,
    Correct,
    CorrectGp,
    EndAbsence,
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
    RecordAbsence,
    RecordAdviser,
    RecordAnswer,
    RecordConsent,
    RecordInterview,
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
from pathway.model import Promise
from pathway.owed.checklists import CHECKLISTS, remaining
from pathway.owed.papers import PAPERS
from pathway.service import PROGRAM
from pathway.service.answers import receiving
from pathway.service.answers.taking_back import holding
from pathway.service.invitations.invited import to_call_in
from pathway.service.people.participants import OWN_WAY_IN
from pathway.service.staff.deputies import fit_deputies
from pathway.service.staff.snoozing import past_safe_day
from pathway.service.third_parties.third_party import actors
from pathway.variants import MEETING_MILESTONE
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
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
from tests.pathway.build import DOCTOR, LEADER, OSLO, SECRETARY
from tests.pathway.history_actions import PATIENT_MAIL
from tests.pathway.history_office import InOffice
from tests.pathway.office import GP


class People(InOffice):
    """Everybody who presses something; each method is one action."""

    def new_patient(self) -> None:
        """Another pathway begins."""
        today = workdays.local_date(self.office.clock, OSLO)
        self.press(RegisterPatient(name="Kari", referral_received=today, gp=GP))
        patient = self.office.person(Role.PATIENT)
        self.put(patient.id, email=PATIENT_MAIL, phone="91000000")

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
            outside = [p for p in self.case.participants if p.staff_id is None]
            assert not any(p.name or p.email for p in outside)

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

    def snooze(self, pick: int, days: int, by: str = SECRETARY) -> None:
        """A task is put off, or a colleague's is left where it is (decision 67)."""
        found = promises.open_promises(self.case)
        if not found:
            return
        promise = found[pick % len(found)]
        until = workdays.local_date(self.office.clock, OSLO) + timedelta(days=days)
        why = "avtalt" if past_safe_day(self.case, self.office.clinic, until) else ""
        snooze = Snooze(ref=self.case.ref, promise_id=promise.id, until=until, why=why)
        self.press(snooze, f"Snooze {by}", actor=by)

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

    # --- the staff themselves ---------------------------------------------------------------------

    def somebody_is_away(
        self, who: StaffId, ahead: int, days: int | None, *, back: bool = False
    ) -> None:
        """A colleague is away from a day on, until a day or until they say so; or is back."""
        clinic, today = self.office.clinic, workdays.local_date(self.office.clock, OSLO)
        first = today + timedelta(days=ahead)
        last = None if days is None else first + timedelta(days=days)
        deputy = fit_deputies(clinic, clinic.member(who))[0].id
        command: EndAbsence | RecordAbsence = RecordAbsence(
            staff_id=who, first=first, last=last, deputy=deputy
        )
        if back:
            command = EndAbsence(staff_id=who, back_on=today)
        before = self.office.cases
        try:
            self.office.do(command)
        except RuleError as refused:
            event(f"{type(command).__name__}: refused, {type(refused).__name__}")
            assert before == self.office.cases
        else:
            event(f"{type(command).__name__}: done")

    def call_back(self) -> None:
        """The patient has rung, and is to be rung back."""
        self.press(CallBack(ref=self.case.ref, who=self.office.person(Role.PATIENT).id))

    def interview(self, after: MeetingKind) -> None:
        """The patient wants the letter about an interview."""
        state = InterviewState.WANTED
        self.press(RecordInterview(ref=self.case.ref, after=after, state=state))

    def writes(self) -> None:
        """Somebody who was asked writes a mail that nobody but a person can judge."""
        invitation = self.case.invitations[-1]
        arrival = Arrival(
            key=f"{next(self.links):064}",
            sort=Sort.LETTER,
            at=self.office.clock,
            invitations=(invitation.id,),
            named=True,
        )
        self.office.run(lambda context: receiving.receive(context, arrival), PROGRAM)
