"""Random histories in which times are asked about: no gate, window or yes is passed over.

How often each action was reached is reported with `pytest --hypothesis-show-statistics`.
"""

from __future__ import annotations

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import Phase, event, settings
from hypothesis.stateful import invariant, rule
from typing_extensions import override

from pathway import leaving, offers, rules
from pathway.commands import AnswerTimes, AskTimes, ChooseTime
from pathway.outgoing import Hours, Sending, SendingKind
from pathway.service.invitations.reminding import PRESSED
from pathway.words import Channel, MeetingKind, Role
from tests.pathway.build import LEADER
from tests.pathway.history_actions import CLOCKS
from tests.pathway.test_histories import Histories

SAID = st.sampled_from([0b11111, 0b11111, 0b10101, 0b00110, 0])
AHEAD = st.lists(st.sampled_from([3, 15, 20, 21, 22, 30]), min_size=1, max_size=5, unique=True)


class TimesAsked(Histories):
    """The same office; questions of times are put, answered, changed and decided on the way."""

    @rule(ahead=AHEAD, clock=CLOCKS)
    def ask_times(self, ahead: list[int], clock: tuple[int, int]) -> None:
        """A question is put, or its times become others: some are withdrawn."""
        if self.case.closing is not None:
            return
        starts = tuple(self.wall(days, clock) for days in ahead)
        open_now = offers.question_about(self.case, self.kind)
        command = AskTimes(
            ref=self.case.ref,
            kind=self.kind,
            starts=starts,
            leader=LEADER,
            template="with_nav",
            accept_clashes=True,
        )
        self.press(command, "AskTimes again" if open_now else "AskTimes")
        self.daemon()

    @rule(role=st.sampled_from([Role.GP, Role.GP, Role.PATIENT, Role.NAV_ADVISER]), said=SAID)
    def answer_times(self, role: Role, said: int) -> None:
        """Somebody who is asked says which suit, by bits; it is never an error to them (F15).

        A minute later, so that who is asked because of it is told apart from who was before.
        """
        people = {p.id for p in self.case.participants if p.role is role}
        found = [asked for asked in self.case.asked if asked.participant_id in people]
        if not found:
            return
        self.office.clock += timedelta(minutes=1)
        asked = found[-1]
        suits = tuple(o.option_id for n, o in enumerate(asked.offers) if said >> n & 1)
        command = AnswerTimes(
            ref=self.case.ref,
            asked_id=asked.id,
            suits=suits,
            channel=Channel.MAIL,
            evidence="page",
            revision=asked.revision,
        )
        assert self.press(command, f"AnswerTimes {role}")
        self.daemon()

    @rule(pick=st.integers(0, 4))
    def choose_time(self, pick: int) -> None:
        """One is chosen: exactly those whose yes covers their own window are not asked again."""
        case, clinic = self.case, self.office.clinic
        question = offers.question_about(case, self.kind)
        options = offers.best_first(case, clinic, question, self.office.clock) if question else ()
        if question is None or not options:
            return
        option = options[pick % len(options)]
        people = offers.to_ask(case, question)
        agreed = {p.id for p in people if offers.agrees(case, clinic, question, option, p)}
        before = case
        if not self.press(ChooseTime(ref=case.ref, option_id=option.id, accept_clashes=True)):
            return
        case = self.case
        meeting = case.meeting_of(question.kind)
        assert meeting is not None
        assert meeting.start == option.start
        for person in people:
            invitation = case.live_invitation(person.id, meeting.id)
            if invitation is None or invitation.offered is None:
                continue
            if leaving.must_wait(case, invitation):
                continue  # what suits counts when the gate opens, and nobody is asked before
            kept = rules.present_answer(case, invitation)
            covered = kept is not None and rules.covers(kept.facts, invitation.offered)
            assert person.id not in agreed or covered, "asked again about what suits"
            assert not covered or person.id in agreed or kept in before.answers, "a yes never given"
            event(f"chosen, {person.role} {'not asked again' if covered else 'asked'}")

    @rule(ahead=AHEAD, clock=CLOCKS, gp=SAID, patient=SAID, pick=st.integers(0, 1))
    def find_a_time(
        self, ahead: list[int], clock: tuple[int, int], gp: int, patient: int, pick: int
    ) -> None:
        """The whole way at once, as it mostly goes."""
        self.ask_times(ahead, clock)
        self.answer_times(Role.GP, gp)
        self.answer_times(Role.PATIENT, patient)
        self.answer_times(Role.NAV_ADVISER, patient)
        self.choose_time(pick)

    @override
    def judge_departure(self, sending: Sending, *, by_hand: bool = False) -> None:
        """A question leaves only through an open gate, and shows its reader's own windows."""
        if sending.asked_id is None:
            super().judge_departure(sending, by_hand=by_hand)
            return
        event(f"left about times: {sending.kind} {sending.role}")
        self.judge_hours(sending, by_hand=by_hand)
        case = next(c for c in self.office.cases if c.id == sending.case_id)
        asked = case.asked_about(sending.asked_id)
        if sending.kind is not SendingKind.TIMES_OVER:
            assert case.closing is None, "closed: nothing but that no answer is wanted"
            assert asked.ended_at is None, "who is not asked any more hears no question"
        if sending.kind is SendingKind.TIMES_REMINDER:
            assert sending.hours is Hours.WORKING or sending.why == PRESSED
            assert sending.promise_id is not None
            assert case.promise(sending.promise_id).settled is None, "what is settled is chased"
            assert offers.unanswered(case, asked), "an answer that was given is chased"
        question = case.question_of_times(asked.question_id)
        without = question.moves is not None or question.kind is MeetingKind.SHM2
        if sending.kind is not SendingKind.TIMES or sending.role is Role.GP or without:
            return
        doctors = {p.id for p in case.participants if p.role is Role.GP}
        of_doctors = {one.id for one in case.asked if one.participant_id in doctors}
        said = {
            one
            for a in case.times_answers
            if a.asked_id in of_doctors and a.counts
            for one in a.suits
        }
        assert {one.option_id for one in asked.offers} <= said, "asked before the GP's yes"

    @invariant()
    def nobody_is_asked_before_their_gate(self) -> None:
        """What is told for the first time is open to that person; others than the GP need a yes."""
        case, clinic = self.case, self.office.clinic
        if case.closing is not None:
            return
        for question in offers.open_questions(case):
            for person in offers.to_ask(case, question):
                asked = offers.asked_of(case, question.id, person)
                if asked is None or asked.requested_at != self.office.clock:
                    continue
                for option in offers.living_options(case, question, self.office.clock):
                    if any(one.option_id == option.id for one in asked.offers):
                        missing = offers.lacking(case, clinic, question, option, person)
                        assert not missing, "asked before their gate"

    @invariant()
    def nobody_sees_anothers_window(self) -> None:
        """Each alternative that waits to be told has its reader's own window (P1)."""
        case, clinic = self.case, self.office.clinic
        for question in offers.open_questions(case):
            for person in offers.to_ask(case, question):
                asked = offers.asked_of(case, question.id, person)
                if asked is None:
                    continue
                own = offers.offered_to(case, clinic, question, person, self.office.clock)
                now = {one.option_id: one.facts.window for one in own}
                for one in asked.offers:
                    assert now.get(one.option_id, one.facts.window) == one.facts.window


TimesAsked.TestCase.settings = settings(
    max_examples=min(25, settings().max_examples),
    stateful_step_count=15,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a shrunk history takes minutes
)
TestTimesHistories = TimesAsked.TestCase
