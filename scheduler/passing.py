"""What every part of one pass works with: transactions of their own, ways out, time spent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from pathway.errors import StalePlanError, UnknownCaseError
from pathway.outgoing import SendingStatus
from pathway.ports import Carrier, DeliveryFailedError, DeliveryRefusedError, Links
from pathway.service import Context
from pathway.service.daemon.forecast import departure_of
from pathway.service.daemon.report import Passed, Report
from pathway.words import Channel

if TYPE_CHECKING:
    from pathway.outgoing import Sending

T = TypeVar("T")

PASS_SECONDS = 60.0
"""After so much of a pass nothing more is claimed: no lease may run out in its owner's hand."""

HAND_OVER_SECONDS = 45.0
"""More than any carrier allows itself; with `PASS_SECONDS` still less than a lease."""

LATEST_SECONDS = PASS_SECONDS + 15.0
"""After so much of a pass nothing is handed over: whoever stood still that long may be too late."""

LATE = "late"
"""In place of an error: it was claimed, and then this process was frozen."""


class Run(Protocol):
    """Runs a use case whole in one transaction, at the pass's moment, as the program."""

    def __call__(self, use_case: Callable[[Context], T], /) -> Awaitable[T]:
        """The use case's result, once it is on disk."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of handing a message over: its id where it was posted in a chat.

    Or `error`, why it was not, by its kind; `wait` is in seconds.
    """

    error: str = ""
    for_good: bool = False
    wait: float = 0.0
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What every part of one pass works with; `spent` is how many seconds it has lasted.

    `reads` runs what reads much and writes nothing, beside whoever writes.

    `mail_staff` is whether staff without a chat are mailed. When it is `stopping` nothing more is
    claimed.
    """

    run: Run
    reads: Run
    carriers: Mapping[Channel, Carrier]
    report: Report
    spent: Callable[[], float]
    mail_staff: bool = True
    stopping: Callable[[], bool] = lambda: False

    async def apart(
        self, use_case: Callable[[Context], T], *, stale: T | None = None, run: Run | None = None
    ) -> T | None:
        """What concerns one case, person or row: what goes wrong in it stops nothing else.

        `stale` when somebody else was first (the next pass judges what is left), None if it broke.
        """
        try:
            return await (run or self.run)(use_case)
        except StalePlanError:
            return stale
        except UnknownCaseError:
            return None
        except Exception as error:  # noqa: BLE001 - one bad case must not stop the others
            self.report.broken.append(error)
            return None

    def cut_after(self, seconds: float) -> bool:
        """Whether the pass has lasted so long that this part of it ends; the report says so."""
        over = self.stopping() or self.spent() >= seconds
        self.report.cut = self.report.cut or over
        return over

    def count(self, way: Channel, handed: Handed, *, given_up: bool) -> None:
        """One more was handed over, or was to be."""
        failed = SendingStatus.GIVEN_UP if given_up else SendingStatus.FAILED
        self.report.handed[way, failed if handed.error else SendingStatus.SENT] += 1

    def note(self, passed: Passed) -> None:
        """Say of a row what came of it."""
        match passed.status:
            case SendingStatus.FAILED:
                self.report.retry.append(passed)
            case SendingStatus.GIVEN_UP:
                self.report.given_up.append(passed)
            case _:
                self.report.delivered.append(passed)

    async def hand_over(self, sending: Sending, links: Callable[[], Links] = Links) -> Handed:
        """What came of it; `links` are those that its text names.

        What no carrier should raise comes from a broken row or a bug: it waits like any failure,
        noted by its kind alone, since its words may be a person's. What was claimed too long ago is
        not handed over: its lease may be another's by now.
        """
        if self.spent() >= LATEST_SECONDS:
            return Handed(LATE)
        try:
            async with asyncio.timeout(HAND_OVER_SECONDS):
                posted = await self.carriers[sending.channel].deliver(sending, links())
        except DeliveryRefusedError as error:
            return Handed(str(error) or "refused", for_good=True)
        except DeliveryFailedError as error:
            return Handed(str(error) or "failed", wait=error.wait)
        except Exception as error:  # noqa: BLE001 - whatever it was, the row must wait and not be lost
            return Handed(type(error).__name__)
        return Handed(message_id=posted or "")


def passed_of(context: Context, sending: Sending) -> Passed:
    """The row as a report shows it."""
    case = context.ledger.load_for(sending.id, context.access)
    departure = departure_of(case, sending, sending.done_at or context.now)
    return Passed(id=sending.id, departure=departure, status=sending.status)
