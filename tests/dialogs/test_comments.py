"""What is written with an answer: seen by those who run the office, in the case alone."""

from __future__ import annotations

import json

import pytest

from tests.dialogs.world import World, with_invited_gp

SAID = "Ring [meg](https://a.example) *etter* kl. 14"


@pytest.fixture
def world() -> World:
    """The GP of K7M2 has written something with the answer, as the coordinator registered it."""
    world = with_invited_gp()
    for text in ("svar K7M2 nei på telefon", "hopp over", SAID):
        world.say(text, "koordinator")
    return world


def test_a_comment_is_shown_when_it_is_registered(world: World) -> None:
    """Before the yes and after it the comment stands with its name."""
    assert f"Kommentar: {SAID}" in world.last["koordinator"].replies[0].text
    assert f"Kommentar: {SAID}" in world.say("ja", "koordinator").replies[0].text


@pytest.mark.parametrize(
    ("actor", "seen"), [("sekretar", True), ("koordinator", True), ("lege", False)]
)
def test_only_the_office_reads_comments(world: World, actor: str, seen: bool) -> None:  # noqa: FBT001
    """Secretary and coordinator read it in the case; a clinician of the team does not."""
    world.say("ja", "koordinator")
    (reply,) = world.say("sak K7M2", actor).replies
    assert (SAID in reply.text) is seen
    assert ("Ring" in json.dumps(reply.card)) is seen
    assert "[meg](https:" not in json.dumps(reply.card)


def test_an_earlier_comment_stays_and_comes_after(world: World) -> None:
    """The present answer's comment stands first, an earlier one is called so."""
    world.say("ja", "koordinator")
    for text in ("svar K7M2 ja på telefon", "hopp over", "Takk", "ja"):
        world.say(text)
    text = world.say("sak K7M2").replies[0].text
    assert text.index("Kommentar: Takk") < text.index(f"Tidligere kommentar: {SAID}")


def test_a_comment_outlives_its_invitation(world: World) -> None:
    """A comment is read in the case also when the meeting has been called off."""
    for text in ("ja", "avlys K7M2", "Syk", "ja"):
        world.say(text, "koordinator")
    assert f"Kommentar: {SAID}" in world.say("sak K7M2").replies[0].text


def test_a_notice_never_holds_the_comment(world: World) -> None:
    """The secretary is told that there is one, and to look in the case."""
    world.say("ja", "koordinator")
    told = [row.content.text for row in world.case("K7M2").sendings if row.to == "sekretar"]
    assert any("har skrevet en kommentar. Se saken." in text for text in told)
    assert not any("14" in text for text in told)
