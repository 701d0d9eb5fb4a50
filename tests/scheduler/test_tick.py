"""One pass of the daemon: steps, digests, deliveries, hours, and what it says that it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from pathway import rules
from pathway.commands import RegisterPatient, StopPathway
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.daemon import delivering
from pathway.words import Channel, ClosedReason, InvitationState, Role, StaffId, Verdict
from scheduler.outflow import AT_ONCE
from scheduler.passing import HAND_OVER_SECONDS, LATE, LATEST_SECONDS, PASS_SECONDS
from scheduler.window import LEAST
from tests.pathway.build import COORDINATOR, SECRETARY, at, day
from tests.scheduler.station import CLINIC, Station

if TYPE_CHECKING:
    from pathway.ports import Ledger
    from pathway.service import Context

LEASE = delivering.LEASE


# ---------------------------------------------------------------- what leaves


async def test_an_invitation_leaves_once(station: Station) -> None:
    """What was confirmed leaves in the next pass with its answer link, and in no later one."""
    ref = station.invited()
    first = await station.tick()
    again = await station.tick(timedelta(minutes=1))
    assert [one.address for one in station.carrier.delivered] == ["gp1@lege.example"]
    assert "https://svar.example/" in station.carrier.delivered[0].text
    assert len(first.delivered) == 1
    assert again.quiet
    assert station.statuses(ref) == [SendingStatus.SENT]


async def test_the_report_says_what_left(station: Station) -> None:
    """A report row names the message, when, to whom, by which channel, which case and why."""
    ref = station.invited()
    report = await station.tick()
    (passed,) = report.delivered
    assert (report.at, report.retry, report.given_up, report.broken) == (station.clock, [], [], [])
    assert (passed.id, passed.status) == (station.row(ref).id, SendingStatus.SENT)
    departure = passed.departure
    assert (departure.at, departure.case, departure.role) == (station.clock, ref, Role.GP)
    assert (departure.to, departure.channel) == ("gp1@lege.example", Channel.MAIL)
    assert (departure.kind, departure.why, departure.step) == (SendingKind.INVITATION, "R11", 0)


async def test_the_report_says_what_is_next(station: Station) -> None:
    """The next event is the opening hour of the day on which the first step falls due (D3)."""
    station.invited()
    report = await station.tick()
    assert report.next == at("2026-11-09 08:00")
    assert (await station.tick("2026-11-09 08:00")).delivered


async def test_an_empty_clinic_is_quiet(station: Station) -> None:
    """A pass over nothing does nothing."""
    report = await station.tick()
    assert report.quiet
    assert report.next is None


async def test_a_reminder_leaves_after_five_working_days(station: Station) -> None:
    """A GP who has not answered is reminded on the fifth working day, at the opening hour (D3)."""
    station.invited()
    await station.tick()
    assert (await station.tick("2026-11-06 15:29")).quiet
    assert (await station.tick("2026-11-09 07:59")).quiet
    reminded = await station.tick("2026-11-09 08:00")
    assert [row.departure.kind for row in reminded.delivered] == [SendingKind.REMINDER]
    assert reminded.delivered[0].departure.step == 5
    assert (await station.tick("2026-11-09 09:00")).quiet


async def test_who_has_answered_is_not_chased(station: Station) -> None:
    """A reminder whose answer came meanwhile never leaves."""
    ref = station.invited()
    await station.tick()
    station.carrier.down = True
    await station.tick("2026-11-09 08:00")
    assert station.row(ref, SendingKind.REMINDER).status is SendingStatus.FAILED
    station.carrier.down = False
    station.clock = at("2026-11-09 08:00") + timedelta(seconds=30)
    station.answered(ref, Verdict.ACCEPTED)
    await station.tick("2026-11-09 08:05")
    assert station.row(ref, SendingKind.REMINDER).status is SendingStatus.DROPPED
    assert len(station.carrier.delivered) == 1


async def test_more_rows_than_a_batch_leave_in_one_pass(station: Station) -> None:
    """However many wait, one pass takes them all, oldest first."""
    for no in range(AT_ONCE + 3):
        station.invited(no)
    report = await station.tick()
    assert len(report.delivered) == AT_ONCE + 3
    addresses = [one.address for one in station.carrier.delivered]
    assert addresses == [f"gp{no}@lege.example" for no in range(AT_ONCE + 3)]


# ---------------------------------------------------------------- hours


@pytest.mark.parametrize("night", ["2026-11-02 03:00", "2026-11-07 23:30", "2026-12-25 12:00"])
async def test_what_was_pressed_leaves_at_any_hour(station: Station, night: str) -> None:
    """A confirmed invitation leaves at the next pass on a night, a weekend and a holiday (F3)."""
    station.clock = at(night)
    ref = station.invited(start="2027-01-12 10:00")
    await station.tick()
    assert station.statuses(ref) == [SendingStatus.SENT]


async def test_a_cancellation_leaves_at_any_hour(station: Station) -> None:
    """A pathway stopped on a Saturday night cancels what was sent at once (F6)."""
    ref = station.invited()
    await station.tick()
    station.clock = at("2026-11-07 23:00")
    station.do(StopPathway(ref=ref, reason=ClosedReason.WITHDREW))
    report = await station.tick()
    assert [row.departure.kind for row in report.delivered] == [SendingKind.CANCELLATION]


async def test_what_has_not_left_is_not_cancelled(station: Station) -> None:
    """Neither the invitation nor its cancellation leaves when the pathway stops before (F6)."""
    ref = station.invited()
    station.do(StopPathway(ref=ref, reason=ClosedReason.WITHDREW))
    assert (await station.tick()).quiet
    assert not station.carrier.tried


@pytest.mark.parametrize("closed", ["2026-11-07 12:00", "2026-11-09 15:30", "2026-11-09 23:00"])
async def test_steps_wait_for_working_hours(station: Station, closed: str) -> None:
    """Outside working hours no step is taken and no digest made; the next morning both are (F3)."""
    station.invited()
    await station.tick()
    assert (await station.tick(closed)).quiet
    assert (await station.tick("2026-11-10 08:00")).delivered


async def test_a_reminder_that_failed_waits_for_the_morning(station: Station) -> None:
    """A reminder that could not leave before closing time is not tried in the evening (F3)."""
    ref = station.invited()
    await station.tick()
    station.carrier.down = True
    await station.tick("2026-11-09 15:29")
    station.carrier.down = False
    assert (await station.tick("2026-11-09 15:31")).quiet
    assert len(station.carrier.tried) == 2
    await station.tick("2026-11-10 08:00")
    assert station.row(ref, SendingKind.REMINDER).status is SendingStatus.SENT


# ---------------------------------------------------------------- digests


async def test_a_person_gets_one_digest_a_working_day(station: Station) -> None:
    """Tasks of a day are one digest; passes later that day make no other (D4)."""
    first, second = station.invited(1), station.invited(2)
    await station.tick()
    for hour in ("08:00", "09:00", "15:29"):
        await station.tick(f"2026-11-12 {hour}")
    (digest,) = station.chat(SECRETARY, SendingKind.DIGEST)
    assert {first, second} <= set(digest.content.text.replace(":", " ").split())
    assert {row.status for row in station.chat(SECRETARY, SendingKind.TASK)} == {
        SendingStatus.PENDING
    }


async def test_a_task_after_the_digest_waits_for_the_next_day(station: Station) -> None:
    """What turns up after the day's digest stands in the next working day's, and in no second."""
    station.invited()
    await station.tick()
    await station.tick("2026-11-13 08:00")  # a Friday
    late = RegisterPatient(name="Ola", referral_received=day("2026-08-20"), gp=None)
    ref = station.do(late).ref
    assert not (await station.tick("2026-11-13 12:00")).broken
    (digest,) = station.chat(SECRETARY, SendingKind.DIGEST)
    assert ref not in digest.content.text
    assert station.chat(SECRETARY, SendingKind.TASK)
    await station.tick("2026-11-16 08:00")
    assert ref in station.chat(SECRETARY, SendingKind.DIGEST)[-1].content.text


async def test_nobody_gets_an_empty_digest(station: Station) -> None:
    """A day on which only the GP is reminded gives no member of staff a digest (D4)."""
    station.invited()
    await station.tick()
    await station.tick("2026-11-09 08:00")
    assert not any(station.chat(one.id, SendingKind.DIGEST) for one in station.clinic.staff)


async def test_each_of_those_concerned_gets_a_digest(station: Station) -> None:
    """The last step reaches the coordinator's digest, and leaves the others' alone (D3)."""
    station.invited()
    await station.tick()
    await station.tick("2026-11-16 08:00")
    told = [one.id for one in station.clinic.staff if station.chat(one.id, SendingKind.DIGEST)]
    assert told == [COORDINATOR]


# ---------------------------------------------------------------- several at once


class Counting(Station):
    """Counts its transactions."""

    asked = 0

    @override
    def context(self, ledger: Ledger, actor: str) -> Context:
        self.asked += 1
        return super().context(ledger, actor)


async def test_who_has_nothing_waiting_is_not_asked(station: Station) -> None:
    """A pass with nothing to do is one transaction, also for forty more members of staff."""
    counting = Counting(station.store)
    counting.carriers[Channel.CHAT] = counting.carrier
    await counting.tick()  # Monday's list
    counting.asked = 0
    more = (replace(CLINIC.staff[0], id=StaffId(f"sekretar {no}")) for no in range(40))
    counting.clinic = replace(CLINIC, staff=(*CLINIC.staff, *more))
    await counting.tick()
    assert counting.asked == 1


async def test_a_lease_holds_until_it_runs_out(station: Station) -> None:
    """A row that a dead process had claimed is free again after the lease, with the same stamp."""
    ref = station.invited()
    sending_id = station.row(ref).id
    claimed = station.ask(lambda context: delivering.claim(context, sending_id))
    assert claimed is not None
    assert (await station.tick(LEASE - timedelta(seconds=1))).quiet
    report = await station.tick(timedelta(seconds=1))
    assert [passed.id for passed in report.delivered] == [sending_id]
    assert station.carrier.delivered[0].sending.stamp == claimed.stamp


async def test_a_message_in_flight_is_cancelled_after_it(station: Station) -> None:
    """Who stops a pathway while its invitation is being handed over sends a CANCEL too (F6)."""
    ref = station.invited()
    sending_id = station.row(ref).id
    station.ask(lambda context: delivering.claim(context, sending_id))
    station.do(StopPathway(ref=ref, reason=ClosedReason.WITHDREW))
    station.ask(lambda context: delivering.delivered(context, sending_id))
    report = await station.tick()
    assert [row.departure.kind for row in report.delivered] == [SendingKind.CANCELLATION]
    assert station.statuses(ref) == [SendingStatus.SENT]
    assert rules.state_of(station.case(ref), station.case(ref).invitations[0]) is (
        InvitationState.CANCELLED
    )


async def test_a_channel_without_a_carrier_is_left_alone(station: Station) -> None:
    """A row that nobody here can carry is neither claimed nor counted, and waits."""
    ref = station.invited()
    station.carriers.clear()
    assert (await station.tick()).quiet
    row = station.row(ref)
    assert (row.status, row.attempts, row.leased_until) == (SendingStatus.PENDING, 0, None)


# ---------------------------------------------------------------- how long


async def test_a_long_pass_claims_nothing_more(station: Station) -> None:
    """A pass that has lasted too long leaves the rest for the next, and says that it is due now."""
    for no in range(LEAST + 1):
        station.invited(no)
    hours = chain([0.0, 59.0], repeat(60.0))
    report = await station.tick(spent=lambda: next(hours))
    assert (len(report.delivered), report.cut, report.next) == (LEAST, True, station.clock)
    rest = await station.tick()
    assert (len(rest.delivered), rest.cut) == (1, False)


async def test_slow_steps_leave_time_for_messages(station: Station) -> None:
    """Steps end half way through a pass, so that what people have pressed leaves all the same."""
    station.invited(1)
    await station.tick()
    station.clock = at("2026-11-09 08:00")
    pressed = station.invited(2)
    report = await station.tick(spent=lambda: 30.0)
    assert [row.departure.case for row in report.delivered] == [pressed]
    assert report.cut


async def test_a_pass_that_is_cut_makes_no_half_digest(station: Station) -> None:
    """Where steps are left for the next pass, the day's digest waits for them and holds all."""
    first, second = station.invited(1), station.invited(2)
    await station.tick()
    station.clock = at("2026-11-12 08:00")
    lasted = chain([0.0], repeat(30.0))
    assert (await station.tick(spent=lambda: next(lasted))).cut
    assert len(station.chat(SECRETARY, SendingKind.TASK)) == 1
    assert not station.chat(SECRETARY, SendingKind.DIGEST)
    await station.tick(timedelta(seconds=30))
    (digest,) = station.chat(SECRETARY, SendingKind.DIGEST)
    assert {first, second} <= set(digest.content.text.replace(":", " ").split())


