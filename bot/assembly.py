"""The composition root: the only place where rooms and adapters are joined, and the clock read."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar, assert_never

from bot import guests, seams
from bot.inbox import Inbox
from bot.links import KeyedLinks
from bot.seams import AnswerForm, AnswerPage, CaseView, ClockStep
from calendar_sync.mailbox import Mailbox
from calendar_sync.reading import read_event
from calendar_sync.smtp import SmtpCarrier
from dialogs import flow
from dialogs.messages import reply_of
from dialogs.state import Conversation
from dialogs.texts import NorwegianTexts
from dialogs.turn import Reply, Turn, Utterance
from dialogs.understand.references import REFERENCE_ALPHABET
from pathway import promises
from pathway.errors import RuleError, TimeRunsBackwardError, UnknownCaseError, WhyNeededError
from pathway.model import CaseRef, Channel
from pathway.outgoing import Method
from pathway.service import PROGRAM, Context, Desk, execute, showing
from scheduler.daemon import Daemon
from scheduler.tick import Report, Run, tick
from storage.migrate import migrate
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise
    from pathway.ports import Carrier, Ledger
    from pathway.views import BoardRow

T = TypeVar("T")
Clock = Callable[[], datetime]
LETTERS = "".join(c for c in REFERENCE_ALPHABET if c.isalpha())
DIGITS = "".join(c for c in REFERENCE_ALPHABET if c.isdigit())
BEAT_IS_OLD = timedelta(minutes=2)
_MOST_PASSES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A turn and whether a rule refused the command in it."""

    turn: Turn
    refused: bool = False


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

    async def say(self, staff_id: str, utterance: Utterance, door: str) -> Said:
        """One turn: what was said, the command it came to, and what is answered."""
        said = await self.run(staff_id, door, lambda context: converse(context, utterance))
        self._version += 1
        return said

    async def turn(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """One turn of this person's conversation."""
        return (await self.say(staff_id, utterance, door)).turn

    async def waiting_chat(self, staff_id: str) -> Sequence[Reply]:
        """Messages that this person has not been shown, which now counts as shown."""
        rows = await self.run(staff_id, "page", showing.show_waiting)
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

    async def tick(self) -> Report:
        """One pass of the daemon; a second one in this process waits."""
        async with self._ticking:
            now = await self.run(PROGRAM, "daemon", _beat)
            report = await tick(self._run_at(now), self.carriers, now)
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
        """The daemon of this house; `failed` hears of a pass that raised."""
        return Daemon(self.tick, seconds, failed)

    async def close(self) -> None:
        """Let go of everything; what runs in the store is finished first."""
        if self.inbox is not None:
            await self.inbox.stop()
        await asyncio.to_thread(self.store.close)

    async def ready(self) -> bool:
        """Whether a turn can be answered and the daemon beats."""
        return await self.run(PROGRAM, "health", _beats)

    # --- local mode ------------------------------------------------------------------------------

    async def move_clock(self, to: ClockStep) -> None:
        """Turn the clock and let the daemon work until it is quiet."""
        await self.run(PROGRAM, "page", lambda context: _turn_clock(context, to))
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
    migrate(settings.database_url)
    store = Store(settings.database_url, next_step_at(clinic), zone=clinic.zone)
    organiser = Mailbox(address=settings.organiser_email, name=clinic.public_name)
    smtp_url = settings.smtp_url.get_secret_value()
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


async def assemble_local(settings: Settings, clinic: Clinic, clock: Clock = read_clock) -> House:
    """The same house with an SMTP server of its own, unless the settings name one."""
    house = assemble(settings, clinic, clock=clock)
    house.inbox = Inbox(house.now, as_invite)
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


def converse(context: Context, utterance: Utterance) -> Said:
    """One turn in the running transaction: a refused command leaves nothing but the talk."""
    state = Conversation.loads(context.ledger.conversation(context.actor))
    desk = Desk(context)
    turn = flow.step(state, utterance, desk)
    refused = False
    if turn.command is not None:
        turn, refused = _executed(replace(context, why=turn.why), turn, desk)
    context.ledger.put_conversation(context.actor, turn.state.dumps())
    return Said(turn=turn, refused=refused)


def _executed(context: Context, turn: Turn, desk: Desk) -> tuple[Turn, bool]:
    if turn.command is None:
        return turn, False
    try:
        with context.ledger.savepoint():
            outcome = execute(context, turn.command)
    except RuleError as error:
        return flow.refused(turn, error, desk), True
    return flow.done(turn, outcome, Desk(context)), False


def new_ref(used: frozenset[str]) -> str:
    """A short reference that is easy to read aloud and not in use, like K7M2."""
    while True:
        ref = "".join(secrets.choice(pool) for pool in (LETTERS, DIGITS, LETTERS, DIGITS))
        if ref not in used:
            return ref


def next_step_at(clinic: Clinic) -> Callable[[Case, Promise], datetime | None]:
    """What the store keeps beside each open promise, so that the due ones are found."""
    return lambda case, promise: promises.next_step_at(case, promise, clinic)


def _beat(context: Context) -> datetime:
    context.ledger.beat(context.now)
    return context.now


def _beats(context: Context) -> bool:
    beat = context.ledger.last_beat()
    return beat is not None and context.now - beat <= BEAT_IS_OLD


def _turn_clock(context: Context, to: ClockStep) -> None:
    match to:
        case ClockStep.DAY:
            by = timedelta(days=1)
        case ClockStep.WEEK:
            by = timedelta(weeks=1)
        case ClockStep.EVENT:
            upcoming = context.ledger.next_event(context.now)
            by = upcoming - context.now if upcoming else timedelta()
        case _:
            assert_never(to)
    context.ledger.move_clock(by)
