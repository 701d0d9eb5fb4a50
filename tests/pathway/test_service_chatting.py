"""What waits for staff in chat: claimed in its hours, shown once, never given up (D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from pathway.chats import Chat
from pathway.commands import ChooseDigestHour, HoldWithoutGp, RecordAbsence
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.service import Context
from pathway.service.daemon import chatting, digest, showing
from pathway.words import MeetingKind, StaffId, Verdict
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, at, day
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed

CHAT = Chat(
    staff_id=StaffId(SECRETARY),
    service_url="https://smba.example/emea/",
    conversation_id="chat",
    tenant="tenant",
    member_id="29:siri",
    bot_id="28:bot",
    seen_at=at("2026-10-05 08:00"),
)


@pytest.fixture
def office() -> Office:
    """The GP has said no, and the secretary, who has a chat, does not know yet."""
    office = mailed()
    office.clock = at("2026-10-05 10:00")
    office.answer(Verdict.DECLINED)
    office.run(lambda context: context.ledger.put_chat(CHAT))
    return office


def claimed(office: Office) -> list[Sending]:
    """What one pass takes for the secretary, one after the other."""
    taken: list[Sending] = []
    while row := office.run(lambda context: chatting.claim(context, SECRETARY)):
        taken.append(row)
    return taken


def test_a_message_is_claimed_once_and_shown(office: Office) -> None:
    """Nobody else takes it under the lease, and what was delivered never comes again."""
    (row,) = claimed(office)
    assert (row.kind, row.attempts, row.stamp is not None) == (SendingKind.NOTICE, 1, True)
    assert claimed(office) == []
    office.run(lambda context: chatting.delivered(context, SECRETARY, row.id))
    assert office.case.sending(row.id).status is SendingStatus.SHOWN
    office.clock += timedelta(hours=1)
    assert claimed(office) == []
    office.run(lambda context: chatting.delivered(context, SECRETARY, row.id))


def test_a_lease_that_ran_out_is_taken_again(office: Office) -> None:
    """A daemon that died with a message in its hand loses nothing."""
    (row,) = claimed(office)
    office.clock += timedelta(minutes=3)
    (again,) = claimed(office)
    assert (again.id, again.attempts, again.stamp) == (row.id, 2, row.stamp)


def test_whoever_is_second_takes_nothing(office: Office) -> None:
    """Of two daemons that see the same row one gets it, and the other goes on."""

    def second(context: Context) -> Sending | None:
        taken = {"claim": lambda *_: None}
        vars(context.ledger).update(taken)
        return chatting.claim(context, SECRETARY)

    assert office.run(second) is None
    assert len(claimed(office)) == 1


def test_what_failed_waits_longer_and_is_never_given_up(office: Office) -> None:
    """D4: the person finds it when the chat works again."""
    (row,) = claimed(office)
    office.clock += timedelta(minutes=3)
    for _ in range(20):
        (row,) = claimed(office)
        office.run(lambda context, row=row: chatting.failed(context, SECRETARY, row.id, "503"))  # type: ignore[misc] # a default binds it
        assert claimed(office) == []
        office.clock += timedelta(days=1)
        while office.clock.weekday() > 4:
            office.clock += timedelta(days=1)
    kept = office.case.sending(row.id)
    assert (kept.status, kept.error) == (SendingStatus.FAILED, "503")
    office.run(lambda context: chatting.failed(context, SECRETARY, row.id, "503"))


@pytest.mark.parametrize("when", ["2026-10-05 22:00", "2026-10-10 10:00", "2026-10-06 07:59"])
def test_staff_are_written_to_in_working_hours(office: Office, when: str) -> None:
    """D4: not in the evening, not on a Saturday."""
    office.clock = at(when)
    assert claimed(office) == []


def test_overtaken_news_is_dropped(office: Office) -> None:
    """D2: what an answer says no longer holds, and nobody is told."""
    office.do(HoldWithoutGp(ref=office.case.ref, kind=MeetingKind.SHM1, reason="haster"))
    (row,) = [s for s in office.case.sendings if s.to == SECRETARY and s.why == "D2"]
    assert claimed(office) == []
    assert office.case.sending(row.id).status is SendingStatus.DROPPED


def test_the_tasks_of_a_digest_are_shown_with_it(office: Office) -> None:
    """D4: a task is not told by itself, and is told when the digest has arrived."""
    (notice,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, notice.id))
    office.tick("2026-10-06 08:00")
    tasks = [s for s in office.case.sendings if s.kind is SendingKind.TASK and s.to == SECRETARY]
    assert tasks
    (digest,) = claimed(office)
    assert digest.kind is SendingKind.DIGEST
    office.run(lambda context: chatting.failed(context, SECRETARY, digest.id, "429"))
    office.clock += timedelta(minutes=10)
    (digest,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, digest.id))
    shown = {office.case.sending(task.id).status for task in tasks}
    assert shown == {SendingStatus.SHOWN}


def with_mail(office: Office) -> None:
    """Every member of staff has an address."""
    staff = tuple(replace(p, email=f"{p.id}@fjordly.example") for p in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=staff)


def unreached(office: Office) -> list[str]:
    """Who was told that a colleague cannot be reached."""
    return [s.to for s in office.case.sendings if s.content.subject == "colleague_unreached"]


def lose(office: Office, conversation: str = "chat") -> None:
    """The secretary's chat is blocked."""
    office.run(lambda context: chatting.lost(context, SECRETARY, conversation))


