"""*Innboks*: who was asked is asked again, and who wrote is added, each with the mail seen to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.wording.nb.ask_mail import WAYS, Way
from pathway.outgoing import SendingKind
from pathway.questions import Doubt
from pathway.words import Role
from tests.dialogs.world import World, with_invited_gp

AGAIN, ADD = "Spør fastlegen på nytt", "Legg til som deltaker"
MAILS = {
    Doubt.STRANGER: "accepted fra=vilje@vikar.example navn=Vilje_Vikar",
    Doubt.NO_ANSWER: "new_time",
    Doubt.UNREADABLE: "unreadable",
    Doubt.AWAY: "out_of_office til=2026-11-13",
}
"""Each kind of mail after which one may ask again."""


def shown(world: World, said: str) -> str:
    """The newest card of the inbox when this mail about the GP's invitation has come."""
    world.mailed(f"K7M2 gp {said}")
    return last(world)


def last(world: World) -> str:
    """The newest card of the inbox."""
    return str(world.say("innboks K7M2").replies[-1].card)


def reminders(world: World) -> list[str]:
    """To whom a reminder was written."""
    return [s.address for s in world.case("K7M2").sendings if s.kind is SendingKind.REMINDER]


def test_every_kind_that_offers_it_is_pressed_here() -> None:
    """No kind of mail offers to ask again without a test that does it."""
    assert set(MAILS) == {doubt for doubt, ways in WAYS.items() if Way.AGAIN in ways}


@pytest.mark.parametrize("doubt", MAILS)
def test_who_was_asked_is_asked_again_at_once(doubt: Doubt) -> None:
    """One press sees to the mail and reminds the one who was asked, not the one who wrote."""
    world = with_invited_gp()
    assert AGAIN in shown(world, MAILS[doubt])
    assert world.case("K7M2").questions[-1].doubt is doubt
    world.press(world.action(AGAIN))
    assert reminders(world) == ["kari@solsiden.example"]
    assert "ingen e-post" in world.say("innboks K7M2").replies[-1].text


@pytest.mark.parametrize("doubt", MAILS)
def test_who_has_answered_is_not_asked_again(doubt: Doubt) -> None:
    """A stranger's word after the GP's yes leaves nothing to ask for: no dead end is offered."""
    world = with_invited_gp()
    for text in ("svar K7M2 ja på telefon", "ferdig", "ja"):
        world.say(text)
    assert AGAIN not in shown(world, MAILS[doubt])


def test_another_mail_that_is_not_read_comes_first() -> None:
    """Nobody is reminded while something of theirs lies unread; when it is seen to they may be."""
    world = with_invited_gp()
    world.mailed("K7M2 gp unreadable")
    assert AGAIN not in shown(world, "out_of_office")
    for text in ("vurder K7M2 sett", "1"):
        world.say(text)
    assert AGAIN in last(world)


def test_who_wrote_is_added_as_the_mail_had_them() -> None:
    """Name and address are filled in, and the mail is seen to when the person is added."""
    world = with_invited_gp()
    assert ADD in shown(world, "accepted fra=rolf@bryggen.example navn=Rolf_Testlege")
    world.press(world.action(ADD))
    assert world.case("K7M2").questions[-1].settled is None
    for text in ("henviser", "ferdig"):
        world.say(text)
    (person,) = world.case("K7M2").present(Role.REFERRER)
    assert (person.name, person.email) == ("Rolf Testlege", "rolf@bryggen.example")
    assert "ingen e-post" in world.say("innboks K7M2").replies[-1].text


def test_an_addition_that_is_given_up_leaves_the_mail() -> None:
    """What was not done settles nothing."""
    world = with_invited_gp()
    shown(world, "accepted fra=rolf@bryggen.example navn=Rolf_Testlege")
    world.press(world.action(ADD))
    world.say("avbryt")
    assert "Rolf Testlege" in world.say("innboks K7M2").replies[-1].text


def test_a_lost_mail_that_is_tied_offers_another_channel() -> None:
    """D4: whoever ties it reads that it did not arrive, and may ring or put the address right."""
    world = with_invited_gp()
    world.now += timedelta(hours=1)
    world.mailed("ukjent undelivered fra=kari@solsiden.example kode=5.1.1 før=3")
    (reply,) = world.say("hører til K7M2").replies
    assert "kom ikke fram til fastlegen. Ring i stedet, eller rett opp adressen." in reply.text
    assert world.case("K7M2").invitations[0].undelivered_at is not None
    world.press(world.action("Rett opp adressen"))
    assert "Hva skal rettes?" in world.say("sak K7M2").replies[-1].text
