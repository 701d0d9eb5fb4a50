"""Whatever goes wrong with Graph: the state is right in the end, and the secretary is told once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.outgoing import SendingStatus
from pathway.postbox import PostboxError
from pathway.words import Channel, Verdict
from tests.calendar_sync.graph.office import GraphOffice
from tests.fakes.graph_server import Planned

PASSES = {
    "401": Planned(status=401, code="InvalidAuthenticationToken"),
    "consent withdrawn": Planned(status=403, code="ErrorAccessDenied"),
    "mailbox gone": Planned(status=404, code="MailboxNotEnabledForRESTAPI"),
    "409": Planned(status=409, code="ErrorIrresolvableConflict"),
    "410": Planned(status=410, code="SyncStateNotFound"),
    "429": Planned(status=429, code="TooManyRequests"),
    "429 and five minutes": Planned(status=429, code="TooManyRequests", retry_after="300"),
    "500": Planned(status=500, code="ErrorInternalServerError"),
    "503": Planned(status=503),
    "504": Planned(status=504, code="UnknownError"),
    "time-out": Planned(way="hang"),
    "half an answer": Planned(way="half"),
    "no answer": Planned(way="cut"),
    "done and unheard": Planned(way="lost"),
}


@pytest.mark.parametrize("name", PASSES)
async def test_what_passes_is_made_right_in_silence(office: GraphOffice, name: str) -> None:
    """The change is made in the end, each hears of it once, and nobody need do anything."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
    office.move(ref, "2026-12-01 10:00")
    office.graph.plan.append(replace(PASSES[name], method="PATCH", path="/events/"))
    for _ in range(3):
        await office.tick(timedelta(minutes=10))
    assert list(office.graph.plan) == []
    (event,) = office.events()
    assert office.starts(event) == "2026-12-01 09:00"
    assert [office.told(who) for who in ("lea", "pal")] == [["invited", "updated"]] * 2
    assert office.notices(ref) == []


@pytest.mark.parametrize("name", [*PASSES, "done and hanging"])
async def test_what_stops_an_invitation_makes_no_second_event(
    office: GraphOffice, name: str
) -> None:
    """The event is made in the end, once, each is invited once, and nobody need do anything."""
    office.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
    way = PASSES.get(name, Planned(way="late"))
    office.graph.plan.append(replace(way, method="POST", path="/events"))
    ref = office.with_doctors("lea", "pal")
    for _ in range(3):
        await office.tick(timedelta(minutes=10))
    assert list(office.graph.plan) == []
    (event,) = office.graph.exchange.events.values()
    assert office.on(event) == {"lea", "pal"}
    assert [office.told(who) for who in ("lea", "pal")] == [["invited"]] * 2
    rows = [row for row in office.case(ref).sendings if row.channel is Channel.GRAPH]
    assert {row.status for row in rows} == {SendingStatus.SENT}
    assert office.notices(ref) == []


@pytest.mark.parametrize("path", ["/delta", "/events/"])
@pytest.mark.parametrize("name", PASSES)
async def test_what_stops_a_look_loses_no_answer(office: GraphOffice, name: str, path: str) -> None:
    """Whether the changes or an event could not be read, the answer is in the case, once."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted")
    office.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
    office.graph.plan.append(replace(PASSES[name], method="GET", path=path))
    for _ in range(3):
        with suppress(PostboxError):
            await office.read()
        office.clock += timedelta(minutes=10)
    assert list(office.graph.plan) == []
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]
    assert office.questions(ref) == []


async def test_what_lasts_is_told_once(office: GraphOffice) -> None:
    """After two days of trying the secretary hears, once for each who was to be told."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.move(ref, "2026-12-01 10:00")
    office.graph.consent = False
    for _ in range(40):
        await office.tick(timedelta(hours=4))
    assert [row.content.subject for row in office.notices(ref)] == ["given_up"]
