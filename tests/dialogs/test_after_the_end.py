"""What is typed when the meeting, or the whole pathway, is over: the right sentence, and R25."""

from __future__ import annotations

import pytest

from pathway.aftermath import InterviewState
from pathway.commands import BringAlong, ChangeMeeting, StopPathway
from pathway.errors import NoPartLeftError
from pathway.words import CaseRef, ClosedReason, MeetingKind, Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.world import World, actions_of, on_the_day, oslo

REF = CaseRef("K7M2")


def ended() -> World:
    """The leader has started it at ten and ended it at 10.50."""
    world = on_the_day()
    for clock, words in (
        ("10.00", "start møte K7M2"),
        ("10.20", "neste del K7M2"),
        ("10.35", "neste del K7M2"),
        ("10.50", "avslutt møtet K7M2"),
    ):
        at_clock(world, clock, words)
    return world


@pytest.mark.parametrize("words", ["start møte K7M2", "neste del K7M2", "avslutt møtet K7M2"])
@pytest.mark.parametrize("who", ["lege", "sekretar"])
def test_what_is_typed_after_the_end_hears_who_ended_it(words: str, who: str) -> None:
    """Today it is neither to be arranged nor to be started: it was ended, by whom and when."""
    world = ended()
    (reply,) = world.say(words, who).replies
    assert "Møtet ble avsluttet kl. 10.50 av Lea Liksom. Ingenting er endret." in reply.text


def test_the_day_after_it_is_as_any_meeting_that_is_not_arranged() -> None:
    """Yesterday's meeting says nothing of a meeting today."""
    world = ended()
    world.now = oslo("2026-11-25 10.00")
    assert "ikke satt opp noe slikt møte" in world.say("start møte K7M2").replies[0].text
    assert "ikke noe møte i gang" in world.say("neste del K7M2").replies[0].text


def test_a_consent_to_an_interview_is_withdrawn_after_the_end_too() -> None:
    """R25: at any time; nothing else can be said of it when the pathway is over."""
    world = ended()
    world.say("intervju K7M2 ja")
    world.say("ja")
    world.do(StopPathway(ref=REF, reason=ClosedReason.TRANSFERRED))
    for text in ("intervju K7M2 sendt", "ja"):
        world.say(text)
    assert _interview(world) is InterviewState.WANTED
    for text in ("avbryt", "intervju K7M2 trukket", "ja"):
        world.say(text)
    assert _interview(world) is InterviewState.WITHDRAWN
    assert "Saken er avsluttet" in world.say("intervju K7M2 ja").replies[0].text
    assert _interview(world) is InterviewState.WITHDRAWN


def _interview(world: World) -> InterviewState | None:
    said = world.case("K7M2").aftermath.interview_after(MeetingKind.SHM1)
    return said.state if said else None


def test_somebody_brought_into_no_part_is_refused_with_a_sentence() -> None:
    """Nav is there until the end, and the sister not with Nav: she is not lost in silence."""
    world = on_the_day()
    world.now = oslo("2026-11-23 10.00")
    world.do(ChangeMeeting(ref=REF, kind=MeetingKind.SHM1, template="nav_last"))
    for clock, words in (
        ("10.00", "start møte K7M2"),
        ("10.00", "ja"),
        ("10.25", "neste del K7M2"),
        ("10.45", "neste del K7M2"),
        ("10.46", "noen er med pasienten K7M2"),
        ("10.46", "søsteren"),
    ):
        at_clock(world, clock, words)
    said = at_clock(world, "10.46", "nei")
    assert isinstance(world.refused[-1], NoPartLeftError)
    assert "Nav er med i alle delene som gjenstår, så søsteren er ikke lagt til." in said
    assert world.case("K7M2").present(Role.RELATIVE) == ()


def test_shm2_says_in_which_parts_a_relative_is_who_was_not_there_with_nav() -> None:
    """The sister was out while Nav was in: the preview of SHM2 names her part, and the way out."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    world.do(BringAlong(ref=REF, name="søsteren", with_nav=False))
    for clock, words in (
        ("10.20", "neste del K7M2"),
        ("10.35", "neste del K7M2"),
        ("10.50", "avslutt møtet K7M2"),
        ("10.51", "neste møte K7M2 27.04.2027 kl. 08.00"),
    ):
        at_clock(world, clock, words)
    said = at_clock(world, "10.52", "ja")
    assert "Søsteren er bare med i del 1, som i SHM1." in said
    assert "«endre delene K7M2»" in said


def test_no_more_meetings_for_a_plan_that_nobody_waits_for() -> None:
    """R24: an extra meeting is to finish the plan, and is not offered when that is given out."""
    world = ended()
    world.say("etter møtet K7M2")
    assert "Trenger et møte til" in _buttons(world)
    for text in ("ferdig K7M2", "ja", "delt ut K7M2 alle", "ja", "etter møtet K7M2"):
        world.say(text)
    assert "Trenger et møte til" not in _buttons(world)
    assert "Pasienten vil ha brevet" in _buttons(world)


def _buttons(world: World) -> list[str]:
    return [str(one["title"]) for one in actions_of(world.last["sekretar"].replies[-1].card)]


def test_a_press_that_was_a_mistake_is_put_right_in_another_way() -> None:
    """Neither a part that began nor an end is undone: what was last is said, and what one does."""
    world = on_the_day()
    for clock, text in (("10.00", "start møte K7M2"), ("10.01", "neste del K7M2")):
        at_clock(world, clock, text)
    said = at_clock(world, "10.02", "angre K7M2")
    assert "Det siste som skjedde, var et trykk i møtet, som er i gang." in said
    assert "I stedet kan du skrive «vis møtet K7M2»" in said
    for clock, text in (("10.35", "neste del K7M2"), ("10.55", "avslutt møtet K7M2")):
        at_clock(world, clock, text)
    assert "at møtet ble avsluttet. Det kan ikke angres." in at_clock(world, "10.56", "angre K7M2")
    for text in ("deltok K7M2", "Nils", "ja"):
        world.say(text, "lege")
    case = world.case("K7M2")
    nav = next(p.id for p in case.participants if p.role is Role.NAV_ADVISER)
    assert nav not in case.meetings[-1].attended


def test_who_is_added_while_the_meeting_runs_comes_by_a_press() -> None:
    """R16: nobody is told to call them in to another meeting."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    for text in ("ny deltaker K7M2 nærstående Anne på video", "ferdig"):
        world.say(text)
    said = world.last["sekretar"].replies[-1].text
    assert "Møtet er i gang. Skriv «Anne har kommet K7M2» når Anne er inne." in said
    at_clock(world, "10.05", "Anne har kommet K7M2")
    assert "Anne" in at_clock(world, "10.06")