async def test_a_pass_that_is_cut_writes_no_half_list(station: Station) -> None:
    """Monday's list waits for the steps that are left, and holds all that waits for an answer."""
    for no in (1, 2):
        station.invited(no)
    await station.tick()
    station.clock = at("2026-11-09 08:00")
    lasted = chain([0.0], repeat(30.0))
    assert (await station.tick(spent=lambda: next(lasted))).cut
    assert not station.chat(COORDINATOR, SendingKind.NOTICE)
    await station.tick(timedelta(seconds=30))
    (written,) = station.chat(COORDINATOR, SendingKind.NOTICE)
    assert "Legesenteret 2026-11-02 2" in written.content.text


async def test_who_was_frozen_hands_nothing_over(station: Station) -> None:
    """A process that stood still after its claim lets go: the row may be another's by now."""
    ref = station.invited()
    lasted = chain([0.0], repeat(LATEST_SECONDS))
    report = await station.tick(spent=lambda: next(lasted))
    assert not station.carrier.tried
    assert [(row.id, row.status) for row in report.retry] == [
        (station.row(ref).id, SendingStatus.FAILED)
    ]
    assert station.row(ref).error == LATE
    await station.tick(LEASE)
    assert station.statuses(ref) == [SendingStatus.SENT]


def test_no_lease_runs_out_in_its_owners_hand() -> None:
    """The longest pass and the longest delivery fit in a lease, also by clocks a minute apart."""
    longest = max(PASS_SECONDS, LATEST_SECONDS) + HAND_OVER_SECONDS
    assert LEASE.total_seconds() >= longest + 60
