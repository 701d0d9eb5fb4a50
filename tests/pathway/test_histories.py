"""Random histories of one office: whatever people press and however time passes, the rules hold.

How often each action was reached is reported with `pytest --hypothesis-show-statistics`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import initialize, rule

from pathway.words import (
    Role,
)
from tests.pathway.history_actions import (
    ACTIONS,
    AWAY,
    MAILED,
    MODES,
    PACES,
    PAUSES,
    STOPS,
    WAY,
    Action,
)
from tests.pathway.history_laws import Laws
from tests.pathway.history_meeting import COURSE, Meetings


class Histories(Meetings, Laws):
    """One office whose people press and whose daemon passes, judged by all laws."""

    @initialize(mailed=st.sampled_from(MAILED), begun=st.sampled_from(STOPS))
    def begin(self, mailed: frozenset[Role], begun: int) -> None:
        """A clinic that may mail some of them, and a patient who has come some way."""
        self.office = self.new_office(mailed)
        self.new_patient()
        for action in WAY[:begun]:
            self.somebody_acts(action)
            self.daemon()

    @rule(
        actions=st.lists(ACTIONS, min_size=1, max_size=4),
        mode=st.sampled_from(MODES),
        pace=st.sampled_from(PACES),
        pause=PAUSES,
        away=AWAY,
    )
    def a_day_at_the_office(
        self,
        actions: list[Action],
        mode: str,
        pace: str,
        pause: timedelta,
        away: dict[str, Any] | None = None,
    ) -> None:
        """Things are pressed, the daemon passes in the same second, between, or after a pause.

        It is one rule, so that Hypothesis never leaves people or time out of a history.
        """
        self.post_office(mode)
        if away:
            self.somebody_is_away(**away)
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

    @rule(late=st.sampled_from([-60, -5, 0, 10, 119]), course=COURSE, ended=st.booleans())
    def a_meeting(self, late: int, course: list[tuple[int, Action]], *, ended: bool) -> None:
        """The next meeting is held, if there is one."""
        self.post_office("arrives")
        self.meet(late, course, ended=ended)

    def somebody_acts(self, action: Action) -> None:
        """Somebody presses something."""
        name, said = action
        if self.case.closing is not None:
            self.new_patient()
        getattr(self, name)(**said)


Histories.TestCase.settings = settings(
    max_examples=min(60, settings().max_examples), stateful_step_count=25
)
TestHistories = Histories.TestCase
