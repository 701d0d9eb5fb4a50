"""The card of a running meeting keeps what Teams takes, also with very many people."""

from __future__ import annotations

from dataclasses import replace

from dialogs.cards import running as run_card
from dialogs.cards.elements import LIMIT, size
from pathway.case import Case
from pathway.commands import StartMeeting
from pathway.model import Invitation, Participant
from pathway.words import Channel, InvitationId, MeetingKind, ParticipantId, Role, RunId
from tests.dialogs.card_law import reply_faults
from tests.dialogs.world import World, on_the_day


def forty() -> tuple[World, Case]:
    """Forty relatives with long names are called in, and the meeting has begun."""
    world = on_the_day()
    case = world.case("K7M2")
    long_id = "{:032d}-{:04d}"
    meeting = case.meetings[-1]
    people = [
        Participant(
            id=ParticipantId(long_id.format(n, n)),
            role=Role.RELATIVE,
            name=f"Oppdiktet Langnavn-Slektning nummer {n} fra Øvre Øvingsfjorden",
        )
        for n in range(40)
    ]
    asked = [
        Invitation(
            id=InvitationId(f"i{one.id}"),
            meeting_id=meeting.id,
            participant_id=one.id,
            channel=Channel.LETTER,
        )
        for one in people
    ]
    world.do(StartMeeting(ref=case.ref, kind=MeetingKind.SHM1))
    case = world.case("K7M2").with_changed(*people, *asked)
    run = replace(case.runs[0], id=RunId(long_id.format(1, 1)))
    return world, replace(case, runs=(run,))


def test_forty_people_fit_on_its_cards() -> None:
    """Everybody is found on a page of who is there, and each card is within the limit."""
    world, case = forty()
    seen = run_card.view(case, world.clinic, world.now, "sekretar")
    assert seen is not None
    card = run_card.card(seen)
    assert reply_faults(card, ("Test Testesen",)) == []
    assert card.card is not None
    assert size(card.card) < LIMIT
    pages = [run_card.people_card(seen, number) for number in range(1, 20)]
    for page in pages:
        assert reply_faults(page, ("Test Testesen",)) == []
    said = "\n".join(page.text for page in pages)
    assert all(f"nummer {n} fra" in said for n in range(40))


def test_each_card_takes_the_place_of_the_one_before() -> None:
    """Pressed or looked at, it has one title; and a press asks to be answered where it stands."""
    world = on_the_day()
    cards = [world.say(text).replies[0].card for text in ("start møte K7M2", "vis møtet K7M2")]
    assert cards[0] is not None
    assert cards[1] is not None
    titles = [card["body"][0]["text"] for card in cards if card]  # type: ignore[index] # a card
    assert titles == ["Møtet: sak K7M2"] * 2
    assert world.action("Neste del")["at"] == "here"
