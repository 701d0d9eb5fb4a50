"""Random histories in a clinic whose links come from Teams, and that Graph tells of changes.

Its notifications come once, twice, backwards or not at all; who is told nothing looks later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from typing_extensions import override

from bot.graph_door import GraphDoor
from bot.shared_calendar import CalendarBook
from bot.web_guard import PATIENCE
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.calls import GraphError, Mine
from calendar_sync.graph.freebusy import GraphFreeBusy
from calendar_sync.graph.rooms import TeamsRooms
from calendar_sync.graph.sdk import Line
from calendar_sync.graph.subscribing import Subscriptions
from pathway.calendars import HINT, LIFECYCLE
from pathway.clinic import LinkProvider
from pathway.service import PROGRAM, Context
from pathway.words import Role
from scheduler.calendar_watch import refresh
from tests.calendar_sync.graph.colleagues import (
    IN_GRAPH,
    TROUBLES,
    Colleagues,
    Run,
    address,
    loop_and_wait,
    span_of,
    start_of,
)
from tests.calendar_sync.graph.test_colleagues_follow import (
    DAYS,
    DELETED_BY_HAND,
    LONG_AFTER,
    REWRITTEN,
    TWO,
    answers,
    lived,
)
from tests.calendar_sync.test_calendars_follow import (
    MANY,
    Day,
    before_any_mail,
    day,
    moved,
    the_way,
)
from tests.fakes.graph_calendar import Event, Json
from tests.fakes.graph_server import GraphServer, graph_server
from tests.figures import Figures
from tests.pathway.office import Office

FEW = 2
STATE = "a secret that nobody guesses"
TELLING = ["once", "twice", "backwards", "never", "gone"]
ENDS = ("start", "end")
HOUR = timedelta(hours=1)
NET = 3
"""Looks without a hint until one is taken all the same."""


class InTeams(Colleagues):
    """The same clinic; a meeting without a link gets one of Teams, and Graph tells of changes.

    Colleagues are busy with other things too, which getSchedule shows.
    """

    def __init__(self, graph: GraphServer, mailbox: Mailbox, wait: Run[Any], url: str) -> None:
        """`url` is our door, at which `tell` is told."""
        super().__init__(graph, mailbox, wait)
        graph.subscriptions.clear()
        self.telling, self.told_of, self.unlooked, self.hints = "once", 0, 0, 0
        self.heard, self.at_rest, self.unread = ("", ""), False, "none"
        book = CalendarBook(self.as_program)
        self.source = GraphFreeBusy(mailbox)
        graph.exchange.mailboxes = {address(who) for who in IN_GRAPH}
        self.rooms = TeamsRooms(mailbox, book)
        mine = Mine(url=url, state=STATE)
        self.subscription = Subscriptions(mailbox, book, lambda: self.office.clock, mine)

    @override
    def new_office(self, mailed: frozenset[Role]) -> Office:
        office = super().new_office(mailed)
        office.clinic = replace(office.clinic, video=LinkProvider.TEAMS)
        return office

    def hinted(self, kind: str) -> None:
        """Our door has been told."""
        self.hints += 1
        mark = LIFECYCLE if kind == "lifecycle" else HINT
        said = f"{kind} {self.hints}"
        self.office.run(lambda context: context.ledger.put_mark(mark, said), PROGRAM)
        self.happened[f"told: {kind}"] += 1

    def notifications(self) -> None:
        """Graph tells of each event that has changed, in today's way."""
        events = sorted(self.graph.exchange.events.values(), key=lambda one: one.version)
        new = [one for one in events if one.version > self.told_of]
        self.told_of = self.graph.exchange.changes
        notes = [note for one in new for note in self.graph.notes(one)]
        if self.telling == "gone" and self.graph.subscriptions:
            notes = self.graph.notes(lifecycle="subscriptionRemoved")
            self.graph.subscriptions.clear()
        if self.telling in {"twice", "backwards"}:
            notes = [*notes, *reversed(notes)][len(notes) * (self.telling == "backwards") :]
        if self.telling != "never":
            told = self.wait(self.graph.deliver(notes))
            assert set(told) <= {202}
            self.happened[f"told: {self.telling}"] += bool(notes)

    @override
    def read_calendar(self) -> None:
        """Where nothing was said the look is left out, but for now and then."""
        self.notifications()
        heard = self.office.run(_hints, PROGRAM)
        if heard == self.heard and self.unlooked < NET and not self.at_rest:
            self.unlooked += 1
            self.happened["told: nothing, and not looked"] += 1
            return
        self.heard, self.unlooked = heard, 0
        super().read_calendar()

    @override
    def hold_times(self) -> None:
        super().hold_times()
        self.look_at_schedules()
        for name, see_to in (
            ("room", self.rooms.see_to),
            ("subscription", self.subscription.see_to),
        ):
            self.plan_trouble()
            try:
                self.wait(see_to())
            except GraphError:
                self.happened[f"graph: a {name} that failed"] += 1

    @override
    def a_day_with_colleagues(self, trouble: str, telling: str = "once", **day: Any) -> None:
        self.telling, self.unread = telling, trouble
        hour = self.office.clock.replace(microsecond=0) + timedelta(days=3)
        for who in IN_GRAPH:
            self.graph.exchange.busy[address(who)] = [_busy(hour), _busy(hour + 3 * HOUR)]
            hour += timedelta(days=1)
        super().a_day_with_colleagues(trouble, **day)

    @override
    def outlook_deletes(self, pick: int) -> None:
        """Often it is an online meeting."""
        standing = [e for e in self.graph.exchange.standing if e.data["isOnlineMeeting"]]
        coming = [e for e in standing if start_of(e) > self.office.clock]
        if not coming or pick % 2:
            super().outlook_deletes(pick)
        else:
            self.graph.exchange.delete(coming[pick % len(coming)])
            self.happened["room: deleted by hand"] += 1

    def look_at_schedules(self) -> None:
        """Whose calendar could be read is known as it is; nobody else's is taken for read.

        The first that are read on a day meet its trouble.
        """
        before = self.office.run(lambda context: context.ledger.calendars(), PROGRAM)
        planned = TROUBLES[self.unread]
        if planned is not None:
            planned = replace(planned, method="", path="getSchedule")
            self.graph.plan.append(planned)
        if self.wait(refresh(self.as_program, self.source)):
            self.unread = "none"
        if planned is not None and planned in self.graph.plan:
            self.graph.plan.remove(planned)  # nobody was due
        kept = self.office.run(lambda context: context.ledger.calendars(), PROGRAM)
        for who, one in kept.items():
            if who not in IN_GRAPH or one == before.get(who):
                continue
            if one.fault is not None:
                self.happened["schedule: unknown"] += 1
                continue
            now = self.office.clock
            items = self.graph.exchange.busy.get(address(who)) or []
            hours = [[_utc(item[name]["dateTime"]) for name in ENDS] for item in items]
            due = [(max(start, now), end) for start, end in hours if end > now]
            assert one.read_at == self.office.clock
            assert [(b.start, b.end) for b in one.busy] == due
            self.happened["schedule: judged"] += 1

    @override
    def come_to_rest(self) -> None:
        self.telling, self.at_rest = "once", True
        super().come_to_rest()

    @override
    def judge_event(self, event: Event) -> None:
        if not event.data["isOnlineMeeting"]:
            super().judge_event(event)
        else:
            assert event.attendees == []

    @override
    def judge_calendar(self) -> None:
        super().judge_calendar()
        self.judge_rooms()

    def judge_rooms(self) -> None:
        """A link of Teams is safe before anybody has it, and one meeting's; at rest it opens it."""
        rooms = self.graph.exchange.rooms.values()
        safe = {one["joinWebUrl"] for one in rooms if one.get("allowRecording") is False}
        met = [m for c in self.office.cases if c.closing is None for m in c.diary if m.alive]
        links = [m.link for m in met if m.link.startswith("https://teams")]
        assert set(links) <= safe
        assert len(links) == len(set(links))
        coming = [m for m in met if m.starts_at > self.office.clock and m.link in links]
        self.happened["room: given"] += bool(coming)
        if not self.resting:
            return
        standing = [e for e in self.graph.exchange.standing if e.data["isOnlineMeeting"]]
        shown = {e.data["onlineMeeting"]["joinUrl"]: span_of(e) for e in standing}
        for meeting in coming:
            assert shown[meeting.link] == (meeting.window.start, meeting.window.end)
            self.happened["room: judged at rest"] += 1


