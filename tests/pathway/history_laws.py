"""What must hold in the random histories: at each departure, and always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count

from hypothesis.stateful import invariant
from typing_extensions import override

from pathway import awaited, leaving, promises, rules, workdays
from pathway.case import Case
from pathway.model import Invitation
from pathway.outgoing import CARRIED, Hours, Method, Sending, SendingKind, SendingStatus
from pathway.questions import STRAYS, Doubt
from pathway.service.daemon import showing
from pathway.service.invitations.reminding import PRESSED
from pathway.service.staff import leaving_staff, passing_on
from pathway.words import (
    APPOINTMENTS,
    THIRD_PARTIES,
    Channel,
    ClosedReason,
    InvitationState,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import OSLO
from tests.pathway.history_office import InOffice
from tests.pathway.office import judge_tasks

CHASING = leaving.REMINDING | {SendingKind.TIMES_REMINDER}
"""What reminds somebody outside of an answer or of a meeting."""

HAND = frozenset({Doubt.MOVED, Doubt.DELETED, Doubt.TAKEN_OFF, Doubt.REWRITTEN})


class Laws(InOffice):
    """The rules that no history may break."""

    def beside(self, moment: datetime) -> Collection[datetime]:
        """What other clocks showed in the pass of this moment; there is one clock."""
        return {moment}

    def by_another(self, _moment: datetime) -> bool:
        """Whether another daemon wrote this while a message was in the hand of the one at work."""
        return False

    # --- when something leaves --------------------------------------------------------------------

    @override
    def judge_departure(self, sending: Sending, *, by_hand: bool = False) -> None:
        """Gates, silence, hours and chasing, at the moment when it leaves."""
        now = self.office.clock
        case = next(c for c in self.office.cases if c.id == sending.case_id)
        assert sending.invitation_id is not None
        invitation = case.invitation(sending.invitation_id)
        meeting = case.meeting(invitation.meeting_id)
        person = case.participant(invitation.participant_id)
        self.judge_hours(sending, by_hand=by_hand)
        if sending.kind is SendingKind.CANCELLATION:
            assert sending.hours in {Hours.ANY, Hours.SMS}
            died = case.closing is not None and case.closing.reason is ClosedReason.DIED
            assert not (died and person.role is Role.PATIENT), "on death nothing to the patient"
            return
        assert case.closing is None, "closed: nothing but cancellations"
        assert invitation.cancelled_at is None, "cancelled means silent"
        assert meeting.alive, "nothing about a meeting that is over"
        minute = sending.kind is SendingKind.NEW_MINUTE
        if minute:
            told = [s for s in case.sendings_of(invitation.id) if s.kind is SendingKind.NEW_MINUTE]
            newest = awaited.still_told(case, sending) or self.by_another(told[-1].created_at)
            assert newest, "a minute that is not the newest"
        too_late = leaving.too_late_from(case, meeting, sending)
        assert minute or too_late > now, "nobody hears after it began"
        if sending.why == leaving.LET_IN and not minute:  # a new minute says no link
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
        answered = rules.present_answer(case, invitation) is not None
        if invitation.left_at is None and not (minute and answered):  # who said yes has heard
            assert not rules.unmet(case, meeting, person), "a first message through a closed gate"
        if not minute:
            self.judge_reminder(case, sending, invitation)

    def judge_hours(self, sending: Sending, *, by_hand: bool) -> None:
        """What nobody has pressed leaves in working hours (D4, F3)."""
        if not by_hand and sending.hours is not Hours.ANY:
            now, clinic = self.office.clock, self.office.clinic
            assert workdays.may_leave(now, Hours.WORKING, OSLO, clinic.work_from, clinic.work_to)

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
        assert promise.settled is None or self.by_another(promise.settled.at)
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

    # --- always -----------------------------------------------------------------------------------

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
        """At most one reminder a day for an invitation or a question, and one digest a day (D4)."""
        days: Counter[tuple[object, ...]] = Counter()
        seen: set[str] = set()
        for moment, s in self.office.left:
            if s.kind in CHASING and s.channel is Channel.MAIL and s.id not in seen:
                seen.add(s.id)
                days[(s.invitation_id, s.asked_id, workdays.local_date(moment, OSLO))] += 1
        for moment, staff_id in self.office.digests:
            on = workdays.local_date(moment, OSLO)
            assert workdays.is_working_day(on)
            days[(staff_id, on)] += 1
        assert all(number == 1 for number in days.values())

    @invariant()
    def what_is_read_is_owed(self) -> None:
        """Whoever reads their digest now reads of nothing that has been settled (D2)."""
        owed = {p.id for case in self.office.cases for p in promises.open_promises(case)}
        office = self.office
        for person in office.clinic.staff:
            rows = office.run(partial(showing.show_copies, since=office.clock, seen=()), person.id)
            for row in rows:
                if row.kind is SendingKind.DIGEST and row.waiting:
                    assert set(row.content.held) - {STRAYS, leaving_staff.GONE} <= owed

    @invariant()
    def steps_are_taken_once(self) -> None:
        """No promise says the same step twice to one person at one address (F3).

        But what a person asked for, what somebody put off, which is told again on its day, and what
        a stranger says anew by mail. Who does another's work, or is back, is told on that day too.
        """
        again = {PRESSED, "F3", "D4", passing_on.WHY}
        for case in self.office.cases:
            own = [s for s in case.sendings if s.promise_id and s.why not in again]
            rows = Counter((s.promise_id, s.step, s.to, s.address) for s in own)
            assert [s for s in own if rows[s.promise_id, s.step, s.to, s.address] > 1] == []
            passed_on = [s for s in case.sendings if s.why == passing_on.WHY]
            days = Counter(
                (s.promise_id, s.to, workdays.local_date(s.created_at, OSLO)) for s in passed_on
            )
            assert set(days.values()) <= {1}
            keys = [p.key for p in promises.open_promises(case)]
            assert len(keys) == len(set(keys))

    @invariant()
    def only_promises_are_chased(self) -> None:
        """Each reminder and task belongs to a promise, and none is written once that has ended.

        But that another daemon, which passes at once by its own clock, may have written it before.
        """
        for case in self.office.cases:
            for s in case.sendings:
                if s.kind in {SendingKind.TASK, *CHASING}:
                    assert s.promise_id is not None
                    ended = case.promise(s.promise_id).settled
                    if ended is not None and s.created_at > ended.at:
                        assert s.created_at in self.beside(ended.at)

    @invariant()
    def staff_hear_in_working_hours(self) -> None:
        """What the program says to staff waits for working hours (D4).

        But for what a meeting that is run tells those who follow it, at once and on that day (R22),
        and what becomes of today's meeting, which is told from seven (F18).
        """
        clinic = self.office.clinic
        for case in self.office.cases:
            for s in case.sendings:
                of_a_run = s.hours is Hours.ANY and ran_on_the_day(case, s.not_before)
                if s.channel is Channel.CHAT and not of_a_run:
                    opens, closes = clinic.work_from, clinic.work_to
                    hours = Hours.TODAY if s.why == "F18" else Hours.WORKING
                    assert workdays.may_leave(s.not_before, hours, OSLO, opens, closes)

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
                rows = case.sendings_of(invitation.id)
                too_late = [s.facts for s in rows if s.facts and _came_too_late(s)]
                assert invitation.offered in (told[1], *too_late)
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
        again to one who does not get in, what was tried, dropped, and holds again, since nobody
        knows whether it came, and what the secretary has put back that was undone by hand. Nor the
        invitation by hand of one who wished another time before it was given to them.
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
                and s.created_at not in put_back(case, invitation)
                and not (told[0].kind is SendingKind.STANDS and s.created_at < told[0].created_at)
            ]
            assert all(s.facts != told[1] or s.address != told[0].address for s in again)

    @invariant()
    def everybody_finds_their_tasks(self) -> None:
        """*Oppgaver* reads few cases, and shows what reading all of them shows (D3)."""
        self.office.run(judge_tasks)

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


def ran_on_the_day(case: Case, moment: datetime) -> bool:
    """Whether a meeting of the case was run live on the day of this moment."""
    day = workdays.local_date(moment, OSLO)
    ran = ((run.started_at, run.ended_at or run.last_at) for run in case.runs)
    return any(
        workdays.local_date(began, OSLO) <= day <= workdays.local_date(ended, OSLO)
        for began, ended in ran
    )


def put_back(case: Case, invitation: Invitation) -> set[datetime]:
    """When the secretary had its calendar put back after somebody had moved or deleted it there."""
    return {
        one.settled.at
        for one in case.questions
        if one.doubt in HAND and one.settled and one.invitation_id == invitation.id
    }


def _came_too_late(sending: Sending) -> bool:
    """Whether it never left and is of no use, since the time that it tells of has gone."""
    if sending.status is not SendingStatus.DROPPED or not sending.facts or not sending.done_at:
        return False
    return sending.facts.window.start <= sending.done_at
