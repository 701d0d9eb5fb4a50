"""However many mails are to be looked at, each is within reach, a page of cards at a time."""

from __future__ import annotations

import pytest

from dialogs.conversations.answers.judging import CARDS
from dialogs.wording.nb.ask_case import NEXT_PAGE
from pathway.service.answers.questioning import MOST_OPEN
from tests.dialogs.world import World, actions_of, with_invited_gp


def buttons(world: World) -> list[str]:
    """What may be made of the newest mail."""
    titles = [str(one["title"]) for one in actions_of(world.say("innboks K7M2").replies[-1].card)]
    return [title for title in titles if title != "Vis saken"]


@pytest.mark.parametrize(
    ("told", "typed"),
    [("K7M2 gp accepted", "innboks K7M2"), ("ukjent accepted", "e-post uten sak")],
)
def test_every_mail_is_on_some_page(told: str, typed: str) -> None:
    """From the first page the button leads to the next, and to the one that stands for the rest."""
    world = with_invited_gp()
    for number in range(MOST_OPEN + 3):
        world.mailed(f"{told} fra=s{number}@prove.example")
    seen: list[str] = []
    turn = world.say(typed)
    for _ in range(MOST_OPEN // CARDS):
        assert len(turn.replies) == CARDS + 1
        seen += [reply.text for reply in turn.replies[:-1]]
        turn = world.press(world.action(NEXT_PAGE))
    seen += [reply.text for reply in turn.replies[:-1]]
    assert all(f"s{n}@" in seen[n] for n in range(MOST_OPEN))
    assert "flere" in seen[-1]
    assert "3 slike" in seen[-1]
    assert "Neste" not in str(turn.replies[-1].card)


def test_few_mails_are_all_there_is() -> None:
    """Where all are shown nothing is said of pages, and a page that is not there is the last."""
    world = with_invited_gp()
    world.mailed("K7M2 gp accepted fra=vilje@vikar.example")
    assert len(world.say("innboks K7M2").replies) == 1
    assert world.say("innboks K7M2 7") == world.say("innboks K7M2")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("accepted ; mer", True),
        ("accepted ; mer ; Fint, men…", True),
        ("accepted ; mer ; Til 10.30", False),
        ("accepted fra=vilje@vikar.example ; mer", True),
        ("accepted fra=vilje@vikar.example", False),
    ],
)
def test_words_that_are_not_shown_are_said_to_stand_in_the_mailbox(
    told: str, *, read: bool
) -> None:
    """Where the card shows no words, or not all, it says where they are."""
    world = with_invited_gp()
    world.mailed(f"K7M2 gp {told}")
    (reply,) = world.say("innboks K7M2").replies
    assert ("Se hele e-posten i postkassen." in reply.text) is read


def test_what_nobody_has_read_is_not_first_offered_as_a_yes() -> None:
    """The first button records the answer as it stands only where its words are shown."""
    world = with_invited_gp()
    world.mailed("K7M2 gp accepted ; mer")
    assert buttons(world) == ["Registrer et svar", "Registrer «ja» fra fastlegen", "Ferdig"]
    shown = with_invited_gp()
    shown.mailed("K7M2 gp accepted ; mer ; Til 10.30")
    assert buttons(shown)[0] == "Registrer «ja» fra fastlegen"
