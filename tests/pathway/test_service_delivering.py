"""Claim, judge, hand over, write the receipt: nothing lost, nothing twice (F3, F6, F16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.commands import ChangeMeeting, Invite, MoveMeeting
from pathway.outgoing import Content, Hours, Sending, SendingKind, SendingStatus
from pathway.ports import Links
from pathway.rules import state_of
from pathway.service import PROGRAM
from pathway.service.daemon import delivering
from pathway.service.daemon.delivering import Judgement
from pathway.words import Channel, InvitationState, MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import SECRETARY, a_clinic, at, wall
from tests.pathway.office import CrashError, Office
from tests.pathway.test_plan import everybody, first_row, left, mailed

SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """A GP's invitation waits to leave."""
    office = Office()
    office.register()
    office.invite_gp()
    return office


def claim(office: Office) -> Sending | None:
    """The GP's first message claimed."""
    which = first_row(office).id
    return office.run(lambda c: delivering.claim(c, which), PROGRAM)


def judged(office: Office, sending: Sending) -> Judgement:
    """What would become of a row now."""
    return office.run(lambda c: delivering.judge(office.case, c, sending), PROGRAM)


# --- claiming ----------------------------------------------------------------------------------


def test_a_claim_is_a_lease(office: Office) -> None:
    """Who claims has three minutes; nobody else gets the row meanwhile, and then the next may."""
    claimed = claim(office)
    assert claimed is not None
    assert claimed == first_row(office)
    assert claimed.not_before == office.clock + timedelta(minutes=1)
    assert (claimed.attempts, claimed.leased_until) == (1, office.clock + timedelta(seconds=180))
    assert office.log[-1].what == "claimed"
    office.clock += timedelta(seconds=179)
    assert claim(office) is None
    office.clock += timedelta(seconds=1)
    again = claim(office)
    assert again is not None
    assert (again.attempts, again.stamp) == (2, claimed.stamp)


@pytest.mark.parametrize(
    ("verdict", "said"), [(Verdict.ACCEPTED, True), (Verdict.TENTATIVE, False)]
)
def test_an_answer_that_came_meanwhile_is_in_the_calendar(
    office: Office, verdict: Verdict, *, said: bool
) -> None:
    """F16: a yes recorded while the message waited is sent as one, and no other answer is."""
    office.answer(verdict)
    claimed = claim(office)
    assert claimed is not None
    assert claimed.content.event is not None
    assert claimed.content.event.accepted is said


def test_a_yes_taken_back_meanwhile_is_not_in_the_calendar(office: Office) -> None:
    """F16: an update that was written while a yes held says no yes that holds no longer."""
    office.tick()
    office.answer(Verdict.ACCEPTED)
    link = "https://video.example/2"
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=link, accept_clashes=True))
    office.answer(Verdict.DECLINED)
    (update,) = office.tick()
    assert update.content.event is not None
    assert not update.content.event.accepted


def test_a_retry_says_what_was_said_first(office: Office) -> None:
    """A retry has the same bytes, whatever was answered between (interop)."""
    first = claim(office)
    office.answer(Verdict.ACCEPTED)
    office.clock += delivering.LEASE
    again = claim(office)
    assert first is not None
    assert again is not None
    assert again.content == first.content


def test_a_row_is_not_claimed_before_its_time(office: Office) -> None:
    """Not before its moment, and not once it is done."""
    row = replace(first_row(office), not_before=office.clock + timedelta(seconds=1))
    office.edit(lambda case: case.with_changed(row))
    assert claim(office) is None
    office.clock += timedelta(seconds=1)
    assert claim(office) is not None
    office.edit(lambda case: case.with_changed(replace(row, status=SendingStatus.SENT)))
    assert claim(office) is None


