"""What was posted in a chat is edited in place as things are settled (D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.case import Case
from pathway.chats import Standing
from pathway.commands import HandOver, HoldWithoutGp, RecordAnswer, Snooze
from pathway.model import Promise
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.service.daemon import chatting, progress, showing
from pathway.words import Channel, InvitationId, MeetingKind, SettledHow, StaffId, Verdict
from tests.pathway.build import COORDINATOR, SECRETARY, a_clinic, at, day
from tests.pathway.office import Office
from tests.pathway.test_service_chatting import CHAT, with_mail

POSTED = "1763800000000"


def pass_once(office: Office, who: str = SECRETARY) -> list[Sending]:
    """What one pass of the daemon hands over to this person, each with an id of its own."""
    office.run(lambda context: progress.note(context, who))
    left: list[Sending] = []
    while row := office.run(lambda context: chatting.claim(context, who)):
        message_id = f"{POSTED}-{row.id}"
        office.run(lambda c, row=row, m=message_id: chatting.delivered(c, who, row.id, m))  # type: ignore[misc] # a default binds it
        left.append(row)
    return left


@pytest.fixture
def office() -> Office:
    """Two GPs do not answer, and the secretary's digest that says so has been posted."""
    office = Office(clinic=a_clinic())
    for start in ("2026-11-24 10:00", "2026-11-25 10:00"):
        office.register()
        office.invite_gp(start=start, link=f"https://video.example/{start[8:10]}")
    office.run(lambda context: context.ledger.put_chat(CHAT))
    office.until("2026-10-16")
    (digest,) = pass_once(office)
    assert (digest.kind, len(digest.content.held)) == (SendingKind.DIGEST, 2)
    office.clock += timedelta(minutes=1)
    return office


def digest_of(office: Office) -> Sending:
    """The digest that was posted."""
    since = office.clock - timedelta(days=30)
    rows = office.run(lambda context: context.ledger.posted(SECRETARY, since))
    return next(row for row in rows if row.kind is SendingKind.DIGEST)


def owed(office: Office, promise_id: str) -> tuple[Case, Promise]:
    """This promise, and whose case it is of."""
    every = ((case, one) for case in office.cases for one in case.promises)
    return next((case, one) for case, one in every if one.id == promise_id)


def settle(office: Office, promise_id: str) -> None:
    """The secretary registers the answer that was waited for, wherever she sits."""
    case, promise = owed(office, promise_id)
    yes = RecordAnswer(
        ref=case.ref,
        invitation_id=InvitationId(promise.about),
        verdict=Verdict.ACCEPTED,
        channel=Channel.PHONE,
        evidence="by phone",
    )
    office.do(yes)


def test_a_digest_says_what_has_been_settled(office: Office) -> None:
    """By anybody: the message that was posted is edited, once, quietly and at any hour."""
    digest = digest_of(office)
    assert pass_once(office) == []
    settle(office, digest.content.held[0])
    office.clock = at("2026-10-16 21:00")
    (edit,) = pass_once(office)
    assert (edit.kind, edit.hours) == (SendingKind.EDIT, Hours.ANY)
    assert edit.message_id == f"{POSTED}-{digest.id}"
    assert "[done open" in edit.content.text
    office.clock += timedelta(minutes=1)
    assert pass_once(office) == []
    assert len(edits(office)) == 1


def test_what_is_settled_together_is_one_edit(office: Office) -> None:
    """However much is done between two passes, the message changes once."""
    held = digest_of(office).content.held
    for promise in held[:2]:
        settle(office, promise)
    (edit,) = pass_once(office)
    assert "[done done" in edit.content.text


