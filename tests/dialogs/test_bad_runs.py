"""What cannot be is said in one clear sentence with the way out; nothing is ignored (R22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.cards.elements import LIMIT, size
from pathway.case import Case
from pathway.commands import AddParticipant, CancelMeeting, EndMeeting, Invite, StepMeeting
from pathway.model import Invitation, Participant
from pathway.run import Deed
from pathway.words import CaseRef, Channel, InvitationId, MeetingKind, ParticipantId, Role
from tests.dialogs.world import World, on_the_day, oslo, with_invited_gp

K7M2 = CaseRef("K7M2")
LONG = "Oppdiktet Langnavn-Slektning nummer {} fra Øvre Øvingsfjorden"


def changed(world: World, case: Case) -> None:
    """What no command writes: remembered as it is."""
    world.store.clinics[world.clinic.id].cases[case.id] = case


def first_line(world: World, text: str, who: str = "lege") -> str:
    """What is said first."""
    return world.say(text, who).replies[0].text.splitlines()[0]


def test_what_is_cancelled_is_not_started() -> None:
    """The day of the meeting that is off, and how to set up another."""
    world = on_the_day()
    world.now = oslo("2026-11-23 10.00")
    world.do(CancelMeeting(ref=K7M2, kind=MeetingKind.SHM1, reason="syk"))
    world.now = oslo("2026-11-24 10.00")
    said = first_line(world, "start møte K7M2")
    assert said == (
        "Møtet tirsdag 24. november er avlyst, så det kan ikke startes. "
        "Skriv «kall inn» for å sette opp et nytt."
    )
    assert world.case("K7M2").runs == ()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "En del må vare minst ett minutt. Gjør den lengre, eller ta den bort."),
        (600, "Delene kan til sammen vare høyst 240 minutter. Gjør noen av dem kortere."),
    ],
)
def test_a_part_that_nobody_can_hold_is_said(minutes: int, said: str) -> None:
    """No part of 0 minutes, and no meeting of ten hours, is started."""
    world = on_the_day()
    case = world.case("K7M2")
    meeting = case.meetings[-1]
    parts = (replace(meeting.parts[0], minutes=minutes), *meeting.parts[1:])
    changed(world, case.with_changed(replace(meeting, parts=parts)))
    assert first_line(world, "start møte K7M2") == said
    assert world.case("K7M2").runs == ()


def test_everybody_unanswered_is_named_and_it_may_start() -> None:
    """Who has not said yes is asked about once; then it runs as any other."""
    world = with_invited_gp()
    world.now = world.case("K7M2").meetings[-1].starts_at
    world.say("start møte K7M2", "lege")
    assert "Har ikke svart ja: fastlegen." in world.say("ferdig", "lege").replies[0].text
    assert world.case("K7M2").runs == ()
    assert first_line(world, "ja").startswith("Del 1 av ")


def test_several_unanswered_are_named_at_once_and_it_may_start() -> None:
    """Patient, GP, Nav and the sister hold their invitations, and nobody has answered."""
    world = on_the_day()
    world.now = oslo("2026-11-23 10.00")
    world.do(AddParticipant(ref=K7M2, role=Role.RELATIVE, name="søsteren"))
    sister = world.case("K7M2").present(Role.RELATIVE)[0]
    world.do(Invite(ref=K7M2, kind=MeetingKind.SHM1, role=Role.RELATIVE, who=sister.id))
    case = world.case("K7M2")
    changed(world, replace(case, answers=()))
    world.now = oslo("2026-11-24 10.00")
    asked = world.say("start møte K7M2", "lege").replies[0].text
    assert "Har ikke svart ja: pasienten, fastlegen, Nav og søsteren." in asked
    assert world.case("K7M2").runs == ()
    assert first_line(world, "ja") == "Del 1 av 3: Innledning og oppsummering"
    assert len(world.case("K7M2").runs) == 1


def test_two_who_press_at_once() -> None:
    """The second is told who pressed and when, and sees where the meeting is."""
    world = on_the_day()
    world.say("start møte K7M2", "lege")
    world.say("vis møtet K7M2", "sekretar")
    theirs = world.action("Neste del", "sekretar")
    world.say("neste del K7M2", "lege")
    said = world.press(theirs, "sekretar").replies[0].text.splitlines()
    assert said[0] == "Lea Liksom trykket kl. 09.55, så dette trykket gjorde ingenting."
    assert said[2] == "Del 2 av 3: Arbeid, utdanning og økonomi"


def test_a_card_of_yesterday() -> None:
    """A press on it does nothing; also where the meeting was ended meanwhile."""
    world = on_the_day()
    world.say("start møte K7M2", "lege")
    card = world.action("Neste del", "lege")
    world.now = oslo("2026-11-25 09.00")
    before = world.case("K7M2").runs
    said = world.press(card, "lege").replies[0].text
    assert said.startswith("Møtet som startet tirsdag 24. november kl. 09.55, er ikke avsluttet.")
    assert world.case("K7M2").runs == before
    world.do(EndMeeting(ref=K7M2))
    ended = world.press(card, "lege").replies[0].text
    assert ended.startswith("Møtet ble avsluttet kl. ")
    assert ended.endswith("Ingenting er endret.")


def test_forty_people_are_run_like_four() -> None:
    """Each press goes through with forty in the room, and all of them are in the log."""
    world = on_the_day()
    case = world.case("K7M2")
    meeting = case.meetings[-1]
    people = [
        Participant(id=ParticipantId(f"s{n}"), role=Role.RELATIVE, name=LONG.format(n))
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
    changed(world, case.with_changed(*people, *asked))
    world.say("start møte K7M2", "lege")
    world.say("ja", "lege")
    gone = StepMeeting(ref=K7M2, deed=Deed.ABSENT, who=ParticipantId("s7"))
    world.now = oslo("2026-11-24 10.05")
    world.do(gone)
    for text in ("neste del K7M2", "neste del K7M2", "avslutt møtet K7M2"):
        world.now = world.now.replace(minute=world.now.minute + 10)
        world.say(text, "lege")
    attended = world.case("K7M2").meetings[-1].attended
    assert len([who for who in attended if who.startswith("s")]) == 39
    (shown,) = world.say("sak K7M2").replies
    assert shown.card is not None
    assert size(shown.card) < LIMIT
    log = [line for line in shown.text.splitlines() if "Til stede: " in line]
    assert all(line.endswith("til.") for line in log)
