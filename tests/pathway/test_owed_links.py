"""The video link is owed until everybody who attends by video has been sent it (D4b, F7)."""

from __future__ import annotations

import pytest

from pathway.commands import ChangeMeeting
from pathway.model import Promise
from pathway.outgoing import SendingKind
from pathway.words import MeetingKind, PromiseKind, Role, SettledHow, Verdict
from tests.pathway.build import a_clinic
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, left, mailed

SHM1 = MeetingKind.SHM1
LINK = PromiseKind.LINK


def put(office: Office, link: str = "https://video.example/7") -> None:
    """The link is put in."""
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=link))


def last(office: Office) -> Promise:
    """The latest promise of a link."""
    return [p for p in office.case.promises if p.kind is LINK][-1]


def test_it_is_owed_until_it_has_left() -> None:
    """A link that is put in is not yet one that anybody has."""
    office = everybody(link="")
    put(office)
    assert office.owed(LINK)
    office.tick()
    assert not office.owed(LINK)
    settled = last(office).settled
    assert settled is not None
    assert settled.how is SettledHow.ANSWERED


def test_the_first_link_keeps_the_number_and_another_does_not() -> None:
    """F7: SEQUENCE stays with the first link after "lenken kommer", and grows with another."""
    office = mailed(link="")
    put(office)
    office.tick()
    put(office, "https://video.example/8")
    assert office.owed(LINK), "they hold the old one"
    office.tick()
    assert not office.owed(LINK)
    sent = [(s.kind, s.revision) for s in left(office, Role.GP) if s.content.event]
    assert sent == [
        (SendingKind.INVITATION, 1),
        (SendingKind.LINK, 1),
        (SendingKind.UPDATE, 2),
    ]


def test_one_who_was_not_reached_is_waited_for() -> None:
    """What fails on the way keeps the promise open, with the steps of its ladder ahead."""
    office = mailed(link="")
    office.carry = lambda _: ("451", False)
    put(office)
    office.until("2026-11-16")
    assert office.owed(LINK)
    office.until("2026-11-19")
    assert {(on, why) for on, _, why in office.tasks() if why.startswith("D3:link")} == {
        ("2026-11-17", "D3:link:5"),
        ("2026-11-19", "D3:link:3"),
    }


def test_a_text_by_hand_counts_when_it_is_ticked_off() -> None:
    """A secure message with the link is sent when a person says so."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp(link="")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    put(office)
    assert office.owed(LINK)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert not office.owed(LINK)


def test_a_first_message_carries_the_link_itself() -> None:
    """Whoever was told nothing yet waits for an invitation, not for a link."""
    office = Office(clinic=a_clinic())
    office.register()
    office.invite_gp(link="")
    assert office.owed(LINK)
    put(office)
    assert not office.owed(LINK)


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_nobody_waits_for_one_who_said_no(verdict: Verdict) -> None:
    """F4: who declined hears of no link, so none is owed to them."""
    office = mailed(link="")
    office.answer(verdict)
    put(office)
    assert not office.owed(LINK)


def test_nothing_is_owed_for_what_is_over() -> None:
    """F3: once the meeting has begun nobody is waited for."""
    office = mailed(link="")
    office.carry = lambda _: ("451", False)
    put(office)
    office.tick("2026-11-24 10:00")
    assert not office.owed(LINK)
