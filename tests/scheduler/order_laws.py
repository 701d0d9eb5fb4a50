"""What is told of one case comes in its order, also after a failure (decision 70).

Each claim is judged by what is recorded when it is made: what it passes by, though that may leave
by the laws of the histories, may not leave afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from pathway.outgoing import CARRIED, Sending, SendingKind
from pathway.words import Channel
from tests.pathway.test_times_histories import TimesAsked
from tests.scheduler.shared_clocks import COUNTED
from tests.scheduler.shared_office import SharedOffice

if TYPE_CHECKING:
    from pathway.case import Case

OFF_OR_COME_IN = {SendingKind.CANCELLATION, SendingKind.TIMES_OVER, SendingKind.NEW_MINUTE}
"""What waits for nothing that failed, as does a link for one who does not get in (F6, F18)."""

NEWS_WAIT = timedelta(hours=2)
"""After the first try: what a chat refuses is never given up, and then keeps nothing back."""


class OrderLaws(TimesAsked):
    """Nothing passes by what is in a hand, or what failed and goes the same way."""

    office: SharedOffice

    def __init__(self) -> None:
        super().__init__()
        self.tried: dict[str, datetime] = {}
        self.passed_by: dict[str, str] = {}

    def judge_claim(self, case: Case | None, sending: Sending) -> None:
        """What somebody takes has nothing before it that must come first."""
        if case is None:
            return
        now, at = self.office.clock, case.sendings.index(sending)
        self.tried.setdefault(sending.id, now)
        before = [one for one in case.sendings[:at] if one.waiting and beside(one, sending)]
        held = [one.id for one in before if self.office.is_held(one, now)]
        assert not held, f"{sending.kind} passes by {held}, which are in a hand"
        if sending.attempts > 1 and any(
            later.waiting and same_way(later, sending) for later in case.sendings[at + 1 :]
        ):
            COUNTED["what failed came first"] += 1
        if sending.kind in OFF_OR_COME_IN or sending.why == "F18":
            return
        for one in before:
            if one.id in self.tried and same_way(one, sending) and self.may_leave(one, now):
                self.passed_by[one.id] = f"{sending.kind} {sending.id}"

    def may_leave(self, sending: Sending, now: datetime) -> bool:
        """Whether the laws of the histories would let it leave at this moment."""
        chat = sending.channel is Channel.CHAT
        if chat and self.tried[sending.id] + NEWS_WAIT <= now:
            return False
        try:
            self.judge_chat(sending) if chat else self.judge_departure(sending)
        except AssertionError:
            return False
        return True

    @override
    def carry(self, sending: Sending) -> tuple[str, bool]:
        self.judge_order(sending)
        return super().carry(sending)

    def judge_chat(self, sending: Sending) -> None:
        """What staff hear."""
        raise NotImplementedError

    def told(self, sending: Sending) -> None:
        """What staff hear, and in its order."""
        self.judge_order(sending)
        self.judge_chat(sending)

    def judge_order(self, sending: Sending) -> None:
        """What leaves was not passed by; but a copy of what was taken out of a hand is late."""
        late = sending.id in self.office.taken_out
        by = None if late else self.passed_by.get(sending.id)
        assert by is None, f"{sending.kind} {sending.id} should have come before {by}"


def beside(one: Sending, other: Sending) -> bool:
    """Whether these two of a case keep an order: outside all do, in chat those to one person."""
    if other.channel in CARRIED:
        return one.channel in CARRIED
    return same_way(one, other) and one.kind is not SendingKind.TASK


def same_way(one: Sending, other: Sending) -> bool:
    """Whether they go to the same mailbox, calendar or chat."""
    way = (one.to, one.channel) == (other.to, other.channel)
    return way and (one.channel is Channel.CHAT or one.address == other.address)
