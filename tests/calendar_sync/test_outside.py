"""What practice writes as somebody outside is read like the real thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync import outside
from calendar_sync.imip import build_mail
from calendar_sync.outside import Written
from calendar_sync.replies import Reader
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort
from pathway.model import Window
from pathway.words import SendingId, Verdict
from tests.calendar_sync.sendings import EVENT, LINKS, ORGANISER, a_sending

AT = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
HOW = Written(title="Godtatt", text="", at=AT, key="0b5e2f8a")
SENDING = a_sending(id=SendingId("2f0c1a52-8c1d-4a53-9d3e-6b6a4c9f0a11"))
MAIL = build_mail(SENDING, LINKS, ORGANISER)


def read(raw: bytes) -> Arrival:
    """The mail as the daemon reads it."""
    arrival = Reader(ours=ORGANISER, more=says_more).read(raw, size=len(raw), at=AT)
    assert arrival is not None
    return arrival


@pytest.mark.parametrize(
    ("partstat", "verdict"),
    [
        ("ACCEPTED", Verdict.ACCEPTED),
        ("TENTATIVE", Verdict.TENTATIVE),
        ("DECLINED", Verdict.DECLINED),
    ],
)
def test_an_answer_is_exact(partstat: str, verdict: Verdict) -> None:
    """It names the invitation, who was asked and which revision, and says nothing more."""
    found = read(outside.answer(MAIL, partstat, HOW))
    assert (found.sort, found.verdict, found.stamp) == (Sort.ANSWER, verdict, AT)
    assert found.invitations[0] == EVENT.uid
    assert found.sender == found.attendee == SENDING.address.lower()
    assert found.sequence == 0
    assert not found.says_more


def test_own_words_beside_it_are_heard() -> None:
    """As in Outlook the words stand in the mail, and may be a question."""
    asking = replace(HOW, text="Kan vi ta det kl. 11 i stedet?")
    assert read(outside.answer(MAIL, "ACCEPTED", asking)).says_more


def test_another_time_is_a_counter() -> None:
    """The window that is proposed is read as it was written."""
    window = Window(start=AT + timedelta(days=9), end=AT + timedelta(days=9, hours=1))
    found = read(outside.answer(MAIL, "TENTATIVE", HOW, window))
    assert (found.verdict, found.proposed) == (Verdict.NEW_TIME, window)


def test_a_note_of_absence_is_no_answer() -> None:
    """It is known by its headers, and names the message it answers."""
    found = read(outside.absence(MAIL, replace(HOW, text="Jeg er tilbake mandag.")))
    assert (found.sort, found.messages) == (Sort.OUT_OF_OFFICE, (SENDING.id,))


def test_a_failure_names_the_mail_that_was_lost() -> None:
    """So that exactly that message counts as undelivered."""
    found = read(outside.failure(MAIL, HOW))
    assert (found.sort, found.messages, found.reason) == (
        Sort.UNDELIVERED,
        (SENDING.id,),
        "5.1.1",
    )
    assert found.attendee == SENDING.address.lower()


def test_each_answer_is_a_mail_of_its_own() -> None:
    """Two presses are two mails, since their keys are; the same mail twice is one."""
    first, again = outside.answer(MAIL, "ACCEPTED", HOW), outside.answer(MAIL, "ACCEPTED", HOW)
    other = outside.answer(MAIL, "ACCEPTED", replace(HOW, key="1c6f"))
    assert read(first).key == read(again).key != read(other).key


def test_what_is_no_invitation_cannot_be_answered_in_a_calendar() -> None:
    """A letter has no buttons."""
    with pytest.raises(ValueError, match="no invitation"):
        outside.answer(b"To: a@b.example\r\n\r\nhei", "ACCEPTED", HOW)
