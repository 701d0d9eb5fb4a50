"""What is said of the organiser's mailbox: to the operator in the log, to the office once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.clockwork import CALENDAR, MAILBOX
from pathway.postbox import PostboxFault
from pathway.service import PROGRAM
from pathway.service.answers.mailbox_down import tell_of_mailbox

if TYPE_CHECKING:
    from bot.beating import Heart
    from bot.house import House

log = structlog.get_logger()


class MailNews:
    """Hears how the mailroom fares; implements `scheduler.mailroom.Listener`.

    The log holds kinds alone: an error's own words may be somebody's.
    """

    what = MAILBOX

    def __init__(self, house: House, heart: Heart) -> None:
        self._house = house
        self._beat = heart.of(self.what)

    async def alive(self, within: float) -> None:
        """Said in the store, for `/readyz`."""
        await self._beat(within)

    async def down(self, fault: PostboxFault) -> None:
        """A dropped line is nothing; a password or a folder that is wrong does not mend itself."""
        passing = fault is PostboxFault.UNREACHABLE
        (log.info if passing else log.error)("mailbox_down", of=self.what, fault=fault.value)

    async def unfiled(self) -> None:
        """What is handled lies among what is new: nothing is lost, and nobody sees it."""
        log.error("mail_not_filed", of=self.what)
        await self._tell(PostboxFault.UNFILED)

    async def still_down(self, fault: PostboxFault) -> None:
        """The office must know that answers by mail do not come."""
        log.error("mailbox_still_down", of=self.what, fault=fault.value)
        await self._tell(fault)

    async def _tell(self, fault: PostboxFault) -> None:
        await self._house.run(
            PROGRAM, "mail", partial(tell_of_mailbox, fault=fault, what=self.what)
        )

    async def up(self) -> None:
        """Said in the log alone: what waited in the mailbox is read now."""
        log.info("mailbox_up", of=self.what)

    def failed(self, error: Exception) -> None:
        """One mail could not be handled, and waits."""
        log.error("mail_not_handled", error=type(error).__name__)


class CalendarNews(MailNews):
    """The same of the organiser's calendar in Microsoft 365."""

    what = CALENDAR