def _hints(context: Context) -> tuple[str, str]:
    return context.ledger.mark(HINT), context.ledger.mark(LIFECYCLE)


def _utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


def _busy(start: datetime) -> Json:
    """An hour from then, as Graph writes it."""
    moments = zip(ENDS, (start, start + HOUR), strict=True)
    said = {n: {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for n, at in moments}
    return {"status": "busy", **said}


@asynccontextmanager
async def our_door(machine: list[InTeams]) -> AsyncIterator[str]:
    """The product's door on loopback: whoever is played last hears."""

    async def hint(kind: str) -> None:
        machine[-1].hinted(kind)

    app = GraphDoor(hint, STATE).app()
    app[PATIENCE] = 5.0
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/notifications"
    finally:
        await runner.cleanup()


@contextmanager
def clinics() -> Iterator[Any]:
    """Clinics one after the other, over one line to one fake Graph, at one door."""
    loop, wait = loop_and_wait()
    server, played = graph_server(), list[InTeams]()
    graph, door = wait(server.__aenter__()), our_door(played)
    url = wait(door.__aenter__())

    def shown() -> float:
        return len(played) * LONG_AFTER + played[-1].office.clock.timestamp()

    graph.clock = shown
    line = Line(None, graph.url, seconds=2, monotonic=shown)

    def another() -> InTeams:
        played.append(InTeams(graph, Mailbox(line, graph.organiser), wait, url))
        return played[-1]

    try:
        yield another
    finally:
        wait(line.close())
        wait(door.__aexit__(None, None, None))
        wait(server.__aexit__(None, None, None))
        loop.close()


COURSE: list[Day] = [
    {**day(*TWO), "telling": "once", "trouble": "503"},
    {**day(answers("accepted")), "telling": "backwards", "trouble": "none"},
    {**day(moved(28), mode="crashes"), "telling": "never", "trouble": "none"},
    {**day(("outlook_moves", {"pick": 0, "hours": 3})), "telling": "gone", "trouble": "none"},
    {**day(("puts_back", {}), answers("declined", 1)), "telling": "twice", "trouble": "none"},
    {**before_any_mail(moved(26), ("undo", {})), "trouble": "none"},
    {**day(REWRITTEN, DELETED_BY_HAND), "telling": "twice", "trouble": "503"},
]
REACHED = [
    *(f"told: {how}" for how in (*TELLING, "changed", "lifecycle") if how != "never"),
    *("told: nothing, and not looked", "room: given", "room: judged at rest"),
    *("room: deleted by hand", "schedule: judged", "schedule: unknown"),
]


def test_colleagues_calendars_follow_in_teams(figures: Figures) -> None:
    """However it is told, each calendar shows our state, and each meeting's one link is safe."""
    happened: Counter[str] = Counter()
    with clinics() as make:

        @settings(
            max_examples=MANY or FEW,
            phases=(Phase.generate,),  # what fails is understood first, and shrunk by hand
            derandomize=not MANY,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            stop=st.sampled_from([2, 4, 5, 8]),
            days=st.lists(DAYS, min_size=3, max_size=6),
            telling=st.lists(st.sampled_from(TELLING), min_size=6, max_size=6),
        )
        def go(stop: int, days: list[Day], telling: list[str]) -> None:
            if not happened["histories"]:
                happened.update(lived(make(), the_way(30, "", 5), COURSE))
            happened["histories"] += 1
            told = [{**one, "telling": how} for one, how in zip(days, telling, strict=False)]
            happened.update(lived(make(), the_way(30, "", stop), told))

        go()
    figures({name: happened[name] for name in sorted({*REACHED, *happened})})
    assert not [name for name in REACHED if not happened[name]]
