"""The card of a running meeting keeps what Teams takes, also with very many people."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.cards import attendance
from dialogs.cards import running as run_card
from dialogs.cards.elements import LIMIT, size
from pathway.case import Case
from pathway.commands import AddParticipant, ChangeMeeting, StartMeeting, WithdrawConsent
from pathway.model import Invitation, Participant
from pathway.outgoing import SendingKind
from pathway.variants import TEMPLATES, Template
from pathway.words import CaseRef, Channel, InvitationId, MeetingKind, ParticipantId, Role, RunId
from tests.dialogs.card_law import reply_faults
from tests.dialogs.world import (
    World,
    nav_on_the_phone,
    on_the_day,
    oslo,
    with_everybody_asked,
    with_invited_gp,
)


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
    pages = [attendance.card(seen, number) for number in range(1, 20)]
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


def test_a_start_says_who_has_not_said_yes() -> None:
    """What is asked about before the start stands on the card too, not in the text alone."""
    world = with_invited_gp()
    world.now = world.case("K7M2").meetings[-1].starts_at
    world.say("start møte K7M2", "lege")
    (reply,) = world.say("ferdig", "lege").replies
    assert "Har ikke svart ja: fastlegen." in reply.text
    assert "Har ikke svart ja: fastlegen." in json.dumps(reply.card, ensure_ascii=False)


def test_nav_is_spoken_of_only_where_nav_is() -> None:
    """R23: in a part of Nav's that nobody from Nav attends, nothing is said of Nav."""
    for leaves in (False, True):
        world = on_the_day()
        if leaves:
            world.do(WithdrawConsent(ref=CaseRef("K7M2"), role=Role.NAV_ADVISER))
        world.say("start møte K7M2", "lege")
        (reply,) = world.say("neste del K7M2", "lege").replies
        assert "Del 2 av 3" in reply.text
        assert ("Hva pasienten ønsker fra Nav" in reply.text) is not leaves


def test_forty_people_fit_on_the_card_of_the_parts() -> None:
    """R21: eight are named in each part and the rest counted, so that the card keeps its limit."""
    world = with_everybody_asked()
    case = world.case("K7M2")
    crowd = [f"Oppdiktet Slektning nummer {n} fra Øvre Øvingsfjorden" for n in range(40)]
    for person in crowd:
        world.do(AddParticipant(ref=case.ref, role=Role.RELATIVE, name=person))
    (reply,) = world.say("endre delene K7M2").replies
    assert reply_faults(reply, ("Test Testesen",)) == []
    assert "og 34 til." in reply.text
    assert reply.card is not None
    assert size(reply.card) < LIMIT


def test_what_is_taken_up_is_read_by_staff_alone() -> None:
    """R22: the clinic's items stand on the cards, and in nothing that leaves the house."""
    world = with_everybody_asked()
    item = "Eget punkt for kanarifuglen"
    parts = tuple(replace(part, items=(item,)) for part in TEMPLATES["with_nav"].parts)
    own = Template(name="Vårt eget", parts=parts)
    world.clinic = replace(world.clinic, templates={"Vårt eget": own})
    world.do(ChangeMeeting(ref=world.case("K7M2").ref, kind=MeetingKind.SHM1, template=own.name))
    for text in ("forleng K7M2 del 3 til 35 min", "ja"):
        world.say(text)
    world.deliver()
    world.answer_page("K7M2 gp accepted")
    world.now = world.case("K7M2").meetings[-1].starts_at - timedelta(days=4)
    world.deliver()
    told = [row for row in world.case("K7M2").sendings if row.channel is not Channel.CHAT]
    assert {row.kind for row in told} >= {SendingKind.INVITATION, SendingKind.UPDATE}
    assert SendingKind.REMINDER in {row.kind for row in told}
    assert "kanarifuglen" not in repr(told)
    (shown,) = world.say("dagsorden K7M2", "lege").replies
    assert shown.text.count(item) == len(parts)


def test_whoever_starts_it_has_come() -> None:
    """Nobody is asked whether they have answered who are there and press."""
    world = on_the_day()
    for text in ("ny deltaker K7M2 kliniker Lea må", "ferdig", "kall inn alle K7M2", "ja"):
        world.say(text)
    assert "Har ikke svart ja: Lea Liksom." in world.say("start møte K7M2").replies[0].text
    world.say("avbryt")
    assert "Del 1 av 3" in world.say("start møte K7M2", "lege").replies[0].text


