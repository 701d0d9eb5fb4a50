"""A carrier that keeps what it is handed, and fails when it is told to."""

from collections import deque
from dataclasses import dataclass

from calendar_sync.imip import filled
from calendar_sync.mailbox import checked_address
from pathway.outgoing import Sending
from pathway.ports import DeliveryFailedError, DeliveryRefusedError, Links


@dataclass(frozen=True)
class Delivery:
    """One message that arrived: the row, the links, and its text with the links in place."""

    sending: Sending
    links: Links
    address: str
    text: str


class FakeCarrier:
    """`delivered` is what arrived, `tried` every row that was handed over, oldest first.

    `down` makes every delivery fail, addresses in `refused` are refused for good, and
    `fail_next` queues errors, one for each of the next deliveries.
    """

    def __init__(self) -> None:
        self.delivered: list[Delivery] = []
        self.tried: list[Sending] = []
        self.refused: set[str] = set()
        self.down = False
        self.rested = 0
        self._errors: deque[Exception] = deque()

    def fail_next(self, *errors: Exception) -> None:
        """Raise these, one for each of the next deliveries."""
        self._errors.extend(errors)

    def to(self, address: str) -> list[Delivery]:
        """What arrived at this address."""
        return [delivery for delivery in self.delivered if delivery.address == address]

    async def rest(self) -> None:
        """Note it."""
        self.rested += 1

    async def deliver(self, sending: Sending, links: Links) -> None:
        """Keep the message, or fail as told."""
        self.tried.append(sending)
        if sending.stamp is None:
            raise ValueError("a sending gets its stamp when it is claimed")
        address = checked_address(sending.address)
        text = filled(sending.content.text, links)
        if self._errors:
            raise self._errors.popleft()
        if self.down:
            raise DeliveryFailedError("down")
        if address in self.refused:
            raise DeliveryRefusedError("550 5.1.1")
        self.delivered.append(Delivery(sending, links, address, text))