def test_nobody_is_tried_who_never_came(office: Office) -> None:
    """Without a chat and without an address everything waits until the person comes."""
    other = mailed()
    other.clock = at("2026-10-05 10:00")
    other.answer(Verdict.DECLINED)
    assert claimed(other) == []
    assert unreached(other) == []
    other.run(lambda context: context.ledger.put_chat(CHAT))
    assert len(claimed(other)) == 1


@pytest.fixture
def never_came() -> Office:
    """The GP has said no to a secretary who has no address and never opened the chat."""
    other = mailed()
    other.clock = at("2026-10-05 10:00")
    other.answer(Verdict.DECLINED)
    return other


def test_of_one_who_never_came_one_who_leads_is_told_once(never_came: Office) -> None:
    """D4: whoever is reached nowhere is not forgotten, and it is said as it is."""
    office = never_came
    reached(office, COORDINATOR)
    for _ in range(2):
        assert claimed(office) == []
    office.tick("2026-10-06 08:00")
    assert claimed(office) == []
    assert told_of_a_digest(office) == [COORDINATOR]
    assert unreached(office) == []
    notice = next(n for n in office.texts.notices if n.name == "colleague_without_chat")
    assert notice.values == {"name": "Siri", "never": "yes"}


def test_who_came_and_was_lost_is_told_of_as_lost(never_came: Office) -> None:
    """D4: the one who never came is another matter than the one whose chat is blocked."""
    office = never_came
    reached(office, COORDINATOR)
    assert claimed(office) == []
    reached(office, StaffId(SECRETARY))
    for row in claimed(office):
        office.run(lambda context, row=row: chatting.delivered(context, SECRETARY, row.id))  # type: ignore[misc] # a default binds it
    office.tick("2026-10-06 08:00")
    lose(office)
    assert claimed(office) == []
    assert told_of_a_digest(office) == [COORDINATOR, COORDINATOR]
    assert office.texts.notices[-1].values == {"name": "Siri"}


@pytest.mark.parametrize("why", ["the local page", "away"])
def test_nobody_is_told_of_one_who_need_not_come(never_came: Office, why: str) -> None:
    """Who reads on the local page needs no chat, and for who is away a deputy does the work."""
    office = never_came
    reached(office, COORDINATOR)
    if why == "away":
        away = RecordAbsence(
            staff_id=StaffId(SECRETARY), first=day("2026-10-05"), last=None, deputy=COORDINATOR
        )
        office.do(away)
    by_mail = why == "away"
    assert office.run(lambda c: chatting.claim(c, SECRETARY, by_mail=by_mail)) is None
    assert told_of_a_digest(office) == []


def test_a_mail_only_says_that_there_is_something(office: Office) -> None:
    """D4: who has no chat is mailed once, and reads it when the chat works again."""
    lose(office)
    with_mail(office)
    assert office.run(lambda context: chatting.claim(context, SECRETARY, by_mail=False)) is None
    (row,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, row.id))
    kept = office.case.sending(row.id)
    assert (kept.waiting, kept.address) == (True, f"{SECRETARY}@fjordly.example")
    office.clock += timedelta(hours=1)
    assert claimed(office) == []
    office.run(lambda context: context.ledger.put_chat(CHAT))
    (again,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, again.id))
    assert office.case.sending(row.id).status is SendingStatus.SHOWN


def test_a_lost_chat_is_told_to_a_colleague(office: Office) -> None:
    """D4: whoever is reached nowhere any more is named, once for each message."""
    lose(office)
    for _ in range(2):
        assert claimed(office) == []
    assert unreached(office) == [COORDINATOR]
    doctor = office.clinic.staff[2].id
    notice = next(s for s in office.case.sendings if s.to == SECRETARY and s.why == "D2")
    theirs = replace(notice, id=type(notice.id)("other"), to=doctor, address="")
    office.edit(lambda case: case.with_changed(theirs))
    lost = replace(CHAT, staff_id=StaffId(doctor), unreachable_at=office.clock)
    office.run(lambda context: context.ledger.put_chat(lost))
    assert office.run(lambda context: chatting.claim(context, doctor)) is None
    assert unreached(office) == [COORDINATOR, SECRETARY]