def test_what_people_carry_is_not_claimed() -> None:
    """D6: a letter or secure message never leaves of itself, and no attempt is counted."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    before = office.case
    assert claim(office) is None
    assert office.case == before


def test_only_what_is_carried_is_claimed(office: Office) -> None:
    """A daemon that has no carrier of this channel leaves the row to another."""
    which = first_row(office).id
    carried = {Channel.GRAPH}
    assert office.run(lambda c: delivering.claim(c, which, carried), PROGRAM) is None
    assert first_row(office).attempts == 0


def test_a_row_that_breaks_whoever_tries(office: Office) -> None:
    """Claimed time after time without a receipt, it is given up, and the secretary is told."""

    def dies(_sending: Sending) -> tuple[str, bool]:
        raise CrashError

    office.carry = dies
    for _ in range(delivering.ATTEMPTS):
        office.tick(max(first_row(office).not_before, office.clock + delivering.LEASE))
    assert first_row(office).status is SendingStatus.PENDING
    office.tick(first_row(office).not_before)
    row = first_row(office)
    assert (row.status, row.error, row.attempts) == (SendingStatus.GIVEN_UP, "no receipt", 15)
    assert office.notices() == ["given_up"]


def test_a_row_that_failed_last_says_why(office: Office) -> None:
    """The last error that is known stands in the row."""
    row = replace(first_row(office), attempts=delivering.ATTEMPTS, error="451")
    office.edit(lambda case: case.with_changed(row))
    assert claim(office) == first_row(office)
    assert (first_row(office).status, first_row(office).error) == (SendingStatus.GIVEN_UP, "451")


def test_a_stamp_is_whole_seconds(office: Office) -> None:
    """DTSTAMP has no fractions, and is set once (F16)."""
    office.clock += timedelta(microseconds=700_000)
    claimed = claim(office)
    assert claimed is not None
    assert claimed.stamp == at("2026-10-05 09:00")
    assert office.invitation(Role.GP).stamp == claimed.stamp


def test_two_sendings_never_share_a_second(office: Office) -> None:
    """F16: a second message in the same second gets the next one; a retry keeps its own."""
    office.tick()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/3"))
    office.carry = lambda _: ("451", False)
    office.tick()
    stamps = [s.stamp for s in office.case.sendings if s.channel is Channel.MAIL]
    first = at("2026-10-05 09:00")
    assert stamps == [first, first + timedelta(seconds=1), first + timedelta(seconds=2)]
    office.carry = lambda _: ("", False)
    office.tick("2026-10-05 10:00")
    assert left(office, Role.GP)[-1].stamp == first + timedelta(seconds=2)
    assert office.invitation(Role.GP).stamp == first + timedelta(seconds=2)


# --- judging -----------------------------------------------------------------------------------


def test_what_no_longer_holds_is_dropped(office: Office) -> None:
    """A row that tells of another time is dropped when it is claimed, and says when."""
    row = replace(first_row(office), revision=7)
    office.edit(lambda case: case.with_changed(row))
    assert judged(office, row) is Judgement.DROP
    assert claim(office) is None
    found = first_row(office)
    assert (found.status, found.done_at, found.attempts) == (
        SendingStatus.DROPPED,
        office.clock,
        0,
    )
    assert office.log[-1].what == "drop"


def test_working_hours_are_waited_for(office: Office) -> None:
    """F3: a row of working hours waits for the next opening."""
    row = replace(first_row(office), hours=Hours.WORKING)
    office.edit(lambda case: case.with_changed(row))
    office.clock = at("2026-10-09 15:30")
    assert judged(office, row) is Judgement.WAIT
    assert claim(office) is None
    assert first_row(office).not_before == at("2026-10-12 08:00")
    assert office.log[-1].what == "wait"


def test_what_is_frozen_is_looked_at_again() -> None:
    """D2: every five minutes, until the gate opens."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.answer(Verdict.DECLINED)
    office.tick("2026-10-05 10:00")
    mail, _letter = office.waiting(Role.PATIENT)
    assert (mail.not_before, mail.attempts) == (at("2026-10-05 10:05"), 0)


def test_what_is_dead_does_not_wait_for_hours(office: Office) -> None:
    """A row that nobody wants is dropped at night too."""
    row = replace(first_row(office), revision=7, hours=Hours.WORKING)
    office.edit(lambda case: case.with_changed(row))
    office.clock = at("2026-10-09 22:00")
    assert judged(office, row) is Judgement.DROP


