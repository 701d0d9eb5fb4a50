"""What people answer, and do, in Outlook: into the case, or one question to the secretary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pathway.arrivals import Handled
from pathway.commands import SettleQuestion
from pathway.model import Window
from pathway.postbox import PostboxError, PostboxFault
from pathway.questions import Doubt, Resolution
from pathway.rules import present_answer
from pathway.words import Channel, Verdict
from tests.calendar_sync.graph.office import GraphOffice
from tests.fakes.graph_server import Planned

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def test_an_answer_in_outlook_is_in_the_case(office: GraphOffice) -> None:
    """A yes applies with its channel and evidence; read again it is nothing new."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.answer("lea", "accepted")
    assert await office.read() == [Handled.APPLIED]
    (answer,) = office.answers(ref, "lea")
    assert (answer.verdict, answer.channel, answer.counts) == (
        Verdict.ACCEPTED,
        Channel.GRAPH,
        True,
    )
    assert answer.evidence.startswith("graph ")
    assert answer.at == office.clock, "Exchange said year 1"
    assert await office.read() == []
    office.answer("lea", "declined", at=office.clock + HOUR)
    office.clock += 2 * HOUR
    assert await office.read() == [Handled.APPLIED]
    assert [one.verdict for one in office.answers(ref, "lea")] == [
        Verdict.ACCEPTED,
        Verdict.DECLINED,
    ]
    office.answer("lea", "accepted")
    assert await office.read() == [Handled.APPLIED], "the same words as the first, and news"


async def test_a_proposed_time_is_a_counter(office: GraphOffice) -> None:
    """A new time proposed in Outlook is the same as by mail: an answer with a time."""
    ref = office.with_doctors("lea")
    await office.tick()
    begins = START + 26 * HOUR
    office.answer("lea", "tentativelyAccepted", proposes=(begins, begins + HOUR))
    assert await office.read() == [Handled.APPLIED]
    (answer,) = office.answers(ref, "lea")
    assert answer.verdict is Verdict.NEW_TIME
    assert answer.proposed == datetime(2026, 11, 25, 12, 0)  # noqa: DTZ001 - wall time


async def test_a_stranger_is_asked_about(office: GraphOffice) -> None:
    """Somebody whom we did not ask, from inside or outside, is one question and no answer."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.graph.exchange.forward(office.events()[0], "ola@annet.example", "accepted")
    assert await office.read() == [Handled.ASKED]
    assert office.answers(ref, "lea") == []
    (question,) = office.questions(ref)
    assert (question.doubt, question.sender) == (Doubt.STRANGER, "ola@annet.example")
    assert await office.read() == []


async def test_who_may_be_on_it_already_is_no_stranger(office: GraphOffice) -> None:
    """Put on it by a change that nobody heard the end of, they answer, and are heard by name."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.graph.plan.extend([Planned(way="lost", method="PATCH")] * 2)
    office.joins(ref, "pal")
    await office.tick(timedelta(minutes=1))
    office.answer("pal", "accepted")
    assert await office.read() == []
    await office.tick(HOUR)
    assert await office.read() == [Handled.APPLIED], "at the next look"
    assert len(office.answers(ref, "pal")) == 1
    assert office.questions(ref) == []


async def test_an_answer_is_never_from_the_future(office: GraphOffice) -> None:
    """Where Exchange's clock is ahead of ours, it is as old as our reading of it."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted", at=office.clock + HOUR)
    await office.read()
    assert [one.at for one in office.answers(ref, "lea")] == [office.clock]


async def test_a_kept_yes_stays_when_exchange_forgets_it(office: GraphOffice) -> None:
    """One who goes over to another event has not answered there: ours stands, and is not asked."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    office.move(ref, "2026-11-24 10:00")
    await office.tick(HOUR)
    assert await office.read() == []
    answer = present_answer(office.case(ref), office.invitation(ref, "lea"))
    assert answer is not None
    assert answer.verdict is Verdict.ACCEPTED


async def test_a_late_answer_to_the_old_time_is_history(office: GraphOffice) -> None:
    """After a move Exchange has forgotten the old answers; a new one counts for the new time."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "declined")
    await office.read()
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    assert await office.read() == []
    office.answer("lea", "accepted")
    await office.read()
    assert [one.revision for one in office.answers(ref, "lea")] == [1, 2]


async def test_an_event_that_is_moved_by_hand_is_one_question(office: GraphOffice) -> None:
    """It is asked about once; taking over its time is a plan that tells nobody inside again."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    (event,) = office.events()
    office.graph.exchange.move_by_hand(event, START + HOUR, START + 2 * HOUR)
    assert await office.read() == [Handled.ASKED]
    (question,) = office.questions(ref)
    assert question.doubt is Doubt.MOVED
    assert question.proposed == Window(start=START + HOUR, end=START + 2 * HOUR)
    office.answer("pal", "accepted")
    assert await office.read() == []
    told = office.told("lea")
    office.move(ref, "2026-11-24 11:00")
    await office.tick(HOUR)
    assert office.told("lea") == told, "they have that time already"
    assert office.questions(ref) == []


