"""A meeting in the random histories: it is run live while everything else goes on around it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st

from pathway.commands import BringAlong, EndMeeting, StartMeeting, StepMeeting
from pathway.run import Deed
from tests.pathway.history_actions import AROUND, Action, does
from tests.pathway.history_people import People
from tests.pathway.run_laws import laws, newest_was_told

FAR = timedelta(days=40)
"""A meeting further ahead is not waited for."""

PRESS = does(
    "steered",
    deed=st.sampled_from([*Deed, Deed.NEXT, Deed.LONGER]),
    pick=st.integers(0, 9),
    minutes=st.sampled_from([0, 1, 5, 10, 30]),
)
COURSE = st.lists(
    st.tuples(st.sampled_from([0, 1, 3, 8, 15, 25]), st.one_of(PRESS, PRESS, PRESS, AROUND)),
    max_size=8,
)


class Meetings(People):
    """People who meet."""

    def meet(self, late: int, course: list[tuple[int, Action]], *, ended: bool) -> None:
        """Time goes by to the meeting's own; it is started, steered, and perhaps ended."""
        kind = self.kind
        meeting = self.case.meeting_of(kind)
        if meeting is None or self.case.closing is not None:
            return
        start = meeting.starts_at + timedelta(minutes=late)
        if not timedelta() <= start - self.office.clock <= FAR:
            return
        self.time_passes(start - self.office.clock)
        while self.office.clock < start:  # time stood still, since a clock had been ahead
            self.time_passes(start - self.office.clock)
        if not self.press(StartMeeting(ref=self.case.ref, kind=kind)):
            return
        for minutes, (name, said) in course:
            self.time_passes(timedelta(minutes=minutes))
            if self.case.closing is None:
                getattr(self, name)(**said)
                self.judge_the_run(pressed=name == "steered")
        if ended and self.press(EndMeeting(ref=self.case.ref)):
            self.judge_the_run(pressed=False)

    def judge_the_run(self, *, pressed: bool) -> None:
        """The laws of a meeting that runs, or has run."""
        if self.case.runs:
            laws(self.office)
        if self.case.runs and pressed:
            newest_was_told(self.office)

    def steered(self, deed: Deed, pick: int, minutes: int) -> None:
        """Somebody of the office presses on the card."""
        ref, people = self.case.ref, self.case.participants
        if deed is Deed.BROUGHT:
            self.press(BringAlong(ref=ref, name="mor", with_nav=minutes > 1))
            return
        who = people[pick % len(people)].id
        order = (2, 1) if minutes else (1,)
        named: dict[str, Any] = {"who": who, "minutes": minutes, "parts": order}
        self.press(StepMeeting(ref=ref, deed=deed, **named), f"StepMeeting {deed}")