@pytest.fixture
def digest_unread(office: Office) -> Office:
    """The secretary's chat is lost, and the day's digest waits there; the coordinator has one."""
    for row in claimed(office):
        office.run(lambda context, row=row: chatting.delivered(context, SECRETARY, row.id))  # type: ignore[misc] # a default binds it
    office.tick("2026-10-06 08:00")
    lose(office)
    return office


def reached(office: Office, who: StaffId) -> None:
    """A colleague has a chat that works."""
    office.run(lambda context: context.ledger.put_chat(replace(CHAT, staff_id=who)))


def told_of_a_digest(office: Office) -> list[str]:
    """Who was told that a colleague's digest does not come."""
    rows = office.store.clinics[office.clinic.id].digests.values()
    return [row.to for row in rows if row.content.subject == "colleague_without_chat"]


@pytest.mark.parametrize("who", [COORDINATOR, LEADER])
def test_a_digest_that_does_not_come_is_told_to_one_who_leads(
    digest_unread: Office, who: StaffId
) -> None:
    """D4: once for each time that the chat is lost, to the first colleague who can be reached."""
    office = digest_unread
    assert claimed(office) == []
    assert told_of_a_digest(office) == []
    reached(office, who)
    for _ in range(2):
        assert claimed(office) == []
    assert told_of_a_digest(office) == [who]
    (notice,) = office.run(lambda context: context.ledger.waiting_chat(who))[-1:]
    assert office.texts.notices[-1].values == {"name": "Siri"}
    assert (notice.case_id, notice.role) == (None, office.clinic.role_of(who))
    office.clock += timedelta(hours=1)
    reached(office, StaffId(SECRETARY))
    lose(office)
    assert claimed(office) == []
    assert told_of_a_digest(office) == [who, who]


def test_a_colleague_with_mail_is_told_by_mail(digest_unread: Office) -> None:
    """D4: who has no chat but an address is reached too, unless staff are not mailed here."""
    office = digest_unread
    staff = tuple(
        replace(p, email="k@fjordly.example") if p.id == COORDINATOR else p
        for p in office.clinic.staff
    )
    office.clinic = replace(office.clinic, staff=staff)
    assert office.run(lambda context: chatting.claim(context, SECRETARY, by_mail=False)) is None
    assert told_of_a_digest(office) == []
    assert claimed(office) == []
    assert told_of_a_digest(office) == [COORDINATOR]


def test_nobody_is_told_of_one_who_is_away(digest_unread: Office) -> None:
    """What lies there waits for their return, and their deputy does the work."""
    office = digest_unread
    reached(office, COORDINATOR)
    away = RecordAbsence(
        staff_id=StaffId(SECRETARY), first=day("2026-10-06"), last=None, deputy=COORDINATOR
    )
    office.do(away)
    claimed(office)
    assert told_of_a_digest(office) == []


def test_only_the_chat_that_failed_is_lost(office: Office) -> None:
    """A late no from an old chat says nothing of the new one."""
    lose(office, "an older chat")
    lose(office)
    lost = office.run(lambda context: context.ledger.chat(SECRETARY))
    assert lost is not None
    assert lost.unreachable_at == office.clock
    office.clock += timedelta(hours=1)
    lose(office)
    assert office.run(lambda context: context.ledger.chat(SECRETARY)) == lost
    office.run(lambda context: chatting.lost(context, "nobody", "chat"))


def test_a_busy_chat_is_left_alone_as_long_as_it_wants(office: Office) -> None:
    """Retry-After: nothing is tried again before."""
    (row,) = claimed(office)
    office.run(lambda context: chatting.failed(context, SECRETARY, row.id, "429", wait=600.0))
    assert office.case.sending(row.id).not_before == office.clock + timedelta(minutes=10)


def test_a_digest_that_comes_late_is_as_true_as_it_is_then(office: Office) -> None:
    """F3: what has been settled meanwhile is no longer in it; with nothing left it never comes."""
    (notice,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, notice.id))
    office.tick("2026-10-06 08:00")
    (unread,) = claimed(office)
    office.run(lambda context: chatting.failed(context, SECRETARY, unread.id, "503"))
    office.answer(Verdict.ACCEPTED)
    office.clock += timedelta(minutes=30)
    kinds_ = [row.kind for row in claimed(office)]
    assert SendingKind.DIGEST not in kinds_