@pytest.mark.parametrize("days", [-60, 500])
async def test_an_event_that_is_dragged_out_of_what_is_read_is_not_deleted(
    office: GraphOffice, days: int
) -> None:
    """Graph tells of it as removed; it stands, at another time, and that is asked about."""
    ref = office.with_doctors("lea")
    await office.tick()
    await office.read()
    begins = START + timedelta(days=days)
    office.graph.exchange.move_by_hand(office.events()[0], begins, begins + HOUR)
    assert await office.read() == [Handled.ASKED]
    assert [one.doubt for one in office.questions(ref)] == [Doubt.MOVED]


async def test_an_event_that_is_moved_by_hand_can_be_put_back(office: GraphOffice) -> None:
    """Restored, it stands where the meeting is, and each is told so by the calendar."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    (event,) = office.events()
    office.graph.exchange.move_by_hand(event, START + HOUR, START + 2 * HOUR)
    await office.read()
    (question,) = office.questions(ref)
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
    await office.tick(HOUR)
    assert office.starts(office.events()[0]) == "2026-11-24 09:00"
    assert await office.read() == []
    assert office.questions(ref) == []


async def test_an_event_that_is_deleted_by_hand_can_be_put_back(office: GraphOffice) -> None:
    """A deleted event is one question; restored, everybody is invited to a new one."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    office.graph.exchange.delete(office.events()[0])
    assert await office.read() == [Handled.ASKED]
    assert await office.read() == []
    (question,) = office.questions(ref)
    assert question.doubt is Doubt.DELETED
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
    await office.tick(HOUR)
    assert office.on(office.events()[0]) == {"lea", "pal"}
    assert office.told("lea") == ["invited", "cancelled", "invited"]
    assert await office.read() == []


async def test_our_own_changes_are_no_news(office: GraphOffice) -> None:
    """What we did ourselves, a cancellation too, is asked about by nobody."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    assert await office.read() == []
    office.move(ref, "2026-11-25 12:00")
    await office.tick(HOUR)
    assert await office.read() == []
    office.remove(ref, "lea")
    office.remove(ref, "pal")
    await office.tick(HOUR)
    assert await office.read() == []


async def test_nothing_is_lost_between_reading_and_filing(office: GraphOffice) -> None:
    """What was read and not filed is found again; what was handled and not filed counts once."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted")
    await office.postbox.open()
    assert len(await office.postbox.waiting()) == 1
    assert await office.read() == [Handled.APPLIED]
    assert len(office.answers(ref, "lea")) == 1


async def test_after_410_all_is_read_anew(office: GraphOffice) -> None:
    """Where Graph has forgotten how far we read, everything is read, and nothing is news twice."""
    office.with_doctors("lea")
    await office.tick()
    office.answer("lea", "accepted")
    await office.read()
    office.graph.tokens_end = 1000
    office.answer("lea", "declined")
    assert await office.read() == [Handled.APPLIED]


async def test_each_day_begins_anew(office: GraphOffice) -> None:
    """What no notification and no delta told of is found by the next day's reading of all."""
    office.with_doctors("lea")
    await office.tick()
    await office.read()
    event = office.events()[0]
    event.attendee("lea@klinikk.example")["status"] = {
        "response": "accepted",
        "time": "0001-01-01T00:00:00Z",
    }
    assert await office.read() == []
    office.clock += timedelta(days=1)
    assert await office.read() == [Handled.APPLIED]


async def test_a_clock_that_was_ahead_for_a_look_loses_no_answer(office: GraphOffice) -> None:
    """What seemed to be over is passed by and not forgotten: a yes is applied when it is right."""
    ref = office.with_doctors("lea")
    await office.tick()
    office.clock += timedelta(days=31)
    assert await office.read() == []
    office.clock -= timedelta(days=31)
    office.answer("lea", "accepted")
    assert await office.read() == [Handled.APPLIED]
    assert [one.verdict for one in office.answers(ref, "lea")] == [Verdict.ACCEPTED]


async def test_what_is_over_is_read_no_more_and_let_go_of_after_a_year(office: GraphOffice) -> None:
    """An answer to a meeting that was held is no news; long after it the event is not kept."""
    office.with_doctors("lea")
    await office.tick()
    office.clock = START + timedelta(days=3)
    office.answer("lea", "accepted")
    assert await office.read() == []
    assert len(await office.book.living()) == 1
    office.clock += timedelta(days=400)
    assert await office.read() == []
    assert await office.book.living() == []


@pytest.mark.parametrize(
    ("status", "code", "fault"),
    [
        (401, "InvalidAuthenticationToken", PostboxFault.REFUSED),
        (403, "ErrorAccessDenied", PostboxFault.REFUSED),
        (404, "MailboxNotEnabledForRESTAPI", PostboxFault.GONE),
        (500, "generalException", PostboxFault.UNREACHABLE),
    ],
)
async def test_why_the_calendar_cannot_be_read(
    office: GraphOffice, status: int, code: str, fault: PostboxFault
) -> None:
    """Consent withdrawn, a mailbox that is gone and a bad day are told apart."""
    office.graph.plan.append(Planned(status=status, code=code))
    with pytest.raises(PostboxError) as raised:
        await office.read()
    assert raised.value.fault is fault