@pytest.mark.parametrize(
    "words", ["avlys møtet K7M2", "flytt møtet K7M2", "endre delene K7M2", "utsett møtet K7M2"]
)
def test_what_runs_is_not_moved_or_called_off(words: str) -> None:
    """The first answer says so, with both ways out; nothing is asked in vain."""
    world = on_the_day()
    world.say("start møte K7M2", "lege")
    (reply, *_) = world.say(words).replies
    assert "Møtet er i gang" in reply.text
    assert "«avslutt møtet»" in reply.text
    assert "«ikke holdt»" in reply.text


RING = "Ring Nav nå: Nils Nav, 21 99 99 33."


def at_clock(world: World, clock: str, words: str = "vis møtet K7M2") -> str:
    """What the leader reads at this time of the day."""
    world.now = oslo(f"2026-11-24 {clock}")
    return "\n".join(reply.text for reply in world.say(words, "lege").replies)


def test_who_is_late_is_rung_when_they_are_due() -> None:
    """Nav five minutes late: the number stands there from 10.26, for a moment, not from 10.20."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.20", "neste del K7M2")
    said = at_clock(world, "10.21", "forsinket K7M2: Nav 5 min")
    assert "Nav kommer kl. 10.26." in said
    assert RING not in said
    assert RING in at_clock(world, "10.27")
    assert RING not in at_clock(world, "10.33")


def test_who_was_asked_for_later_is_rung_then() -> None:
    """On to Nav's part at 10.14: Nav is not in the room, and rung at 10.20 until they have come."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    assert "Nav er bedt om å komme kl. 10.20." in at_clock(world, "10.14", "neste del K7M2")
    shown = at_clock(world, "10.19")
    assert "Nav er bedt om å komme kl. 10.20." in shown
    assert "I rommet: pasienten og fastlegen." in shown
    assert RING in at_clock(world, "10.21")
    assert RING not in at_clock(world, "10.26")


def test_who_has_come_is_not_rung() -> None:
    """*Kom* before they were due: in the room, and no number any more."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.20", "neste del K7M2")
    at_clock(world, "10.21", "forsinket K7M2: Nav 5 min")
    at_clock(world, "10.22", "kom nav K7M2")
    shown = at_clock(world, "10.23")
    assert RING not in shown
    assert "I rommet: pasienten, fastlegen og Nav." in shown


def test_who_is_away_is_not_said_to_come_or_go() -> None:
    """Nav did not come: the next part is not "med Nav", and nobody goes out after it."""
    world = on_the_day()
    assert "med Nav." in at_clock(world, "10.00", "start møte K7M2")
    assert "med Nav." not in at_clock(world, "10.05", "møtte ikke nav K7M2")
    at_clock(world, "10.20", "neste del K7M2")
    assert "uten Nav" not in at_clock(world, "10.21")
    assert "går ut" not in at_clock(world, "10.35", "neste del K7M2")
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.20", "neste del K7M2")
    assert "Nav går ut nå." in at_clock(world, "10.35", "neste del K7M2")


def test_who_was_not_called_in_comes_by_a_press() -> None:
    """A relative and an interpreter with parts and no invitation: missed, and *Kom* is there."""
    world = on_the_day()
    ref = CaseRef("K7M2")
    for role, name in ((Role.RELATIVE, "mor"), (Role.INTERPRETER, "Tove Tolk")):
        world.do(AddParticipant(ref=ref, role=role, name=name))
    at_clock(world, "10.00", "start møte K7M2")
    shown = at_clock(world, "10.01")
    assert "Mor er ikke her." in shown
    assert "Tolken er ikke her." in shown
    assert "I rommet: pasienten og fastlegen." in shown
    at_clock(world, "10.02", "hvem er her K7M2")
    world.press(world.action("Kom", "lege"), "lege")
    assert "mor" in at_clock(world, "10.03").split("I rommet: ")[1].splitlines()[0]


def test_the_log_says_when_each_part_was_held_and_who_was_there() -> None:
    """Planned and actual times and who was there by part, after the end and in the case since."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.22", "neste del K7M2")
    at_clock(world, "10.30", "gikk nav K7M2")
    at_clock(world, "10.35", "neste del K7M2")
    ended = at_clock(world, "10.58", "avslutt møtet K7M2")
    since = at_clock(world, "11.30", "sak K7M2")
    for shown in (ended, since):
        assert "kl. 10.00–10.22 (planlagt kl. 10.00–10.20), 22 av 20 minutter. Til" in shown
        assert "kl. 10.22–10.35 (planlagt kl. 10.20–10.35)" in shown
        assert "Til stede: pasienten, fastlegen og Nav (8 min)." in shown
        assert "23 av 25 minutter. Til stede: pasienten og fastlegen." in shown
    assert "Slik gikk SHM1" in since
    card = json.dumps(world.last["lege"].replies[-1].card, ensure_ascii=False)
    assert "kl. 10.22–10.35 (planlagt kl. 10.20–10.35)" in card


