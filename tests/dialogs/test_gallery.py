"""The gallery: every card that the program can send, at its largest, keeps the law of cards."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dialogs.cards import glance
from dialogs.cards.elements import LIMIT
from dialogs.conversations.catalogue import FORMS, READS
from dialogs.gallery import cast, messages
from dialogs.gallery.album import DONE, QUESTION, REVIEW, Album, Example
from dialogs.gallery.telling import Cue, LostThreadError, Story, Teller, play
from dialogs.gallery.whole import every_card
from dialogs.turn import Turn
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb.notices.catalogue import NOTICES
from pathway.service import PROGRAM
from tests.dialogs.card_law import reply_faults
from tests.dialogs.world import World

PATIENTS = (words.PATIENT, *words.PATIENTS)


AT_ONCE = {"longer", "pause", "resume", "left", "came", "absent", "next_part", "take_over"} | {
    "reorder"
}
"""What is pressed in a meeting that runs asks nothing."""


def told_to(world: World) -> Album:
    """The whole gallery, told to a clinic in memory."""

    def turn_of(cue: Cue) -> Turn:
        world.now = cue.at
        if cue.before is not None:
            happens = cue.before
            world.store.run(world.clinic.id, lambda led: happens(world.context(led, PROGRAM)))
        return world.turn(cue.actor, cue.said)

    return every_card(turn_of)


@cache
def examples() -> tuple[Example, ...]:
    """Every example, made once."""
    return tuple(told_to(World(clinic=cast.clinic())))


def test_every_example_keeps_the_law() -> None:
    """At its largest, no card breaks the law, and its banner names no patient."""
    found = {one.name: reply_faults(one.reply, PATIENTS) for one in examples()}
    assert not {name: faults for name, faults in found.items() if faults}
    assert max(one.bytes for one in examples()) < LIMIT


def test_every_conversation_look_and_message_is_in_the_gallery() -> None:
    """Each form, look, notice, the digest and the welcome has a card; thanks are only words."""
    groups = {one.group for one in examples()}
    assert groups >= ({*FORMS, *READS, "digest", "welcome"} - {"thanks"})
    assert groups >= {f"notice.{name}" for name in NOTICES if name != "task"}


def test_every_form_shows_what_it_asks_and_what_it_will_do() -> None:
    """Each form is met on its way to the end: asked, shown before the yes, or done."""
    ends = {one.group for one in examples() if one.part in {REVIEW, DONE}}
    asks = {one.group for one in examples() if one.part in {QUESTION, REVIEW}}
    assert ends >= set(FORMS)
    # Whom is known, and one press is enough.
    assert set(FORMS) - asks == {"call_back", "decline", "remind", "back"} | AT_ONCE


def test_a_case_is_shown_with_all_that_it_can_hold() -> None:
    """*Sak* is shown with people of every role, and as many waits as it ever shows."""
    case = next(one for one in examples() if one.name == "case")
    for name in (words.PATIENT, words.DOCTORS[0], words.RELATIVES[2], words.INTERPRETER):
        assert name in case.reply.text
    assert len(re.findall(r"Neste: ", case.reply.text)) == 9
    assert len(re.findall(r"siden \d+\. november, frist", case.reply.text)) == glance.MOST_LINES


def test_the_digest_is_shown_full() -> None:
    """The digest counts thirty lines, and its button for the rest stands there once."""
    digest = next(one for one in examples() if one.name == "digest")
    assert f"{messages.DIGEST_LINES} ting" in digest.reply.text
    assert str(digest.reply.card).count("'title': 'Vis oppgavene', 'associated") == 2  # a fallback


def test_a_story_that_the_program_does_not_follow_stops_the_gallery() -> None:
    """A form that is refused is an error, so that no card goes missing unseen."""

    def refused() -> Story:
        yield from Teller(ref="K7M2").tell("invite")

    world = World(clinic=cast.clinic())
    with pytest.raises(LostThreadError):
        play(refused(), lambda cue: world.turn(cue.actor, cue.said), Album())
