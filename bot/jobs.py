"""The daemon's jobs, each at its own interval: one of each kind in a process, never two at once.

What a job missed while it was busy is done in its next look, once. A stop lets each finish what it
holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.assembly import mailroom_of
from bot.assembly_freebusy import calendar_watch_of
from bot.assembly_graph import calendar_room_of
from bot.assembly_metrics import metrics_of
from bot.beating import Heart
from bot.clockwork import CALENDAR, FREEBUSY, MAILBOX, TICK
from bot.mail_news import CalendarNews, MailNews
from bot.moving_over import move_over

if TYPE_CHECKING:
    from bot.house import House
    from bot.settings import Settings

log = structlog.get_logger()


class Job(Protocol):
    """What runs beside the others until it is stopped."""

    async def start(self) -> None:
        """Begin; nobody outside is waited for."""

    async def stop(self) -> None:
        """Finish what is in hand, and no more."""


async def jobs_of(house: House, settings: Settings) -> list[Job]:
    """Every job that these settings ask for, not yet begun; the first tells the figures."""
    await move_over(house)
    heart = Heart(house)
    metrics = metrics_of(house, settings)

    def failed(error: Exception) -> None:
        """A job that raised is logged by its kind alone: its words may hold a person's."""
        log.error("pass_failed", error=type(error).__name__)
        if metrics is not None:
            metrics.figures.broke()

    passed = metrics.figures.passed if metrics is not None else None
    jobs: dict[str, Job | None] = {
        TICK: house.daemon(settings.tick_seconds, failed, passed),
        MAILBOX: mailroom_of(house, settings, MailNews(house, heart)),
        CALENDAR: calendar_room_of(house, settings, CalendarNews(house, heart)),
        FREEBUSY: calendar_watch_of(house, settings.freebusy_seconds, failed, heart.of(FREEBUSY)),
    }
    await heart.begin([name for name, job in jobs.items() if job is not None])
    return [job for job in (metrics, *jobs.values()) if job is not None]