def test_the_question_at_the_end_names_who_has_not_come_in() -> None:
    """Ended at 10.12 with Nav on the way: named before, and whom to ring said after."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    asked = at_clock(world, "10.12", "avslutt møtet K7M2")
    assert "2 deler er ikke holdt." in asked
    assert "Nav har ikke vært inne ennå, og får beskjed om at møtet er over." in asked
    assert "Ring Nav, 21 99 99 33: Det er ikke nødvendig å komme." in at_clock(world, "10.12", "ja")
    told = [reply.text for who, reply in world.tick() if who == "sekretar"]
    assert any("Ring Nav, 21 99 99 33: Det er ikke nødvendig å komme." in text for text in told)


def test_who_is_let_in_before_their_minute_has_come_by_a_press() -> None:
    """Nav's part begins at 10.02, and Nav was asked for 10.20: let in at 10.05, they are there."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.02", "neste del K7M2")
    assert "I rommet: pasienten, fastlegen og Nav." in at_clock(world, "10.05", "kom nav K7M2")


def test_who_is_late_stands_on_the_card_before_their_part() -> None:
    """Pressed in the first part: «Nav kommer kl. 10.30», until they are told of another minute."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    late = "Nav kommer kl. 10.30."
    assert late in at_clock(world, "10.05", "forsinket K7M2: Nav 10 min")
    assert late in at_clock(world, "10.06")
    later = at_clock(world, "10.15", "mer tid K7M2 30 min")
    assert late not in later
    assert "Ring Nav, 21 99 99 33: Det blir ca. kl. 10.50." in later


def test_a_part_waits_for_nav_or_says_that_there_is_no_time() -> None:
    """Nav at 10.40 has until 10.55; at 10.50 there is no more, and the card says so by name."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    assert "Plan og avslutning kl. 10.35" in at_clock(world, "10.20", "neste del K7M2")
    late = at_clock(world, "10.21", "forsinket K7M2: Nav 19 min")
    assert "Nav kommer kl. 10.40." in late
    assert "Neste: Plan og avslutning kl. 10.55, uten Nav." in late
    later = at_clock(world, "10.22", "forsinket K7M2: Nav 28 min")
    assert "Nav kommer kl. 10.50, men delen ser ut til å være over kl. 10.55." in later
    assert later.count("Nav kommer") == 1, "said once"
    assert "Nav har satt av tid til" not in later, "they have given another time since"


def test_more_time_when_it_is_over_is_more_time_and_a_call_says_no_minute_that_is_gone() -> None:
    """Over since 10.20, at 10.32 five minutes more are until 10.37, and Nav is to hear that."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    world.now = oslo("2026-11-24 10.25")
    world.tick()
    assert "Ring Nav, 21 99 99 33: Det blir ca. kl. 10.30." in at_clock(world, "10.26")
    assert "Ring Nav, 21 99 99 33: Det blir senere enn kl. 10.30." in at_clock(world, "10.32")
    more = at_clock(world, "10.32", "mer tid K7M2")
    assert "5 minutter igjen, til kl. 10.37." in more
    assert "Ring Nav, 21 99 99 33: Det blir ca. kl. 10.37." in more