def test_a_digest_has_no_invitation(office: Office) -> None:
    """What belongs to no invitation is true by itself, has no links, and gets the moment."""
    plain = Sending(
        id=type(first_row(office).id)("plain"),
        clinic_id=office.case.clinic_id,
        case_id=office.case.id,
        to=SECRETARY,
        role=Role.SECRETARY,
        channel=Channel.MAIL,
        kind=SendingKind.NOTICE,
        content=Content(subject="", text=""),
        why="D4",
        created_at=office.clock,
        not_before=office.clock,
    )
    office.edit(lambda case: case.with_changed(plain))
    claimed = office.run(lambda c: delivering.claim(c, plain.id), PROGRAM)
    assert claimed is not None
    assert claimed.stamp == office.clock
    assert office.run(lambda c: delivering.links_for(c, claimed), PROGRAM)() == Links()
    sent = office.run(lambda c: delivering.delivered(c, plain.id), PROGRAM)
    assert sent.status is SendingStatus.SENT


def test_links_are_the_invitations_own(office: Office) -> None:
    """The placeholders are filled from the invitation and its counter."""
    row = first_row(office)
    links = office.run(lambda c: delivering.links_for(c, row), PROGRAM)()
    assert links.answer_url == f"{row.invitation_id}/0"


# --- receipts ----------------------------------------------------------------------------------


def test_what_was_delivered(office: Office) -> None:
    """The row is sent, the lease is over, and the ladder starts then."""
    office.carry = lambda _: ("451", False)
    office.tick()
    office.carry = lambda _: ("", False)
    office.tick("2026-10-05 09:05")
    row = first_row(office)
    assert (row.status, row.done_at, row.leased_until, row.error) == (
        SendingStatus.SENT,
        office.clock,
        None,
        "",
    )
    invitation = office.invitation(Role.GP)
    assert (invitation.asked_at, invitation.left_at) == (office.clock, office.clock)
    assert office.owed(PromiseKind.ANSWER)[0].since == office.clock
    assert office.log[-1].what == "delivered"


def test_a_receipt_of_an_older_revision_starts_no_ladder(office: Office) -> None:
    """The mail was on its way when the meeting was moved: it left, and nothing is chased yet."""
    claimed = claim(office)
    assert claimed is not None
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.run(lambda c: delivering.delivered(c, claimed.id), PROGRAM)
    invitation = office.invitation(Role.GP)
    assert (invitation.left_at, invitation.asked_at) == (office.clock, None)
    (update,) = office.tick("2026-10-05 09:10")
    assert (update.kind, update.revision) == (SendingKind.UPDATE, 2)


def test_a_second_receipt_changes_nothing(office: Office) -> None:
    """Two held it in turn: the first receipt stands, whatever the second says."""
    claimed = claim(office)
    assert claimed is not None
    office.run(lambda c: delivering.delivered(c, claimed.id), PROGRAM)
    before = office.case
    office.clock += timedelta(minutes=3)
    office.run(lambda c: delivering.delivered(c, claimed.id), PROGRAM)
    late = office.run(
        lambda c: delivering.failed(c, claimed.id, "timeout", for_good=False), PROGRAM
    )
    assert late.status is SendingStatus.SENT
    assert office.case == before


def test_a_receipt_of_what_was_given_up(office: Office) -> None:
    """What arrived after all has left."""
    claimed = claim(office)
    assert claimed is not None
    row = replace(claimed, status=SendingStatus.GIVEN_UP)
    office.edit(lambda case: case.with_changed(row))
    office.run(lambda c: delivering.delivered(c, claimed.id), PROGRAM)
    assert first_row(office).status is SendingStatus.SENT


