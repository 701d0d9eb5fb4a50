"""The composition root: the only place where rooms and adapters are joined, and the clock read."""

from __future__ import annotations

import asyncio
import math
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot import guests, seams
from bot.clockwork import beat, beats, turn_clock
from bot.conversing import converse, new_ref
from bot.inbox import Inbox
from bot.links import KeyedLinks
from bot.seams import AnswerForm, AnswerPage, CaseView, ClockStep
from bot.settings import SettingsError
from calendar_sync.mailbox import Mailbox, checked_address
from calendar_sync.reading import read_event
from calendar_sync.smtp import Server, SmtpCarrier, SmtpUrlError
from dialogs.messages import reply_of
from dialogs.texts import NorwegianTexts
from dialogs.turn import Reply, Turn, Utterance
from pathway import promises
from pathway.errors import TimeRunsBackwardError, UnknownCaseError, WhyNeededError
from pathway.model import CaseRef, Channel
from pathway.outgoing import Method
from pathway.ports import DeliveryRefusedError
from pathway.service import PROGRAM, Context, Desk, showing
from scheduler.daemon import Daemon
from scheduler.tick import Run, tick
from storage.backup import back_up as copy_database
from storage.engine import sqlite_file
from storage.migrate import NewerDatabaseError, UnusableDatabaseError, migrate
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise
    from pathway.ports import Carrier, Ledger
    from pathway.service.report import Report
    from pathway.views import BoardRow

T = TypeVar("T")
Clock = Callable[[], datetime]
_MOST_PASSES = 50


def read_clock() -> datetime:
    """The machine's clock, UTC: nothing below the assembly reads it."""
    return datetime.now(UTC)