def test_a_digest_that_is_read_late_holds_what_is_owed_then(office: Office) -> None:
    """D2: where no chat gets it, whoever reads it hears of nothing that has been settled."""
    office.tick("2026-10-06 08:00")
    office.answer(Verdict.ACCEPTED)
    read = office.run(showing.show_waiting)
    assert SendingKind.DIGEST not in [row.kind for row in read]


def test_what_came_a_day_late_is_that_days_digest(office: Office) -> None:
    """D4: one that could not be handed over on Tuesday is Wednesday's, the next Thursday's."""
    office.tick("2026-10-06 08:00")
    late = claimed(office)[-1]
    office.run(lambda context: chatting.failed(context, SECRETARY, late.id, "503"))
    office.clock = at("2026-10-07 08:00")
    again = claimed(office)[-1]
    assert (again.id, again.attempts) == (late.id, 2)
    office.run(lambda context: chatting.delivered(context, SECRETARY, late.id, "1", 2))

    def is_due(moment: str) -> bool:
        office.clock = at(moment)
        return office.run(lambda context: digest.digest_is_due(context, SECRETARY))

    assert (is_due("2026-10-07 12:00"), is_due("2026-10-08 08:00")) == (False, True)


@pytest.fixture
def refused_once(office: Office) -> Sending:
    """A digest of Tuesday, which the chat did not take."""
    office.tick("2026-10-06 08:00")
    unread = claimed(office)[-1]
    assert unread.kind is SendingKind.DIGEST
    office.run(lambda context: chatting.failed(context, SECRETARY, unread.id, "503"))
    return unread


def test_a_digest_waits_for_its_reader_to_be_back(office: Office, refused_once: Sending) -> None:
    """D4: who went away before it could be handed over gets it on the day of their return."""
    away = RecordAbsence(
        staff_id=StaffId(SECRETARY),
        first=day("2026-10-07"),
        last=day("2026-10-08"),
        deputy=COORDINATOR,
    )
    office.do(away)
    for when, taken in (("2026-10-07 08:00", 0), ("2026-10-09 08:00", 1)):
        office.clock = at(when)
        assert [row.id for row in claimed(office)].count(refused_once.id) == taken


def test_a_digest_tried_again_waits_for_its_readers_hour(
    office: Office, refused_once: Sending
) -> None:
    """D4: the next day's try is no earlier than the time that its reader has chosen."""
    office.do(ChooseDigestHour(at=time(11, 0)))
    for when, taken in (("2026-10-07 08:00", 0), ("2026-10-07 11:00", 1)):
        office.clock = at(when)
        assert [row.id for row in claimed(office)].count(refused_once.id) == taken


def test_what_was_shown_meanwhile_does_not_fail(office: Office) -> None:
    """The person saw it elsewhere while it was being posted: it stays shown."""
    (row,) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, row.id))
    office.run(lambda context: chatting.failed(context, SECRETARY, row.id, "503"))
    assert office.case.sending(row.id).status is SendingStatus.SHOWN


def test_news_after_the_digest_waits_for_itself(office: Office) -> None:
    """D4: a digest shows the tasks that it holds, and nothing else that waits."""
    office.tick("2026-10-06 08:00")
    (notice, unread) = claimed(office)
    office.run(lambda context: chatting.delivered(context, SECRETARY, unread.id))
    assert office.case.sending(notice.id).waiting


def test_who_looks_elsewhere_takes_nothing_from_the_chat(office: Office) -> None:
    """What waits, and what was posted since, is shown once more; nothing of it is marked."""
    before = office.clock
    (waiting,) = office.run(lambda context: showing.show_copies(context, before, ()))
    (posted,) = claimed(office)
    assert (waiting.id, office.case.sending(posted.id).waiting) == (posted.id, True)
    office.run(lambda context: chatting.delivered(context, SECRETARY, posted.id, "1"))
    (again,) = office.run(lambda context: showing.show_copies(context, before, ()))
    assert (again.id, again.message_id) == (posted.id, "1")
    seen = {posted.id}
    assert office.run(lambda context: showing.show_copies(context, before, seen)) == ()


def test_a_copy_is_as_true_as_what_it_copies(office: Office) -> None:
    """D2: what has been decided meanwhile is no news elsewhere either, nor in a digest."""
    office.tick("2026-10-06 08:00")

    def copied() -> set[SendingKind]:
        rows = office.run(lambda context: showing.show_copies(context, office.clock, ()))
        return {row.kind for row in rows}

    assert copied() == {SendingKind.NOTICE, SendingKind.DIGEST}
    office.do(HoldWithoutGp(ref=office.case.ref, kind=MeetingKind.SHM1, reason="avklart"))
    assert copied() == set()