def test_a_failure_waits_longer_each_time(office: Office) -> None:
    """One minute, two, four, at most eight hours; with the same bytes."""
    assert [delivering.delay(n) for n in (1, 2, 3, 9)] == [
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=4),
        timedelta(minutes=256),
    ]
    assert delivering.delay(10) == delivering.delay(10_000) == timedelta(hours=8)
    office.carry = lambda _: ("451", False)
    office.tick()
    row = first_row(office)
    assert (row.status, row.error, row.leased_until, row.done_at) == (
        SendingStatus.FAILED,
        "451",
        None,
        None,
    )
    assert row.not_before == office.clock + timedelta(minutes=1)
    assert office.log[-1].what == "failed"
    assert office.notices() == []
    office.tick(office.clock + timedelta(minutes=1))
    assert first_row(office).not_before == office.clock + timedelta(minutes=2)
    assert first_row(office).stamp == row.stamp


def test_what_always_fails_is_given_up(office: Office) -> None:
    """After about two days the secretary is told and phones."""
    office.carry = lambda _: ("451", False)
    for _ in range(delivering.ATTEMPTS):
        office.tick(first_row(office).not_before)
    row = first_row(office)
    assert (row.status, row.attempts, row.done_at) == (SendingStatus.GIVEN_UP, 15, office.clock)
    assert office.clock - at("2026-10-05 09:00") == timedelta(minutes=511) + 5 * timedelta(hours=8)
    assert office.invitation(Role.GP).undelivered_at == office.clock
    assert state_of(office.case, office.invitation(Role.GP)) is InvitationState.UNDELIVERED
    assert office.owed(PromiseKind.PHONE_CALL)
    notice = office.texts.notices[-1]
    assert (notice.name, notice.at) == ("given_up", office.clock)
    assert notice.values == {"role": "gp", "kind": "invitation", "error": "failed"}
    assert office.log[-1].what == "given_up"
    told = office.case.sendings[-1]
    assert (told.to, told.why, told.hours) == (SECRETARY, "D4", Hours.WORKING)


def test_one_failure_less_is_not_enough(office: Office) -> None:
    """Until then it is tried again."""
    office.carry = lambda _: ("451", False)
    for _ in range(delivering.ATTEMPTS - 1):
        office.tick(first_row(office).not_before)
    assert first_row(office).status is SendingStatus.FAILED


def test_what_is_refused_is_given_up_at_once(office: Office) -> None:
    """An address that does not exist is not tried again."""
    office.carry = lambda _: ("550", True)
    office.tick()
    assert first_row(office).status is SendingStatus.GIVEN_UP
    assert office.notices() == ["undelivered"]
    assert office.texts.notices[-1].values["error"] == "refused"
    assert office.until("2026-10-09") == []


def test_a_refused_cancellation_is_only_told() -> None:
    """The invitation is off anyway; the secretary hears that the owner does not know."""
    office = mailed()
    office.do(office.cancel())
    office.carry = lambda _: ("550", True)
    office.tick()
    assert office.invitation(Role.GP).undelivered_at is None
    assert office.notices() == ["undelivered"]


def test_what_arrives_later_puts_it_right() -> None:
    """A new time that arrives shows that the owner is reached again."""
    office = everybody()
    office.carry = lambda _: ("550", True)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 3
    office.carry = lambda _: ("", False)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/3"))
    office.tick()
    assert not office.owed(PromiseKind.PHONE_CALL)
    assert office.invitation(Role.PATIENT).undelivered_at is None


@pytest.mark.parametrize("dies", [True, False])
def test_killed_between_claim_and_receipt(office: Office, *, dies: bool) -> None:
    """After the lease the same bytes leave again, never other ones."""
    tried: list[Sending] = []

    def carry(sending: Sending) -> tuple[str, bool]:
        tried.append(sending)
        if dies and len(tried) == 1:
            raise CrashError
        return "", False

    office.carry = carry
    office.tick()
    office.tick("2026-10-05 09:03")
    same = {(s.stamp, s.content, s.revision, s.address) for s in tried}
    assert len(same) == 1
    assert len(tried) == (2 if dies else 1)
    assert first_row(office).status is SendingStatus.SENT