def test_an_edit_on_its_way_is_as_true_as_when_it_leaves(office: Office) -> None:
    """What is settled while it waits is in it; no second one is made beside it."""
    held = digest_of(office).content.held
    settle(office, held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    settle(office, held[1])
    (edit,) = pass_once(office)
    assert "[done done" in edit.content.text
    office.clock += timedelta(minutes=1)
    assert pass_once(office) == []


def test_an_edit_that_changes_nothing_any_more_is_dropped(office: Office) -> None:
    """Put off and taken up again before it left: the message stands as it is."""
    held = digest_of(office).content.held
    case, promise = owed(office, held[0])
    office.do(Snooze(ref=case.ref, promise_id=promise.id, until=day("2026-10-19")))
    office.run(lambda context: progress.note(context, SECRETARY))
    office.clock = at("2026-10-19 09:00")
    assert pass_once(office) == []
    (dropped,) = edits(office)
    assert dropped.status is SendingStatus.DROPPED


def edits(office: Office) -> list[Sending]:
    """Every edit that was ever made."""
    (memory,) = office.store.clinics.values()
    return [row for row in memory.digests.values() if row.kind is SendingKind.EDIT]


def test_a_message_that_is_gone_is_left_alone(office: Office) -> None:
    """Deleted by its reader: the edit is over, nobody is told, and no other is made."""
    held = digest_of(office).content.held
    settle(office, held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    edit = office.run(lambda context: chatting.claim(context, SECRETARY))
    assert edit is not None
    office.run(lambda context: chatting.gone(context, SECRETARY, edit.id, "404"))
    office.run(lambda context: chatting.gone(context, SECRETARY, edit.id, "404"))
    settle(office, held[1])
    office.clock += timedelta(hours=1)
    assert pass_once(office) == []
    assert [row.status for row in edits(office)] == [SendingStatus.GIVEN_UP]


def test_only_an_edit_is_gone(office: Office) -> None:
    """A message of its own is never given up in this way."""
    office.answer(Verdict.DECLINED)
    row = office.run(lambda context: chatting.claim(context, SECRETARY))
    assert row is not None
    office.run(lambda context: chatting.gone(context, SECRETARY, row.id, "404"))
    assert office.case.sending(row.id).waiting


def test_a_busy_chat_gets_the_edit_later(office: Office) -> None:
    """Retry-After holds for edits too; then the latest is said, once."""
    held = digest_of(office).content.held
    settle(office, held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    edit = office.run(lambda context: chatting.claim(context, SECRETARY))
    assert edit is not None
    office.run(lambda context: chatting.failed(context, SECRETARY, edit.id, "busy", wait=600))
    settle(office, held[1])
    assert pass_once(office) == []
    office.clock += timedelta(minutes=11)
    (again,) = pass_once(office)
    assert (again.id, "[done done" in again.content.text) == (edit.id, True)


def test_nobody_is_mailed_of_an_edit(office: Office) -> None:
    """Without a chat there is nothing to edit: it waits, and no colleague hears of it."""
    with_mail(office)
    settle(office, digest_of(office).content.held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    office.run(lambda context: chatting.lost(context, SECRETARY, CHAT.conversation_id))
    before = len(office.notices())
    assert office.run(lambda context: chatting.claim(context, SECRETARY)) is None
    assert len(office.notices()) == before


def test_old_messages_are_left_as_they_are(office: Office) -> None:
    """After a week nobody looks there; an edit that waited so long is dropped."""
    settle(office, digest_of(office).content.held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    office.clock += timedelta(days=8)
    assert pass_once(office) == []
    assert [row.status for row in edits(office)] == [SendingStatus.DROPPED]


def test_the_local_page_does_not_show_an_edit(office: Office) -> None:
    """It belongs to the chat whose message it changes."""
    settle(office, digest_of(office).content.held[0])
    office.run(lambda context: progress.note(context, SECRETARY))
    assert office.run(showing.show_waiting) == ()
    (edit,) = edits(office)
    assert edit.waiting


def test_a_question_that_was_decided_says_so(office: Office) -> None:
    """D2: the notice of a doctor's no is edited when the decision is made, in whatever door."""
    office.answer(Verdict.DECLINED)
    (notice,) = [row for row in pass_once(office) if row.kind is SendingKind.NOTICE]
    office.clock += timedelta(minutes=1)
    hold = HoldWithoutGp(ref=office.case.ref, kind=MeetingKind.SHM1, reason="avklart")
    office.do(hold, actor=COORDINATOR)
    (edit,) = [row for row in pass_once(office) if row.message_id.endswith(notice.id)]
    assert edit.content.text == f"{notice.content.text} [done]"
    office.clock += timedelta(minutes=1)
    office.do(office.cancel())
    assert [row for row in pass_once(office) if row.message_id.endswith(notice.id)] == []


def test_a_task_that_was_handed_over_says_what_became_of_it(office: Office) -> None:
    """Who gave it away sees that in the digest, and who got it when it is done."""
    promise = digest_of(office).content.held[0]
    case, handed = owed(office, promise)
    theirs = replace(CHAT, staff_id=StaffId(COORDINATOR), conversation_id="theirs")
    office.run(lambda context: context.ledger.put_chat(theirs))
    office.do(HandOver(ref=case.ref, promise_id=handed.id, to=StaffId(COORDINATOR)))
    (edit,) = pass_once(office)
    assert "[elsewhere open" in edit.content.text
    (told,) = [r for r in pass_once(office, COORDINATOR) if r.content.held == (promise,)]
    settle(office, promise)
    office.clock += timedelta(minutes=1)
    (done,) = pass_once(office, COORDINATOR)
    assert (done.message_id, "[done]" in done.content.text) == (f"{POSTED}-{told.id}", True)


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (Standing(), "open"),
        (Standing(settled=SettledHow.DONE), "done"),
        (Standing(settled=SettledHow.ANSWERED), "done"),
        (Standing(settled=SettledHow.CANCELLED), "moot"),
        (Standing(handed_to=StaffId("me")), "open"),
        (Standing(handed_to=StaffId("other")), "elsewhere"),
        (Standing(snoozed_until=day("2026-10-06")), "open"),
        (Standing(snoozed_until=day("2026-10-07")), "later"),
    ],
)
def test_what_has_become_of_a_task(standing: Standing, mark: str) -> None:
    """Settled comes before given away, and that before put off; the day itself is today's."""
    assert standing.mark({"me"}, day("2026-10-06")) == mark
