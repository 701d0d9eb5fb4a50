"""A clinic whose clinicians' invitations stand in the fake Graph, by way of the real SDK."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import override

from bot.shared_calendar import CalendarBook
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.beside import Beside
from calendar_sync.graph.calls import Mine
from calendar_sync.graph.carrier import GraphCarrier
from calendar_sync.graph.postbox import CalendarPostbox, nothing
from calendar_sync.graph.sdk import Line
from calendar_sync.graph.subscribing import Subscriptions
from pathway import promises
from pathway.clinic import Staff
from pathway.commands import AddParticipant, Invite, MoveMeeting, RemoveParticipant
from pathway.service import PROGRAM, Context
from pathway.service.answers.mailbox_down import tell_of_mailbox
from pathway.service.answers.receiving import receive
from pathway.words import CaseRef, Channel, MeetingKind, Role, StaffId
from tests.pathway.build import wall
from tests.scheduler.station import CLINIC, Station

if TYPE_CHECKING:
    from pathway.arrivals import Handled
    from pathway.model import Answer, Invitation
    from pathway.postbox import PostboxFault
    from pathway.questions import Question
    from tests.fakes.graph_calendar import Event
    from tests.fakes.graph_server import GraphServer

T = TypeVar("T")
DOCTORS = {"lea": "lege", "pal": "psykolog", "frida": "fysioterapeut"}


def address(who: str) -> str:
    """Where one of them is reached."""
    return f"{who}@klinikk.example"


def in_graph() -> tuple[Staff, ...]:
    """Three clinicians beside the clinic's own."""
    return tuple(
        Staff(
            id=StaffId(who),
            name=who.capitalize(),
            roles=frozenset({Role.CLINICIAN}),
            profession=what,
            email=address(who),
        )
        for who, what in DOCTORS.items()
    )


GRAPH_CLINIC = replace(
    CLINIC, staff=(*CLINIC.staff, *in_graph()), in_graph=frozenset({Role.CLINICIAN})
)


@dataclass(kw_only=True)
class GraphOffice(Station):
    """One clinic and its Graph; `line` is given up and opened anew when the clinic is restarted."""

    graph: GraphServer
    mine: Mine | None = None
    line: Line = field(init=False)
    mailbox: Mailbox = field(init=False)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        self.graph.clock = self._seconds
        self.line = Line(None, self.graph.url, seconds=2, monotonic=self._seconds)
        self.mailbox = Mailbox(self.line, self.graph.organiser)
        self.book = CalendarBook(self.as_program)
        self.carriers[Channel.GRAPH] = GraphCarrier(self.mailbox, self.book)
        self.postbox = self.looking(self.mine)

    def looking(self, mine: Mine | None) -> CalendarPostbox:
        """What reads the calendar; where we can be told of changes, it is subscribed to as well."""
        also = nothing
        if mine is not None:
            wanted = Subscriptions(self.mailbox, self.book, lambda: self.clock, mine)
            tell = partial(self._down, what="subscription")
            also = Beside("subscription", wanted.see_to, tell, 900, self._seconds).see_to
        return CalendarPostbox(self.mailbox, self.book, lambda: self.clock, also)

    async def _down(self, fault: PostboxFault, what: str) -> None:
        await self.as_program(partial(tell_of_mailbox, fault=fault, what=what))

    def _seconds(self) -> float:
        return self.clock.timestamp()

    async def read(self) -> list[Handled]:
        """The calendar is read once, and what was found is handled; what became of it."""
        box, handled = self.postbox, []
        await box.open()
        for number in await box.waiting():
            arrival = await box.read(number)
            assert arrival is not None
            handled.append(await self.as_program(partial(receive, arrival=arrival)))
            await box.file(number)
        return handled

    def as_program(self, use_case: Callable[[Context], T]) -> Awaitable[T]:
        """A use case as the daemon runs it."""
        return self.store.run_async(
            self.clinic.id, lambda ledger: use_case(self.context(ledger, PROGRAM))
        )

    def with_doctors(self, *who: str) -> CaseRef:
        """A patient whose GP and these clinicians are asked to SHM1."""
        ref = self.invited()
        for one in who:
            self.joins(ref, one)
        return ref

    def joins(self, ref: CaseRef, who: str, parts: tuple[int, ...] = ()) -> None:
        """One clinician more is asked, to all of the meeting or to these parts."""
        self.do(AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=StaffId(who), parts=parts))
        person = next(p for p in self.case(ref).participants if p.staff_id == who)
        asked = Invite(ref=ref, kind=MeetingKind.SHM1, role=Role.CLINICIAN, who=person.id)
        self.do(asked)

    def remove(self, ref: CaseRef, who: str) -> None:
        """One clinician is no longer part of it."""
        person = next(p for p in self.case(ref).participants if p.staff_id == who)
        self.do(RemoveParticipant(ref=ref, who=person.id))

    def move(self, ref: CaseRef, start: str) -> None:
        """The meeting is moved."""
        self.do(MoveMeeting(ref=ref, kind=MeetingKind.SHM1, start=wall(start), accept_clashes=True))

    def invitation(self, ref: CaseRef, who: str) -> Invitation:
        """The clinician's living invitation."""
        case = self.case(ref)
        person = next(p for p in case.participants if p.staff_id == who)
        found = case.live_invitation(person.id, case.meetings[-1].id)
        assert found is not None
        return found

    def answer(self, who: str, response: str, **more: Any) -> None:  # noqa: ANN401 - as the fake
        """Somebody answers in Outlook."""
        self.graph.exchange.answer(self.events()[0], address(who), response, **more)

    def answers(self, ref: CaseRef, who: str) -> list[Answer]:
        """What the case holds of this clinician's answers."""
        own = self.invitation(ref, who).id
        return [one for one in self.case(ref).answers if one.invitation_id == own]

    def questions(self, ref: CaseRef) -> list[Question]:
        """What is asked of the secretary and still stands."""
        case = self.case(ref)
        owed = {p.about for p in promises.open_promises(case)}
        return [one for one in case.questions if one.id in owed]

    def events(self) -> list[Event]:
        """What stands in the organiser's calendar."""
        return self.graph.exchange.standing

    def on(self, event: Event) -> set[str]:
        """Who is on an event."""
        return {str(a["emailAddress"]["address"]).partition("@")[0] for a in event.attendees}

    def told(self, who: str) -> list[str]:
        """What this person's calendar was told, oldest first."""
        return [one.kind for one in self.graph.exchange.told(address(who))]

    def starts(self, event: Event) -> str:
        """When an event begins, in UTC, to the minute."""
        return str(datetime.fromisoformat(event.data["start"]["dateTime"][:19]))[:16]
