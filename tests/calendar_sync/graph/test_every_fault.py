"""Whatever goes wrong with Graph: the state is right in the end, and the secretary is told once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from pathway.commands import StopPathway
from pathway.outgoing import Sending, SendingStatus
from pathway.postbox import PostboxError
from pathway.service import PROGRAM, Context
from pathway.service.daemon import delivering, showing
from pathway.words import CaseRef, Channel, ClosedReason, Verdict
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


REFUSED = Planned(status=400, code="ErrorInvalidRequest")
READ = {**PASSES, "400": REFUSED}


@pytest.mark.parametrize("path", ["/delta", "/events/"])
@pytest.mark.parametrize("name", READ)
async def test_what_stops_a_look_loses_no_answer(office: GraphOffice, name: str, path: str) -> None:
    """Whether the changes or an event could not be read, the answer is in the case, once."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted")
    office.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
    office.graph.plan.append(replace(READ[name], method="GET", path=path))
    for _ in range(3):
        with suppress(PostboxError):
            await office.read()
        pause = timedelta(days=1) if name == "400" else timedelta(minutes=10)
        office.clock += pause  # an event that is called wrong waits for the next day
    assert list(office.graph.plan) == []
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]
    assert office.questions(ref) == []


LASTS = {name: way for name, way in PASSES.items() if way.way != "lost"}
LASTS["400"] = REFUSED


@pytest.mark.parametrize("name", LASTS)
async def test_what_lasts_is_told_once_and_of_whom(office: GraphOffice, name: str) -> None:
    """However often it is tried, and however many share the event: one notice, with their names."""
    ref = office.with_doctors("lea", "pal", "frida")
    await office.tick()
    office.line._seconds = 0.1  # noqa: SLF001 - what hangs is waited for no longer
    office.move(ref, "2026-12-01 10:00")
    way = replace(LASTS[name], method="PATCH", path="/events/", lasts=True)
    office.graph.plan.append(way)
    for _ in range(20):
        await office.tick(timedelta(hours=8))
    assert way in office.graph.went_wrong
    assert [row.content.text for row in office.notices(ref)] == [
        "not_in_calendar names=Lea\nPal\nFrida kind=update"
    ]


async def test_a_consent_that_stays_away_is_told_once_of_each_event(office: GraphOffice) -> None:
    """Nothing at all can be asked for days: each secretary hears once, of everybody there."""
    refs = [office.with_doctors("lea", "pal"), office.with_doctors("frida")]
    await office.tick()
    for ref in refs:
        office.move(ref, "2026-12-01 10:00")
    office.graph.consent = False
    for _ in range(40):
        await office.tick(timedelta(hours=4))
    told = [row.content.text for ref in refs for row in office.notices(ref)]
    assert told == [
        "not_in_calendar names=Lea\nPal kind=update",
        "not_in_calendar names=Frida kind=update",
    ]


async def test_a_fault_of_one_names_nobody_else(office: GraphOffice) -> None:
    """Whose address Graph calls wrong is named; who is invited all the same is not."""
    wrong = Planned(status=400, code="ErrorInvalidRecipients", method="POST")
    office.graph.plan.append(wrong)
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    (event,) = office.events()
    assert office.on(event) == {"pal"}
    (told,) = office.notices(ref)
    assert told.content.text == "not_in_calendar names=Lea kind=invitation"


def given_up(office: GraphOffice, ref: CaseRef, number: int) -> Sending:
    """This colleague's message is refused; the notice that the secretary gets."""
    row = [one for one in office.case(ref).sendings if one.channel is Channel.GRAPH][number]
    office.ask(lambda context: delivering.claim(context, row.id), PROGRAM)
    refused = partial(delivering.failed, sending_id=row.id, error="400", for_good=True)
    office.ask(refused, PROGRAM)
    return office.notices(ref)[-1]


def test_a_notice_waits_for_the_others_and_is_then_let_go(office: GraphOffice) -> None:
    """Two minutes at most: the one who is tried next may have to be named too."""
    ref = office.with_doctors("lea", "pal", "frida")
    first, second = (given_up(office, ref, number) for number in (0, 1))
    assert first.not_before == second.not_before == office.clock + timedelta(minutes=2)
    third = given_up(office, ref, 2)
    assert third.not_before == office.clock
    assert {first.id, second.id} == {third.id}
    assert third.content.text == "not_in_calendar names=Lea\nPal\nFrida kind=invitation"


def test_a_notice_that_was_read_is_not_written_over(office: GraphOffice) -> None:
    """What comes later is told anew, and names only whom it concerns."""
    ref = office.with_doctors("lea", "pal")
    first = given_up(office, ref, 0)

    def shown(context: Context) -> None:
        case = context.ledger.load(ref, context.access)
        context.ledger.save(
            case.with_changed(replace(first, attempts=1)), context.access, what="test"
        )

    office.ask(shown)
    office.clock += timedelta(hours=1)
    second = given_up(office, ref, 1)
    assert [row.id for row in office.notices(ref)] == [first.id, second.id]
    assert second.content.text == "not_in_calendar names=Pal kind=invitation"


async def test_what_fails_after_the_end_is_told_by_itself(office: GraphOffice) -> None:
    """R10: of an ended case it is told that somebody still has it, and not what waited before."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.move(ref, "2026-12-01 10:00")
    before = given_up(office, ref, 2)
    office.clock += timedelta(minutes=1)
    office.do(StopPathway(ref=ref, reason=ClosedReason.WITHDREW))
    after = given_up(office, ref, -1)
    told = [showing.holds(office.case(ref), row, office.clock) for row in (before, after)]
    assert (after.id != before.id, told) == (True, [False, True])


async def test_an_invitation_and_a_change_are_one_notice(office: GraphOffice) -> None:
    """Where one was to hear of a change, and another to be asked, both are named at once."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.move(ref, "2026-12-01 10:00")
    office.joins(ref, "pal")
    office.clock += timedelta(hours=1)
    told = [given_up(office, ref, number) for number in (1, 2)]
    assert [row.content.text for row in office.notices(ref)] == ["not_in_calendar names=Lea\nPal"]
    assert told[1].not_before == office.clock
