"""A clinic whose clinicians' invitations stand in the fake Graph, beside everybody's mails.

The random office and the calendars of the people outside are `Correspondence`'s. What is sent by
channel `graph` goes over the real SDK to the fake, which may fail, break off, or do it unheard;
colleagues answer, move and delete in Outlook.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from typing_extensions import override

from bot.shared_calendar import CalendarBook
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.carrier import GraphCarrier, plain
from calendar_sync.graph.holding import HeldTimes
from calendar_sync.graph.postbox import CalendarPostbox
from pathway.arrivals import Handled, Sort
from pathway.calendars import SharedEvent
from pathway.case import Case
from pathway.clinic import Clinic, Staff
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    Invite,
    MoveMeeting,
    ReplaceParticipant,
    SettleQuestion,
    StopTimes,
)
from pathway.model import Invitation, Window
from pathway.outgoing import Event as Told
from pathway.outgoing import Sending, SendingStatus
from pathway.ports import DeliveryFailedError, DeliveryRefusedError, Links
from pathway.postbox import PostboxError
from pathway.questions import Doubt, Question, Resolution
from pathway.service import PROGRAM, Context
from pathway.service.answers.receiving import receive
from pathway.service.invitations.rechannelling import all_moved, elsewhere, move_over
from pathway.times import TimeOption, TimeQuestion
from pathway.words import Channel, MeetingId, MeetingKind, ParticipantId, Role, StaffId
from pathway.workdays import wall_time
from tests.calendar_sync.correspondence import SECRET, Correspondence, MailOffice
from tests.calendar_sync.graph.pressed import Pressed, judge_known, shown
from tests.calendar_sync.in_their_words import due_facts, says_no, waits_for_the_gp
from tests.calendar_sync.mail_law import FORBIDDEN
from tests.fakes.graph_calendar import Event, Exchange
from tests.fakes.graph_server import GraphServer, Planned
from tests.pathway.build import DOCTOR, a_clinic
from tests.pathway.history_laws import HAND
from tests.pathway.office import CrashError, Office
from tests.pathway.test_times_histories import TimesAsked

T = TypeVar("T")
IN_GRAPH = {"lege": "Lise", "lea": "Lea", "pal": "Pal"}
WITHOUT_MAILBOX = StaffId("uten")
STRANGER = "ola@annet.example"
TROUBLES = {
    "none": None,
    "503": Planned(status=503, code="UnknownError"),
    "500": Planned(status=500, code="ErrorInternalServerError"),
    "401": Planned(status=401, code="InvalidAuthenticationToken"),
    "403": Planned(status=403, code="ErrorAccessDenied"),
    "404": Planned(status=404, code="MailboxNotEnabledForRESTAPI"),
    "404 of a change": Planned(status=404, code="ErrorItemNotFound", method="PATCH"),
    "409": Planned(status=409, code="ErrorIrresolvableConflict"),
    "410": Planned(status=410, code="SyncStateNotFound"),
    "429": Planned(status=429, code="TooManyRequests", retry_after="300"),
    "504": Planned(status=504, code="UnknownError"),
    "hang": Planned(way="hang"),
    "cut": Planned(way="cut"),
    "half": Planned(way="half"),
    "lost": Planned(way="lost"),
}
"""What becomes of a request of the day; `lost` is done, and nobody hears so."""

Run = Callable[[Coroutine[Any, Any, T]], T]
Shown = Counter[tuple[datetime, datetime, str]]


def address(who: str) -> str:
    """Where a colleague is reached."""
    return f"{who}@klinikk.example"


def colleagues() -> tuple[Staff, ...]:
    """The clinic's own people; one of them has no mailbox, and so no calendar."""
    known = [one for one in a_clinic().staff if one.id not in IN_GRAPH]
    doctors = frozenset({Role.CLINICIAN})
    with_mailbox = [
        Staff(id=StaffId(who), name=name, roles=doctors, profession="lege", email=address(who))
        for who, name in IN_GRAPH.items()
    ]
    return (*known, *with_mailbox, Staff(id=WITHOUT_MAILBOX, name="Una", roles=doctors))