class House:
    """Everything behind the doors: implements `bot.seams.Rooms` for one clinic.

    `at` fixes the moment for a command given with `--at`; otherwise the clock is read once a
    turn or tick, with what local mode has turned it by, and never before what is recorded.
    """

    def __init__(  # noqa: PLR0913 - every seam is an argument
        self,
        *,
        store: Store,
        clinic: Clinic,
        key: bytes,
        public_url: str,
        organiser: Mailbox,
        carriers: Mapping[Channel, Carrier] | None = None,
        at: datetime | None = None,
        clock: Clock = read_clock,
        inbox: Inbox | None = None,
    ) -> None:
        """Join the parts; nothing is opened or started here."""
        self.store = store
        self.clinic = clinic
        self.public_url = public_url
        self.links = KeyedLinks(key, clinic.id, public_url)
        self.organiser = organiser
        self.carriers = carriers or {}
        self.inbox = inbox
        self._at = at
        self._clock = clock
        self._offset = timedelta()
        self._version = 0
        self._ticking = asyncio.Lock()

    # --- time and transactions -----------------------------------------------------------------

    @property
    def local(self) -> bool:
        """Whether this is the local clinic."""
        return self.inbox is not None

    def now(self) -> datetime:
        """The moment as the doors may show it; use cases read theirs in their transaction."""
        return self._at or self._clock() + self._offset

    def _moment(self, ledger: Ledger) -> datetime:
        """The turn's moment: `--at`, or the clock as turned, never before what is recorded."""
        latest = ledger.latest()
        if self._at is not None:
            if latest is not None and self._at < latest:
                raise TimeRunsBackwardError(latest)
            return self._at
        self._offset = ledger.clock_offset()
        now = self._clock() + self._offset
        return max(now, latest) if latest else now

    def context(
        self, ledger: Ledger, actor: str, door: str, *, now: datetime | None = None
    ) -> Context:
        """What a use case is given."""
        return Context(
            now=now or self._moment(ledger),
            actor=actor,
            door=door,
            clinic=self.clinic,
            ledger=ledger,
            texts=NorwegianTexts(),
            new_id=lambda: str(uuid.uuid4()),
            new_ref=lambda: new_ref(ledger.refs()),
            links=self.links,
        )

    async def run(self, actor: str, door: str, use_case: Callable[[Context], T]) -> T:
        """A use case whole in one transaction, in the store's thread."""
        return await self.store.run_async(
            self.clinic.id, lambda ledger: use_case(self.context(ledger, actor, door))
        )

    # --- conversations ---------------------------------------------------------------------------

    async def turn(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """One turn: what was said, the command it came to, and what is answered."""
        turn = await self.run(staff_id, door, lambda context: converse(context, utterance))
        self._version += 1
        return turn

    async def waiting_chat(self, staff_id: str, door: str = "page") -> Sequence[Reply]:
        """Messages that this person has not been shown, which now counts as shown."""
        rows = await self.run(staff_id, door, showing.show_waiting)
        return [reply_of(row.content) for row in rows]

    async def board(self, staff_id: str) -> Sequence[BoardRow]:
        """Every open case, the reddest first."""
        return await self.run(staff_id, "page", lambda context: Desk(context).board())

    async def case_view(self, staff_id: str, ref: str) -> CaseView | None:
        """The case, or None where it is unknown or this person must first say why."""
        try:
            return await self.run(
                staff_id, "page", lambda context: guests.case_view(context, CaseRef(ref))
            )
        except (UnknownCaseError, WhyNeededError):
            return None

    # --- people outside --------------------------------------------------------------------------

    async def answer_page(self, token_or_code: str) -> AnswerPage | None:
        """The page of this token or code, or None."""
        return await self.run(
            "guest", "answer", lambda context: guests.page_of(context, token_or_code)
        )

    async def give_answer(self, token_or_code: str, form: AnswerForm) -> AnswerPage | None:
        """Record the answer and return the page as it is afterwards."""
        page = await self.run(
            "guest", "answer", lambda context: guests.answer(context, token_or_code, form)
        )
        self._version += 1
        return page

    async def ics(self, token: str) -> bytes | None:
        """The invitation as a calendar file, or None."""
        event = await self.run("guest", "answer", lambda context: guests.event_of(context, token))
        if event is None:
            return None
        from calendar_sync.ics import calendar_file  # slow to read, and seldom wanted

        return await asyncio.to_thread(calendar_file, *event, self.organiser)

    # --- the daemon ------------------------------------------------------------------------------

    async def tick(self, stopping: Callable[[], bool] = lambda: False) -> Report:
        """One pass of the daemon; a second one in this process waits.

        It is brief when `stopping`: what is in somebody's hand is delivered, and no more.
        """
        async with self._ticking:
            now, begun = await self.run(PROGRAM, "daemon", beat), time.monotonic()
            report = await tick(
                self._run_at(now),
                self.carriers,
                now,
                spent=lambda: math.inf if stopping() else time.monotonic() - begun,
            )
        if not report.quiet:
            self._version += 1
        return report

    def _run_at(self, now: datetime) -> Run:
        def run(use_case: Callable[[Context], T]) -> Awaitable[T]:
            return self.store.run_async(
                self.clinic.id,
                lambda ledger: use_case(self.context(ledger, PROGRAM, "daemon", now=now)),
            )

        return run

    def daemon(self, seconds: float, failed: Callable[[Exception], None]) -> Daemon:
        """The daemon of this house; `failed` hears of what broke in a pass, or broke it."""

        async def one_pass() -> None:
            report = await self.tick(lambda: daemon.stopping)
            for error in report.broken:
                failed(error)

        daemon = Daemon(one_pass, seconds, failed)
        return daemon

    async def close(self) -> None:
        """Let go of everything; what runs in the store is finished first."""
        if self.inbox is not None:
            await self.inbox.stop()
        await asyncio.to_thread(self.store.close)

    async def ready(self) -> bool:
        """Whether a turn can be answered and the daemon beats."""
        return await self.run(PROGRAM, "health", beats)

    # --- local mode ------------------------------------------------------------------------------

    async def move_clock(self, to: ClockStep) -> None:
        """Turn the clock and let the daemon work until it is quiet."""
        await self.run(PROGRAM, "page", lambda context: turn_clock(context, to))
        for _ in range(_MOST_PASSES):
            if (await self.tick()).quiet:
                break
        self._version += 1

    def mailboxes(self) -> Sequence[seams.Mailbox]:
        """The mailboxes of the people outside."""
        return self.inbox.mailboxes(self.clinic) if self.inbox else ()

    def version(self) -> int:
        """Rises whenever something that the local page shows has changed."""
        return self._version


def assemble(
    settings: Settings,
    clinic: Clinic,
    *,
    at: datetime | None = None,
    clock: Clock = read_clock,
) -> House:
    """The house of these settings: database brought up to date, mail by the server named."""
    smtp_url = settings.smtp_url.get_secret_value()
    faults = mail_faults(smtp_url, settings.organiser_email)
    if faults:
        raise SettingsError(faults)
    bring_up_to_date(settings)
    store = Store(settings.database_url, next_step_at(clinic), zone=clinic.zone)
    organiser = Mailbox(address=settings.organiser_email, name=clinic.public_name)
    carriers = {Channel.MAIL: SmtpCarrier(smtp_url, organiser)} if smtp_url else {}
    return House(
        store=store,
        clinic=clinic,
        key=settings.key,
        public_url=settings.public_url,
        organiser=organiser,
        carriers=carriers,
        at=at,
        clock=clock,
    )


def bring_up_to_date(settings: Settings) -> None:
    """Make the database of these settings, or migrate it; `SettingsError` where that fails."""
    try:
        migrate(settings.database_url)
    except NewerDatabaseError:
        fault = "was made by a newer version of the program; run that one"
    except UnusableDatabaseError as error:
        fault = f"cannot be opened ({error}); see that it is there and may be written"
    else:
        return
    raise SettingsError([f"SHM_DATABASE_URL: {fault}"])


def back_up(settings: Settings, file: Path) -> None:
    """Copy the database of these settings as it stands: it is not migrated before."""
    database = sqlite_file(settings.database_url)
    if database is None:
        raise SettingsError(["SHM_DATABASE_URL: for PostgreSQL use pg_dump"])
    copy_database(database, file)


def mail_faults(smtp_url: str, organiser_email: str) -> list[str]:
    """What is wrong with where mail goes and whom it is from; empty settings are not judged."""
    faults: list[str] = []
    try:
        _ = Server.of(smtp_url) if smtp_url else None
    except SmtpUrlError as error:
        faults.append(f"SHM_SMTP_URL: {error}")
    try:
        _ = checked_address(organiser_email) if organiser_email else None
    except DeliveryRefusedError:
        faults.append("SHM_ORGANISER_EMAIL: write it as mote@example.org")
    return faults


async def assemble_local(
    settings: Settings, clinic: Clinic, folder: Path, clock: Clock = read_clock
) -> House:
    """The same house with an SMTP server of its own, unless the settings name one.

    What that server receives is kept in `folder`.
    """
    house = assemble(settings, clinic, clock=clock)
    house.inbox = Inbox(folder, house.now, as_invite)
    if not house.carriers:
        smtp_url = await house.inbox.start()
        house.carriers = {Channel.MAIL: SmtpCarrier(smtp_url, house.organiser)}
    return house


def as_invite(raw: bytes) -> seams.Invite | None:
    """A calendar part as a mail program shows it; None where it cannot be read."""
    try:
        event = read_event(raw)
    except ValueError:
        return None
    cancels = event.method == Method.CANCEL
    return seams.Invite(
        kind=seams.InviteKind.CANCEL if cancels else seams.InviteKind.REQUEST,
        summary=event.summary,
        window=event.window,
        zone="Europe/Oslo",
        location=event.location,
        ics=raw,
    )


def next_step_at(clinic: Clinic) -> Callable[[Case, Promise], datetime | None]:
    """What the store keeps beside each open promise, so that the due ones are found."""
    return lambda case, promise: promises.next_step_at(case, promise, clinic)