class Colleagues(TimesAsked, Correspondence):
    """The random office, everybody's mails, and the calendar that its clinicians share."""

    def __init__(self, graph: GraphServer, mailbox: Mailbox, wait: Run[Any]) -> None:
        """`wait` runs what is asynchronous to its end."""
        super().__init__()
        self.graph = graph
        graph.exchange = Exchange()
        graph.plan.clear()
        graph.went_wrong.clear()
        self.wait = wait
        self.trouble = "none"
        self.looks = 0
        self.resting = False
        self.pressed = Pressed()
        self.by_hand: set[str] = set()
        self.noted: set[MeetingId] = set()
        self.looked_at: list[TimeOption] | None = None
        book = CalendarBook(self.as_program)
        self.carrier = GraphCarrier(mailbox, book)
        self.held_times = HeldTimes(self.carrier, book)
        self.postbox = CalendarPostbox(mailbox, book, lambda: self.office.clock)

    async def as_program(self, use_case: Callable[[Context], T]) -> T:
        """A use case as the daemon runs it."""
        return self.office.run(use_case, PROGRAM)

    @override
    def new_office(self, mailed: frozenset[Role]) -> Office:
        """Its clinicians have their calendars in Microsoft 365."""
        clinic: Clinic = replace(
            super().new_office(mailed).clinic,
            staff=colleagues(),
            in_graph=frozenset({Role.CLINICIAN}),
        )
        return MailOffice(clinic=clinic, carry=self.carry)

    # --- to the calendar and from it -------------------------------------------------------------

    def a_day_with_colleagues(self, trouble: str, **day: Any) -> None:  # noqa: ANN401 - as drawn
        """A day on which one request, or several, go wrong in this way."""
        self.trouble = trouble
        self.looks = 0
        self.a_day_at_the_office(**day)
        self.graph.plan.clear()
        self.happened[f"graph: {self.trouble}"] += len(self.graph.went_wrong)
        self.graph.went_wrong.clear()
        self.trouble = "none"

    @override
    def carry(self, sending: Sending) -> tuple[str, bool]:
        """By mail, or into the calendar."""
        if sending.channel is not Channel.GRAPH:
            return super().carry(sending)
        self.judge_departure(sending)
        self.happened[f"graph: {sending.kind}"] += 1
        self.plan_trouble()
        try:
            self.wait(self.carrier.deliver(sending, Links()))
        except DeliveryFailedError as failed:
            return str(failed), False
        except DeliveryRefusedError as refused:
            message = f"Graph calls what we wrote wrong: {refused}"
            raise AssertionError(message) from None
        if self.mode == "crashes":
            self.happened["graph: receipt lost"] += 1
            self.office.left.append((self.office.clock, sending))
            raise CrashError
        return "", False

    def plan_trouble(self) -> None:
        """The next change goes wrong, and perhaps the look before it; one hangs each day."""
        planned = TROUBLES[self.trouble]
        waited = self.trouble == "hang" and self.graph.went_wrong
        if planned is not None and not waited and not self.graph.plan:
            self.graph.plan.append(planned)

    @override
    def daemon(self) -> None:
        """A pass; then the calendar is read."""
        super().daemon()
        self.graph.exchange.now = self.office.clock
        self.read_calendar()

    def read_calendar(self) -> None:
        """Read once; a look that fails, the first of a day, is taken again at the next pass."""
        self.looks += 1
        if self.looks == 1:
            self.plan_trouble()
        try:
            self.wait(self.postbox.open())
            found = self.wait(self.postbox.waiting())
        except PostboxError:
            self.happened["graph: a look that failed"] += 1
            return
        for number in found:
            arrival = self.wait(self.postbox.read(number))
            handled = self.office.run(partial(receive, arrival=arrival), PROGRAM)
            self.happened[f"calendar: {arrival.sort} {handled}"] += 1
            if arrival.sort is Sort.ANSWER and handled is Handled.APPLIED:
                self.pressed.judge_heard(self.case_of(arrival.invitations[0]), arrival)
            self.wait(self.postbox.file(number))
        self.hold_times()

    def hold_times(self) -> None:
        """What is asked about is held; what fails is tried again at the next pass."""
        self.looked_at = None
        self.plan_trouble()
        try:
            self.wait(self.held_times.see_to())
        except GraphError:
            self.happened["graph: a hold that failed"] += 1
        else:
            self.looked_at = self.options_now()

    def options_now(self) -> list[TimeOption]:
        """Every alternative of every case, as it is."""
        return [one for case in self.office.cases for one in case.options]

    # --- what people do --------------------------------------------------------------------------

    @override
    def ask_times(self, ahead: list[int], clock: tuple[int, int]) -> None:
        """A question of times is put, or changed."""
        super().ask_times(ahead, clock)
        self.happened["times: asked"] += bool(self.case.times)

    @override
    def choose_time(self, pick: int) -> None:
        """One of its times becomes the meeting's."""
        before = sum(one.chosen is not None for one in self.case.times)
        super().choose_time(pick)
        self.happened["times: chosen"] += (
            sum(one.chosen is not None for one in self.case.times) - before
        )

    def stop_times(self) -> None:
        """It is not asked any more."""
        stopped = self.press(StopTimes(ref=self.case.ref, kind=self.kind))
        self.happened["times: stopped"] += stopped

    @override
    def settles(self, pick: int, how: Resolution) -> None:
        """Also what somebody did by hand."""
        before = self.by_hand_asked()
        super().settles(pick, how)
        left = self.by_hand_asked()
        closed = [one.invitation_id for one in before if one not in left and one.invitation_id]
        self.happened[f"by hand: {how}"] += len(closed)
        if how is Resolution.NOTED:
            self.noted |= {self.case.invitation(one).meeting_id for one in closed}

    def by_hand_asked(self) -> list[Question]:
        """What is asked about things done by hand, and still stands."""
        return [one for one in self.case.questions if one.settled is None and one.doubt in HAND]

    def colleague_joins(self, who: str) -> None:
        """One clinician more is asked."""
        self.press(AddParticipant(ref=self.case.ref, role=Role.CLINICIAN, staff_id=StaffId(who)))
        for person in self.case.present(Role.CLINICIAN):
            if person.staff_id == who:
                self.ask_person(person.id)

    def colleague_joins_parts(self, who: str, parts: tuple[int, ...]) -> None:
        """One clinician more is asked, to these parts alone."""
        for person in self.case.present(Role.CLINICIAN):
            if person.staff_id == who:
                return
        added = AddParticipant(
            ref=self.case.ref, role=Role.CLINICIAN, staff_id=StaffId(who), parts=parts
        )
        if self.press(added):
            self.ask_person(self.case.participants[-1].id)

    def ask_person(self, who: ParticipantId) -> None:
        """This one is asked."""
        asked = Invite(ref=self.case.ref, kind=self.kind, role=Role.CLINICIAN, who=who)
        self.happened["colleague asked"] += self.press(asked, "Invite a colleague")

    def colleague_swaps(self, pick: int, who: str) -> None:
        """A colleague comes in the place of another."""
        people = self.case.present(Role.CLINICIAN)
        if people:
            gone = people[pick % len(people)]
            command = ReplaceParticipant(
                ref=self.case.ref,
                who=gone.id,
                staff_id=StaffId(who),
                leader=StaffId(who),
                accept_clashes=True,
            )
            self.happened["colleague swapped"] += self.press(command, "swap")

    def gather(self, kind: MeetingKind, ahead: int, clock: tuple[int, int]) -> None:
        """An appointment of three, one of whom has no mailbox."""
        command = ArrangeAppointment(
            ref=self.case.ref,
            kind=kind,
            start=self.wall(ahead, clock),
            minutes=45,
            people=(DOCTOR, StaffId("lea"), WITHOUT_MAILBOX),
            place="Rom 2",
            accept_clashes=True,
        )
        self.happened[f"appointment: {kind}"] += self.press(command)

    def standing(self) -> list[Event]:
        """What is still to come in the organiser's calendar, with somebody on it."""
        events = self.graph.exchange.standing
        return [one for one in events if one.attendees and start_of(one) > self.office.clock]

    def outlook_answers(self, pick: int, who: int, response: str, ahead: int) -> None:
        """Somebody presses a button in Outlook; `proposes` is another time."""
        events = self.standing()
        if not events:
            return
        event = events[pick % len(events)]
        person = event.attendees[who % len(event.attendees)]["emailAddress"]["address"]
        if response == "proposes":
            start, end = (one + timedelta(days=ahead) for one in span_of(event))
            said: dict[str, Any] = {"proposes": (start, end)}
            self.graph.exchange.answer(event, person, "tentativelyAccepted", **said)
        else:
            self.graph.exchange.answer(event, person, response, at=self.office.clock)
        self.pressed.note(event, person)
        self.happened[f"outlook: {response}"] += 1

    def outlook_forwards(self, pick: int) -> None:
        """Somebody else gets it, and answers."""
        events = self.standing()
        if events:
            event = events[pick % len(events)]
            if not any(STRANGER in str(one) for one in event.attendees):
                self.graph.exchange.forward(event, STRANGER, "accepted")
                self.happened["outlook: forwarded"] += 1

    def outlook_moves(self, pick: int, hours: int) -> None:
        """Somebody drags it in the organiser's calendar."""
        events = self.standing()
        if events:
            event = events[pick % len(events)]
            start, end = (one + timedelta(hours=hours) for one in span_of(event))
            self.graph.exchange.move_by_hand(event, start, end)
            self.touched_by_hand(event, "moved")

    def outlook_deletes(self, pick: int) -> None:
        """Somebody deletes it there."""
        events = self.standing()
        if events:
            event = events[pick % len(events)]
            self.graph.exchange.delete(event)
            self.touched_by_hand(event, "deleted")

    def outlook_takes_off(self, pick: int, who: int) -> None:
        """Somebody takes a colleague off it there."""
        events = [one for one in self.standing() if not is_held(one)]
        if events:
            event = events[pick % len(events)]
            gone = event.attendees[who % len(event.attendees)]
            stay = [one for one in event.attendees if one is not gone]
            self.graph.exchange.patch(event, {"attendees": stay})
            self.touched_by_hand(event, "taken off")

    def outlook_rewrites(self, pick: int) -> None:
        """Somebody gives it other words and another place there."""
        events = [one for one in self.standing() if not is_held(one)]
        if events:
            event = events[pick % len(events)]
            place = {"displayName": "Rom 99"}
            body = {"contentType": "html", "content": "Ta med kaffe"}
            self.graph.exchange.patch(event, {"subject": "Møte", "location": place, "body": body})
            self.touched_by_hand(event, "rewritten")

    def touched_by_hand(self, event: Event, how: str) -> None:
        """Nobody has looked since, so that it stands as the hand has left it."""
        self.by_hand.add(event.data["id"])
        self.looked_at = None
        self.happened[f"outlook: {how} by hand"] += 1

    def role_goes_over(self) -> None:
        """The clinic's file says mail in place of calendars, or back; the daemon starts anew."""
        clinic = self.office.clinic
        to_mail = bool(clinic.in_graph)
        in_graph = frozenset() if to_mail else frozenset({Role.CLINICIAN})
        self.office.clinic = replace(clinic, in_graph=in_graph)
        self.looked_at = None
        refs, _ = self.office.run(elsewhere, PROGRAM)
        for ref in refs:
            self.office.run(partial(move_over, ref=ref), PROGRAM)
        self.office.run(all_moved, PROGRAM)
        self.happened[f"role: goes over to {'mail' if to_mail else 'calendars'}"] += bool(refs)

    def puts_back(self) -> None:
        """The secretary has everything put back that was done by hand."""
        for case in self.office.cases:
            for one in case.questions if case.closing is None else ():
                if one.settled is None and one.doubt in HAND:
                    settles = SettleQuestion(
                        ref=case.ref, question_id=one.id, how=Resolution.RESTORED
                    )
                    self.office.do(settles)
                    self.happened["by hand: put back"] += 1

    def takes_over(self) -> None:
        """The secretary gives the meeting the time that somebody dragged its event to."""
        for one in self.by_hand_asked():
            if one.doubt is Doubt.MOVED and one.proposed and one.invitation_id:
                meeting = self.case.meeting(self.case.invitation(one.invitation_id).meeting_id)
                start = wall_time(one.proposed.start, meeting.zone)
                moves = MoveMeeting(
                    ref=self.case.ref, kind=meeting.kind, start=start, accept_clashes=True
                )
                self.happened["by hand: taken over"] += self.press(moves)

    # --- what the calendar shows -----------------------------------------------------------------

    def judge_calendar(self) -> None:
        """Each colleague is shown what our state says, and nobody else is on it (F5, P2)."""
        for event in self.graph.exchange.standing:
            self.judge_event(event)
        spans: dict[str, set[tuple[datetime, datetime]]] = {}
        for event in self.standing():
            if not is_held(event):
                spans.setdefault(event.data["subject"], set()).add(span_of(event))
        starts = [{start for start, _ in found} for found in spans.values() if len(found) > 1]
        self.happened["calendar: two windows"] += any(len(found) == 1 for found in starts)
        for person in self.office.clinic.staff:
            if person.email:
                self.judge_person(person.email)
        self.judge_held()
        assert self.graph.faults == []

    def judge_held(self) -> None:
        """The open questions' times that are to come stand as tentative, each once and for whom."""
        if self.looked_at != self.options_now():
            self.happened["holds: not judged yet"] += 1
            return
        clinic = self.office.clinic
        with_mailbox = {p.id: p.email for p in clinic.staff if p.email and clinic.in_graph}
        wanted = Counter(
            (option.window.start, option.window.end, who)
            for case in self.office.cases
            if case.closing is None
            for question in case.times
            if question.ended_at is None
            for option in case.options
            if option.question_id == question.id and option.released_at is None
            if option.window.start > self.office.clock
            for who in self.taken_up(case, question) & with_mailbox.keys()
        )
        shown = Counter(
            (*span_of(event), who)
            for event in self.standing()
            if is_held(event)
            for who, address_ in with_mailbox.items()
            if address_ in {a["emailAddress"]["address"] for a in event.attendees}
        )
        assert shown == wanted, (shown - wanted, wanted - shown)
        self.happened["holds: judged"] += 1
        self.happened["holds: show something"] += bool(shown)

    def taken_up(self, case: Case, question: TimeQuestion) -> set[StaffId]:
        """Who of the clinic's own would be there now: who is part of the case, and who leads."""
        meetings = [m for m in case.meetings if m.kind is question.kind and m.alive]
        leader = meetings[-1].leader if meetings else question.leader
        return {leader, *(p.staff_id for p in case.present(Role.CLINICIAN) if p.staff_id)}

    def judge_mails(self) -> None:
        """The laws of UID, SEQUENCE and DTSTAMP are the mails': an event in Graph has none of them.

        There each delivery makes the event what it is to be, so that a retry may come in any order.
        """
        whole = self.office.left
        self.office.left = [(at, row) for at, row in whole if row.channel is not Channel.GRAPH]
        self.calendars_can_follow()
        self.office.left = whole

    def judge_event(self, event: Event) -> None:
        """Private, neutral, hidden, and for our own people alone, but for one they sent it to."""
        own = {one.email for one in self.office.clinic.staff if one.email}
        on_it = {str(one["emailAddress"]["address"]) for one in event.attendees}
        assert on_it <= own | {STRANGER}, on_it
        assert (event.data["hideAttendees"], event.data["sensitivity"]) == (True, "private")
        words = f"{event.data['subject']} {event.data['body']['content']}"
        assert not FORBIDDEN.search(words), words
        assert SECRET not in words
        assert not event.data["isOnlineMeeting"]

    def judge_person(self, owner: str) -> None:
        """All that is to come, no more and no less; nothing where something is under way."""
        mine = [(c, i) for c, i in self.asked() if self.is_in_calendar(c, i, owner)]
        if any(self.unsettled(case, invitation) for case, invitation in mine):
            self.happened["calendar: not judged yet"] += 1
            return
        due = [one for c, i in mine for one in self.wanted(c, i)]
        wanted: Shown = Counter((start, end, told.summary) for start, end, told in due)
        own = [
            one
            for one in self.standing()
            if not is_held(one) and owner in {a["emailAddress"]["address"] for a in one.attendees}
        ]
        there_are: Shown = Counter((*span_of(one), one.data["subject"]) for one in own)
        assert there_are == wanted, (owner, there_are - wanted, wanted - there_are)
        for start, end, told in due:
            there = [one for one in own if span_of(one) == (start, end)]
            assert any(tells(one, told) for one in there), (told, [one.data for one in there])
        for case, invitation in mine if self.resting else ():
            self.judge_answered(case, invitation, own, owner)
        self.happened["calendar: judged"] += 1
        self.happened["calendar: shows something"] += bool(there_are)

    def judge_answered(
        self, case: Case, invitation: Invitation, own: list[Event], owner: str
    ) -> None:
        """What its owner has answered there is in the case, where the event has the due time."""
        told = [one.summary for _, _, one in self.wanted(case, invitation)]
        if not told:
            return
        due = due_facts(case, self.office.clinic, invitation).window
        for event in own:
            there, said = Window(start=event.start, end=event.end), shown(event, owner)
            if said and there == due and event.data["subject"] in told:
                judge_known(case, invitation, said, there)
                self.happened[f"calendar: shows {said}"] += 1

    def is_in_calendar(self, case: Case, invitation: Invitation, owner: str) -> bool:
        """Whether this is one of theirs that goes, or has gone, into the calendar."""
        person = case.participant(invitation.participant_id)
        return invitation.channel is Channel.GRAPH and person.email == owner

    def unsettled(self, case: Case, invitation: Invitation) -> bool:
        """Whether something is under way, was given up, or stands as a hand has left it."""
        rows = [
            row
            for other in case.invitations_to(invitation.meeting_id)
            for row in case.sendings_of(other.id)
            if row.channel is Channel.GRAPH
        ]
        waits = any(row.waiting for row in rows)
        given_up = any(row.status is SendingStatus.GIVEN_UP for row in rows)
        events = self.office.run(
            lambda context: context.ledger.events_of(invitation.meeting_id), PROGRAM
        )
        left = invitation.meeting_id in self.noted and any(
            e.moved_to or e.gone or e.by_hand for e in events
        )
        touched = left or any(event.remote_id in self.by_hand for event in events)
        return waits or given_up or touched or self.is_unfinished(case, invitation, events)

    def is_unfinished(
        self, case: Case, invitation: Invitation, events: Sequence[SharedEvent]
    ) -> bool:
        """Whether something is left to be finished within the hour; at rest nothing is."""
        meeting = case.meeting(invitation.meeting_id)
        begun = meeting.starts_at <= self.office.clock
        ghost = begun and any(event.window.start > self.office.clock for event in events)
        return not self.resting and (ghost or any(event.tried for event in events))

    def wanted(self, case: Case, invitation: Invitation) -> Iterator[tuple[Any, ...]]:
        """When and under what name its owner is to have it, worked out from the meeting."""
        meeting = next(m for m in case.diary if m.id == invitation.meeting_id)
        rows = [r for r in case.sendings_of(invitation.id) if r.channel is Channel.GRAPH]
        told = [r.content.event for r in rows if r.may_have_left and r.content.event]
        person = case.participant(invitation.participant_id)
        gone = invitation.cancelled_at is not None or person.ended_at is not None
        if gone or not told or not meeting.alive:
            return
        clinic = self.office.clinic
        due = due_facts(case, clinic, invitation).window
        last = told[-1].window
        waits = waits_for_the_gp(case, clinic, invitation)
        if last != due and (waits or says_no(case, invitation, last)):
            self.happened["calendar: held back"] += 1
            due = last
        if last != due and due.start <= self.office.clock:
            self.happened["calendar: began before the move was told"] += 1
            due = last if meeting.window.end > self.office.clock else due
        if due.start > self.office.clock:
            yield due.start, due.end, told[-1]

    @override
    def come_to_rest(self) -> None:
        """Everything works again, and what was done by hand is put back."""
        self.trouble = "none"
        self.graph.plan.clear()
        super().come_to_rest()
        self.puts_back()
        self.by_hand.clear()
        super().come_to_rest()
        self.resting = True


def span_of(event: Event) -> tuple[datetime, datetime]:
    """From when to when, aware UTC."""
    first, last = (f"{event.data[name]['dateTime'][:19]}+00:00" for name in ("start", "end"))
    return datetime.fromisoformat(first), datetime.fromisoformat(last)


def is_held(event: Event) -> bool:
    """Whether it holds a time that is asked about."""
    return bool(event.data["showAs"] == "tentative")


def tells(event: Event, told: Told) -> bool:
    """Whether it shows the place, the link and every line that its reader was told."""
    place, page = event.data["location"]["displayName"], plain(event.data["body"]["content"])
    lines = [" ".join(line.split()) for line in told.description.splitlines()]
    return told.location in place and told.link in page and all(line in page for line in lines)


def start_of(event: Event) -> datetime:
    """When it begins."""
    return span_of(event)[0]


def loop_and_wait() -> tuple[asyncio.AbstractEventLoop, Run[Any]]:
    """A loop that stands still between what it is asked to run."""
    loop = asyncio.new_event_loop()
    return loop, loop.run_until_complete
